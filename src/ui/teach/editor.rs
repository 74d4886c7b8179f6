//! One own exercise: form and text side by side, what is wrong with it, and the exercise itself to try.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, UseStateHandle, component,
    html, use_state_eq,
};

use super::compose::button;
use super::fields::{fields, id_of};
use super::settled::use_settled;
use crate::browser::console::OrLog;
use crate::classroom::TryOut;
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::teach::editor::{
    EditorStatus, FormAction, Message, after, job, line_range, status, value, warning_job, warnings,
};
use rankscope_app::teach::words;
use rankscope_lesson::Exercise;
use rankscope_params::Theme;

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub(super) struct EditorProps {
    pub(super) text: String,
    pub(super) theme: Theme,
    /// Called with the whole new text, and whether the change can be undone as a step.
    pub(super) edit: Callback<(String, bool)>,
    pub(super) close: Callback<MouseEvent>,
}

/// The editor of one exercise.
#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let text = &props.text;
    let as_text = use_state_eq(|| false);
    let trying = use_state_eq(|| false);
    let settled = use_settled(text.clone());
    let trial = use_work(job(&settled));
    // While it is typed, the last trial says nothing of it.
    let status = status(text, &trial);
    let warning_job = warning_job(text, &status);
    let look = use_work(warning_job.clone());
    let warnings = warnings(text, warning_job.as_ref(), &look);
    let act = {
        let (text, edit) = (text.clone(), props.edit.clone());
        Callback::from(move |action: FormAction| {
            if let Some(new) = after(&text, &action) {
                edit.emit((new, action.is_step()));
            }
        })
    };
    let typed = {
        let edit = props.edit.clone();
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            edit.emit((field.value(), false));
        }
    };
    let show = |on: bool| {
        let as_text = as_text.clone();
        move |_: MouseEvent| as_text.set(on)
    };
    let form = value(text);
    html! {
        <section id="own" aria-labelledby="heading-own">
            <header class="editor-head">
                <h3 id="heading-own">{ words::EDITOR }</h3>
                <div class="switch" role="group" aria-label="How to edit it">
                    <button id="own-as-form" type="button" aria-pressed={(!*as_text).to_string()}
                        onclick={show(false)}>{ words::AS_FORM }</button>
                    <button id="own-as-text" type="button" aria-pressed={as_text.to_string()}
                        onclick={show(true)}>{ words::AS_TEXT }</button>
                </div>
                { button("close-own".to_owned(), "Done", { let close = props.close.clone(); move |event| close.emit(event) }) }
            </header>
            <div id="own-problems" role="status">
                { said(&status, &trial, text) }
                if !warnings.is_empty() {
                    <p class="aside">{ words::WARNINGS }</p>
                    <ul id="own-warnings" class="mismatch">{ for warnings.iter().map(|found| message(found, text)) }</ul>
                }
            </div>
            if *as_text {
                <label class="unseen" for="own-text">{ "The exercise, as JSON" }</label>
                <p class="aside">
                    <a href="exercises.md" download="rankscope-exercises.md">{ "How to write one" }</a>
                    { ", with examples and everything that can be asked." }
                </p>
                <textarea id="own-text" rows="28" spellcheck="false" aria-describedby="own-problems"
                    value={text.clone()} oninput={typed} />
            } else if let Some(form) = &form {
                { fields(form, &act) }
            } else {
                <p class="aside">{ words::TEXT_FIRST }</p>
            }
            { try_out(&settled, &status, props.theme, &trying) }
        </section>
    }
}

/// The exercise itself, once it is sound and the teacher wants to do it.
fn try_out(text: &str, status: &EditorStatus, theme: Theme, open: &UseStateHandle<bool>) -> Html {
    if !matches!(status, EditorStatus::Sound(_)) {
        return html! {};
    }
    // It is sound, so it can be read.
    let Ok(exercise) = Exercise::read(text) else {
        return html! {};
    };
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    html! {
        <div id="try-own">
            <button id="open-try-own" type="button" aria-expanded={open.to_string()} onclick={toggle}>
                { words::TRY_OUT }
            </button>
            if **open {
                <p class="aside">{ words::TRY_OUT_NOTE }</p>
                <TryOut key={text.to_owned()} {exercise} {theme} />
            }
        </div>
    }
}

/// What is wrong with it, or what trying it out has shown.
fn said(status: &EditorStatus, trial: &WorkHandle, text: &str) -> Html {
    match status {
        EditorStatus::Problems(messages) => html! {
            <ul class="complaint">{ for messages.iter().map(|found| message(found, text)) }</ul>
        },
        EditorStatus::Sound(right) => {
            html! { <p>{ format!("Sound. Without a name, the answer is {right}.") }</p> }
        }
        EditorStatus::Failed(trouble) => problem("own", Some(trouble), &trial.retry),
        EditorStatus::Trying | EditorStatus::Readable => {
            html! { <p class="aside">{ "Trying it out as three students…" }</p> }
        }
    }
}

/// A message, with a button that leads to the place it is about.
fn message(message: &Message, text: &str) -> Html {
    let lead = {
        let (field, range) = (
            id_of(&message.place),
            message.line.and_then(|line| line_range(text, line)),
        );
        move |_: MouseEvent| lead_to(&field, range)
    };
    let place = match message.line {
        Some(line) if message.field.is_empty() => format!("Line {line}"),
        Some(line) => format!("Line {line}: {}", message.field),
        None => message.field.clone(),
    };
    html! {
        <li>
            if !place.is_empty() {
                <button type="button" class="place" data-place={message.place.clone()} onclick={lead}>{ place }</button>
                { " – " }
            }
            { message.reason.clone() }
        </li>
    }
}

/// Puts the focus into a field of the form, or selects these letters of the text.
fn lead_to(field: &str, range: Option<(u32, u32)>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let element = |id: &str| document.get_element_by_id(id);
    if let Some(field) = element(field).and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        field.focus().or_log("a field of the form");
    } else if let Some(text) = element("own-text") {
        let text: HtmlTextAreaElement = text.unchecked_into();
        text.focus().or_log("the text of the exercise");
        if let Some((begin, end)) = range {
            text.set_selection_range(begin, end)
                .or_log("a line of the text");
        }
    }
}
