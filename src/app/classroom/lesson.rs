//! Which lesson is open: the course, or an assignment from the address or a file; and links into it.

use std::rc::Rc;

use rankscope_lesson::{Assignment, ExerciseId, Lesson, LessonError, course};
use rankscope_params::query::{self, Link};
use rankscope_params::{Choice, Choices, Embed, Notice, View};

use super::storage::{ASSIGNMENT_KEYS, KeyValueStorage, StorageError};
use super::storage_words::assignment_not_kept;
use crate::Reduce;

/// What the fragment of an assignment begins with that is kept by the storage, before its key.
const KEPT: &str = "#kept=";

/// A lesson, with the part of the address that opens it again.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLesson {
    pub lesson: Rc<Lesson>,
    /// The fragment with its `#`, empty for the course; none for an assignment that is too long for a
    /// link and that the storage did not take.
    fragment: Option<String>,
}

/// Why the lesson of an address does not open.
#[derive(Clone, Debug, PartialEq)]
pub enum NoLesson {
    /// What it holds, or an assignment that is kept, is damaged or not well formed.
    Damaged(LessonError),
    /// It was opened from a file on another computer, or has been removed from this one.
    NotKept,
}

impl NoLesson {
    /// Why, and what to do.
    pub fn in_words(&self) -> String {
        match self {
            Self::Damaged(error) => format!(
                "The assignment could not be opened: {error}. {}",
                error.next_step()
            ),
            Self::NotKept => {
                "This assignment was opened from a file, and this computer does not have it. \
                              Open the file again, or ask for it."
                    .to_owned()
            }
        }
    }
}

impl From<LessonError> for NoLesson {
    fn from(error: LessonError) -> Self {
        Self::Damaged(error)
    }
}

impl OpenLesson {
    /// The built-in course.
    pub fn course() -> Self {
        Self {
            lesson: Rc::new(course::lesson()),
            fragment: Some(String::new()),
        }
    }

    /// The lesson of an address's fragment: its assignment, one that the storage keeps, or the course
    /// when it names none.
    ///
    /// # Errors
    /// [`NoLesson`].
    pub fn from_fragment(fragment: &str, storage: &impl KeyValueStorage) -> Result<Self, NoLesson> {
        let assignment = if let Some(key) = fragment.strip_prefix(KEPT) {
            // Without a storage nothing is kept either.
            let kept = storage
                .get(&format!("{ASSIGNMENT_KEYS}{key}"))
                .ok()
                .flatten();
            Assignment::from_json(&kept.ok_or(NoLesson::NotKept)?)
        } else if let Some(assignment) = Assignment::from_fragment(fragment) {
            assignment
        } else {
            return Ok(Self::course());
        };
        Ok(Self {
            lesson: Rc::new(assignment?.lesson()?),
            fragment: Some(fragment.to_owned()),
        })
    }

    /// The lesson of an assignment's file. One that is too long for a link is kept by the storage, so
    /// that it opens again; the error is that it is not.
    ///
    /// # Errors
    /// [`LessonError`].
    pub fn from_file(
        text: &str,
        storage: &impl KeyValueStorage,
    ) -> Result<(Self, Option<StorageError>), LessonError> {
        let assignment = Assignment::from_json(text)?;
        let lesson = Rc::new(assignment.lesson()?);
        let (fragment, error) = match assignment.to_fragment() {
            Some(fragment) => (Some(fragment), None),
            None => match storage.set(&format!("{ASSIGNMENT_KEYS}{}", lesson.key), text) {
                Ok(()) => (Some(format!("{KEPT}{}", lesson.key)), None),
                Err(error) => (None, Some(error)),
            },
        };
        Ok((Self { lesson, fragment }, error))
    }

    /// The fragment that opens it again; none when it is too long for a link.
    pub fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }

    /// The address of a state of the page with this lesson; none when no address holds the lesson.
    pub fn address(&self, query: &str) -> Option<String> {
        Some(format!("{query}{}", self.fragment.as_ref()?))
    }

    /// The address of one of its exercises.
    pub fn exercise_address(&self, id: &ExerciseId) -> Option<String> {
        self.address(&format!("?view=exercises&id={id}"))
    }
}

/// The state that a link in an exercise's text leads to. What belongs to the frame of the page stays.
pub fn follow(current: &Choices, query: &str) -> (Link, Vec<Notice>) {
    let (mut link, notices) = query::read(query);
    link.choices.theme = current.theme;
    link.choices.embed = current.embed;
    (link, notices)
}

/// Whether links in texts are followed within the page. A figure in somebody else's page has no room
/// for another view, so there they open the page itself.
pub fn follows_in_page(choices: &Choices) -> bool {
    choices.embed == Embed::Page
}

/// The address of an assignment for students: `page` is the page's own, without query and fragment.
pub fn assignment_address(page: &str, fragment: &str) -> String {
    format!(
        "{page}?{}={}{fragment}",
        View::declaration().name,
        View::Exercises.name()
    )
}

/// The lesson that is given, and what could not be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonState<S> {
    storage: S,
    given: Result<OpenLesson, NoLesson>,
    /// A file that could not be opened, and why.
    file_error: Option<(String, LessonError)>,
    /// Whether the lesson was opened from a file.
    of_file: bool,
    /// Why the lesson's file is not kept.
    not_kept: Option<StorageError>,
}

/// What can happen to the lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonAction {
    /// The address has this fragment now.
    Address(String),
    /// A file was opened, by its name, and read.
    File(String, Result<String, LessonError>),
}

impl<S: KeyValueStorage> LessonState<S> {
    /// The lesson of the address.
    pub fn new(fragment: &str, storage: S) -> Self {
        Self {
            given: OpenLesson::from_fragment(fragment, &storage),
            storage,
            file_error: None,
            of_file: false,
            not_kept: None,
        }
    }

    /// The lesson that is given, if it is well formed. It may turn out unsound when it is tried out.
    pub fn given(&self) -> Option<&Lesson> {
        self.given.as_ref().ok().map(|open| &*open.lesson)
    }

    /// The lesson to show, or why there is none: what is shown in its place would pass for it. `unsound`
    /// is what trying out the given one has shown.
    ///
    /// # Errors
    /// [`NoLesson`].
    pub fn shown(&self, unsound: Option<LessonError>) -> Result<&OpenLesson, NoLesson> {
        match (&self.given, unsound) {
            (Ok(open), None) => Ok(open),
            (Err(error), _) => Err(error.clone()),
            (Ok(_), Some(error)) => Err(NoLesson::Damaged(error)),
        }
    }

    /// A file that could not be opened, and why.
    pub const fn file_error(&self) -> Option<&(String, LessonError)> {
        self.file_error.as_ref()
    }

    /// The fragment of a lesson that a file has brought, which the address does not have yet; empty when
    /// no address holds it.
    pub fn from_file(&self) -> Option<String> {
        let open = self.given.as_ref().ok().filter(|_| self.of_file)?;
        Some(open.fragment().unwrap_or_default().to_owned())
    }

    /// What is said where the lesson will not be there after a reload.
    pub fn not_kept(&self) -> Option<&'static str> {
        self.not_kept.map(assignment_not_kept)
    }
}

impl<S: KeyValueStorage + Clone + PartialEq> Reduce for LessonState<S> {
    type Action = LessonAction;

    fn reduce(self: Rc<Self>, action: LessonAction) -> Rc<Self> {
        let next = match action {
            // The address follows the lesson that a file has brought.
            LessonAction::Address(fragment) if self.has_fragment(&fragment) => return self,
            LessonAction::Address(fragment) => Self::new(&fragment, self.storage.clone()),
            LessonAction::File(name, text) => {
                let opened = text.and_then(|text| OpenLesson::from_file(&text, &self.storage));
                match opened {
                    Ok((open, not_kept)) => Self {
                        storage: self.storage.clone(),
                        given: Ok(open),
                        file_error: None,
                        of_file: true,
                        not_kept,
                    },
                    Err(error) => Self {
                        file_error: Some((name, error)),
                        ..(*self).clone()
                    },
                }
            }
        };
        if next == *self { self } else { Rc::new(next) }
    }
}

impl<S> LessonState<S> {
    fn has_fragment(&self, fragment: &str) -> bool {
        let open = self.given.as_ref().ok();
        open.is_some_and(|open| open.fragment() == Some(fragment))
    }
}
