//! The readings of an exercise: live numbers beside its controls.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_mut_ref};

use rankscope_app::classroom::evidence::Readings;
use rankscope_lesson::{Exercise, LiveReading, Measured, Present};

/// Properties of [`ReadingsView`].
#[derive(Properties, PartialEq)]
pub(super) struct ReadingsProps {
    pub(super) exercise: Exercise,
    /// Where the student is.
    pub(super) present: Present,
    /// What was measured there; none while it is being measured.
    pub(super) measured: Option<Rc<Measured>>,
}

/// A name and a number each.
#[component]
pub(super) fn ReadingsView(props: &ReadingsProps) -> Html {
    let last = use_mut_ref(Readings::default);
    let exercise = &props.exercise;
    let readings = last
        .take()
        .follow(exercise, &props.present, props.measured.as_deref());
    last.replace(readings.clone());
    let row = |(index, reading): (usize, &LiveReading)| {
        let (shown, exact) = readings.written(index).unzip();
        html! {
            <div>
                <dt>{ reading.label.clone() }</dt>
                <dd data-value={exact.unwrap_or_default()}>
                    { shown.unwrap_or_else(|| "–".to_owned()) }
                </dd>
            </div>
        }
    };
    html! {
        if !exercise.readings.is_empty() {
            <dl id="readings" aria-live="polite" aria-busy={(!readings.fresh()).to_string()}>
                { for exercise.readings.iter().enumerate().map(row) }
            </dl>
        }
    }
}
