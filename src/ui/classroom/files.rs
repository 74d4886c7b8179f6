//! Files that a reader opens here. They are read in the browser and go nowhere.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::{Callback, Event, Html, TargetCast, html};

use crate::browser::console::describe;
use rankscope_lesson::{LARGEST_FILE, LessonError};

/// A file's name, and its text or why it was not read.
pub(super) type Opened = (String, Result<String, LessonError>);

/// A field that takes files and calls `opened` with each.
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
    // Checked before any of it is read.
    if file.size() > LARGEST_FILE as f64 {
        let error = LessonError::TooLarge {
            bytes: file.size() as usize,
            most: LARGEST_FILE,
        };
        opened.emit((name, Err(error)));
        return;
    }
    spawn_local(async move {
        let text = match JsFuture::from(file.text()).await {
            // `Blob.text()` gives a string.
            Ok(text) => Ok(text.as_string().unwrap_or_default()),
            Err(error) => Err(LessonError::NotRead {
                reason: describe(&error),
            }),
        };
        opened.emit((name, text));
    });
}
