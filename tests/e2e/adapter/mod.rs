//! The reader's own adapter: the numbers of PEFT and NumPy, files of every kind, nothing sent.

mod bad_files;
mod compare;
mod files;
mod large;
mod oracles;
mod running;
pub(crate) mod saving;
mod table;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::harness::Page;

/// Where a fixture's file is: the samples are the page's own.
fn fixture(adapter: &str, file: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = root.join("static/adapters").join(adapter).join(file);
    if sample.exists() {
        sample
    } else {
        root.join("tests/fixtures/adapters")
            .join(adapter)
            .join(file)
    }
}

pub(crate) fn weights(adapter: &str) -> PathBuf {
    fixture(adapter, "adapter_model.safetensors")
}

fn config(adapter: &str) -> PathBuf {
    fixture(adapter, "adapter_config.json")
}

/// Opens the view and waits for its sample.
async fn open(page: &Page, query: &str) {
    page.open(&format!("view=adapter{query}")).await;
    ready(page).await;
}

/// Waits until every layer of what is open has been dealt with.
async fn ready(page: &Page) {
    let ready = "return document.querySelector('#adapter')?.dataset.open === 'ready';";
    page.waits_until("the adapter to be analysed", ready).await;
}

/// Picks files, and waits for the one of this name to be analysed.
async fn opens(page: &Page, files: &[&Path], layer: &str) {
    page.picks("#adapter-files", files).await;
    let there = format!(
        "return document.querySelector('#adapter').dataset.open === 'ready'
            && !!document.querySelector('#table-adapter tr[data-layer=\"{layer}\"]');"
    );
    page.waits_until(layer, &there).await;
}

/// A number of a layer, to its last digit.
async fn reads(page: &Page, layer: &str, column: &str) -> f64 {
    let cell = format!("#table-adapter tr[data-layer='{layer}'] td[data-column='{column}']");
    let script = "return document.querySelector(arguments[0])?.dataset.value;";
    // The table comes after what is computed for it.
    let look = async || {
        let value = page.script(script, vec![json!(cell)]).await;
        value.as_str().map(ToOwned::to_owned)
    };
    let value = page.wait_for(&format!("{column} of {layer}"), look).await;
    value.parse().unwrap()
}

/// The paths of the rows, from top to bottom.
async fn layers(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('#table-adapter tr[data-layer]')].map(row => row.dataset.layer);";
    serde_json::from_value(page.script(script, vec![]).await).unwrap()
}

/// A file of a test's own, gone when it is dropped.
pub(crate) struct Made(PathBuf);

impl Made {
    /// A file of these bytes, in a folder of its own: several of one name can be there at once.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = format!("rankscope-files-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    /// A safetensors file of this header, with these bytes behind it.
    pub(crate) fn with_header(name: &str, header: &serde_json::Value, data: &[u8]) -> Self {
        let header = serde_json::to_vec(header).unwrap();
        let length = (header.len() as u64).to_le_bytes();
        Self::of(name, &[&length, &header[..], data].concat())
    }
}

impl std::ops::Deref for Made {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if let Some(folder) = self.0.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
