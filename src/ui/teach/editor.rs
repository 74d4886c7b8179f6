//! One own exercise: form and text side by side, what is wrong with it, and the exercise itself to try.

use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, UseStateHandle, component,
    hook, html, use_effect, use_effect_with, use_mut_ref, use_state_eq,
};

use super::compose::button;
use super::fields::{fields, id_of};
use super::settled::use_settled;
use crate::browser::console::OrLog;
use crate::browser::reveal::go_to;
use crate::classroom::TryOut;
use crate::widgets::problem::problem;
use crate::work::{WorkHandle, use_work};
use rankscope_app::teach::editor::{
    EditorStatus, FormAction, Lead, Message, after, job, lead, status, value, warning_job, warnings,
};
use rankscope_app::teach::words;
use rankscope_lesson::Exercise;
use rankscope_params::Theme;

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub(super) struct EditorProps {
    pub(super) text: String,
    /// Grows each time the teacher opens an exercise: then the editor is led to.
    pub(super) opened: u32,
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
    use_effect_with(props.opened, |opened| {
        if *opened > 0 {
            go_to("heading-own");
        }
    });
    let awaited = use_lead();
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
    let follow = {
        let (text, as_text, awaited) = (text.clone(), as_text.clone(), awaited);
        Callback::from(move |message: Message| {
            // A field that is not shown has no element: then it is the line.
            let Some(to) = lead(&message, &text, *as_text) else {
                return;
            };
            as_text.set(matches!(to, Lead::Line(..)));
            awaited.emit(to);
        })
    };
    html! {
        <section id="own" aria-labelledby="heading-own">
            <header class="editor-head">
                <h3 id="heading-own" tabindex="-1">{ words::EDITOR }</h3>
                <div class="switch" role="group" aria-label="How to edit it">
                    <button id="own-as-form" type="button" aria-pressed={(!*as_text).to_string()}
                        onclick={show(false)}>{ words::AS_FORM }</button>
                    <button id="own-as-text" type="button" aria-pressed={as_text.to_string()}
                        onclick={show(true)}>{ words::AS_TEXT }</button>
                </div>
                { button("close-own".to_owned(), "Done", { let close = props.close.clone(); move |event| close.emit(event) }) }
            </header>
            <div id="own-problems" role="status">
                { said(&status, &trial, &follow) }
                if !warnings.is_empty() {
                    <p class="aside">{ words::WARNINGS }</p>
                    <ul id="own-warnings" class="mismatch">{ for warnings.iter().map(|found| message(found, &follow)) }</ul>
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
fn said(status: &EditorStatus, trial: &WorkHandle, follow: &Callback<Message>) -> Html {
    match status {
        EditorStatus::Problems(messages) => html! {
            <ul class="complaint">{ for messages.iter().map(|found| message(found, follow)) }</ul>
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
fn message(message: &Message, follow: &Callback<Message>) -> Html {
    let lead = {
        let (message, follow) = (message.clone(), follow.clone());
        move |_: MouseEvent| follow.emit(message.clone())
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

/// Leads to a place once it is shown: the text may have to take the form's place first.
#[hook]
fn use_lead() -> Callback<Lead> {
    let awaited = use_mut_ref(|| None::<Lead>);
    let asked = use_state_eq(|| 0_u32);
    {
        let awaited = awaited.clone();
        use_effect(move || {
            if let Some(to) = awaited.take() {
                show(&to);
            }
        });
    }
    Callback::from(move |to: Lead| {
        awaited.replace(Some(to));
        // Rendered again, whatever else has changed.
        asked.set(asked.wrapping_add(1));
    })
}

/// Puts the focus into a field of the form, or selects a line of the text.
fn show(to: &Lead) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    match to {
        Lead::Field(place) => {
            if let Some(field) = document.get_element_by_id(&id_of(place)) {
                in_the_middle(&field);
                if let Some(field) = field.dyn_ref::<HtmlElement>() {
                    field.focus().or_log("a field of the form");
                }
            }
        }
        Lead::Line((begin, end), above) => {
            let text = document.get_element_by_id("own-text");
            let Some(text) = text.and_then(|text| text.dyn_into::<HtmlTextAreaElement>().ok())
            else {
                return;
            };
            in_the_middle(&text);
            text.focus().or_log("the text of the exercise");
            text.set_selection_range(*begin, *end)
                .or_log("a line of the text");
            let top =
                above * f64::from(text.scroll_height()) - f64::from(text.client_height()) / 2.0;
            text.set_scroll_top(top.max(0.0) as i32);
        }
    }
}

fn in_the_middle(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
