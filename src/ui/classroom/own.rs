//! A teacher's own exercise: its text, what is wrong with it and where, how students will see it.

use web_sys::HtmlTextAreaElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html,
    use_effect_with,
};

use super::button;
use super::prose::{ProseLinks, line, prose};
use crate::store::use_store;
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::classroom::own::{OwnAction, OwnState, OwnStatus, Preview};
use rankscope_lesson::Exercise;

/// Properties of [`OwnExercise`].
#[derive(Properties, PartialEq)]
pub(super) struct OwnProps {
    /// Called with a sound exercise that is to be added.
    pub(super) add: Callback<Exercise>,
    pub(super) links: ProseLinks,
}

/// The editor of one exercise.
#[component]
pub(super) fn OwnExercise(props: &OwnProps) -> Html {
    let own = use_store(OwnState::default);
    let trial = use_work(own.job());
    {
        let add = props.add.clone();
        use_effect_with(own.to_add(&trial), move |exercise| {
            if let Some((exercise, _)) = exercise {
                add.emit(exercise.clone());
            }
        });
    }
    let edit = {
        let own = own.dispatcher();
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            own.dispatch(OwnAction::Edit(field.value()));
        }
    };
    let try_out = |add: bool| {
        let own = own.dispatcher();
        move |event: MouseEvent| {
            let at_ms = event.time_stamp();
            own.dispatch(OwnAction::TryOut { add, at_ms });
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
                        value={own.text().to_owned()} oninput={edit} />
                    <p class="save">
                        { button("try-own".to_owned(), "Check it", try_out(false)) }
                        { button("add-own".to_owned(), "Add it to the assignment", try_out(true)) }
                    </p>
                    <div id="own-problems" role="status">{ status(own.status(&trial), &trial) }</div>
                </div>
                <div id="preview" role="region" aria-label="Preview">
                    <h3>{ "As your students see it" }</h3>
                    // The error is reported by the status.
                    { for own.exercise().ok().map(|exercise| preview(&Preview::new(&exercise), &props.links)) }
                </div>
            </div>
        </details>
    }
}

/// What is wrong with the text, or what trying it out has shown.
fn status(status: OwnStatus, trial: &WorkHandle) -> Html {
    match status {
        OwnStatus::Problems(problems) => html! {
            <ul class="complaint">
                { for problems.iter().map(|problem| html! {
                    <li><code>{ problem.place.clone() }</code>{ ": " }{ problem.reason.clone() }</li>
                }) }
            </ul>
        },
        OwnStatus::Unreadable(text) => html! { <p class="complaint">{ text }</p> },
        OwnStatus::Sound(right) => {
            html! { <p>{ format!("Sound. Without a name, the answer is {right}.") }</p> }
        }
        OwnStatus::Failed(trouble) => problem("own", Some(&trouble), &trial.retry),
        OwnStatus::Trying => {
            html! { <p class="aside">{ "Trying it out as three students…" }</p> }
        }
        OwnStatus::Readable => {
            html! { <p class="aside">{ "It can be read. “Check it” tries it out as three students." }</p> }
        }
    }
}

fn preview(preview: &Preview, links: &ProseLinks) -> Html {
    let list = |options: &[String]| html! { <ul>{ for options.iter().map(|text| html! { <li>{ line(text, links) }</li> }) }</ul> };
    html! {
        <>
            <h4>{ preview.title.clone() }</h4>
            { prose(&preview.prompt, links) }
            if let Some((question, options)) = &preview.prediction {
                <p><b>{ "Your guess. " }</b>{ line(question, links) }</p>
                { list(options) }
            }
            { prose(&preview.question, links) }
            { list(&preview.options) }
        </>
    }
}
