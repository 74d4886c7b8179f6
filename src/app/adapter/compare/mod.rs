//! A second adapter beside the first.
//!
//! The second is opened, sorted and analysed as the first is, by an
//! [`AdapterSession`](super::session::AdapterSession) of its own: what goes wrong with it leaves the first alone.
//!
//! 1. [`session`]: when both are analysed their layers are paired and compared, by workers; [`state`] is what is
//!    known of them.
//! 2. [`rows`]: what is shown of each pair; [`overall`]: of all of them.
//! 3. [`offer`]: what saving their weighted sum would write.
//! 4. [`words`]: every sentence.

pub mod offer;
pub mod overall;
pub mod rows;
mod scales;
pub mod session;
pub mod state;
#[cfg(test)]
mod tests;
pub mod words;
