//! One exercise: its text, a guess, controls and charts, the answer and what is said to it.

use crate::store::Dispatch;
use yew::{
    Callback, Html, MouseEvent, Properties, component, html, use_effect_with, use_mut_ref,
    use_state_eq,
};

use super::answer::AnswerForm;
use super::button;
use super::evidence::{Evidence, measured};
use super::prose::{line, prose};
use super::student::Go;
use crate::widgets::control::control;
use crate::widgets::messages;
use crate::widgets::notes::glossary;
use crate::work::use_work;
use rankscope_app::state::{Action, State};
use rankscope_engine::Packed;
use rankscope_engine::protocol::Job;
use rankscope_lesson::{
    Answer, Bench, Control as Name, Exercise, ExerciseId, Given, Measured, Measurement, Record,
    Student, Verdict, fill, grade,
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
    pub(super) record: Record,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Takes the record of an exercise, changed.
    pub(super) change: Callback<(ExerciseId, Record)>,
    pub(super) go: Go,
}

/// One exercise.
#[component]
pub(super) fn ExerciseView(props: &ExerciseProps) -> Html {
    let (exercise, record, state) = (&props.exercise, props.record, &props.state);
    let prepared = exercise.prepared(&props.student);
    let present = exercise.present(&prepared, &state.link.params);
    {
        // A link, or another name, may have brought settings that this exercise does not allow. One
        // that names no settings means those of the exercise.
        let (dispatch, id) = (props.dispatch.clone(), exercise.id.to_string());
        let arrived = use_mut_ref(|| false);
        use_effect_with((present, state.link.params), move |(present, params)| {
            let bare = !arrived.replace(true) && *params == Params::default();
            let start = if bare { prepared } else { *present };
            if start != *params {
                dispatch.dispatch(Action::Exercise(id, start, 0.0));
            }
        });
    }
    let goal = matches!(exercise.answer, Answer::Goal { .. });
    let subject = if goal { present } else { prepared };
    let to_mark = measure(&exercise.measurement(&subject));
    let marking = use_work(Some(to_mark.clone()));
    let marked = marking.answer(Some(&to_mark)).and_then(measured);
    let to_read =
        (!exercise.readings.is_empty()).then(|| measure(&exercise.live_measurement(&present)));
    let live = use_work(to_read.clone());

    let asked = use_state_eq(|| None::<Given>);
    let verdict = use_state_eq(|| None::<Verdict>);
    {
        // An answer waits for the engine; once both are there it is marked.
        let (asked, verdict) = (asked.clone(), verdict.clone());
        let (exercise, change) = (exercise.clone(), props.change.clone());
        use_effect_with((*asked, marked.clone()), move |(given, known)| {
            let (Some(given), Some(known)) = (given, known) else {
                return;
            };
            let found = grade(&exercise, *given, &Bench::new(&subject, known));
            let solved = record.solved || matches!(found, Verdict::Right(_));
            let tries = record.tries.saturating_add(u32::from(!record.solved));
            let record = Record {
                tries,
                solved,
                ..record
            };
            change.emit((exercise.id.clone(), record));
            verdict.set(Some(found));
            asked.set(None);
        });
    }
    let check = {
        let (asked, verdict) = (asked.clone(), verdict.clone());
        Callback::from(move |given: Given| {
            verdict.set(None);
            asked.set(Some(given));
        })
    };
    let retry = {
        let (change, go, id, verdict) = (
            props.change.clone(),
            props.go.clone(),
            exercise.id.clone(),
            verdict.clone(),
        );
        move |event: MouseEvent| {
            verdict.set(None);
            change.emit((id.clone(), Record::default()));
            go.emit((Some(id.clone()), event.time_stamp()));
        }
    };
    let told = move |text: &str| fill(text, &Bench::bare(&prepared));
    let unlocked = exercise.prediction.is_none() || record.guess.is_some();
    let outcome = match &*verdict {
        Some(verdict) => Some(verdict.clone()),
        // Solved before the page was loaded: the explanation is worked out anew.
        None if record.solved && asked.is_none() => again(exercise, &subject, marked.as_ref()),
        None => None,
    };
    let back = {
        let go = props.go.clone();
        move |event: MouseEvent| go.emit((None, event.time_stamp()))
    };
    let next = props.next.clone().filter(|_| record.solved).map(|next| {
        let go = props.go.clone();
        button("next-exercise".to_owned(), "Next exercise", move |event| {
            go.emit((Some(next.clone()), event.time_stamp()));
        })
    });
    html! {
        <article class="exercise" aria-labelledby="exercise-title" data-solved={record.solved.to_string()}>
            <p class="way">
                { button("back-to-list".to_owned(), "All exercises", back) }
                <span>{ format!("Exercise {} of {}", props.place + 1, props.count) }</span>
                <progress aria-label="Place in the lesson" max={props.count.to_string()}
                    value={(props.place + 1).to_string()} />
            </p>
            <h2 id="exercise-title" tabindex="-1">{ exercise.title.clone() }</h2>
            <div class="bench">
                <div class="task">
                    <div id="prompt">{ prose(&told(&exercise.prompt)) }</div>
                    { guess(props, &told) }
                    if unlocked {
                        { controls(props, &present, &prepared) }
                        <AnswerForm answer={exercise.answer.clone()} question={told(exercise.answer.question())}
                            waiting={asked.is_some()} {check} />
                        if marking.trouble.is_some() {
                            <p class="complaint" role="alert">{ messages::in_words(marking.trouble.as_ref()) }</p>
                        }
                    } else {
                        <p class="aside" id="locked-note">{ "Choose a guess, right or wrong: it is not marked. Then the controls appear." }</p>
                    }
                    <div id="verdict" role="status" class={outcome.as_ref().map(class_of)}>
                        { for outcome.as_ref().map(said) }
                    </div>
                    if unlocked {
                        { hints(props, &told) }
                    }
                    <p class="onward">
                        { for next }
                        if record.solved {
                            { button("do-again".to_owned(), "Do it again", retry) }
                        }
                    </p>
                </div>
                <Evidence exercise={exercise.clone()} state={state.clone()} {present}
                    measured={live.done.clone().filter(|_| unlocked)} fresh={live.answer(to_read.as_ref()).is_some()} {unlocked} />
            </div>
            { glossary() }
        </article>
    }
}

fn measure(wanted: &Measurement) -> Job {
    Job::Measure(Packed::of(wanted))
}

/// The explanation of an exercise that has been solved before.
fn again(exercise: &Exercise, subject: &Params, known: Option<&Measured>) -> Option<Verdict> {
    let bench = Bench::new(subject, known?);
    if let Answer::Goal {
        reach, tolerance, ..
    } = &exercise.answer
        && !reach.holds(&bench, *tolerance)
    {
        let text = "You have solved it before. Reach it again to read the explanation.";
        return Some(Verdict::Right(text.to_owned()));
    }
    Some(Verdict::Right(fill(&exercise.explanation, &bench)))
}

const fn class_of(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Right(_) => "right",
        Verdict::Wrong(_) => "wrong",
    }
}

fn said(verdict: &Verdict) -> Html {
    let (heading, text) = match verdict {
        Verdict::Right(text) => ("Right.", text),
        Verdict::Wrong(text) => ("Not yet.", text),
    };
    html! { <><p class="heading">{ heading }</p>{ prose(text) }</> }
}

/// The guess, which unlocks the controls.
fn guess(props: &ExerciseProps, told: &dyn Fn(&str) -> String) -> Html {
    let Some(prediction) = &props.exercise.prediction else {
        return html! {};
    };
    let option = |(index, text): (usize, &String)| {
        let (change, id) = (props.change.clone(), props.exercise.id.clone());
        let record = Record {
            guess: Some(index),
            ..props.record
        };
        let chosen = props.record.guess == Some(index);
        let choose = move |_| change.emit((id.clone(), record));
        html! {
            <label>
                <input type="radio" name="guess" id={format!("guess-{index}")} checked={chosen} onchange={choose} />
                <span>{ line(&told(text)) }</span>
            </label>
        }
    };
    html! {
        <fieldset id="guess" class="options">
            <legend><b>{ "Your guess. " }</b>{ line(&told(&prediction.question)) }</legend>
            { for prediction.options.iter().enumerate().map(option) }
        </fieldset>
    }
}

/// The controls that can be moved, and the values of those that cannot.
fn controls(props: &ExerciseProps, present: &Params, prepared: &Params) -> Html {
    let controls = &props.exercise.controls;
    let movable = |&Name(key): &Name| control(key.into(), present.value(key), &props.dispatch);
    let fixed = |&Name(key): &Name| {
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
fn hints(props: &ExerciseProps, told: &dyn Fn(&str) -> String) -> Html {
    let hints = &props.exercise.hints;
    let open = props.record.hints.min(hints.len());
    let more = {
        let (change, id) = (props.change.clone(), props.exercise.id.clone());
        let record = Record {
            hints: open + 1,
            ..props.record
        };
        move |_: MouseEvent| change.emit((id.clone(), record))
    };
    html! {
        <div id="hints">
            <div role="status">
                if open > 0 {
                    <ol>{ for hints.iter().take(open).map(|hint| html! { <li>{ line(&told(hint)) }</li> }) }</ol>
                }
            </div>
            if open < hints.len() {
                { button("show-hint".to_owned(), &format!("Show hint {} of {}", open + 1, hints.len()), more) }
            }
        </div>
    }
}
