//! Start: the picture to take hold of, and the story.

pub mod hand;
pub mod maps;
pub mod product;
pub mod story;
pub mod words;

pub use maps::HeroMaps;

use rankscope_engine::protocol::Job;
use rankscope_params::Params;

/// The directions that the heat maps are made of.
pub fn job(params: &Params) -> Job {
    Job::Directions(params.update())
}
