//! Saving the open adapter anew: portable, or resized.
//!
//! 1. [`options`]: what the link and the reader ask for.
//! 2. [`offer`]: what a save would write, or why there is none; shown before.
//! 3. [`session`]: one save at a time. It says which worker makes which layers and in which order their bytes
//!    are written, on [`run`]; the browser makes and writes them.
//! 4. [`certificate`]: what was kept, layer by layer; [`words`]: every sentence.

pub mod certificate;
pub mod offer;
pub mod options;
pub mod run;
pub mod session;
#[cfg(test)]
mod tests;
pub mod words;
