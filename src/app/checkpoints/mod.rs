//! What the Adapter view decides of two checkpoints: which files make a side, which matrix is analysed when and by
//! whom, and everything that is shown of the results.
//!
//! [`session`] takes events and returns commands for the browser; its [`state`] lives longer than the view. What is
//! analysed here and what a report of `rankscope delta --json` says become the same [`rows`].

pub mod arriving;
pub mod heat;
pub mod lora;
pub mod picked;
pub mod rows;
pub mod session;
pub mod shared;
pub mod state;
pub mod table;
#[cfg(test)]
mod tests;
pub mod words;
