//! Rankscope: see when a low-rank adapter (LoRA) can hold a weight update.
//!
//! Each module is a room; arrows run down only:
//!
//! ```text
//! ui          Yew: state and reducer, one component a file, one folder a view   (browser)
//! ├─ chart    each figure once, as data, then on any plotters backend
//! ├─ engine   protocol, pure `handle(Request) -> Reply`, supervision;
//! │           two rims, `client` and `worker`                                    (browser)
//! │
//! adapter     a reader's own weights: untrusted bytes, layers, spectra, rank rules
//! lesson      exercises that compute their own answers, assignments in links
//! sim         pure maths: NumPy's stream, the two updates, spectra, scales, tables, training
//! params      what can be set: one declaration, its values, its link
//! ```
//!
//! A slider's way: input → reducer → engine client → worker → `handle` → `sim` → reply → state →
//! figures and tables.

pub use rankscope_core::{adapter, lesson, params, sim};
#[cfg(target_arch = "wasm32")]
pub use rankscope_page::ui;
pub use rankscope_page::{chart, engine};
