//! The slides: one exercise at a time in large type, led by buttons or arrow keys.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::{
    Callback, Html, MouseEvent, Properties, classes, component, hook, html, use_effect_with,
};

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
use rankscope_app::teach::slides::{Part, SlidesAction, SlidesState, Turn, on_key};
use rankscope_app::teach::words;
use rankscope_lesson::Explained;
use rankscope_params::Present;
use rankscope_params::number::Format;
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
    let store = use_store(|| {
        // A draft that is not finished has nothing to present yet.
        let lesson = props
            .draft
            .assignment()
            .ok()
            .and_then(|given| given.lesson().ok());
        SlidesState::new(lesson.map(|lesson| lesson.exercises).unwrap_or_default())
    });
    let slides = &store.at(&props.state.link);
    let job = slides.job();
    let work = use_work(job);
    let turn = {
        let (slides, link, dispatch) = (
            slides.clone(),
            props.state.link.clone(),
            props.dispatch.clone(),
        );
        Callback::from(move |turn: Turn| {
            let next = slides.turned(turn).address(&link);
            if next != slides.address(&link) {
                dispatch.dispatch(Action::Follow(next));
            }
        })
    };
    use_keys(&turn);
    let Some(exercise) = slides.exercise() else {
        return html! {
            <div id="slides" class="slides">
                <h1>{ words::NO_SLIDES }</h1>
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
    let go = |to: Turn| {
        let turn = turn.clone();
        move |_: MouseEvent| turn.emit(to)
    };
    let revealed = solved.clone().filter(|_| part == Part::Reveal);
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
                    // Another state is another figure: where it is solved is known a moment after it is asked for.
                    <SlideFigure key={format!("{} {}", exercise.id, revealed.is_some())} exercise={exercise.clone()}
                        present={revealed.as_ref().map(Explained::present)}
                        answer={revealed.as_ref().and_then(|solved| solved.number).map(|number| Format::Exact.write(number))}
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
                                    <p class="slide-answer">{ slides.answer(solved) }</p>
                                    { prose(&solved.text, &links) }
                                </>
                            },
                        } }
                    } else if guesses.is_empty() || part == Part::Look {
                        { prose(&slides.filled(|exercise| exercise.answer.question()), &links) }
                    }
                    if !guesses.is_empty() {
                        { hands(&store, slides, &guesses, revealed.and_then(|solved| solved.guess)) }
                        { votes(&store, slides, &collected) }
                    }
                </div>
            </div>
            <footer>
                <button id="slide-back" type="button" disabled={slides.is_first()} onclick={go(Turn::Back)} aria-label="Back">{ "←" }</button>
                <button id="slide-forth" type="button" class="main" disabled={slides.is_last()} onclick={go(Turn::Forth)}>
                    { part.next_label() }
                </button>
                { end(props) }
            </footer>
        </article>
    }
}

/// The guesses with their counts: buttons to count hands by, and bars once the figure is shown.
fn hands(
    store: &Handle<SlidesState>,
    slides: &SlidesState,
    guesses: &[(String, usize)],
    right: Option<usize>,
) -> Html {
    let question = slides.filled(|exercise| {
        let prediction = exercise.prediction.as_ref();
        prediction.map_or("", |prediction| &prediction.question)
    });
    let links = links_elsewhere();
    if slides.part() == Part::Ask {
        let option = |(at, (text, count)): (usize, &(String, usize))| {
            let act = |action: SlidesAction| {
                let store = store.dispatcher();
                move |_: MouseEvent| store.dispatch(action)
            };
            let here = slides.number();
            html! {
                <li>
                    <button id={format!("hand-{at}")} type="button" class="hand" onclick={act(SlidesAction::Raise(here, at))}>
                        { line(text, &links) }
                    </button>
                    <button id={format!("lower-{at}")} type="button" aria-label={format!("One vote fewer for “{text}”")}
                        onclick={act(SlidesAction::Lower(here, at))}>{ "−" }</button>
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
    html! {
        <ul class={classes!("bars", (most == 0).then_some("unvoted"))}>{ for guesses.iter().enumerate().map(bar) }</ul>
    }
}

/// Where votes come from, and a way to be rid of them.
fn votes(store: &Handle<SlidesState>, slides: &SlidesState, collected: &[usize]) -> Html {
    let (of_class, counted) = slides.of_class(collected);
    let act = |action: SlidesAction| {
        let store = store.dispatcher();
        move |_: MouseEvent| store.dispatch(action)
    };
    let here = slides.number();
    html! {
        <p id="votes" class="aside">
            if of_class > 0 && counted {
                { words::of_class(of_class) }{ " " }
            }
            if slides.has_votes(collected) {
                { button("clear-votes".to_owned(), words::CLEAR_VOTES, act(SlidesAction::ClearVotes(here))) }
            }
            if of_class > 0 && !counted {
                { button("count-class".to_owned(), words::COUNT_CLASS, act(SlidesAction::CountClass(here))) }
            }
        </p>
    }
}

/// The way back to the page for teachers.
fn end(props: &SlidesProps) -> Html {
    let mut link = props.state.link.clone();
    link.choices.present = Present::Off;
    link.exercise.clear();
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
fn use_keys(turn: &Callback<Turn>) {
    use_effect_with(turn.clone(), move |turn| {
        let turn = turn.clone();
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
                    let to = on_key(&event.key()).filter(|_| !modified);
                    // The space bar presses the button that has the focus; arrows press none.
                    let taken = in_control && event.key() == " ";
                    if let Some(to) = to.filter(|_| !taken && !event.default_prevented()) {
                        event.prevent_default();
                        turn.emit(to);
                    }
                },
            )
        });
        move || drop(listener)
    });
}
