//! An exercise as a student meets it, apart from the page: nothing done here reaches the address, the
//! storage or what a student has done.

use yew::{Callback, Html, Properties, component, hook, html, use_effect_with, use_memo};

use super::evidence::Evidence;
use super::exercise::{ExerciseView, use_collection};
use super::prose::ProseLinks;
use super::readings::ReadingsView;
use super::recall::RecallChart;
use super::training::TrainingChart;
use crate::browser::display::Display;
use crate::browser::simulation::Simulation;
use crate::store::{Handle, use_store};
use crate::widgets::problem::problem;
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::lesson::OpenLesson;
use rankscope_app::state::{Action, Shown, State};
use rankscope_app::teach::sandbox::Sandbox;
use rankscope_chart::{Named, Theme as Colours};
use rankscope_lesson::{Exercise, ExerciseRecord, Figure, Present, Student};
use rankscope_params::query::Link;
use rankscope_params::{Params, Theme, View};

/// Links in a text that is read apart from its lesson: they open new tabs.
pub(crate) fn links_elsewhere() -> ProseLinks {
    ProseLinks {
        open: OpenLesson::course(),
        follow: None,
    }
}

/// A state of its own with an engine of its own, at these parameters.
#[hook]
fn use_sandbox_state(exercise: &Exercise, params: Params, theme: Theme) -> Handle<State> {
    let state = use_store(|| {
        let mut link = Link::default();
        link.choices.view = View::Exercises;
        link.choices.theme = theme;
        link.exercise = exercise.id.to_string();
        link.params = params;
        State::open((link, vec![]))
    });
    let simulation = {
        let dispatch = state.dispatcher();
        use_memo((), move |()| {
            Simulation::new(move |event| dispatch.dispatch(Action::Engine(event)))
        })
    };
    use_effect_with(state.wanted(), move |wanted| simulation.want(*wanted, 0.0));
    state
}

/// Properties of [`TryOut`].
#[derive(Properties, PartialEq)]
pub(crate) struct TryOutProps {
    pub(crate) exercise: Exercise,
    pub(crate) theme: Theme,
}

/// The exercise, to be done.
#[component]
pub(crate) fn TryOut(props: &TryOutProps) -> Html {
    let student = Student::default();
    let prepared = props.exercise.prepared(&student);
    let state = use_sandbox_state(&props.exercise, prepared, props.theme);
    let done = use_store(Sandbox::default);
    let progress = {
        let done = done.dispatcher();
        Callback::from(move |action| done.dispatch(action))
    };
    let (id, done) = (&props.exercise.id, done.progress());
    html! {
        <ExerciseView exercise={props.exercise.clone()} place={0} count={1} next={None} {student}
            record={done.present(id)} own={done.own(id)} right_guess={done.present_right_guess(id)} alone=true
            state={(**state).clone()} dispatch={state.dispatcher()} {progress}
            open_exercise={Callback::noop()} links={links_elsewhere()} />
    }
}

/// Properties of [`SlideFigure`].
#[derive(Properties, PartialEq)]
pub(crate) struct SlideFigureProps {
    pub(crate) exercise: Exercise,
    /// Where it is shown; without it, at the exercise's start.
    pub(crate) present: Option<Present>,
    /// The right answer where it is shown: as the text of the field that a student types it into.
    pub(crate) answer: Option<String>,
    pub(crate) theme: Theme,
}

/// The figures of an exercise, without the exercise.
#[component]
pub(crate) fn SlideFigure(props: &SlideFigureProps) -> Html {
    let student = Student::default();
    let exercise = &props.exercise;
    let prepared = exercise.prepared(&student);
    let start = props.present.unwrap_or_else(|| exercise.start(&prepared));
    let state = use_sandbox_state(exercise, start.params, props.theme);
    let work = use_store(|| ExerciseState::new(exercise.clone(), &student).with_own(start.own));
    {
        let work = work.dispatcher();
        use_effect_with(props.answer.clone(), move |answer| {
            if let Some(answer) = answer {
                work.dispatch(ExerciseAction::Type(answer.clone()));
            }
        });
    }
    // The figure is there for everybody who has guessed.
    let record = ExerciseRecord {
        guess: Some(0),
        ..ExerciseRecord::default()
    };
    let params = state.link.params;
    let (collection, engine) = use_collection(work.wanted(&record, &params));
    let present = work.present(&params);
    let live = work.for_readings(&params);
    let live = live.and_then(|wanted| collection.measured(&wanted));
    let revealed = props.present.is_some();
    html! {
        <div class="slide-figure">
            { problem("slide-figure", engine.trouble.as_ref(), &engine.retry) }
            <Evidence {work} state={(**state).clone()} dispatch={state.dispatcher()} {present} {collection}
                share={engine.share} unlocked=true {revealed} />
            <ReadingsView exercise={exercise.clone()} {present} measured={live} />
        </div>
    }
}

/// Properties of [`PaperChart`].
#[derive(Properties, PartialEq)]
pub(crate) struct PaperChartProps {
    pub(crate) exercise: Exercise,
    /// Which figure of the exercise.
    pub(crate) number: usize,
    pub(crate) named: Named,
}

/// A figure that trains as it is shown, where the exercise starts, in the colours of paper.
#[component]
pub(crate) fn PaperChart(props: &PaperChartProps) -> Html {
    let exercise = &props.exercise;
    let present = exercise.start(&exercise.prepared(&Student::default()));
    let display = Display {
        theme: Colours::LIGHT,
        ratio: PAPER_RATIO,
    };
    match exercise.figures.get(props.number) {
        Some(Figure::Training { .. }) => html! {
            <TrainingChart named={props.named} exercise={exercise.clone()} {present} shown={None::<Shown>} {display} />
        },
        Some(Figure::Recall) => html! {
            <RecallChart exercise={exercise.clone()} {present} {display} />
        },
        _ => html! {},
    }
}

/// Dots of paper for each CSS pixel: 192 to the inch.
const PAPER_RATIO: f64 = 2.0;
