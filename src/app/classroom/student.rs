//! The student at this browser: name, and progress in the open lesson, both kept by the storage.

mod carry;
mod name;

use std::collections::BTreeMap;
use std::rc::Rc;

use rankscope_lesson::{
    ExerciseId, Lesson, LessonError, Progress, ProgressAction, ProgressId, Student, code,
};

use self::carry::Foreign;
use super::progress::SyncedProgress;
use super::storage::{KeyValueStorage, NAME_KEY, StorageError, remember};
use super::{storage_words, student_words};
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
    /// Whether the present student has done something since the name was entered, or the page opened.
    at_work: bool,
    /// What the student is asked.
    question: Option<NameQuestion>,
    /// What has happened to the student's work, in a sentence.
    told: Option<String>,
    /// The text of the field for a code.
    code: String,
    /// Why a code or a file could not be taken.
    carry_error: Option<String>,
    /// Work from elsewhere that was done under another name, until the student says what to do with it.
    foreign: Option<Foreign>,
    /// The seed whose name is known to be kept here.
    remembered: Option<u32>,
    /// Why the name was not stored, or not removed.
    name_error: Option<StorageError>,
    /// 64 random bits, from which ids are drawn.
    entropy: u64,
    /// Ids that were drawn.
    drawn: u32,
}

/// What a student is asked about the name.
#[derive(Clone, Debug, PartialEq)]
pub enum NameQuestion {
    /// Whether the student is the one of another name that this computer knows, and that differs in accents,
    /// case or spaces only.
    AreYou {
        /// The student of that name.
        known: Student,
        /// Who was here before the name was entered.
        before: Student,
        /// Whether the work of that one was done just now, without a name.
        own: bool,
    },
    /// Whether the work under another name, or under none, is the student's too.
    TakeAlong(Student),
    /// Whether name and work are to be removed from this computer.
    Forget,
}

/// What can happen to a student's state.
#[derive(Clone, Debug, PartialEq)]
pub enum StudentAction {
    /// A lesson opens.
    OpenLesson(Rc<Lesson>),
    /// The text of the name field changes.
    TypeName(String),
    /// A name is entered, in Unicode's normal form C.
    EnterName(String),
    /// The name field is left: what was typed and not entered is. `WebKit` tells of no change where the page has written
    /// to the field meanwhile, as it does when an accent becomes one with its letter.
    LeaveName,
    /// The question about the name is answered.
    Answer(bool),
    /// Somebody else sits down here.
    SomeoneElse,
    /// The student wants to be forgotten, and is asked.
    AskToForget,
    /// The student does something in an exercise.
    Exercise(ExerciseId, ProgressAction),
    /// The text of the field for a code changes.
    TypeCode(String),
    /// The code is entered.
    EnterCode,
    /// The question is answered whether work under another name is taken over all the same.
    TakeOver(bool),
    /// A summary was opened, by its file's name, to go on with.
    OpenSummary(String, Result<String, LessonError>),
    /// Another tab has written under this key.
    Stored(String),
}

impl<S: KeyValueStorage> StudentState<S> {
    /// The student who was here last, in a lesson. `entropy` is 64 random bits.
    pub fn open(storage: S, lesson: Rc<Lesson>, entropy: u64) -> Self {
        // Where there is no storage, reading the progress says so.
        let name = storage.get(NAME_KEY).ok().flatten().unwrap_or_default();
        let student = Student::new(&name);
        let key = Progress::storage_key(&lesson, &student);
        let mut progress = SyncedProgress::new(key.clone(), ProgressId::drawn(entropy, &key));
        progress.open(&storage);
        Self {
            storage,
            lesson,
            student,
            draft: None,
            progress,
            others: BTreeMap::new(),
            at_work: false,
            question: None,
            told: None,
            code: String::new(),
            carry_error: None,
            foreign: None,
            remembered: None,
            name_error: None,
            entropy,
            drawn: 0,
        }
    }

    pub const fn student(&self) -> &Student {
        &self.student
    }

    /// The student whose name stands in the field, entered or not: the seed shown beneath is theirs.
    pub fn student_in_field(&self) -> Student {
        let draft = self.draft.as_deref().map(Student::new);
        draft.unwrap_or_else(|| self.student.clone())
    }

    /// The text of the name field.
    pub fn name_field(&self) -> &str {
        self.draft.as_deref().unwrap_or_else(|| self.student.name())
    }

    pub const fn progress(&self) -> &Progress {
        self.progress.current()
    }

    /// The student in the present round of an exercise: its numbers follow from that.
    pub fn student_in(&self, id: &ExerciseId) -> Student {
        self.student.in_round(self.progress().round(id))
    }

    /// What the student is asked about the name.
    pub const fn question(&self) -> Option<&NameQuestion> {
        self.question.as_ref()
    }

    /// The question in words.
    pub fn question_in_words(&self) -> Option<String> {
        self.question
            .as_ref()
            .map(|question| student_words::question(question, &self.student))
    }

    /// What has happened to the student's work, in a sentence.
    pub fn told(&self) -> Option<&str> {
        self.told.as_deref()
    }

    /// The student's code in this lesson; none before anything is done.
    pub fn code(&self) -> Option<String> {
        code::write_for(&self.lesson, &self.student, self.progress())
    }

    /// The text of the field for a code.
    pub fn code_field(&self) -> &str {
        &self.code
    }

    /// Why a code or a file could not be taken.
    pub fn carry_error(&self) -> Option<&str> {
        self.carry_error.as_deref()
    }

    /// What is asked about work from elsewhere that was done under another name.
    pub fn foreign_in_words(&self) -> Option<String> {
        let foreign = self.foreign.as_ref()?;
        Some(student_words::foreign(foreign.seed, &self.student))
    }

    /// What the reader has to know about the storage, each a sentence or two.
    pub fn storage_problems(&self) -> Vec<String> {
        let (error, set_aside) = (self.progress.error(), self.progress.set_aside());
        storage_words::problems(error, set_aside, self.name_error)
    }

    /// Goes on with the progress of the present lesson and student.
    fn switch(&mut self) {
        let key = Progress::storage_key(&self.lesson, &self.student);
        if key == self.progress.key() {
            return;
        }
        let next = self.others.remove(&key);
        let next = next.unwrap_or_else(|| self.fresh(key));
        let last = std::mem::replace(&mut self.progress, next);
        self.others.insert(last.key().to_owned(), last);
        self.progress.open(&self.storage);
    }

    /// The student does something in an exercise.
    fn work(&mut self, id: &ExerciseId, action: ProgressAction) {
        let exercise = self.lesson.exercise(id);
        let edition = exercise.map(rankscope_lesson::Exercise::edition);
        let solves = matches!(action, ProgressAction::Try { solved: true, .. });
        self.at_work = true;
        let seed = self.student_in(id).seed();
        self.progress
            .apply(&self.storage, id.clone(), edition, action);
        if solves && self.progress().present_solved_with(id) != Some(seed) {
            let with = ProgressAction::SolvedWith(seed);
            self.progress
                .apply(&self.storage, id.clone(), edition, with);
        }
        self.remember();
        if self.name_error.is_some() && self.progress.error().is_none() {
            // There may be room again.
            self.name_error = self.storage.set(NAME_KEY, self.student.name()).err();
        }
    }

    /// Has the storage know the name under which there is work here.
    fn remember(&mut self) {
        let seed = self.student.seed();
        if self.student.name().is_empty() || self.remembered == Some(seed) {
            return;
        }
        match remember(&self.storage, &self.student) {
            Ok(()) => self.remembered = Some(seed),
            // Whether the work itself is kept is said; all that is lost is a question about the name.
            Err(error) => log::debug!("a name is not remembered: {error:?}"),
        }
    }

    /// Nothing done yet under a key, with an id of its own.
    fn fresh(&mut self, key: String) -> SyncedProgress {
        self.drawn = self.drawn.wrapping_add(1);
        let id = ProgressId::drawn(self.entropy, &format!("{key} {}", self.drawn));
        SyncedProgress::new(key, id)
    }
}

impl<S: KeyValueStorage + Clone + PartialEq> Reduce for StudentState<S> {
    type Action = StudentAction;

    fn reduce(self: Rc<Self>, action: StudentAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            StudentAction::OpenLesson(lesson) => {
                if lesson.key != next.lesson.key {
                    (next.question, next.told, next.carry_error) = (None, None, None);
                    next.foreign = None;
                }
                next.lesson = lesson;
                next.switch();
            }
            StudentAction::TypeName(text) => next.draft = Some(text),
            StudentAction::EnterName(name) => next.enter(Student::new(&name)),
            StudentAction::LeaveName => {
                if let Some(typed) = next.draft.take() {
                    next.enter(Student::new(&typed));
                }
            }
            StudentAction::Answer(yes) => next.answer(yes),
            StudentAction::SomeoneElse => {
                (next.question, next.told, next.at_work) = (None, None, false);
                next.be(Student::default());
            }
            StudentAction::AskToForget => next.question = Some(NameQuestion::Forget),
            StudentAction::Exercise(id, action) => next.work(&id, action),
            StudentAction::TypeCode(text) => {
                (next.code, next.carry_error, next.foreign) = (text, None, None);
            }
            StudentAction::EnterCode => next.enter_code(),
            StudentAction::TakeOver(yes) => next.take_over(yes),
            StudentAction::OpenSummary(file, text) => {
                let opened = text.and_then(|text| next.open_summary(&text));
                let error = |error: LessonError| student_words::file_refused(&file, &error);
                next.carry_error = opened.err().map(error);
            }
            StudentAction::Stored(key) if key == next.progress.key() => {
                next.progress.refresh(&next.storage);
            }
            StudentAction::Stored(_) => {}
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
