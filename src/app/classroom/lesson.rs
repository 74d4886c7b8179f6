//! Which lesson is open: the course, or an assignment from the address or a file; and links into it.

use std::rc::Rc;

use rankscope_lesson::{Assignment, ExerciseId, Lesson, LessonError, course};
use rankscope_params::query::{self, Link};
use rankscope_params::{Choice, Choices, Embed, Notice, View};

use crate::Reduce;

/// A lesson, with the part of the address that opens it again.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLesson {
    pub lesson: Rc<Lesson>,
    /// The fragment with its `#`, empty for the course; none for an assignment too long for a link.
    fragment: Option<String>,
}

impl OpenLesson {
    /// The built-in course.
    pub fn course() -> Self {
        Self {
            lesson: Rc::new(course::lesson()),
            fragment: Some(String::new()),
        }
    }

    /// The lesson of an address's fragment: its assignment, or the course when it has none.
    ///
    /// # Errors
    /// [`LessonError`] when the assignment is damaged or not well formed.
    pub fn from_fragment(fragment: &str) -> Result<Self, LessonError> {
        let Some(assignment) = Assignment::from_fragment(fragment) else {
            return Ok(Self::course());
        };
        Ok(Self {
            lesson: Rc::new(assignment?.lesson()?),
            fragment: Some(fragment.to_owned()),
        })
    }

    /// The lesson of an assignment's file.
    ///
    /// # Errors
    /// As [`Self::from_fragment`].
    pub fn from_file(text: &str) -> Result<Self, LessonError> {
        let assignment = Assignment::from_json(text)?;
        Ok(Self {
            lesson: Rc::new(assignment.lesson()?),
            fragment: assignment.to_fragment(),
        })
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
pub struct LessonState {
    given: Result<OpenLesson, LessonError>,
    /// A file that could not be opened, and why.
    file_error: Option<(String, LessonError)>,
}

/// What can happen to the lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonAction {
    /// The address has this fragment now.
    Address(String),
    /// A file was opened, by its name, and read.
    File(String, Result<OpenLesson, LessonError>),
}

impl LessonState {
    /// The lesson of the address.
    pub fn new(fragment: &str) -> Self {
        Self {
            given: OpenLesson::from_fragment(fragment),
            file_error: None,
        }
    }

    /// The lesson that is given, if it is well formed. It may turn out unsound when it is tried out.
    pub fn given(&self) -> Option<&Lesson> {
        self.given.as_ref().ok().map(|open| &*open.lesson)
    }

    /// The lesson to show, and why it is not the one that is given. `unsound` is what trying out the
    /// given one has shown.
    pub fn shown(&self, unsound: Option<LessonError>) -> (OpenLesson, Option<LessonError>) {
        match (&self.given, unsound) {
            (Ok(open), None) => (open.clone(), None),
            (Err(error), _) => (OpenLesson::course(), Some(error.clone())),
            (Ok(_), Some(error)) => (OpenLesson::course(), Some(error)),
        }
    }

    /// A file that could not be opened, and why.
    pub const fn file_error(&self) -> Option<&(String, LessonError)> {
        self.file_error.as_ref()
    }
}

impl Reduce for LessonState {
    type Action = LessonAction;

    fn reduce(self: Rc<Self>, action: LessonAction) -> Rc<Self> {
        let next = match action {
            LessonAction::Address(fragment) => Self::new(&fragment),
            LessonAction::File(_, Ok(open)) => Self {
                given: Ok(open),
                file_error: None,
            },
            LessonAction::File(name, Err(error)) => Self {
                file_error: Some((name, error)),
                ..(*self).clone()
            },
        };
        if next == *self { self } else { Rc::new(next) }
    }
}
