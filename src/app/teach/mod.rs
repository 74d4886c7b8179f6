//! The page for teachers: an assignment is written, given, presented, and a class is looked at.

pub mod class;
pub mod draft;
pub mod editor;
pub mod form;
pub mod given;
pub mod handout;
pub mod key;
pub mod notes;
pub mod package;
pub mod paper;
pub mod path;
pub mod sandbox;
pub mod scorm;
pub mod slides;
pub mod store;
pub mod trial;
pub mod words;

#[cfg(test)]
mod tests;
