//! A reader's own adapter: read as PEFT, LyCORIS and diffusers read theirs, measured as NumPy
//! measures, and declined with a reason where it cannot be read.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
// γ and ranks are the tools' to the bit.
#![allow(clippy::float_cmp)]

#[path = "../bless/mod.rs"]
mod bless;
mod both;
mod checkpoint;
mod compare;
mod compare_pairs;
mod configs;
mod damaged_files;
mod damaged_layers;
mod file;
mod formats;
mod llama_cpp;
mod oracles;
mod products;
mod properties;
mod resized;
mod rules;
mod runtimes;
mod sample;
mod save;
mod save_errors;
mod save_properties;
mod saved;
mod saved_peft;
mod speed;
