//! Rankscope's page: charts, the engine between page and worker, and the views.
//!
//! It is a package of its own for one reason: components and charts wait for the maths, not for
//! themselves, so they are compiled to be small, which a first visit feels. The pure code in
//! `rankscope-core` is compiled for speed. The files stand where every other module's do.

pub use rankscope_core::{adapter, lesson, params, sim};

#[path = "../chart/mod.rs"]
pub mod chart;
#[path = "../engine/mod.rs"]
pub mod engine;
#[cfg(target_arch = "wasm32")]
#[path = "../ui/mod.rs"]
pub mod ui;
