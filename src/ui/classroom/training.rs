//! An exercise's training, live.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo};

use super::figures::{LessonSource, curve_names};
use crate::browser::display::Display;
use crate::store::use_store;
use crate::train::run::use_training_run;
use crate::widgets::figure::SourceFigure;
use crate::widgets::figure::frame::Level;
use crate::widgets::problem::problem;
use rankscope_app::classroom::figures::{FigurePlot, lowest_error, training_plans};
use rankscope_app::classroom::words;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::Shown;
use rankscope_app::train::run::RunStatus;
use rankscope_chart::Named;
use rankscope_chart::lesson::training;
use rankscope_lesson::{Exercise, Present};

/// Properties of [`TrainingChart`].
#[derive(Properties, PartialEq)]
pub(super) struct TrainingProps {
    pub(super) named: Named,
    pub(super) exercise: Exercise,
    /// Where the student is.
    pub(super) present: Present,
    pub(super) shown: Option<Shown>,
    pub(super) display: Display,
}

/// The chart, which trains anew with every move.
#[component]
pub(super) fn TrainingChart(props: &TrainingProps) -> Html {
    let plans = training_plans(&props.exercise, &props.present);
    let floor = lowest_error(&plans, props.shown.as_ref());
    let training_run = use_training_run(plans);
    let trained = training_run.run.trained().to_vec();
    let plot = use_memo((trained, floor), |(trained, floor)| {
        Rc::new(training(trained.iter().map(|trained| &**trained), *floor))
    });
    let cursor = use_store(Cursor::default);
    let start = plot.stops().last().copied().unwrap_or_default();
    html! {
        <>
            <SourceFigure<LessonSource> figure={props.named} level={Level::Section}
                note={html! { <p class="how-to-read">{ words::TRAINING_NOTE }</p> }}
                plot={Some(LessonSource(FigurePlot::Plot(Rc::clone(&plot))))} switch={None::<Html>} cursor={**cursor} {start}
                point={cursor.dispatcher()} display={props.display} />
            { curve_names(&plot) }
            if training_run.run.status == RunStatus::Running {
                <progress class="measuring" max="1" value={training_run.run.share().to_string()}
                    aria-label="Share of the training done" />
            }
            { problem("exercise-training", training_run.run.trouble.as_ref(), &training_run.retry) }
        </>
    }
}
