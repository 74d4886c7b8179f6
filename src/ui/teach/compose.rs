//! Making an assignment: exercises of the course and own ones, in an order.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::{
    Callback, DragEvent, Html, InputEvent, MouseEvent, Properties, TargetCast, component, html,
    use_mut_ref,
};

use super::DraftHandle;
use super::editor::Editor;
use super::given::{FromLink, Given};
use crate::browser::save;
use crate::classroom::{Opened, file_field, links_elsewhere, prose};
use crate::store::Dispatch;
use rankscope_app::state::State;
use rankscope_app::teach::draft::DraftEntry;
use rankscope_app::teach::form::KINDS;
use rankscope_app::teach::notes;
use rankscope_app::teach::store::DraftAction;
use rankscope_app::teach::words;
use rankscope_lesson::{Assignment, Exercise, ExerciseId, course};

/// A button.
pub(super) fn button(id: String, label: &str, press: impl Fn(MouseEvent) + 'static) -> Html {
    let label = label.to_owned();
    html! { <button {id} type="button" onclick={Callback::from(press)}>{ label }</button> }
}

/// Properties of [`Compose`].
#[derive(Properties, PartialEq)]
pub(super) struct ComposeProps {
    pub(super) draft: DraftHandle,
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The editor of an assignment.
#[component]
pub(super) fn Compose(props: &ComposeProps) -> Html {
    let state = &props.draft;
    let draft = state.draft();
    let act = |action: DraftAction| {
        let state = state.dispatcher();
        move |_: MouseEvent| state.dispatch(action.clone())
    };
    let retitle = {
        let state = state.dispatcher();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            state.dispatch(DraftAction::Retitle(field.value()));
        }
    };
    let open = {
        let state = state.dispatcher();
        Callback::from(move |(name, text): Opened| {
            let read = text.and_then(|text| Assignment::from_json(&text));
            state.dispatch(DraftAction::Opened(name, read.map(Box::new)));
        })
    };
    let editor = draft.open.and_then(|at| match draft.entries.get(at) {
        Some(DraftEntry::Own(text)) => Some((at, text.clone())),
        _ => None,
    });
    let route = |route: &course::Route| {
        let id = format!("route-{}", route.minutes);
        let (title, exercises) = notes::assignment(route);
        button(
            id,
            &notes::label(route),
            act(DraftAction::Route(title, exercises)),
        )
    };
    let begin = |(kind, label): (&'static str, &'static str)| {
        button(
            format!("begin-{kind}"),
            &format!("Asks for {label}"),
            act(DraftAction::Begin(kind)),
        )
    };
    html! {
        <section id="compose" class="card" aria-labelledby="heading-compose">
            <h2 id="heading-compose">{ words::COMPOSE }</h2>
            { kept(state) }
            <p class="assignment-head">
                <label for="assignment-title">{ words::TITLE }</label>
                <input id="assignment-title" type="text" value={draft.title.clone()} oninput={retitle} />
                if state.can_undo() {
                    { button("undo-draft".to_owned(), "Undo", act(DraftAction::Undo)) }
                }
                { button("start-anew".to_owned(), "Start anew", act(DraftAction::StartAnew)) }
            </p>
            <p class="routes"><span>{ words::ROUTES }</span>{ for course::routes().iter().map(route) }</p>
            <div class="lesson">
                <div>
                    <h3>{ words::FROM_COURSE }</h3>
                    <ul class="offered">
                        { for course::exercises().iter().map(|exercise| offered(exercise, state)) }
                    </ul>
                    <h3>{ "One of your own" }</h3>
                    <p class="save">{ for KINDS.into_iter().map(begin) }</p>
                </div>
                <div>
                    <h3>{ words::IN_IT }</h3>
                    <Chosen draft={state.clone()} />
                    <Given draft={state.clone()} state={props.state.clone()} dispatch={props.dispatch.clone()} />
                    { file_field("draft-file", words::OPEN_FILE, false, &open) }
                    <FromLink draft={state.clone()} />
                    { for state.refused().map(|text| html! {
                        <p id="draft-problem" class="complaint" role="alert">{ text }</p>
                    }) }
                </div>
            </div>
            if let Some((at, text)) = editor {
                <Editor key={at} {text} opened={state.opened()} theme={props.state.link.choices.theme} close={Callback::from(act(DraftAction::Open(None)))}
                    edit={edit(state, at)} />
            }
        </section>
    }
}

/// Puts a text into an own exercise.
fn edit(state: &DraftHandle, at: usize) -> Callback<(String, bool)> {
    let state = state.dispatcher();
    Callback::from(move |(text, is_step): (String, bool)| {
        state.dispatch(if is_step {
            DraftAction::Rewrite(at, text)
        } else {
            DraftAction::Edit(at, text)
        });
    })
}

/// Whether the draft is kept, and a way to keep it otherwise.
fn kept(state: &DraftHandle) -> Html {
    let as_file = {
        let text = state.draft().written();
        move |_: MouseEvent| save::text(words::DRAFT_FILE, "application/json", &text)
    };
    let aside = state.set_aside().map(|aside| {
        let text = aside.text.clone();
        let save = move |_: MouseEvent| save::text(words::DRAFT_FILE, "application/json", &text);
        html! {
            <p id="draft-aside" class="complaint" role="alert">
                { words::set_aside(aside) }{ " " }
                { button("save-aside".to_owned(), "Save it", save) }
            </p>
        }
    });
    html! {
        <>
            { for aside }
            if let Some(problem) = state.problem() {
                <p id="draft-not-kept" class="complaint" role="alert">
                    { problem }{ " " }{ button("save-draft".to_owned(), words::DOWNLOAD_DRAFT, as_file) }
                </p>
            } else {
                <p class="aside">{ words::KEPT }</p>
            }
        </>
    }
}

/// An exercise of the course: to add, to copy, and what a teacher should know of it.
fn offered(exercise: &Exercise, state: &DraftHandle) -> Html {
    let id = exercise.id.clone();
    let taken = state.draft().has(&id);
    let act = |action: fn(ExerciseId) -> DraftAction| {
        let (state, id) = (state.dispatcher(), id.clone());
        move |_: MouseEvent| state.dispatch(action(id.clone()))
    };
    let title = exercise.title.clone();
    let notes = notes::of(exercise);
    html! {
        <li>
            <button id={format!("add-{id}")} type="button" disabled={taken} onclick={act(DraftAction::Add)}
                aria-label={format!("Add “{title}”")}>{ if taken { "Added" } else { "Add" } }</button>
            if notes.is_empty() {
                <span>{ title.clone() }</span>
            } else {
                <details class="teacher-notes">
                    <summary>{ title.clone() }</summary>
                    <dl>
                        { for notes.into_iter().map(|(term, text)| html! {
                            <div><dt>{ term }</dt><dd>{ prose(&text, &links_elsewhere()) }</dd></div>
                        }) }
                    </dl>
                </details>
            }
            <button id={format!("copy-{id}")} type="button" onclick={act(DraftAction::Copy)}
                aria-label={format!("Edit a copy of “{title}”")}>{ "Edit a copy" }</button>
        </li>
    }
}

/// Properties of [`Chosen`].
#[derive(Properties, PartialEq)]
struct ChosenProps {
    draft: DraftHandle,
}

/// What is in the assignment, and how to move it: by buttons or by dragging.
#[component]
fn Chosen(props: &ChosenProps) -> Html {
    let state = &props.draft;
    let dragged = use_mut_ref(|| None::<usize>);
    let draft = state.draft();
    if draft.entries.is_empty() {
        return html! { <p class="aside">{ words::NOTHING_YET }</p> };
    }
    let last = draft.entries.len() - 1;
    let row = |(place, entry): (usize, &DraftEntry)| {
        let title = entry.title();
        let press = |action: DraftAction| {
            let state = state.dispatcher();
            move |_: MouseEvent| state.dispatch(action.clone())
        };
        let begin = {
            let dragged = Rc::clone(&dragged);
            move |_: DragEvent| {
                dragged.replace(Some(place));
            }
        };
        let drop = {
            let (dragged, state) = (Rc::clone(&dragged), state.dispatcher());
            move |event: DragEvent| {
                if let Some(from) = dragged.take() {
                    event.prevent_default();
                    state.dispatch(DraftAction::Move(from, place));
                }
            }
        };
        let over = {
            let dragged = Rc::clone(&dragged);
            move |event: DragEvent| {
                if dragged.borrow().is_some() {
                    event.prevent_default();
                }
            }
        };
        let is_own = matches!(entry, DraftEntry::Own(_));
        let is_open = draft.open == Some(place);
        let id = entry.id().unwrap_or_else(|| place.to_string());
        html! {
            <li key={format!("{place} {id}")} data-id={id.clone()} draggable="true" ondragstart={begin}
                ondragover={over} ondrop={drop} aria-current={is_open.then_some("true")}>
                <span>{ title.clone() }</span>
                if is_own {
                    <button id={format!("edit-{id}")} type="button" onclick={press(DraftAction::Open(Some(place)))}
                        aria-label={format!("Edit “{title}”")}>{ "Edit" }</button>
                    <button id={format!("duplicate-{id}")} type="button" onclick={press(DraftAction::Duplicate(place))}
                        aria-label={format!("Duplicate “{title}”")}>{ "⧉" }</button>
                }
                <button id={format!("up-{id}")} type="button" disabled={place == 0}
                    onclick={press(DraftAction::Move(place, place.saturating_sub(1)))}
                    aria-label={format!("Move “{title}” up")}>{ "↑" }</button>
                <button id={format!("down-{id}")} type="button" disabled={place == last}
                    onclick={press(DraftAction::Move(place, place + 1))}
                    aria-label={format!("Move “{title}” down")}>{ "↓" }</button>
                <button id={format!("remove-{id}")} type="button" onclick={press(DraftAction::Remove(place))}
                    aria-label={format!("Remove “{title}”")}>{ "✕" }</button>
            </li>
        }
    };
    let minutes = notes::minutes(draft);
    html! {
        <>
            <ol id="chosen">{ for draft.entries.iter().enumerate().map(row) }</ol>
            if let Some(minutes) = minutes {
                <p class="aside">{ minutes }</p>
            }
        </>
    }
}
