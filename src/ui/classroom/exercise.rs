//! One exercise: its text, a guess, controls and charts, the answer and what is said to it.

use std::rc::Rc;

use yew::{
    Callback, Html, MouseEvent, Properties, component, hook, html, use_effect_with, use_memo,
    use_mut_ref,
};

use super::answer::AnswerForm;
use super::evidence::Evidence;
use super::prose::{ProseLinks, line, prose};
use super::{OpenExercise, button};
use crate::explore::history_bar::history_bar;
use crate::store::{Dispatch, use_store};
use crate::widgets::control::control;
use crate::widgets::notes::glossary;
use crate::widgets::printed::printed;
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::classroom::evidence::measured;
use rankscope_app::classroom::exercise::{ExerciseAction, ExerciseState};
use rankscope_app::classroom::words;
use rankscope_app::state::{Action, State};
use rankscope_engine::protocol::Job;
use rankscope_lesson::{
    AnswerVerdict, Exercise, ExerciseId, ExerciseRecord, Measured, ParameterName, ProgressAction,
    Student,
};
use rankscope_params::Params;
use rankscope_params::number::Format;

/// Properties of [`ExerciseView`].
#[derive(Properties, PartialEq)]
pub(super) struct ExerciseProps {
    pub(super) exercise: Exercise,
    /// Its place in the lesson, from 0.
    pub(super) place: usize,
    /// Exercises of the lesson.
    pub(super) count: usize,
    pub(super) next: Option<ExerciseId>,
    pub(super) student: Student,
    pub(super) record: ExerciseRecord,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Called with what the student does.
    pub(super) progress: Callback<(ExerciseId, ProgressAction)>,
    pub(super) open_exercise: OpenExercise,
    pub(super) links: ProseLinks,
}

impl ExerciseProps {
    /// Passes on what the student does in this exercise.
    fn act(&self) -> Callback<ProgressAction> {
        let (progress, id) = (self.progress.clone(), self.exercise.id.clone());
        Callback::from(move |action| progress.emit((id.clone(), action)))
    }
}

/// Has something measured; the measurement once it is that of the job.
#[hook]
fn use_measured(job: Option<Job>) -> (WorkHandle, Option<Rc<Measured>>) {
    let work = use_work(job.clone());
    let known = use_memo((work.done.clone(), job), |(done, job)| {
        let (of, answer) = done.as_deref()?;
        let measured = measured(answer).filter(|_| Some(of) == job.as_ref());
        measured.map(Rc::new)
    });
    (work, (*known).clone())
}

/// One exercise.
#[component]
pub(super) fn ExerciseView(props: &ExerciseProps) -> Html {
    let (exercise, record, links) = (&props.exercise, &props.record, &props.links);
    let params = props.state.link.params;
    let work = use_store(|| ExerciseState::new(exercise.clone(), &props.student));
    let present = work.present(&params);
    {
        let (work, dispatch) = (work.clone(), props.dispatch.clone());
        let opening = use_mut_ref(|| true);
        use_effect_with(params, move |params| {
            if let Some(allowed) = work.correction(params, opening.replace(false)) {
                let id = work.exercise().id.to_string();
                dispatch.dispatch(Action::Exercise(id, allowed, 0.0));
            }
        });
    }
    let (marking, marked) = use_measured(Some(work.marking_job(&params)));
    let (_, live) = use_measured(work.readings_job(&params));
    {
        // A submitted answer waits for the engine; once both are there it is marked.
        let (work, act) = (work.clone(), props.act());
        use_effect_with((work.submitted(), marked.clone()), move |(_, marked)| {
            let verdict = marked.as_deref().and_then(|marked| work.grade(marked));
            if let (Some(verdict), Some(marked)) = (verdict, marked) {
                let solved = matches!(verdict, AnswerVerdict::Right(_));
                act.emit(ProgressAction::Try { solved });
                work.dispatch(ExerciseAction::Mark(Rc::clone(marked)));
            }
        });
    }
    let unlocked = work.unlocked(record);
    let outcome = work.outcome(record, &params, marked.as_deref());
    let is_wrong = matches!(outcome, Some(AnswerVerdict::Wrong(_)));
    let go = |id: Option<ExerciseId>| {
        let open_exercise = props.open_exercise.clone();
        move |event: MouseEvent| open_exercise.emit((id.clone(), event.time_stamp()))
    };
    let retry = {
        let (act, work, go) = (
            props.act(),
            work.dispatcher(),
            go(Some(exercise.id.clone())),
        );
        move |event: MouseEvent| {
            work.dispatch(ExerciseAction::Restart);
            act.emit(ProgressAction::Restart);
            go(event);
        }
    };
    let next = props.next.clone().filter(|_| record.solved);
    let next = next.map(|next| {
        html! {
            <button id="next-exercise" type="button" class="main" onclick={go(Some(next))}>{ words::NEXT }</button>
        }
    });
    html! {
        <article class="exercise" aria-labelledby="exercise-title" data-solved={record.solved.to_string()}>
            <div class="way">
                { button("back-to-list".to_owned(), words::EXERCISES, go(None)) }
                <span>{ words::place(props.place, props.count) }</span>
                <progress aria-label="Place in the lesson" max={props.count.to_string()}
                    value={(props.place + 1).to_string()} />
                { history_bar(props.state.position) }
            </div>
            <header class="view-head">
                <div>
                    <h1 id="exercise-title" tabindex="-1">{ exercise.title.clone() }</h1>
                    { printed(&words::settings(&props.student, &present)) }
                </div>
            </header>
            <div class="bench">
                <div class="task">
                    <div id="prompt">{ prose(&work.fill(&exercise.prompt), links) }</div>
                    { guess(props, &work) }
                    if unlocked {
                        { controls(props, &present, work.prepared()) }
                        <AnswerForm work={work.clone()} {params} links={links.clone()} />
                        { problem("exercise", marking.trouble.as_ref(), &marking.retry) }
                    } else {
                        <p class="aside" id="locked-note">{ words::LOCKED }</p>
                    }
                    if unlocked && !is_wrong {
                        { hints(props, &work) }
                    }
                    <div id="verdict" class={outcome.as_ref().map(class_of)}>
                        <p class="go-on">
                            <span role="status">{ for outcome.as_ref().map(heading) }</span>
                            { for next }
                            if record.solved {
                                { button("do-again".to_owned(), words::DO_AGAIN, retry) }
                            }
                        </p>
                        { for outcome.as_ref().map(|outcome| explanation(outcome, links)) }
                        // Where the way on is a hint, it is in sight with the verdict.
                        if unlocked && is_wrong {
                            { hints(props, &work) }
                        }
                    </div>
                </div>
                <Evidence exercise={exercise.clone()} state={props.state.clone()} {present}
                    measured={live} {unlocked} />
            </div>
            { glossary() }
        </article>
    }
}

const fn class_of(verdict: &AnswerVerdict) -> &'static str {
    match verdict {
        AnswerVerdict::Right(_) => "right",
        AnswerVerdict::Wrong(_) => "wrong",
    }
}

fn heading(verdict: &AnswerVerdict) -> Html {
    let (class, heading) = match verdict {
        AnswerVerdict::Right(_) => ("verdict yes", words::RIGHT),
        AnswerVerdict::Wrong(_) => ("verdict part", words::WRONG),
    };
    html! { <b {class}>{ heading }</b> }
}

fn explanation(verdict: &AnswerVerdict, links: &ProseLinks) -> Html {
    let (AnswerVerdict::Right(text) | AnswerVerdict::Wrong(text)) = verdict;
    html! { <div role="status">{ prose(text, links) }</div> }
}

/// The guess, which unlocks the controls.
fn guess(props: &ExerciseProps, work: &ExerciseState) -> Html {
    let Some(prediction) = &props.exercise.prediction else {
        return html! {};
    };
    let option = |(index, text): (usize, &String)| {
        let act = props.act();
        let chosen = props.record.guess == Some(index);
        let choose = Callback::from(move |_| act.emit(ProgressAction::Guess(index)));
        html! {
            <label>
                <input type="radio" name="guess" id={format!("guess-{index}")} checked={chosen} onchange={choose} />
                <span>{ line(&work.fill(text), &props.links) }</span>
            </label>
        }
    };
    html! {
        <fieldset id="guess" class="options">
            <legend><b>{ "Your guess. " }</b>{ line(&work.fill(&prediction.question), &props.links) }</legend>
            { for prediction.options.iter().enumerate().map(option) }
        </fieldset>
    }
}

/// The controls that can be moved, and the values of those that cannot.
fn controls(props: &ExerciseProps, present: &Params, prepared: &Params) -> Html {
    let controls = &props.exercise.controls;
    let movable = |&ParameterName(key): &ParameterName| {
        control(key.into(), present.value(key), &props.dispatch)
    };
    let fixed = |&ParameterName(key): &ParameterName| {
        let row = key.declaration();
        html! {
            <div data-key={row.name}>
                <dt>{ row.label }</dt><dd>{ Format::Exact.write(present.get(key)) }</dd>
            </div>
        }
    };
    let reset = {
        let (dispatch, id, prepared) = (
            props.dispatch.clone(),
            props.exercise.id.to_string(),
            *prepared,
        );
        move |event: MouseEvent| {
            dispatch.dispatch(Action::Exercise(id.clone(), prepared, event.time_stamp()));
        }
    };
    html! {
        <fieldset id="exercise-controls">
            <legend>{ "Controls" }</legend>
            { for controls.visible.iter().map(movable) }
            if !controls.locked.is_empty() {
                <dl class="locked">{ for controls.locked.iter().map(fixed) }</dl>
            }
            if !controls.visible.is_empty() {
                { button("back-to-start".to_owned(), "Back to the start", reset) }
            }
        </fieldset>
    }
}

/// Hints, one more at each press.
fn hints(props: &ExerciseProps, work: &ExerciseState) -> Html {
    let open = work.open_hints(&props.record);
    let more = work.next_hint(&props.record).map(|(action, label)| {
        let act = props.act();
        button("show-hint".to_owned(), &label, move |_| act.emit(action))
    });
    let hint = |hint: &String| html! { <li>{ line(&work.fill(hint), &props.links) }</li> };
    html! {
        <div id="hints">
            <div role="status">
                if !open.is_empty() {
                    <ol>{ for open.iter().map(hint) }</ol>
                }
            </div>
            { for more }
        </div>
    }
}
