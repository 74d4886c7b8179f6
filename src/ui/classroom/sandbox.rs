//! An exercise as a student meets it, apart from the page: nothing done here reaches the address, the
//! storage or what a student has done.

use yew::{Callback, Html, Properties, component, hook, html, use_effect_with, use_memo};

use super::evidence::Evidence;
use super::exercise::ExerciseView;
use super::prose::ProseLinks;
use crate::browser::engine::Engine;
use crate::store::{Handle, use_store};
use rankscope_app::classroom::lesson::OpenLesson;
use rankscope_app::state::{Action, State};
use rankscope_app::teach::sandbox::Sandbox;
use rankscope_engine::protocol::Job;
use rankscope_lesson::{Exercise, Student};
use rankscope_params::query::Link;
use rankscope_params::{Theme, View};

/// Links in a text that is read apart from its lesson: they open new tabs.
pub(crate) fn links_elsewhere() -> ProseLinks {
    ProseLinks {
        open: OpenLesson::course(),
        follow: None,
    }
}

/// A state of its own, with an engine of its own, at the exercise's start.
#[hook]
fn use_sandbox_state(exercise: &Exercise, student: &Student, theme: Theme) -> Handle<State> {
    let state = use_store(|| {
        let mut link = Link::default();
        link.choices.view = View::Exercises;
        link.choices.theme = theme;
        link.exercise = exercise.id.to_string();
        link.params = exercise.prepared(student);
        State::open((link, vec![]))
    });
    let engine = {
        let dispatch = state.dispatcher();
        use_memo((), move |()| {
            Engine::new(move |event| dispatch.dispatch(Action::Engine(event)))
        })
    };
    use_effect_with(state.wanted(), move |wanted| match wanted {
        Some(update) => engine.ask(Job::Simulate(*update), 0.0),
        None => engine.cancel(),
    });
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
    let state = use_sandbox_state(&props.exercise, &student, props.theme);
    let done = use_store(Sandbox::default);
    let progress = {
        let done = done.dispatcher();
        Callback::from(move |action| done.dispatch(action))
    };
    html! {
        <ExerciseView exercise={props.exercise.clone()} place={0} count={1} next={None}
            {student} record={done.of(&props.exercise.id)} state={(**state).clone()}
            dispatch={state.dispatcher()} {progress} open_exercise={Callback::noop()}
            links={links_elsewhere()} />
    }
}
