//! What the Adapter view decides: which files are open, which layer is analysed when and by whom, and
//! everything that is shown of the results.
//!
//! [`session`] takes events and returns commands for the browser; its [`state`] lives longer than the
//! view, so a result is kept wherever the reader is when it arrives. What is shown follows from the
//! state by [`derived`].

pub mod column;
pub mod compare;
pub mod derived;
pub mod health;
pub mod heat;
pub mod looked_at;
pub mod opening;
pub mod parts;
pub mod plan;
pub mod pool;
pub mod rows;
pub mod running;
pub mod samples;
pub mod saving;
pub mod session;
pub mod state;
pub mod table;
#[cfg(test)]
mod tests;
pub mod verdict;
pub mod window;
pub mod words;
