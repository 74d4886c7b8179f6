//! Rankscope's pure code: what can be set, the maths, what is read of adapters, and exercises.
//!
//! It is a package of its own for one reason: it is compiled for speed, and the page around it to
//! be small. Its files stand where every other module's do.

#[path = "../adapter/mod.rs"]
pub mod adapter;
#[path = "../lesson/mod.rs"]
pub mod lesson;
#[path = "../params/mod.rs"]
pub mod params;
#[path = "../sim/mod.rs"]
pub mod sim;
