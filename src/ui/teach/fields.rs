//! An exercise as a form: the fields of `rankscope_app::teach::form` as elements.

use serde_json::Value;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::{Callback, Event, Html, InputEvent, MouseEvent, TargetCast, html};

use super::compose::button;
use rankscope_app::teach::editor::FormAction;
use rankscope_app::teach::form::{FIGURES, Field, FieldKind, Group, form, read};
use rankscope_params::Key;

/// The whole form.
pub(super) fn fields(value: &Value, act: &Callback<FormAction>) -> Html {
    let groups = form(value);
    let group = |(index, group): (usize, &Group)| {
        html! {
            <div class="form-group" key={index}>
                if !group.heading.is_empty() {
                    <h4>{ group.heading.clone() }{ for take_out(group, act) }</h4>
                }
                { for group.fields.iter().map(|field| row(value, field, act)) }
                { for grow(group, act) }
            </div>
        }
    };
    html! { <div class="exercise-form">{ for groups.iter().enumerate().map(group) }</div> }
}

fn take_out(group: &Group, act: &Callback<FormAction>) -> Option<Html> {
    let (list, index) = group.entry.clone()?;
    let act = act.clone();
    let label = format!("Take out “{}”", group.heading);
    let press = move |_: MouseEvent| act.emit(FormAction::TakeOut(list.clone(), index));
    Some(html! {
        <button type="button" class="quiet" aria-label={label} onclick={press}>{ "✕" }</button>
    })
}

fn grow(group: &Group, act: &Callback<FormAction>) -> Option<Html> {
    let (list, label) = group.grows.clone()?;
    let act = act.clone();
    let id = format!("grow-{list}").replace('.', "-");
    Some(button(id, label, move |_| {
        act.emit(FormAction::Add(list.clone()));
    }))
}

/// The id of a field's element.
pub(super) fn id_of(place: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    format!("field-{}", place.chars().map(plain).collect::<String>())
}

fn row(value: &Value, field: &Field, act: &Callback<FormAction>) -> Html {
    let id = id_of(&field.path.to_string());
    let help = format!("{id}-help");
    html! {
        <div class="form-row">
            if matches!(field.kind, FieldKind::Names | FieldKind::Few(_)) {
                <span class="form-label" id={format!("{id}-label")}>{ field.label.clone() }</span>
            } else {
                <label for={id.clone()}>{ field.label.clone() }</label>
            }
            { input(&id, &read(value, field), field, act) }
            if !field.help.is_empty() {
                <p id={help} class="aside">{ field.help }</p>
            }
        </div>
    }
}

fn input(id: &str, text: &str, field: &Field, act: &Callback<FormAction>) -> Html {
    let (id, text) = (id.to_owned(), text.to_owned());
    let write = {
        let (field, act) = (field.clone(), act.clone());
        Callback::from(move |text: String| act.emit(FormAction::Write(field.clone(), text)))
    };
    let typed = {
        let write = write.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            write.emit(field.value());
        }
    };
    match field.kind {
        FieldKind::Text => {
            let typed = move |event: InputEvent| {
                let field: HtmlTextAreaElement = event.target_unchecked_into();
                write.emit(field.value());
            };
            let rows = (1 + text.len() / 60 + text.matches('\n').count()).clamp(2, 12);
            html! { <textarea {id} rows={rows.to_string()} value={text} oninput={typed} /> }
        }
        FieldKind::OneOf(options) => {
            let act = act.clone();
            let chosen = move |event: Event| {
                let field: HtmlSelectElement = event.target_unchecked_into();
                act.emit(FormAction::Kind(field.value()));
            };
            let option = |(name, label): &(&'static str, &'static str)| {
                html! { <option value={*name} selected={*name == text}>{ *label }</option> }
            };
            html! { <select {id} onchange={chosen}>{ for options.iter().map(option) }</select> }
        }
        FieldKind::Names => {
            let all = Key::ALL.into_iter().map(Key::declaration);
            ticks(&id, &text, &write, all.map(|row| (row.name, row.label)))
        }
        FieldKind::Few(few) => ticks(&id, &text, &write, few.iter().copied()),
        FieldKind::Flag => {
            let on = text == "true";
            let press =
                move |_: Event| write.emit(if on { String::new() } else { "true".to_owned() });
            html! { <input {id} type="checkbox" checked={on} onchange={press} /> }
        }
        FieldKind::Figure => {
            let chosen = move |event: Event| {
                let field: HtmlSelectElement = event.target_unchecked_into();
                write.emit(field.value());
            };
            let option = |(name, label): &(&'static str, &'static str)| {
                html! { <option value={*name} selected={*name == text}>{ *label }</option> }
            };
            html! { <select {id} onchange={chosen}>{ for FIGURES.iter().map(option) }</select> }
        }
        FieldKind::Number => html! {
            <input {id} type="text" inputmode="decimal" autocomplete="off" value={text} oninput={typed} />
        },
        FieldKind::Line | FieldKind::Numbers => html! {
            <input {id} type="text" autocomplete="off" value={text} oninput={typed} />
        },
        FieldKind::Formula | FieldKind::Json => html! {
            <input {id} type="text" class="formula" autocomplete="off" spellcheck="false" value={text}
                oninput={typed} />
        },
    }
}

/// Names as boxes to tick; what is ticked stands in the order of ticking.
fn ticks(
    id: &str,
    text: &str,
    write: &Callback<String>,
    all: impl Iterator<Item = (&'static str, &'static str)>,
) -> Html {
    let ticked: Vec<String> = text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let choice = |(name, label): (&'static str, &'static str)| {
        let on = ticked.iter().any(|ticked| ticked == name);
        let (write, mut after) = (write.clone(), ticked.clone());
        if on {
            after.retain(|ticked| ticked != name);
        } else {
            after.push(name.to_owned());
        }
        let press = move |_: Event| write.emit(after.join(", "));
        html! {
            <label class="tick"><input type="checkbox" checked={on} onchange={press} />{ label }</label>
        }
    };
    html! {
        <div id={id.to_owned()} class="ticks" role="group" aria-labelledby={format!("{id}-label")}>{ for all.map(choice) }</div>
    }
}
