//! Files that a reader opens here. They are read in the browser and go nowhere.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::{Callback, Event, Html, TargetCast, html};

use rankscope_lesson::{LARGEST_FILE, LessonError};

/// A file's name, and its text or why it was not read.
pub(super) type Opened = (String, Result<String, LessonError>);

/// A field that takes files and hands each to `opened`.
pub(super) fn file_field(
    id: &'static str,
    label: &'static str,
    multiple: bool,
    opened: &Callback<Opened>,
) -> Html {
    let opened = opened.clone();
    let onchange = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        let files = field.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        let each = (0..count).filter_map(|index| files.as_ref()?.get(index));
        for file in each {
            read(file, opened.clone());
        }
        // The same file can be chosen again, corrected.
        field.set_value("");
    };
    html! {
        <p class="file">
            <label for={id}>{ label }</label>
            <input {id} type="file" accept=".json,application/json" {multiple} {onchange} />
        </p>
    }
}

fn read(file: File, opened: Callback<Opened>) {
    let name = file.name();
    // Looked at before a byte of it is.
    if file.size() > LARGEST_FILE as f64 {
        let error = LessonError::TooLarge {
            bytes: file.size() as usize,
            most: LARGEST_FILE,
        };
        opened.emit((name, Err(error)));
        return;
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().and_then(|text| text.as_string());
        // A file that vanished meanwhile is an empty one, which is no JSON.
        opened.emit((name, Ok(text.unwrap_or_default())));
    });
}
