//! What a page holds of memory, as far as its browser tells.

use serde_json::{Value, json};

use super::Page;
use super::engine::devtools;

/// The page's own memory: its module, started, gives out what it was started with. The newest is the
/// last that was preloaded.
const MODULE: &str = "
    const [done] = arguments;
    import([...document.querySelectorAll('link[rel=modulepreload]')].at(-1).href)
        .then(module => module.default())
        .then(({ memory }) => done(memory.buffer.byteLength), error => done(String(error)));";

/// Bytes that a page holds once its garbage is collected. Its worker holds its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    /// Of JavaScript.
    pub(crate) heap: f64,
    /// Of the page's own WebAssembly module, which never gives back what it once had.
    pub(crate) module: f64,
}

impl Held {
    /// All of it.
    pub(crate) fn total(self) -> f64 {
        self.heap + self.module
    }
}

impl Page {
    /// Collects the page's garbage, and looks at what is left. Chromium's alone.
    pub(crate) async fn held(&self) -> Held {
        let ask = async |name| devtools(&self.client, name, json!({})).await;
        ask("HeapProfiler.enable").await;
        ask("HeapProfiler.collectGarbage").await;
        let usage = ask("Runtime.getHeapUsage").await;
        let module = self.script_later(MODULE).await;
        let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value}"));
        Held {
            heap: number(&usage["usedSize"]),
            module: number(&module),
        }
    }
}
