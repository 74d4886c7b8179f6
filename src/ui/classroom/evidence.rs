//! What an exercise shows beside its text: its readings and charts.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo, use_mut_ref};

use super::recall::RecallChart;
use super::training::TrainingChart;
use crate::browser::display::use_display;
use crate::store::use_store;
use crate::widgets::figure::FigureView;
use crate::widgets::figure::frame::Level;
use crate::widgets::notes::note;
use rankscope_app::Results;
use rankscope_app::classroom::evidence::{Readings, adapters, figure};
use rankscope_app::classroom::words;
use rankscope_app::cursor::Cursor;
use rankscope_app::explore::words::credit;
use rankscope_app::state::State;
use rankscope_chart::lesson::ADAPTERS;
use rankscope_chart::{Axes, Named, Plot};
use rankscope_lesson::{Exercise, Figure, LiveReading, Measured};
use rankscope_params::Params;

/// In place of a chart that would answer the guess: its axes.
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
    pub(super) exercise: Exercise,
    pub(super) state: State,
    /// The parameters of the exercise as the student has set them.
    pub(super) present: Params,
    /// What was measured at these parameters; none while it is being measured.
    pub(super) measured: Option<Rc<Measured>>,
    pub(super) unlocked: bool,
}

/// The charts and the readings above them.
#[component]
pub(super) fn Evidence(props: &EvidenceProps) -> Html {
    let choices = props.state.link.choices;
    let display = use_display(choices.theme);
    let cursor = use_store(Cursor::default);
    let reading = props.present.reading();
    let results = use_memo(
        (props.state.shown.clone(), reading, Axes::from(&choices)),
        |(shown, reading, axes)| Some(Results::of(shown.as_ref()?, reading, &[], *axes)),
    );
    let of_two = use_memo(props.present, |present| Rc::new(adapters(present)));
    let shown = |named: Named, note: Html, plot: Option<Rc<Plot>>| {
        html! {
            <FigureView figure={named} level={Level::Section} {note} {plot} switch={None::<Html>} of={credit(&props.present)} cursor={**cursor}
                start={reading.rank_low} point={cursor.dispatcher()} {display} />
        }
    };
    let chart = |chart: &Figure| match (figure(chart), chart) {
        (Some(figure), _) => {
            let plot = (*results).as_ref().map(|results| results.plot(figure));
            shown(figure.named(), note(figure), plot)
        }
        (None, Figure::Adapters) => {
            let note = html! { <p class="how-to-read">{ words::ADAPTERS_NOTE }</p> };
            shown(ADAPTERS, note, Some(Rc::clone(&of_two)))
        }
        (None, Figure::Recall) => html! {
            <RecallChart exercise={props.exercise.clone()} present={props.present} {display} />
        },
        (None, Figure::Training { .. }) => html! {
            <TrainingChart exercise={props.exercise.clone()} present={props.present}
                shown={props.state.shown.clone()} {display} />
        },
        (None, _) => Html::default(),
    };
    let last = use_mut_ref(Readings::default);
    let readings = last
        .take()
        .follow(&props.exercise, &props.present, props.measured.as_deref());
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
        <div class="evidence card">
            if props.unlocked {
                if !props.exercise.readings.is_empty() {
                    <dl id="readings" aria-live="polite" aria-busy={(!readings.fresh()).to_string()}>
                        { for props.exercise.readings.iter().enumerate().map(row) }
                    </dl>
                }
                { for props.exercise.figures.iter().map(chart) }
            } else {
                { veil() }
            }
        </div>
    }
}
