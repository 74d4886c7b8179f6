//! Rankscope's pure code: the maths, and what is read of adapters.
//!
//! It is a package of its own for one reason: it is compiled for speed, and the page around it to
//! be small. Its files stand where every other module's do.

pub use rankscope_settings::params;

#[path = "../adapter/mod.rs"]
pub mod adapter;
#[path = "../sim/mod.rs"]
pub mod sim;
