//! Rankscope's pure code: the maths, what is read of adapters, and exercises.
//!
//! It is a package of its own for one reason: it is compiled for speed, and the page around it to
//! be small. Its files stand where every other module's do.

pub use rankscope_settings::params;

#[path = "../adapter/mod.rs"]
pub mod adapter;
#[path = "../lesson/mod.rs"]
pub mod lesson;
#[path = "../sim/mod.rs"]
pub mod sim;
