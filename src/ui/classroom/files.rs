//! Files that a reader opens here. They are read in the browser and go nowhere.

use std::pin::Pin;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::{Callback, Event, Html, TargetCast, html};

use crate::browser::console::describe;
use rankscope_lesson::{LARGEST_FILE, LessonError};

/// A file's name, and its text or why it was not read.
pub(crate) type Opened = (String, Result<String, LessonError>);
/// A file that is read once it is asked for.
pub(crate) type Reading = Pin<Box<dyn Future<Output = Opened>>>;

/// A field that takes files and calls `opened` with each.
pub(crate) fn file_field(
    id: &'static str,
    label: &'static str,
    multiple: bool,
    opened: &Callback<Opened>,
) -> Html {
    let opened = opened.clone();
    let chosen = Callback::from(move |files: Vec<Reading>| {
        for file in files {
            let opened = opened.clone();
            spawn_local(async move { opened.emit(file.await) });
        }
    });
    field(id, label, multiple, &chosen)
}

/// A field that takes many files and calls `chosen` with all of them, to be read.
pub(crate) fn files_field(
    id: &'static str,
    label: &'static str,
    chosen: &Callback<Vec<Reading>>,
) -> Html {
    field(id, label, true, chosen)
}

fn field(
    id: &'static str,
    label: &'static str,
    multiple: bool,
    chosen: &Callback<Vec<Reading>>,
) -> Html {
    let chosen = chosen.clone();
    let onchange = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        let files = field.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        let each = (0..count).filter_map(|index| files.as_ref()?.get(index));
        let each = each.map(|file| -> Reading { Box::pin(read(file)) });
        chosen.emit(each.collect());
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

async fn read(file: File) -> Opened {
    let name = file.name();
    // Checked before any of it is read.
    if file.size() > LARGEST_FILE as f64 {
        let error = LessonError::TooLarge {
            bytes: file.size() as usize,
            most: LARGEST_FILE,
        };
        return (name, Err(error));
    }
    let text = match JsFuture::from(file.text()).await {
        // `Blob.text()` gives a string.
        Ok(text) => Ok(text.as_string().unwrap_or_default()),
        Err(error) => Err(LessonError::NotRead {
            reason: describe(&error),
        }),
    };
    (name, text)
}
