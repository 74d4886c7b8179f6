//! A file that the reader keeps, written piece by piece.
//!
//! Where the browser lets a page pick a place (`showSaveFilePicker`), each piece goes to the disk as it comes.
//! The browser writes beside the file that was there, and puts the new one in its place when it is closed; so a
//! file that is aborted is as it was. One that did not exist stands there empty by then, and is removed.
//! Everywhere else the pieces become one `Blob`, which is saved when it is whole.
//!
//! The bindings are written by hand: `web-sys` has them only behind a compiler flag.
//!
//! Source: <https://wicg.github.io/file-system-access/>, and <https://fs.spec.whatwg.org/>.

use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File};

use super::console::{OrLog, describe};
use super::save;
use rankscope_app::adapter::saving::session::WriteFault;

#[wasm_bindgen]
extern "C" {
    type PickerWindow;
    #[wasm_bindgen(method, catch, js_name = showSaveFilePicker)]
    fn show_save_file_picker(this: &PickerWindow, options: &JsValue) -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type FileHandle;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    fn create_writable(this: &FileHandle) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn get_file(this: &FileHandle) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn remove(this: &FileHandle) -> Result<Promise, JsValue>;

    #[derive(Clone)]
    type Writable;
    #[wasm_bindgen(method, catch)]
    fn write(this: &Writable, data: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn close(this: &Writable) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn abort(this: &Writable) -> Result<Promise, JsValue>;
}

/// Where pieces go. Clones write to the same file.
#[derive(Clone)]
pub(crate) enum Sink {
    /// A place that the reader picked.
    Picked(Picked),
    /// Memory, until the file is whole.
    Memory(Memory),
}

/// A file of the reader's disk.
#[derive(Clone)]
pub(crate) struct Picked {
    handle: FileHandle,
    writable: Writable,
    /// Whether there was nothing in it.
    was_empty: bool,
}

/// Pieces of a file to come.
#[derive(Clone)]
pub(crate) struct Memory {
    name: String,
    pieces: Array,
}

/// Whether this browser writes to a place that the reader picks.
pub(crate) fn writes_piecewise() -> bool {
    let window = JsValue::from(web_sys::window());
    // A window answers any question about what it has.
    Reflect::has(&window, &"showSaveFilePicker".into()).unwrap_or_default()
}

/// A picker that is open; none where the browser has none.
pub(crate) struct Picking {
    name: String,
    picked: Option<Result<Promise, JsValue>>,
}

/// Has the reader pick a place for a file of this name. Browsers allow it only while they handle a click.
pub(crate) fn pick(name: &str) -> Picking {
    let window = web_sys::window().filter(|_| writes_piecewise());
    let picked = window.map(|window| {
        let window: &PickerWindow = window.unchecked_ref();
        window.show_save_file_picker(&options(name)?)
    });
    Picking {
        name: name.to_owned(),
        picked,
    }
}

fn options(name: &str) -> Result<JsValue, JsValue> {
    let (media_type, ending) = match name.rsplit_once('.') {
        Some((_, "zip")) => ("application/zip", ".zip"),
        _ => ("application/octet-stream", ".safetensors"),
    };
    let options = serde_json::json!({
        "suggestedName": name,
        "types": [{ "accept": { media_type: [ending] } }],
    });
    JSON::parse(&options.to_string())
}

impl Picking {
    /// The place, once it is picked; none when the reader picks none. A page that may not ask, as one inside
    /// another page, gets memory.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub(crate) async fn sink(self) -> Result<Option<Sink>, WriteFault> {
        let Self { name, picked } = self;
        let Some(picked) = picked else {
            return Ok(Some(Sink::memory(name)));
        };
        match settled(picked).await {
            Ok(handle) => {
                let picked = Picked::open(handle.unchecked_into()).await;
                let sink = picked.map(|picked| Some(Sink::Picked(picked)));
                sink.map_err(|error| fault(&error))
            }
            Err(error) => match error_name(&error).as_str() {
                "SecurityError" => Ok(Some(Sink::memory(name))),
                "AbortError" => Ok(None),
                _ => Err(fault(&error)),
            },
        }
    }
}

impl Picked {
    async fn open(handle: FileHandle) -> Result<Self, JsValue> {
        let file: File = settled(handle.get_file()).await?.unchecked_into();
        let writable = settled(handle.create_writable()).await?.unchecked_into();
        Ok(Self {
            handle,
            writable,
            was_empty: file.size() == 0.0,
        })
    }

    async fn abort(self) {
        settled(self.writable.abort())
            .await
            .or_log("a file that is not kept");
        let removes = Reflect::has(&self.handle, &"remove".into()).unwrap_or_default();
        if self.was_empty && removes {
            settled(self.handle.remove())
                .await
                .or_log("an empty file that is not kept");
        }
    }
}

impl Sink {
    fn memory(name: String) -> Self {
        let pieces = Array::new();
        Self::Memory(Memory { name, pieces })
    }

    /// Writes bytes, an `ArrayBuffer` or a view of one, behind what was written.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) async fn write(&self, bytes: JsValue) -> Result<(), WriteFault> {
        let written = match self {
            Self::Picked(picked) => settled(picked.writable.write(&bytes)).await.map(drop),
            // The browser may keep a Blob elsewhere than in the page's memory.
            Self::Memory(memory) => {
                Blob::new_with_buffer_source_sequence(&Array::of1(&bytes)).map(|piece| {
                    memory.pieces.push(&piece);
                })
            }
        };
        written.map_err(|error| fault(&error))
    }

    /// Makes the file whole.
    ///
    /// # Errors
    /// When it cannot be put where it belongs.
    pub(crate) async fn close(&self) -> Result<(), WriteFault> {
        let closed = match self {
            Self::Picked(picked) => settled(picked.writable.close()).await.map(drop),
            Self::Memory(Memory { name, pieces }) => {
                let options = BlobPropertyBag::new();
                options.set_type("application/octet-stream");
                let file = Blob::new_with_blob_sequence_and_options(pieces, &options);
                file.map(|file| save::save(name, &file))
            }
        };
        closed.map_err(|error| fault(&error))
    }

    /// Discards what was written.
    pub(crate) async fn abort(self) {
        match self {
            Self::Picked(picked) => picked.abort().await,
            Self::Memory(memory) => memory.pieces.set_length(0),
        }
    }
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

fn error_name(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>();
    error.map_or_else(String::new, |error| error.name().into())
}

fn fault(error: &JsValue) -> WriteFault {
    match error_name(error).as_str() {
        "QuotaExceededError" => WriteFault::Full,
        "NotAllowedError" | "SecurityError" | "NoModificationAllowedError" => {
            WriteFault::NotAllowed
        }
        _ => WriteFault::Other(describe(error)),
    }
}
