//! Who the student is: a name that comes late, that is corrected, that is nearly another one, or forgotten.

use super::{NameQuestion, StudentState};
use crate::classroom::storage::{KeyValueStorage, NAME_KEY, known_names, remove_progress};
use crate::classroom::student_words;
use rankscope_lesson::{Progress, Student};

impl<S: KeyValueStorage> StudentState<S> {
    /// Becomes the student of a name.
    pub(super) fn be(&mut self, student: Student) {
        self.draft = None;
        self.student = student;
        self.foreign = None;
        self.name_error = self.storage.set(NAME_KEY, self.student.name()).err();
        self.switch();
    }

    /// A name is entered: it may be nearly one that is known here, and work under the one before, or under
    /// none, may be the same person's.
    pub(super) fn enter(&mut self, student: Student) {
        let before = std::mem::replace(&mut self.student, student);
        let own = before.name().is_empty() && self.at_work;
        let after = self.student.clone();
        let same = before.seed() == after.seed();
        (self.question, self.told) = (None, None);
        self.be(after);
        match self.nearly() {
            Some(known) if !same => {
                self.question = Some(NameQuestion::AreYou { known, before, own });
            }
            _ => self.offer(before, own),
        }
        self.at_work &= same;
    }

    /// Who is known here under nearly the present name, which itself has no work.
    fn nearly(&self) -> Option<Student> {
        if !self.progress().is_empty() {
            return None;
        }
        // Where the storage cannot be read, reading the progress says so.
        let known = known_names(&self.storage).unwrap_or_default();
        known
            .into_iter()
            .find(|known| known.is_nearly(&self.student))
    }

    /// Takes along the work of who was here before, or asks whether to: `own` is whether it was done just
    /// now, without a name.
    fn offer(&mut self, before: Student, own: bool) {
        let key = Progress::storage_key(&self.lesson, &before);
        let work = self.others.get(&key);
        let work = work.is_some_and(|other| !other.current().is_empty());
        if before.seed() == self.student.seed() || !work || self.student.name().is_empty() {
            return;
        }
        if own && self.progress().is_empty() {
            self.take_along(&before);
        } else {
            self.question = Some(NameQuestion::TakeAlong(before));
        }
    }

    /// Moves the work under another name in this lesson to the present one: of each exercise the better
    /// record stays.
    fn take_along(&mut self, from: &Student) {
        let key = Progress::storage_key(&self.lesson, from);
        let Some(other) = self.others.remove(&key) else {
            return;
        };
        let work = other.current().renumbered(from.seed());
        let written = self.progress.take_along(&self.storage, work);
        self.remember();
        self.told = Some(student_words::taken_along(
            &self.student,
            self.progress().solved(&self.lesson),
        ));
        if !written {
            // Both entries stay as they are until there is room.
            self.others.insert(key, other);
        } else if let Err(error) = self.storage.remove(&key) {
            self.name_error = Some(error);
        }
    }

    pub(super) fn answer(&mut self, yes: bool) {
        match self.question.take() {
            Some(NameQuestion::AreYou { known, before, own }) => {
                if yes {
                    self.be(known);
                    self.told = Some(student_words::you_are(&self.student));
                }
                self.offer(before, own);
            }
            Some(NameQuestion::TakeAlong(from)) if yes => self.take_along(&from),
            Some(NameQuestion::Forget) if yes => self.forget(),
            _ => {}
        }
    }

    /// Removes the name, and the work under it in every lesson.
    fn forget(&mut self) {
        let seed = self.student.seed();
        let removed = remove_progress(&self.storage, seed);
        let removed = removed.and_then(|()| self.storage.remove(NAME_KEY));
        self.name_error = removed.err();
        self.student = Student::default();
        (self.draft, self.foreign, self.remembered) = (None, None, None);
        let suffix = format!(":{seed}");
        self.others.retain(|key, _| !key.ends_with(&suffix));
        let key = Progress::storage_key(&self.lesson, &self.student);
        self.progress = self.fresh(key);
        self.progress.open(&self.storage);
        self.at_work = false;
        self.told = removed.is_ok().then(|| student_words::FORGOTTEN.to_owned());
    }
}
