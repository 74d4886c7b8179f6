//! What students are given: a link, a file, code for a page, a package for a learning platform.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, SubmitEvent, TargetCast, component, html,
    use_mut_ref, use_state_eq,
};

use super::DraftHandle;
use super::compose::button;
use super::handout::Handout;
use super::key::AnswerKey;
use super::settled::use_settled;
use crate::browser::address::here;
use crate::browser::{fetch, files, fragment, save};
use crate::store::Dispatch;
use crate::widgets::copy::CopyButton;
use crate::widgets::link::{PageLink, page_link};
use crate::widgets::problem::problem;
use crate::work::use_work;
use rankscope_app::state::{Action, State};
use rankscope_app::teach::given::{Outcome, embed_code, file_name, is_local, job, link, outcome};
use rankscope_app::teach::package::{PAGE, PackageError, package};
use rankscope_app::teach::store::DraftAction;
use rankscope_app::teach::words;
use rankscope_lesson::{Assignment, Exercise, FRAGMENT};
use rankscope_params::query;
use rankscope_params::{Present, View};

/// Properties of [`Given`].
#[derive(Properties, PartialEq)]
pub(super) struct GivenProps {
    pub(super) draft: DraftHandle,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The ways to give the assignment, or why it cannot be given yet.
#[component]
pub(super) fn Given(props: &GivenProps) -> Html {
    let draft = props.draft.draft();
    let settled = use_settled(job(draft));
    let tried = use_work(settled);
    // Kept here, since the key is gone while an exercise is being corrected.
    let names = use_mut_ref(String::new);
    let assignment = match outcome(draft, &tried) {
        // An empty list explains itself.
        Outcome::Empty => return html! {},
        Outcome::Problem(place, text) => {
            let which = place.and_then(|place| draft.entries.get(place));
            let which = which.map(|entry| format!("“{}”: ", entry.title()));
            return html! {
                <p id="not-ready" class="complaint" role="status">{ for which }{ text }</p>
            };
        }
        Outcome::Trying => {
            return html! { <p class="aside" role="status">{ words::CHECKING }</p> };
        }
        Outcome::Failed(trouble) => return problem("try-all", Some(&trouble), &tried.retry),
        Outcome::Ready(assignment) => *assignment,
    };
    // An assignment that is ready is a lesson.
    let exercises = assignment.lesson().map(|lesson| lesson.exercises);
    let exercises = exercises.unwrap_or_default();
    let given = {
        let state = props.draft.dispatcher();
        Callback::from(move |()| state.dispatch(DraftAction::Given))
    };
    html! {
        <div id="assignment">
            <GivenLink assignment={assignment.clone()} given={given.clone()} />
            { ways(&assignment, &given) }
            <Package assignment={assignment.clone()} given={given} />
            <details id="embed-codes">
                <summary>{ words::EMBED_ONE }</summary>
                <ul class="offered">{ for exercises.iter().map(embed) }</ul>
            </details>
            { present(props) }
            <AnswerKey exercises={exercises.clone()} title={assignment.title.clone()} {names} />
            <Handout {exercises} title={assignment.title} />
        </div>
    }
}

/// Properties of [`GivenLink`] and [`Package`].
#[derive(Properties, PartialEq)]
struct AssignmentProps {
    assignment: Assignment,
    /// Called when students are given it as it stands.
    given: Callback<()>,
}

/// The link, or why there is none.
#[component]
fn GivenLink(props: &AssignmentProps) -> Html {
    let page = here();
    let link = match link(&props.assignment, &page) {
        Ok(link) => link,
        Err(why) => return html! { <p id="too-long" class="complaint">{ why }</p> },
    };
    let copied = {
        let (link, given) = (link.clone(), props.given.clone());
        Callback::from(move |()| {
            given.emit(());
            link.clone()
        })
    };
    html! {
        <>
            if is_local(&page) {
                <p id="local-link" class="complaint">{ words::FILE_ADDRESS }</p>
            }
            <p>
                <label for="assignment-link">{ words::LINK }</label>
                <input id="assignment-link" type="text" readonly=true value={link.clone()} />
            </p>
            <p class="save">
                <CopyButton id="copy-assignment" class="main" label="Copy the link" text={copied} />
                <a id="try-assignment" href={link} target="_blank" rel="noopener">{ "Try it in a new tab" }</a>
            </p>
        </>
    }
}

fn ways(assignment: &Assignment, given: &Callback<()>) -> Html {
    let as_file = {
        let (json, given) = (assignment.to_json(), given.clone());
        let name = file_name(&assignment.title, "json");
        move |_: MouseEvent| {
            given.emit(());
            save::text(&name, "application/json", &json);
        }
    };
    html! { <p class="save">{ button("save-assignment".to_owned(), "Save as a file", as_file) }</p> }
}

fn embed(exercise: &Exercise) -> Html {
    let code = embed_code(exercise, &here());
    let id = format!("embed-{}", exercise.id);
    html! {
        <li>
            <span>{ exercise.title.clone() }</span>
            if let Some(code) = code {
                <CopyButton {id} label="Copy the code" text={Callback::from(move |()| code.clone())} />
            } else {
                <span class="aside">{ "too long for a link" }</span>
            }
        </li>
    }
}

/// The link to the slides.
fn present(props: &GivenProps) -> Html {
    let mut link = props.state.link.clone();
    link.choices.view = View::Teach;
    link.choices.present = Present::On;
    link.exercise.clear();
    let href = format!("?{}", query::write(&link)).into();
    let dispatch = props.dispatch.clone();
    let slides = page_link(PageLink {
        class: "",
        id: Some("open-slides".into()),
        href,
        current: false,
        follow: (move |_| dispatch.dispatch(Action::Follow(link.clone()))).into(),
        content: html! { { words::PRESENT } },
    });
    html! { <p>{ slides }</p> }
}

/// The package for a learning platform.
#[component]
fn Package(props: &AssignmentProps) -> Html {
    let said = use_state_eq(|| None::<String>);
    let make = {
        let (assignment, given, said) =
            (props.assignment.clone(), props.given.clone(), said.clone());
        move |_: MouseEvent| {
            let (assignment, given, said) = (assignment.clone(), given.clone(), said.clone());
            said.set(Some(words::PACKING.to_owned()));
            spawn_local(async move {
                match packed(&assignment).await {
                    Ok(zip) => {
                        given.emit(());
                        save::bytes(
                            &file_name(&assignment.title, "zip"),
                            "application/zip",
                            &zip,
                        );
                        said.set(Some(words::PACKED.to_owned()));
                    }
                    Err(error) => said.set(Some(error.message().to_owned())),
                }
            });
        }
    };
    html! {
        <>
            <p class="save">{ button("save-package".to_owned(), words::PACKAGE, make) }</p>
            <p id="package-said" class="aside" role="status">{ for (*said).clone() }</p>
        </>
    }
}

async fn packed(assignment: &Assignment) -> Result<Vec<u8>, PackageError> {
    if is_local(&here()) {
        return Err(PackageError::FromFile);
    }
    // Why it could not be had is in the console.
    let page = fetch::text(PAGE).await.map_err(|_| PackageError::NoPage)?;
    files::next_task().await;
    package(assignment, &page)
}

/// Properties of [`FromLink`].
#[derive(Properties, PartialEq)]
pub(super) struct FromLinkProps {
    pub(super) draft: DraftHandle,
}

/// Goes on with an assignment from its link; the one of this page's own address stands there already.
#[component]
pub(super) fn FromLink(props: &FromLinkProps) -> Html {
    let typed = use_state_eq(|| {
        let fragment = fragment::read();
        if fragment.starts_with(FRAGMENT) {
            fragment
        } else {
            String::new()
        }
    });
    let oninput = {
        let typed = typed.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            typed.set(field.value());
        }
    };
    let onsubmit = {
        let (typed, state) = (typed.clone(), props.draft.dispatcher());
        move |event: SubmitEvent| {
            event.prevent_default();
            let at = typed.find(FRAGMENT).unwrap_or_default();
            let fragment = typed.get(at..).unwrap_or_default().trim();
            if let Some(read) = Assignment::from_fragment(fragment) {
                let opened = DraftAction::Opened(words::THE_LINK.to_owned(), read.map(Box::new));
                state.dispatch(opened);
            }
        }
    };
    html! {
        <form id="from-link" {onsubmit}>
            <label for="draft-link">{ words::FROM_LINK }</label>
            <input id="draft-link" type="text" value={(*typed).clone()} {oninput} />
            <button id="open-link" type="submit" disabled={!typed.contains(FRAGMENT)}>{ "Open it" }</button>
        </form>
    }
}
