//! Rankscope: see when a low-rank adapter (LoRA) can hold a weight update.

pub mod chart;
pub mod engine;
pub mod params;
pub mod sim;
