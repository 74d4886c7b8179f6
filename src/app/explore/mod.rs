//! What the Explore view says.

pub mod words;
