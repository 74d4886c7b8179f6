//! Making an assignment: exercises of the course and own ones, in an order, as a link or a file.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html};

use super::button;
use super::own::OwnExercise;
use super::prose::ProseLinks;
use crate::browser::address::here;
use crate::browser::save;
use crate::store::{Dispatch, use_store};
use crate::widgets::copy::CopyButton;
use rankscope_app::classroom::compose::{ComposeAction, ComposeState, Composed};
use rankscope_app::classroom::lesson::assignment_address;
use rankscope_app::classroom::words;
use rankscope_lesson::{Exercise, ExerciseId, course};

/// Properties of [`Compose`].
#[derive(Properties, PartialEq)]
pub(super) struct ComposeProps {
    pub(super) links: ProseLinks,
}

/// The editor of assignments.
#[component]
pub(super) fn Compose(props: &ComposeProps) -> Html {
    let assignment = use_store(ComposeState::default);
    let retitle = {
        let assignment = assignment.dispatcher();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            assignment.dispatch(ComposeAction::Retitle(field.value()));
        }
    };
    let add_own = {
        let assignment = assignment.dispatcher();
        Callback::from(move |exercise: Exercise| {
            assignment.dispatch(ComposeAction::AddOwn(exercise.into()));
        })
    };
    let offered = |exercise: &Exercise| {
        let id = exercise.id.clone();
        let taken = assignment.has(&id);
        let add = {
            let (assignment, id) = (assignment.dispatcher(), id.clone());
            move |_: MouseEvent| assignment.dispatch(ComposeAction::AddFromCourse(id.clone()))
        };
        html! {
            <li>
                <button id={format!("add-{id}")} type="button" disabled={taken} onclick={add}
                    aria-label={format!("Add “{}”", exercise.title)}
                >{ if taken { "Added" } else { "Add" } }</button>
                <span>{ exercise.title.clone() }</span>
            </li>
        }
    };
    html! {
        <section id="compose" class="card" aria-labelledby="heading-compose">
            <h2 id="heading-compose">{ words::COMPOSE }</h2>
            <p>
                <label for="assignment-title">{ "Title" }</label>
                <input id="assignment-title" type="text" value={assignment.title.clone()} oninput={retitle} />
            </p>
            <div class="lesson">
                <div>
                    <h3>{ "From the course" }</h3>
                    <ul class="offered">{ for course::exercises().iter().map(offered) }</ul>
                </div>
                <div>
                    <h3>{ "In the assignment" }</h3>
                    { chosen(&assignment.exercises(), &assignment.dispatcher()) }
                    { composed(assignment.composed()) }
                </div>
            </div>
            <OwnExercise add={add_own} links={props.links.clone()} />
        </section>
    }
}

/// What is in the assignment, and how to move it.
fn chosen(exercises: &[(ExerciseId, String)], assignment: &Dispatch<ComposeState>) -> Html {
    if exercises.is_empty() {
        return html! { <p class="aside">{ "Nothing yet. Add exercises in the order your students meet them." }</p> };
    }
    let last = exercises.len() - 1;
    let row = |(place, (id, title)): (usize, &(ExerciseId, String))| {
        let press = |action: fn(ExerciseId) -> ComposeAction| {
            let (assignment, id) = (assignment.clone(), id.clone());
            move |_: MouseEvent| assignment.dispatch(action(id.clone()))
        };
        html! {
            <li key={id.to_string()} data-id={id.to_string()}>
                <span>{ title.clone() }</span>
                <button id={format!("up-{id}")} type="button" disabled={place == 0}
                    onclick={press(ComposeAction::MoveUp)} aria-label={format!("Move “{title}” up")}>{ "↑" }</button>
                <button id={format!("down-{id}")} type="button" disabled={place == last}
                    onclick={press(ComposeAction::MoveDown)} aria-label={format!("Move “{title}” down")}>{ "↓" }</button>
                <button id={format!("remove-{id}")} type="button"
                    onclick={press(ComposeAction::Remove)} aria-label={format!("Remove “{title}”")}>{ "✕" }</button>
            </li>
        }
    };
    html! { <ol id="chosen">{ for exercises.iter().enumerate().map(row) }</ol> }
}

/// The assignment as a link, or why it is none, and as a file.
fn composed(composed: Composed) -> Html {
    let (json, fragment) = match composed {
        // An empty list explains itself.
        Composed::Empty => return html! {},
        Composed::Problem(text) => {
            return html! { <p class="complaint" role="alert">{ text }</p> };
        }
        Composed::Ready { json, fragment } => (json, fragment),
    };
    let as_file =
        move |_: MouseEvent| save::text("rankscope-assignment.json", "application/json", &json);
    let link = match fragment {
        Ok(fragment) => {
            let link = assignment_address(&here(), &fragment);
            let copied = {
                let link = link.clone();
                Callback::from(move |()| link.clone())
            };
            html! {
                <>
                    <p>
                        <label for="assignment-link">{ "Link for your students; it holds the whole assignment" }</label>
                        <input id="assignment-link" type="text" readonly=true value={link.clone()} />
                    </p>
                    <p class="save">
                        <CopyButton id="copy-assignment" class="main" label="Copy the link" text={copied} />
                        <a id="try-assignment" href={link} target="_blank" rel="noopener">{ "Try it in a new tab" }</a>
                    </p>
                </>
            }
        }
        Err(why) => html! { <p id="too-long" class="complaint">{ why }</p> },
    };
    html! {
        <div id="assignment">
            { link }
            { button("save-assignment".to_owned(), "Save as a file", as_file) }
        </div>
    }
}
