//! Files as the reader gives them, read as far as their headers.
//!
//! Of the weights only the header is read here; the rest is left to the workers, layer by layer.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, Response};

use super::opened::{Action, Given, Opened, Origin, Problem, Weights};
use rankscope_adapter::{
    Config, ConfigError, FileError, Header, Layout, PREFIX_BYTES, Training, header_bytes,
};

/// The largest config that is read: more than any PEFT writes.
const LARGEST_CONFIG: f64 = 10e6;

/// An adapter that comes with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    /// Its folder beside the page.
    pub(super) folder: &'static str,
    /// What the page calls it.
    pub(super) label: &'static str,
    /// What it is.
    pub(super) what: &'static str,
    /// Its size.
    pub(super) bytes: usize,
}

/// The size of a sample's weights, which are counted as this is compiled and stay outside.
macro_rules! bytes {
    ($folder:literal) => {
        include_bytes!(concat!(
            "../../../static/adapters/",
            $folder,
            "/adapter_model.safetensors"
        ))
        .len()
    };
}

/// The adapters that come with the page.
pub(super) const SAMPLES: [Sample; 4] = [
    Sample {
        folder: "style_r8_std",
        label: "Sample: a style, rank 8",
        what: "A tiny model taught a style of writing, by LoRA of rank 8 with α/r.",
        bytes: bytes!("style_r8_std"),
    },
    Sample {
        folder: "facts_r8_std",
        label: "Sample: facts, rank 8",
        what: "The same model taught new facts, by LoRA of rank 8 with α/r.",
        bytes: bytes!("facts_r8_std"),
    },
    Sample {
        folder: "facts_r64_rslora",
        label: "Sample: facts, rsLoRA of rank 64",
        what: "The same facts, by rsLoRA of rank 64, in half precision.",
        bytes: bytes!("facts_r64_rslora"),
    },
    Sample {
        folder: "facts_pattern_rslora_bf16",
        label: "Sample: facts, rsLoRA with patterns",
        what: "The same facts, by rsLoRA with a rank and an α of their own in some layers.",
        bytes: bytes!("facts_pattern_rslora_bf16"),
    },
];

/// What all of them weigh together.
pub(super) const ALL_SAMPLES: usize =
    SAMPLES[0].bytes + SAMPLES[1].bytes + SAMPLES[2].bytes + SAMPLES[3].bytes;

type Dispatch = crate::store::Dispatch<Opened>;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// A number for the next file.
fn next_serial() -> u32 {
    LAST.set(LAST.get() + 1);
    LAST.get()
}

/// Opens what the reader dropped or picked: weights, a config, or both.
pub(super) fn open(files: Vec<File>, opened: &Opened, dispatch: &Dispatch) {
    let is_config = |file: &File| file.name().to_lowercase().ends_with(".json");
    let (configs, mut weights): (Vec<File>, Vec<File>) = files.into_iter().partition(is_config);
    // Of several files, one that is named as weights are.
    weights.sort_by_key(|file| !file.name().to_lowercase().ends_with(".safetensors"));
    let mut weights = weights.into_iter();
    let mut serial = opened.serial;
    if let Some(file) = weights.next() {
        serial = next_serial();
        let name = file.name();
        dispatch.dispatch(Action::Begin {
            serial,
            name: name.clone(),
            origin: Origin::Own,
        });
        let dispatch = dispatch.clone();
        spawn_local(async move {
            let weights = read_weights(&name, file.into()).await;
            dispatch.dispatch(Action::Weights(serial, weights));
        });
    }
    for file in weights {
        dispatch.dispatch(Action::Say(Problem {
            what: format!("“{}” was left aside.", file.name()),
            advice: "Open one file of weights at a time.",
        }));
    }
    if let Some(file) = configs.into_iter().next() {
        let dispatch = dispatch.clone();
        spawn_local(async move {
            let config = read_config(file.name(), Origin::Own, &file).await;
            dispatch.dispatch(Action::Config(serial, config));
        });
    }
}

/// Opens an adapter that comes with the page, fetched from beside it.
pub(super) fn open_sample(sample: Sample, dispatch: &Dispatch) {
    let serial = next_serial();
    dispatch.dispatch(Action::Begin {
        serial,
        name: sample.label.to_owned(),
        origin: Origin::Sample,
    });
    let dispatch = dispatch.clone();
    spawn_local(async move {
        let Sample { folder, label, .. } = sample;
        let part = async |file: &str| brought(&format!("adapters/{folder}/{file}")).await;
        let weights = match part("adapter_model.safetensors").await {
            Some(blob) => read_weights(label, blob).await,
            None => Err(Problem {
                what: format!("“{label}” could not be fetched."),
                advice: "Check the connection, or open a file of your own.",
            }),
        };
        if let Some(blob) = part("adapter_config.json").await {
            let config = read_config("adapter_config.json".to_owned(), Origin::Sample, &blob).await;
            dispatch.dispatch(Action::Config(serial, config));
        }
        dispatch.dispatch(Action::Weights(serial, weights));
    });
}

/// A file of a sample: inside the single file, beside the page everywhere else.
async fn brought(address: &str) -> Option<Blob> {
    match inside(address) {
        Some(blob) => Some(blob),
        None => fetched(address).await,
    }
}

/// What the single file brings along, in base64, under the address it has elsewhere.
fn inside(address: &str) -> Option<Blob> {
    let window = web_sys::window()?;
    let element = window.document()?.get_element_by_id(address)?;
    let letters = window.atob(&element.text_content()?).ok()?;
    // A letter for each byte.
    let bytes: Vec<u8> = letters.chars().map(|letter| letter as u8).collect();
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    Blob::new_with_u8_array_sequence(&parts).ok()
}

async fn fetched(address: &str) -> Option<Blob> {
    let response = web_sys::window()?.fetch_with_str(address);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let blob = JsFuture::from(response.blob().ok()?).await.ok()?;
    blob.dyn_into().ok()
}

async fn read_weights(name: &str, blob: Blob) -> Result<Weights, Problem> {
    let wrong = |error: FileError| Problem::with_weights(name, &error);
    let bytes = blob.size() as u64;
    let first = read(&blob, 0, PREFIX_BYTES.min(bytes)).await;
    let first = first.ok_or_else(|| unreadable(name))?;
    let place = header_bytes(&first, bytes).map_err(wrong)?;
    let header = read(&blob, place.start, place.end).await;
    let header = header.ok_or_else(|| unreadable(name))?;
    let header = Header::parse(&header, bytes).map_err(wrong)?;
    let layout = Layout::of(&header).map_err(wrong)?;
    // One that cannot be read is as good as none: the reader is asked for it.
    let embedded = Config::embedded(&header.metadata).ok().flatten();
    Ok(Weights {
        layout,
        training: Training::of(&header.metadata),
        embedded: embedded.map(Rc::new),
        blob,
    })
}

async fn read_config(name: String, origin: Origin, blob: &Blob) -> Result<Given, Problem> {
    let config = if blob.size() > LARGEST_CONFIG {
        let bytes = blob.size() as usize;
        Err(ConfigError::TooLarge { bytes })
    } else {
        let text = read(blob, 0, blob.size() as u64).await;
        Config::parse(&text.ok_or_else(|| unreadable(&name))?)
    };
    match config {
        Ok(config) => Ok(Given {
            name,
            origin,
            config: Rc::new(config),
        }),
        Err(error) => Err(Problem::with_config(&name, &error)),
    }
}

fn unreadable(name: &str) -> Problem {
    Problem {
        what: format!("The browser could not read “{name}”."),
        advice: "It may have been moved or changed meanwhile: open it again.",
    }
}

/// Some bytes of a file.
async fn read(blob: &Blob, start: u64, end: u64) -> Option<Vec<u8>> {
    let slice = blob.slice_with_f64_and_f64(start as f64, end as f64).ok()?;
    let buffer: ArrayBuffer = JsFuture::from(slice.array_buffer())
        .await
        .ok()?
        .unchecked_into();
    Some(Uint8Array::new(&buffer).to_vec())
}
