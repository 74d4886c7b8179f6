//! Between the page and the maths: everything that takes longer than a frame runs in a worker.
//!
//! The page sends a [`protocol::Job`] to the [`supervisor`], which decides what the worker is sent
//! and when; a simulation goes to two of them, by the [`joint`]; the worker calls what a [`handler()`](handle::handler) made and posts its replies back.
//! All of it is plain data and runs, and is tested, without a browser. The browser's side is in
//! `rankscope-ui`: `browser/engine.rs` on the page, `browser/worker.rs` in the worker.

pub mod handle;
pub mod joint;
mod packed;
mod parts;
pub mod protocol;
pub mod supervisor;
mod teaching;
pub mod turns;

pub use packed::Packed;
pub use parts::{InParts, Long, Unpacked};
