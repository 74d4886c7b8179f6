//! What can be set on the page: see [`params`].
//!
//! It is a package of its own for the reason the page is: nothing here is waited for, so it is
//! compiled to be small. Its files stand where every other module's do.

#[path = "../params/mod.rs"]
pub mod params;
