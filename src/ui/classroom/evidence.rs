//! What an exercise shows beside its text: its figures, and how far they are.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::figures::LessonFigure;
use crate::browser::display::use_display;
use crate::store::{Dispatch, Handle};
use rankscope_app::classroom::exercise::ExerciseState;
use rankscope_app::classroom::figures::{Collection, named};
use rankscope_app::classroom::words;
use rankscope_app::state::State;
use rankscope_chart::Named;
use rankscope_lesson::Present;

/// In place of a figure that would answer the guess: its axes.
fn veil() -> Html {
    html! {
        <div class="veil">
            <svg viewBox="0 0 320 180" aria-hidden="true">
                <path d="M24 8v148h288M24 119h288M24 82h288M24 45h288M24 8h288" />
            </svg>
            <p>{ words::VEILED }</p>
        </div>
    }
}

/// Properties of [`Evidence`].
#[derive(Properties, PartialEq)]
pub(super) struct EvidenceProps {
    pub(super) work: Handle<ExerciseState>,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Where the student is.
    pub(super) present: Present,
    pub(super) collection: Handle<Collection>,
    /// The share done of the measurement under way.
    pub(super) share: f64,
    pub(super) unlocked: bool,
    /// Whether the answer is shown: then nothing is left for a student to open.
    #[prop_or_default]
    pub(super) revealed: bool,
}

/// The figures.
#[component]
pub(super) fn Evidence(props: &EvidenceProps) -> Html {
    let display = use_display(props.state.link.choices.theme);
    let exercise = props.work.exercise();
    if exercise.figures.is_empty() {
        return html! {};
    }
    let figure = |(number, named): (usize, Named)| {
        html! {
            <LessonFigure key={named.name} work={props.work.clone()} {number} {named} present={props.present}
                found={Rc::clone(props.collection.found())} shown={props.state.shown.clone()}
                dispatch={props.dispatch.clone()} {display} revealed={props.revealed} />
        }
    };
    let (known, all) = props.collection.progress();
    // One or two are measured before anybody could read that they are.
    let slow = all > QUICK && known < all;
    html! {
        <div class="evidence card">
            if props.unlocked {
                { for named(exercise).into_iter().enumerate().map(figure) }
                <p class="measuring" aria-hidden={(!slow).to_string()}>
                    if slow {
                        <progress id="figures-progress" max={all.to_string()}
                            value={(known as f64 + props.share).to_string()} aria-labelledby="figures-known" />
                        <span id="figures-known">{ words::measuring(known, all) }</span>
                    }
                </p>
            } else {
                { veil() }
            }
        </div>
    }
}

/// Measurements that every exercise has: those of its readings and of its answer.
const QUICK: usize = 2;
