//! The figures beside an exercise. What they show is [`rankscope_app::classroom::figures`].

mod adapters;
mod source;

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_memo};

use self::adapters::AdaptersFigure;
pub(super) use self::source::{LessonSource, curve_names};
use super::recall::RecallChart;
use super::training::TrainingChart;
use crate::browser::display::Display;
use crate::store::{Dispatch, Handle, use_store};
use crate::widgets::figure::frame::Level;
use crate::widgets::figure::{MovedMark, SourceFigure};
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::figures::{DragTarget, plot, target};
use rankscope_app::classroom::words;
use rankscope_app::cursor::Cursor;
use rankscope_app::explore::words::credit;
use rankscope_app::state::{Action, Shown, State};
use rankscope_chart::Named;
use rankscope_lesson::{Figure, Findings, Present};

/// Properties of [`LessonFigure`].
#[derive(Properties, PartialEq)]
pub(super) struct LessonFigureProps {
    pub(super) work: Handle<ExerciseState>,
    /// Its place among the figures of the exercise.
    pub(super) number: usize,
    pub(super) named: Named,
    /// Where the student is.
    pub(super) present: Present,
    /// What has been measured.
    pub(super) found: Rc<Findings>,
    /// The singular values of the page.
    pub(super) shown: Option<Shown>,
    pub(super) dispatch: Dispatch<State>,
    pub(super) display: Display,
    /// Whether nothing is left to open.
    pub(super) revealed: bool,
}

/// One figure of an exercise.
#[component]
pub(super) fn LessonFigure(props: &LessonFigureProps) -> Html {
    let work = &props.work;
    let (present, display, named) = (props.present, props.display, props.named);
    let cursor = use_store(Cursor::default);
    let drawn = use_memo(
        (
            (**work).clone(),
            props.number,
            present,
            Rc::clone(&props.found),
            props.shown.clone(),
        ),
        |(work, number, present, found, shown)| {
            let exercise = work.exercise();
            let figure = exercise.figures.get(*number)?;
            let moved = target(exercise, figure, present, work.text());
            let known = (&**found, shown.as_ref());
            let plot = plot(exercise, figure, present, known, moved.as_ref());
            Some((figure.clone(), plot.map(LessonSource), moved.map(Rc::new)))
        },
    );
    let Some((figure, plot, moved)) = &*drawn else {
        return html! {};
    };
    let exercise = work.exercise();
    match figure {
        Figure::Training { .. } => html! {
            <TrainingChart {named} exercise={exercise.clone()} {present} shown={props.shown.clone()} {display} />
        },
        Figure::Recall => html! {
            <RecallChart exercise={exercise.clone()} {present} {display} />
        },
        Figure::Adapters => html! {
            <AdaptersFigure {named} work={work.clone()} {present} {display} all_open={props.revealed} />
        },
        figure => html! {
            <>
            <SourceFigure<LessonSource> figure={named} level={Level::Section}
                note={html! { <p class="how-to-read">{ note(figure) }</p> }}
                plot={plot.clone()} switch={None::<Html>} of={credit(&present.params)}
                moved={moved.as_ref().map(|target| mark(props, target))}
                cursor={**cursor} start={present.params.reading().rank_low}
                point={cursor.dispatcher()} {display} />
            { for plot.as_ref().map(LessonSource::legend) }
            </>
        },
    }
}

/// Where the moves of a mark go: to the parameter's setting, or to the exercise.
fn mark(props: &LessonFigureProps, target: &Rc<DragTarget>) -> MovedMark {
    let set = {
        let (target, work, dispatch) = (
            Rc::clone(target),
            props.work.dispatcher(),
            props.dispatch.clone(),
        );
        Callback::from(move |(place, at_ms): (usize, f64)| {
            let Some(value) = target.value(place) else {
                return;
            };
            work.dispatch(ExerciseAction::Move(target.name.clone(), value));
            if let Some((key, input)) = target.input(value) {
                let key = key.into();
                dispatch.dispatch(Action::Change { key, input, at_ms });
            }
        })
    };
    let done = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::Commit))
    };
    MovedMark {
        stops: target.mark.clone(),
        set,
        done,
    }
}

/// How to read a figure.
const fn note(figure: &Figure) -> &'static str {
    match figure {
        Figure::Spectrum(_) => words::SPECTRUM_NOTE,
        Figure::Variance(_) => words::VARIANCE_NOTE,
        Figure::Scaling(_) => words::SCALING_NOTE,
        Figure::Error(_) => words::ERROR_NOTE,
        Figure::ScaleError { .. } => words::SCALE_ERROR_NOTE,
        Figure::Curves(_) => words::CURVES_NOTE,
        Figure::Map(_) => words::MAP_NOTE,
        Figure::Bars { .. } => words::BARS_NOTE,
        Figure::Training { .. } => words::TRAINING_NOTE,
        Figure::Recall => words::RECALL_NOTE,
        Figure::Adapters => words::ADAPTERS_NOTE,
    }
}
