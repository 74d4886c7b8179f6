//! What the Explore view says.

pub mod presets;
pub mod words;
