//! The slides: one exercise at a time in large type, led by buttons or arrow keys.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::{Html, MouseEvent, Properties, component, hook, html, use_effect_with};

use super::class::bar_row;
use super::compose::button;
use crate::classroom::{SlideFigure, line, links_elsewhere, prose};
use crate::store::{Dispatch, Handle, use_store};
use crate::widgets::link::{PageLink, page_link};
use crate::widgets::problem::problem;
use crate::work::use_work;
use rankscope_app::state::{Action, State};
use rankscope_app::teach::class::ClassState;
use rankscope_app::teach::draft::Draft;
use rankscope_app::teach::slides::{Part, SlidesAction, SlidesState, on_key};
use rankscope_app::teach::words;
use rankscope_params::Present;
use rankscope_params::query;

/// Properties of [`Slides`].
#[derive(Properties, PartialEq)]
pub(super) struct SlidesProps {
    pub(super) draft: Draft,
    pub(super) class: Handle<ClassState>,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The presentation.
#[component]
pub(super) fn Slides(props: &SlidesProps) -> Html {
    let slides = use_store(|| {
        // A draft that is not finished has nothing to present yet.
        let lesson = props
            .draft
            .assignment()
            .ok()
            .and_then(|given| given.lesson().ok());
        SlidesState::new(lesson.map(|lesson| lesson.exercises).unwrap_or_default())
    });
    let job = slides.job();
    let work = use_work(job);
    use_keys(slides.dispatcher());
    let Some(exercise) = slides.exercise() else {
        return html! {
            <div id="slides" class="slides">
                <p>{ words::NO_SLIDES }</p>
                { end(props) }
            </div>
        };
    };
    let collected = props.class.guesses(&exercise.id);
    let guesses = slides.guesses(&collected);
    let links = links_elsewhere();
    let explained = slides.explained(&work);
    let solved = explained.clone().flatten();
    let part = slides.part();
    let go = |action: SlidesAction| {
        let slides = slides.dispatcher();
        move |_: MouseEvent| slides.dispatch(action)
    };
    html! {
        <article id="slides" class="slides" data-part={part.name()} aria-labelledby="slide-title">
            <header>
                <p>{ slides.place() }</p>
                <h1 id="slide-title">{ exercise.title.clone() }</h1>
            </header>
            <div class="slide" aria-live="polite">
                if part == Part::Ask {
                    <div class="slide-text">{ prose(&slides.filled(|exercise| &exercise.prompt), &links) }</div>
                } else {
                    <SlideFigure key={format!("{} {}", exercise.id, part.name())} exercise={exercise.clone()}
                        present={solved.clone().filter(|_| part == Part::Reveal).map(|solved| solved.present())}
                        theme={props.state.link.choices.theme} />
                }
                <div class="slide-text">
                    if part == Part::Reveal {
                        { problem("slide", work.trouble.as_ref(), &work.retry) }
                        { match &explained {
                            None => html! { <p class="aside">{ words::REVEALING }</p> },
                            Some(None) => html! { <p class="aside">{ words::NO_ANSWER }</p> },
                            Some(Some(solved)) => html! {
                                <>
                                    <p class="slide-answer">{ solved.answer.clone() }</p>
                                    { prose(&solved.text, &links) }
                                </>
                            },
                        } }
                    } else if guesses.is_empty() || part == Part::Look {
                        { prose(&slides.filled(|exercise| exercise.answer.question()), &links) }
                    }
                    if !guesses.is_empty() {
                        { hands(&slides, &guesses, solved.filter(|_| part == Part::Reveal).and_then(|solved| solved.guess)) }
                    }
                </div>
            </div>
            <footer>
                <button id="slide-back" type="button" disabled={slides.is_first()} onclick={go(SlidesAction::Back)}>{ "←" }</button>
                <button id="slide-forth" type="button" class="main" disabled={slides.is_last()} onclick={go(SlidesAction::Forth)}>
                    { part.next_label() }
                </button>
                { end(props) }
            </footer>
        </article>
    }
}

/// The guesses with their counts: buttons to count hands by, and bars once the figure is shown.
fn hands(slides: &Handle<SlidesState>, guesses: &[(String, usize)], right: Option<usize>) -> Html {
    let question = slides.filled(|exercise| {
        let prediction = exercise.prediction.as_ref();
        prediction.map_or("", |prediction| &prediction.question)
    });
    let links = links_elsewhere();
    if slides.part() == Part::Ask {
        let option = |(at, (text, count)): (usize, &(String, usize))| {
            let act = |action: SlidesAction| {
                let slides = slides.dispatcher();
                move |_: MouseEvent| slides.dispatch(action)
            };
            html! {
                <li>
                    <button id={format!("hand-{at}")} type="button" class="hand" onclick={act(SlidesAction::Raise(at))}>
                        { line(text, &links) }
                    </button>
                    { button(format!("lower-{at}"), "−", act(SlidesAction::Lower(at))) }
                    <b>{ count }</b>
                </li>
            }
        };
        return html! {
            <>
                if !question.is_empty() {
                    <p>{ line(&question, &links) }</p>
                }
                <ul class="hands">{ for guesses.iter().enumerate().map(option) }</ul>
                <p class="aside">{ words::COUNT_HANDS }</p>
            </>
        };
    }
    let most = guesses
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or_default();
    let bar = |(at, (text, count)): (usize, &(String, usize))| {
        bar_row(text, *count, most, right == Some(at))
    };
    html! { <ul class="bars">{ for guesses.iter().enumerate().map(bar) }</ul> }
}

/// The way back to the page for teachers.
fn end(props: &SlidesProps) -> Html {
    let mut link = props.state.link.clone();
    link.choices.present = Present::Off;
    let href = format!("?{}", query::write(&link)).into();
    let dispatch = props.dispatch.clone();
    page_link(PageLink {
        class: "",
        id: Some("end-slides".into()),
        href,
        current: false,
        follow: (move |_| dispatch.dispatch(Action::Follow(link.clone()))).into(),
        content: html! { { words::END_SLIDES } },
    })
}

/// Follows the arrow keys while the slides are shown, except in a control that has its own use of them.
#[hook]
fn use_keys(slides: Dispatch<SlidesState>) {
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            EventListener::new_with_options(
                &window,
                "keydown",
                gloo_events::EventListenerOptions::enable_prevent_default(),
                move |event| {
                    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                        return;
                    };
                    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
                    let target = event
                        .target()
                        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                    let in_control = target.is_some_and(|element| {
                        // The selector is well formed.
                        element
                            .closest("button, a, input, canvas, summary, [tabindex]")
                            .is_ok_and(|found| found.is_some())
                    });
                    let action = on_key(&event.key()).filter(|_| !modified);
                    // The space bar presses the button that has the focus; arrows press none.
                    let taken = in_control && event.key() == " ";
                    if let Some(action) = action.filter(|_| !taken && !event.default_prevented()) {
                        event.prevent_default();
                        slides.dispatch(action);
                    }
                },
            )
        });
        move || drop(listener)
    });
}
