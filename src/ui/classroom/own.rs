//! A teacher's own exercise: its text, what is wrong with it and where, how students will see it.

use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html,
    use_effect_with, use_state_eq,
};

use super::button;
use super::prose::{line, prose};
use super::trial::{Tried, tried_out, try_out};
use crate::widgets::messages;
use crate::work::use_work;
use rankscope_app::work::Work;
use rankscope_lesson::{Answer, Bench, Exercise, LessonError, course, fill};

/// Properties of [`OwnExercise`].
#[derive(Properties, PartialEq)]
pub(super) struct OwnProps {
    /// Takes a sound exercise.
    pub(super) take: Callback<Exercise>,
}

/// What has been asked of the worker.
#[derive(Clone, PartialEq)]
struct Asked {
    /// What to try out.
    text: String,
    /// Whether to add it to the assignment when it is sound.
    add: bool,
    /// When it was asked: who removed an exercise can add it again.
    at: f64,
}

/// The editor of one exercise.
#[component]
pub(super) fn OwnExercise(props: &OwnProps) -> Html {
    let text = use_state_eq(template);
    let asked = use_state_eq(|| None::<Asked>);
    // Reading is quick, and follows every letter; trying it out is not, and waits for a button.
    let read = Exercise::read(&text);
    let job = try_out(asked.iter().map(|asked| asked.text.clone()));
    let trial = use_work(job.clone());
    let found = tried_out(&trial, job.as_ref());
    {
        let (take, read) = (props.take.clone(), read.clone());
        use_effect_with((found.clone(), (*asked).clone()), move |(found, asked)| {
            if let (Some(Ok(_)), Ok(exercise), Some(asked)) = (found, read, asked)
                && asked.add
            {
                take.emit(exercise);
            }
        });
    }
    let edit = {
        let (text, asked) = (text.clone(), asked.clone());
        move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
            asked.set(None);
        }
    };
    let ask = |add: bool| {
        let (text, asked) = (text.clone(), asked.clone());
        move |event: MouseEvent| {
            let (text, at) = ((*text).clone(), event.time_stamp());
            asked.set(Some(Asked { text, add, at }));
        }
    };
    html! {
        <details id="own">
            <summary>{ "Write one of your own" }</summary>
            <div class="lesson">
                <div>
                    <label for="own-text">{ "The exercise, as JSON" }</label>
                    <p class="aside">
                        <a href="exercises.md" download="rankscope-exercises.md">{ "How to write one" }</a>
                        { ", with an example and everything that can be asked." }
                    </p>
                    <textarea id="own-text" rows="24" spellcheck="false" aria-describedby="own-problems"
                        value={(*text).clone()} oninput={edit} />
                    <p class="save">
                        { button("try-own".to_owned(), "Check it", ask(false)) }
                        { button("add-own".to_owned(), "Add it to the assignment", ask(true)) }
                    </p>
                    <div id="own-problems" role="status">{ problems(&read, &trial, found.as_ref()) }</div>
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
            rankscope_lesson::ExerciseId::new("my-exercise").unwrap_or_else(|| example.id.clone());
        "My exercise".clone_into(&mut example.title);
    }
    example.map(|example| example.to_json()).unwrap_or_default()
}

/// What is wrong with the text, or what trying it out has shown.
fn problems(read: &Result<Exercise, LessonError>, trial: &Work, found: Option<&Tried>) -> Html {
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
        (Ok(_), Some(Ok(right))) => {
            html! { <p>{ format!("Sound. Without a name, the answer is {}.", right.concat()) }</p> }
        }
        (Ok(_), None) if trial.trouble.is_some() => {
            html! { <p class="complaint">{ messages::in_words(trial.trouble.as_ref()) }</p> }
        }
        (Ok(_), None) if trial.under_way() => {
            html! { <p class="aside">{ "Trying it out as three students…" }</p> }
        }
        (Ok(_), None) => {
            html! { <p class="aside">{ "It can be read. “Check it” tries it out as three students." }</p> }
        }
    }
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
