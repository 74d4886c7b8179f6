//! What an exercise shows: its charts, and the readings above them.

use crate::store::use_store;
use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo};

use crate::browser::display::use_display;
use crate::widgets::figure::FigureView;
use crate::widgets::notes::note;
use rankscope_app::Results;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::State;
use rankscope_chart::Figure;
use rankscope_engine::protocol::{Answer as Done, Job};
use rankscope_lesson::{Bench, Chart, Exercise, Measured};
use rankscope_params::Params;
use rankscope_params::number::{Format, significant};

/// Digits of a reading.
const DIGITS: usize = 4;

/// What was measured.
pub(super) fn measured(answer: &Done) -> Option<Measured> {
    match answer {
        Done::Measured(packed) => packed.open(),
        _ => None,
    }
}

/// Properties of [`Evidence`].
#[derive(Properties, PartialEq)]
pub(super) struct EvidenceProps {
    pub(super) exercise: Exercise,
    pub(super) state: State,
    pub(super) present: Params,
    /// What the readings are worked out from.
    pub(super) measured: Option<Rc<(Job, Done)>>,
    /// Whether it belongs to the present state.
    pub(super) fresh: bool,
    pub(super) unlocked: bool,
}

/// The charts and the readings beneath them.
#[component]
pub(super) fn Evidence(props: &EvidenceProps) -> Html {
    let choices = props.state.link.choices;
    let display = use_display(choices.theme);
    let cursor = use_store(Cursor::default);
    let reading = props.present.reading();
    let results = use_memo(
        (props.state.shown.clone(), reading, choices.sigma_axis),
        |(shown, reading, axis)| Some(Results::of(shown.as_ref()?, reading, &[], *axis)),
    );
    let chart = |chart: &Chart| {
        let figure = match chart {
            Chart::Spectrum => Figure::Spectrum,
            Chart::Variance => Figure::Variance,
            Chart::Scaling => Figure::Scaling,
            Chart::Error => Figure::Error,
        };
        html! {
            <FigureView figure={figure.named()} note={note(figure)} plot={(*results).as_ref().map(|results| results.plot(figure))}
                switch={None::<Html>} cursor={**cursor} start={reading.rank_low}
                point={cursor.dispatcher()} {display} />
        }
    };
    let known = use_memo(props.measured.clone(), |done| measured(&done.as_ref()?.1));
    let bench = (*known)
        .as_ref()
        .map(|measured| Bench::new(&props.present, measured));
    let row = |reading: &rankscope_lesson::Reading| {
        let value = bench.and_then(|bench| reading.value.value(&bench));
        let exact = value.map(|value| Format::Exact.write(value));
        html! {
            <div>
                <dt>{ reading.label.clone() }</dt>
                <dd data-value={exact.unwrap_or_default()}>
                    { value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS)) }
                </dd>
            </div>
        }
    };
    let guessing = !props.unlocked && props.exercise.prediction.is_some();
    html! {
        <div class="evidence">
            if guessing {
                <p class="veil">{ "The charts appear with the controls." }</p>
            } else {
                if !props.exercise.readings.is_empty() {
                    <dl id="readings" aria-live="polite" aria-busy={(!props.fresh).to_string()}>
                        { for props.exercise.readings.iter().map(row) }
                    </dl>
                }
                { for props.exercise.charts.iter().map(chart) }
            }
        </div>
    }
}
