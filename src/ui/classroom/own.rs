//! A teacher's own exercise: its text, what is wrong with it and where, how students will see it.

use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html, use_state_eq,
};

use super::button;
use super::prose::{line, prose};
use crate::lesson::{Answer, Bench, Exercise, Given, LessonError, course, fill, solve};
use crate::params::number::significant;

/// Properties of [`OwnExercise`].
#[derive(Properties, PartialEq)]
pub(super) struct OwnProps {
    /// Takes a sound exercise.
    pub(super) take: Callback<Exercise>,
}

/// The editor of one exercise.
#[component]
pub(super) fn OwnExercise(props: &OwnProps) -> Html {
    let text = use_state_eq(template);
    let found = use_state_eq(|| None::<Result<String, LessonError>>);
    let edit = {
        let (text, found) = (text.clone(), found.clone());
        move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
            found.set(None);
        }
    };
    // Reading is quick, and follows every letter; trying it out is not, and waits for a button.
    let read = Exercise::read(&text);
    let try_out = {
        let (text, found) = (text.clone(), found.clone());
        move |_: MouseEvent| {
            found.set(Some(
                Exercise::from_json(&text).map(|exercise| answer(&exercise)),
            ));
        }
    };
    let add = {
        let (text, found, take) = (text.clone(), found.clone(), props.take.clone());
        move |_: MouseEvent| match Exercise::from_json(&text) {
            Ok(exercise) => {
                found.set(Some(Ok(answer(&exercise))));
                take.emit(exercise);
            }
            Err(error) => found.set(Some(Err(error))),
        }
    };
    html! {
        <details id="own">
            <summary>{ "Write one of your own" }</summary>
            <div class="lesson">
                <div>
                    <label for="own-text">{ "The exercise, as JSON: docs/exercises.md describes it" }</label>
                    <textarea id="own-text" rows="24" spellcheck="false" aria-describedby="own-problems"
                        value={(*text).clone()} oninput={edit} />
                    <p class="save">
                        { button("try-own".to_owned(), "Check it", try_out) }
                        { button("add-own".to_owned(), "Add it to the assignment", add) }
                    </p>
                    <div id="own-problems" role="status">{ problems(&read, found.as_ref()) }</div>
                </div>
                <div id="preview" role="region" aria-label="Preview">
                    <h4>{ "As your students see it" }</h4>
                    if let Ok(exercise) = &read {
                        { preview(exercise) }
                    }
                </div>
            </div>
        </details>
    }
}

/// An exercise to begin with.
fn template() -> String {
    let mut exercises = course::exercises();
    exercises.truncate(2);
    let mut example = exercises.pop();
    if let Some(example) = &mut example {
        example.id =
            crate::lesson::ExerciseId::new("my-exercise").unwrap_or_else(|| example.id.clone());
        "My exercise".clone_into(&mut example.title);
    }
    example.map(|example| example.to_json()).unwrap_or_default()
}

fn problems(
    read: &Result<Exercise, LessonError>,
    found: Option<&Result<String, LessonError>>,
) -> Html {
    match (read, found) {
        (Err(error), _) | (_, Some(Err(error))) => match error {
            LessonError::Unsound { problems, .. } => html! {
                <ul class="complaint">
                    { for problems.iter().map(|problem| html! {
                        <li><code>{ problem.place.clone() }</code>{ ": " }{ problem.reason.clone() }</li>
                    }) }
                </ul>
            },
            error => {
                html! { <p class="complaint">{ format!("{error}. {}", error.next_step()) }</p> }
            }
        },
        (Ok(_), Some(Ok(answer))) => html! { <p>{ answer.clone() }</p> },
        (Ok(_), None) => {
            html! { <p class="aside">{ "It can be read. “Check it” tries it out for three students." }</p> }
        }
    }
}

/// The answer of a student without a name, so that a teacher can see what will be taken.
fn answer(exercise: &Exercise) -> String {
    let found = solve(exercise, &exercise.unnamed());
    let what = match (found, &exercise.answer) {
        (Some((_, Given::Number(number))), _) => format!("the number {}", significant(number, 6)),
        (Some((_, Given::Option(index))), Answer::Choice { options, .. }) => {
            let text = options.get(index).map(|option| option.text.as_str());
            format!("“{}”", text.unwrap_or_default())
        }
        (Some((params, _)), _) => {
            let moved = exercise.unnamed().differences(&params);
            let moved: Vec<_> = moved.iter().map(ToString::to_string).collect();
            moved.join(", ")
        }
        (None, _) => "not found by a short search".to_owned(),
    };
    format!("Sound. Without a name, the answer is {what}.")
}

fn preview(exercise: &Exercise) -> Html {
    let params = exercise.unnamed();
    let told = |text: &str| fill(text, &Bench::bare(&params));
    let options: Vec<&str> = match &exercise.answer {
        Answer::Choice { options, .. } => {
            options.iter().map(|option| option.text.as_str()).collect()
        }
        Answer::Number { .. } | Answer::Goal { .. } => vec![],
    };
    html! {
        <>
            <h5>{ exercise.title.clone() }</h5>
            { prose(&told(&exercise.prompt)) }
            if let Some(prediction) = &exercise.prediction {
                <p><b>{ "Your guess. " }</b>{ line(&told(&prediction.question)) }</p>
                <ul>{ for prediction.options.iter().map(|option| html! { <li>{ option.clone() }</li> }) }</ul>
            }
            { prose(&told(exercise.answer.question())) }
            <ul>{ for options.into_iter().map(|option| html! { <li>{ option.to_owned() }</li> }) }</ul>
        </>
    }
}
