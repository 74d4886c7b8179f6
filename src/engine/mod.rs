//! Between the page and the maths: everything that takes longer than a frame runs in a worker.
//!
//! A slider's way down: the page's [`client`] gives a [`protocol::Job`] to the
//! [`supervisor`], which decides what the worker is sent and when; the worker calls
//! what a [`handler()`](handle::handler) made and posts its replies back.
//!
//! Only the two rims, [`client`] and [`worker`], know a browser. The rest is plain data and runs,
//! and is tested, anywhere.

pub mod handle;
mod packed;
pub mod protocol;
pub mod supervisor;

pub use packed::Packed;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod worker;
