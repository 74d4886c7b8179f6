//! One exercise: its text, a guess, controls and charts, the answer and what is said to it.

use std::rc::Rc;

use yew::{
    Callback, Html, MouseEvent, Properties, UseReducerDispatcher, component, html, use_effect_with,
    use_memo, use_reducer_eq, use_state_eq,
};

use super::answer::AnswerForm;
use super::button;
use super::prose::{line, prose};
use super::student::Go;
use crate::chart::Figure;
use crate::engine::Packed;
use crate::engine::client::Crew;
use crate::engine::protocol::{Answer as Done, Job};
use crate::lesson::{
    Answer, Bench, Chart, Control as Name, Exercise, ExerciseId, Given, Measured, Record, Student,
    Verdict, fill, grade,
};
use crate::params::Params;
use crate::params::number::{Format, significant};
use crate::ui::display::use_display;
use crate::ui::explore::control::Control;
use crate::ui::explore::cursor::Cursor;
use crate::ui::explore::figure::FigureView;
use crate::ui::explore::notes::{glossary, note};
use crate::ui::explore::results::Results;
use crate::ui::messages;
use crate::ui::state::{Action, State};
use crate::ui::work::{Work, use_work};

/// Digits of a reading.
const DIGITS: usize = 4;

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
    pub(super) dispatch: UseReducerDispatcher<State>,
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
        // A link, or another name, may have brought settings that this exercise does not allow.
        let (dispatch, id) = (props.dispatch.clone(), exercise.id.to_string());
        use_effect_with((present, state.link.params), move |(present, params)| {
            if present != params {
                dispatch.dispatch(Action::Exercise(id, *present, 0.0));
            }
        });
    }
    let goal = matches!(exercise.answer, Answer::Goal { .. });
    let subject = if goal { present } else { prepared };
    let marking = use_work(
        Crew::Whole,
        Some(Job::Measure(Packed::of(&exercise.measurement(&subject)))),
    );
    let live = (!exercise.readings.is_empty())
        .then(|| Job::Measure(Packed::of(&exercise.live_measurement(&present))));
    let live = use_work(Crew::Whole, live);

    let asked = use_state_eq(|| None::<Given>);
    let verdict = use_state_eq(|| None::<Verdict>);
    {
        // An answer waits for the engine; once both are there it is marked.
        let (asked, verdict) = (asked.clone(), verdict.clone());
        let (exercise, change) = (exercise.clone(), props.change.clone());
        let known = settled(&marking);
        use_effect_with((*asked, known), move |(given, known)| {
            let (Some(given), Some(known)) = (given, known) else {
                return;
            };
            let found = grade(&exercise, *given, &Bench::new(&subject, &known.0));
            let solved = record.solved || matches!(found, Verdict::Right(_));
            let tries = record.tries + u32::from(!record.solved);
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
        None if record.solved && asked.is_none() => again(exercise, &subject, &marking),
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
            <h2 id="exercise-title">{ exercise.title.clone() }</h2>
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
                <Charts exercise={exercise.clone()} state={state.clone()} {present}
                    measured={live.done.clone().filter(|_| unlocked)} fresh={settled(&live).is_some()} {unlocked} />
            </div>
            { glossary() }
        </article>
    }
}

/// What was measured, when it is what is wanted now.
fn settled(work: &Work) -> Option<Known> {
    let done = work.done.as_ref().filter(|_| !work.under_way())?;
    measured(&done.1).map(|measured| Known(Rc::new(measured)))
}

fn measured(answer: &Done) -> Option<Measured> {
    match answer {
        Done::Measured(packed) => packed.open(),
        _ => None,
    }
}

/// What is known of an exercise's quantities.
#[derive(Clone, PartialEq)]
struct Known(Rc<Measured>);

/// The explanation of an exercise that has been solved before.
fn again(exercise: &Exercise, subject: &Params, marking: &Work) -> Option<Verdict> {
    let known = settled(marking)?;
    let bench = Bench::new(subject, &known.0);
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
    let movable = |&Name(key): &Name| {
        html! {
            <Control name={key} value={present.get(key)} largest={present.largest(key)}
                default={present.default_of(key)} dispatch={props.dispatch.clone()} />
        }
    };
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

/// Properties of [`Charts`].
#[derive(Properties, PartialEq)]
struct ChartsProps {
    exercise: Exercise,
    state: State,
    present: Params,
    /// What the readings are worked out from.
    measured: Option<Rc<(Job, Done)>>,
    /// Whether it belongs to the present state.
    fresh: bool,
    unlocked: bool,
}

/// The charts and the readings beneath them.
#[component]
fn Charts(props: &ChartsProps) -> Html {
    let choices = props.state.link.choices;
    let display = use_display(choices.theme);
    let cursor = use_reducer_eq(Cursor::default);
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
                switch={None::<Html>} cursor={*cursor} start={reading.rank_low}
                point={cursor.dispatcher()} {display} />
        }
    };
    let known = use_memo(props.measured.clone(), |done| measured(&done.as_ref()?.1));
    let bench = (*known)
        .as_ref()
        .map(|measured| Bench::new(&props.present, measured));
    let row = |reading: &crate::lesson::Reading| {
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
