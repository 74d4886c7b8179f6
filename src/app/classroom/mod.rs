//! The classroom: a student does a lesson, a teacher writes one and sees how a class has done.

pub mod answer;
pub mod contents;
pub mod evidence;
pub mod exercise;
pub mod figures;
pub mod finish;
pub mod guess;
pub mod lesson;
pub mod opened;
mod progress;
pub mod qr;
pub mod storage;
pub mod storage_words;
pub mod student;
pub mod student_words;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;
