//! The classroom: a student does a lesson, a teacher writes one and sees how a class has done.

pub mod answer;
pub mod contents;
pub mod evidence;
pub mod exercise;
pub mod lesson;
mod progress;
pub mod storage;
pub mod student;

pub mod words;

#[cfg(test)]
pub(crate) mod tests;
