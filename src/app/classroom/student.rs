//! The student at this browser: name, and progress in the open lesson, both kept by the storage.

use std::collections::BTreeMap;
use std::rc::Rc;

use rankscope_lesson::{ExerciseId, Lesson, Progress, ProgressAction, Student};

use super::progress::SyncedProgress;
use super::storage::{KeyValueStorage, NAME_KEY, StorageError};
use crate::Reduce;

/// A student and their progress. The reducer reads and writes the storage.
#[derive(Clone, Debug, PartialEq)]
pub struct StudentState<S> {
    storage: S,
    lesson: Rc<Lesson>,
    student: Student,
    /// The text of the name field until it is entered.
    draft: Option<String>,
    progress: SyncedProgress,
    /// Progress of other lessons and names, by key: it may have actions that are not stored.
    others: BTreeMap<String, SyncedProgress>,
    /// Why the name was not stored.
    name_error: Option<StorageError>,
}

/// What can happen to a student's state.
#[derive(Clone, Debug, PartialEq)]
pub enum StudentAction {
    /// A lesson opens.
    OpenLesson(Rc<Lesson>),
    /// The text of the name field changes.
    TypeName(String),
    /// A name is entered.
    EnterName(String),
    /// The student does something in an exercise.
    Exercise(ExerciseId, ProgressAction),
    /// Another tab has written under this key.
    Stored(String),
}

impl<S: KeyValueStorage> StudentState<S> {
    /// The student who was here last, in a lesson.
    pub fn open(storage: S, lesson: Rc<Lesson>) -> Self {
        // Where there is no storage, reading the progress says so.
        let name = storage.get(NAME_KEY).ok().flatten().unwrap_or_default();
        let student = Student::new(&name);
        let mut progress = SyncedProgress::new(Progress::storage_key(&lesson, &student));
        progress.open(&storage);
        Self {
            storage,
            lesson,
            student,
            draft: None,
            progress,
            others: BTreeMap::new(),
            name_error: None,
        }
    }

    pub const fn student(&self) -> &Student {
        &self.student
    }

    /// The text of the name field.
    pub fn name_field(&self) -> &str {
        self.draft.as_deref().unwrap_or_else(|| self.student.name())
    }

    pub const fn progress(&self) -> &Progress {
        self.progress.current()
    }

    /// What the reader has to know about the storage, each a sentence or two.
    pub fn storage_problems(&self) -> Vec<String> {
        let error = self.progress.error();
        let progress = error.map(|error| progress_not_kept(error).to_owned());
        let set_aside = self.progress.set_aside().map(|(key, reason)| {
            format!(
                "What your browser had kept of this lesson could not be read: {reason}. It is still \
                 there, set aside under the name “{key}” in this site’s storage, and the lesson begins \
                 anew."
            )
        });
        // Without a storage the message on progress says it all.
        let unavailable = Some(StorageError::Unavailable);
        let name = self.name_error.filter(|_| error != unavailable);
        let name = name.map(|error| name_not_kept(error).to_owned());
        [progress, set_aside, name].into_iter().flatten().collect()
    }

    /// Goes on with the progress of the present lesson and student.
    fn switch(&mut self) {
        let key = Progress::storage_key(&self.lesson, &self.student);
        if key == self.progress.key() {
            return;
        }
        let next = self.others.remove(&key);
        let next = next.unwrap_or_else(|| SyncedProgress::new(key));
        let last = std::mem::replace(&mut self.progress, next);
        self.others.insert(last.key().to_owned(), last);
        self.progress.open(&self.storage);
    }
}

const fn progress_not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page keep anything, so your progress will not be there \
             after a reload. Save the summary before you leave."
        }
        StorageError::Full => {
            "Your browser has no room left for this page, so your progress will not be kept from here \
             on. Save the summary before you leave, or free some room."
        }
    }
}

const fn name_not_kept(error: StorageError) -> &'static str {
    match error {
        StorageError::Unavailable => {
            "Your browser does not let this page keep your name: type it again after a reload."
        }
        StorageError::Full => {
            "Your browser has no room left to keep your name: type it again after a reload, or free \
             some room and enter it once more."
        }
    }
}

impl<S: KeyValueStorage + Clone + PartialEq> Reduce for StudentState<S> {
    type Action = StudentAction;

    fn reduce(self: Rc<Self>, action: StudentAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            StudentAction::OpenLesson(lesson) => {
                next.lesson = lesson;
                next.switch();
            }
            StudentAction::TypeName(text) => next.draft = Some(text),
            StudentAction::EnterName(name) => {
                next.draft = None;
                next.student = Student::new(&name);
                next.name_error = next.storage.set(NAME_KEY, next.student.name()).err();
                next.switch();
            }
            StudentAction::Exercise(id, action) => next.progress.apply(&next.storage, id, action),
            StudentAction::Stored(key) if key == next.progress.key() => {
                next.progress.refresh(&next.storage);
            }
            StudentAction::Stored(_) => {}
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
