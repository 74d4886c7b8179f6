//! Work from another computer: a code or a summary, which may have been made under another name.

use super::StudentState;
use crate::classroom::storage::KeyValueStorage;
use crate::classroom::student_words;
use rankscope_lesson::{LessonError, Progress, Student, StudentSummary, code};

/// Work that was done under another name than the present one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Foreign {
    progress: Progress,
    /// The seed of that name.
    pub(super) seed: u32,
}

impl<S: KeyValueStorage> StudentState<S> {
    /// Takes over work that was done on another machine under a name of this seed. Where that is not the
    /// present one it is asked first: without a word, the numbers would be others.
    fn bring(&mut self, progress: Progress, seed: Option<u32>) {
        match seed.filter(|seed| *seed != self.student.seed()) {
            Some(seed) => self.foreign = Some(Foreign { progress, seed }),
            None => self.carry(progress),
        }
    }

    fn carry(&mut self, carried: Progress) {
        self.progress.carry(&self.storage, carried);
        self.at_work = true;
        self.code.clear();
        self.remember();
        let solved = self.progress().solved(&self.lesson);
        let count = self.lesson.exercises.len();
        let said = student_words::carried(solved, count);
        self.told = Some(match self.told.take() {
            Some(before) => format!("{before} {said}"),
            None => said,
        });
    }

    pub(super) fn enter_code(&mut self) {
        (self.foreign, self.told) = (None, None);
        let read = code::read(&self.code);
        match read.and_then(|code| Ok((code.progress(&self.lesson)?, code.seed()))) {
            Ok((carried, seed)) => self.bring(carried, seed),
            Err(error) => self.carry_error = Some(error.to_string()),
        }
    }

    /// The question about work under another name is answered.
    pub(super) fn take_over(&mut self, yes: bool) {
        if let Some(Foreign { progress, seed }) = self.foreign.take().filter(|_| yes) {
            self.told = Some(student_words::other_numbers(seed, &self.student));
            self.carry(progress.renumbered(seed));
        }
    }

    pub(super) fn open_summary(&mut self, text: &str) -> Result<(), LessonError> {
        let summary = StudentSummary::from_json(text)?;
        if summary.lesson != self.lesson.key {
            return Err(LessonError::ForeignSummary {
                title: summary.title,
                expected: self.lesson.title.clone(),
            });
        }
        (self.foreign, self.told) = (None, None);
        let student = Student::new(&summary.name);
        if !student.name().is_empty() && student.seed() != self.student.seed() {
            self.told = Some(student_words::now_of(&student, &self.student));
            // What is here under another name stays there.
            self.be(student);
        }
        self.bring(summary.progress(), Some(summary.seed));
        Ok(())
    }
}
