//! The story: steps of text beside a figure that stays. The step in the middle of the window is the one
//! whose figure is shown, and the address holds it.

use std::rc::Rc;

use js_sys::Array;
use rankscope_app::start::story::deed;
use rankscope_app::start::words::{self, STORY, StoryStep};
use rankscope_app::state::{Action, State};
use rankscope_params::{Choice, Step};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit, ScrollBehavior, ScrollIntoViewOptions,
};
use yew::{
    Callback, Html, MouseEvent, NodeRef, Properties, classes, component, hook, html,
    use_effect_with, use_node_ref,
};

use super::Directions;
use super::scenes::{Borrowed, Scene, scene};
use crate::browser::console::OrLog;
use crate::store::Dispatch;
use crate::views::{StoryStage, to_view};
use crate::widgets::link::{PageLink, page_link};

/// The band of the window in which a step counts as read, from above and below.
const BAND: &str = "-45% 0px -45% 0px";
/// The same below the figure, where that stands above the text.
const BAND_BELOW_FIGURE: &str = "-58% 0px -36% 0px";
/// As `static/views/story-narrow.css` has it.
const FIGURE_ABOVE: &str = "(max-width: 47.99rem)";

/// Properties of [`Story`].
#[derive(Properties)]
struct StoryProps {
    state: State,
    dispatch: Dispatch<State>,
    directions: Option<Directions>,
    borrowed: &'static Borrowed,
}

impl PartialEq for StoryProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.directions, &other.directions) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same && self.state == other.state
    }
}

/// The story.
pub(crate) fn story(stage: &StoryStage<'_>, borrowed: &'static Borrowed) -> Html {
    html! {
        <Story
            state={stage.state.clone()}
            dispatch={stage.dispatch.clone()}
            directions={stage.directions.cloned()}
            {borrowed}
        />
    }
}

/// Seven steps, and where to go on from here.
#[component]
fn Story(props: &StoryProps) -> Html {
    let (state, dispatch) = (&props.state, &props.dispatch);
    let story = use_node_ref();
    use_reading(story.clone(), dispatch.clone());
    use_step_of_link(story.clone(), state.link.choices.step);
    let current = match state.link.choices.step {
        Step::Top => Step::Product,
        step => step,
    };
    let spectra = state.shown.as_ref().map(|shown| &*shown.spectra);
    let step = |step: &StoryStep| {
        let deed = deed(step, &state.link_in_step(step.step), spectra);
        let act = {
            let (dispatch, step) = (dispatch.clone(), step.step);
            Callback::from(move |_: MouseEvent| {
                // The figure is the step's, also where another one is being read.
                dispatch.dispatch(Action::Step(step));
                dispatch.dispatch(Action::Follow(deed.to.clone()));
            })
        };
        let number = step.step.name();
        html! {
            <section
                id={format!("step-{number}")}
                class={classes!("step", (step.step == current).then_some("on"))}
                data-step={number}
            >
                <p class="no">{ words::number(step.step) }</p>
                <h2>{ step.title }</h2>
                <p>{ step.text }</p>
                <p class="take">{ step.take_away }</p>
                <button id={format!("deed-{number}")} type="button" onclick={act}>{ deed.label }</button>
            </section>
        }
    };
    let jump = |step: &StoryStep| {
        let to = story.clone();
        let target = step.step;
        html! {
            <button
                type="button"
                class={classes!("bar", format!("bar-{}", step.step.name()), (step.step == current).then_some("on"))}
                aria-label={format!("{}: {}", words::number(step.step), step.title)}
                aria-current={(step.step == current).then_some("step")}
                title={step.title}
                onclick={move |_: MouseEvent| scroll_to(&to, target)}
            />
        }
    };
    let shown = STORY.iter().find(|step| step.step == current);
    let door = |(view, title, line): (rankscope_params::View, &'static str, &'static str)| {
        page_link(PageLink {
            class: "card",
            content: html! { <><h3>{ title }</h3><p>{ line }</p></> },
            ..to_view(view, None, state, dispatch)
        })
    };
    html! {
        <>
            <section class="story" id="story" ref={story.clone()} aria-label="The story">
                <div class="steps">{ for STORY.iter().map(step) }</div>
                <div class="card stage">
                    <div class="stage-head">
                        <h2>{ shown.map(|step| step.figure) }</h2>
                        <nav class="steps-nav" aria-label="Steps">{ for STORY.iter().map(jump) }</nav>
                    </div>
                    { scene(&Scene {
                        step: current,
                        state,
                        dispatch,
                        directions: props.directions.as_ref(),
                        borrowed: props.borrowed,
                    }) }
                </div>
            </section>
            <section class="doors" aria-label="Go on">{ for words::DOORS.into_iter().map(door) }</section>
        </>
    }
}

/// Has the address follow the step that is being read.
#[hook]
fn use_reading(story: NodeRef, dispatch: Dispatch<State>) {
    use_effect_with(story, move |story| {
        let on_move = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let mut entries = entries
                .iter()
                .map(JsCast::unchecked_into::<IntersectionObserverEntry>);
            let read = entries.rfind(IntersectionObserverEntry::is_intersecting);
            let number = read.and_then(|entry| entry.target().get_attribute("data-step"));
            let step = Step::ALL
                .iter()
                .find(|step| number.as_deref() == Some(step.name()));
            if let Some(step) = step {
                dispatch.dispatch(Action::Step(*step));
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(if figure_is_above() {
            BAND_BELOW_FIGURE
        } else {
            BAND
        });
        let observer =
            IntersectionObserver::new_with_options(on_move.as_ref().unchecked_ref(), &options)
                .or_log("the step being read");
        if let (Some(observer), Some(page)) = (&observer, page_of(story)) {
            for step in steps_in(&page) {
                observer.observe(&step);
            }
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(on_move);
        }
    });
}

fn figure_is_above() -> bool {
    let window = web_sys::window();
    let query = window.and_then(|window| {
        window
            .match_media(FIGURE_ABOVE)
            .or_log(FIGURE_ABOVE)
            .flatten()
    });
    query.is_some_and(|query| query.matches())
}

/// Where a link leads to a step, goes there once. A page that is somewhere already stays: the full module
/// has taken over.
#[hook]
fn use_step_of_link(story: NodeRef, step: Step) {
    use_effect_with((), move |()| {
        let scrolled = web_sys::window().and_then(|window| window.scroll_y().ok());
        if step != Step::Top && scrolled == Some(0.0) {
            scroll_to(&story, step);
        }
    });
}

/// The elements that a step's number marks: the hero and the steps.
fn steps_in(story: &Element) -> Vec<Element> {
    let marked = story.owner_document().and_then(|document| {
        document
            .query_selector_all("[data-step]")
            .or_log("the steps")
    });
    let Some(marked) = marked else {
        return vec![];
    };
    let elements = (0..marked.length()).filter_map(|at| marked.item(at));
    elements.filter_map(|node| node.dyn_into().ok()).collect()
}

fn page_of(story: &NodeRef) -> Option<Element> {
    story.cast()
}

fn scroll_to(story: &NodeRef, step: Step) {
    let Some(story) = story.cast::<HtmlElement>() else {
        return;
    };
    let found = story
        .query_selector(&format!("#step-{}", step.name()))
        .or_log("a step of the story")
        .flatten();
    if let Some(found) = found {
        let options = ScrollIntoViewOptions::new();
        options.set_behavior(ScrollBehavior::Auto);
        options.set_block(web_sys::ScrollLogicalPosition::Start);
        found.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
