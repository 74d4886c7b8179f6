//! An assignment that a teacher composes: its title and exercises, and what becomes of them.

use std::rc::Rc;

use rankscope_lesson::{
    Assignment, AssignmentEntry, Exercise, ExerciseId, LONGEST_LINK, LessonError, course,
};

use crate::Reduce;

/// The assignment so far.
#[derive(Clone, Debug, PartialEq)]
pub struct ComposeState {
    pub title: String,
    entries: Vec<AssignmentEntry>,
}

/// What a teacher does to it.
#[derive(Clone, Debug, PartialEq)]
pub enum ComposeAction {
    Retitle(String),
    /// Adds an exercise of the course at the end.
    AddFromCourse(ExerciseId),
    /// Adds an exercise of the teacher's own, or replaces the one of its id.
    AddOwn(Box<Exercise>),
    MoveUp(ExerciseId),
    MoveDown(ExerciseId),
    Remove(ExerciseId),
}

/// What the assignment is good for.
#[derive(Clone, Debug, PartialEq)]
pub enum Composed {
    /// It has no exercises yet.
    Empty,
    /// It cannot be given to students: why, and what to do.
    Problem(String),
    /// It can.
    Ready {
        /// As a file.
        json: String,
        /// As a link's fragment, or why it is none.
        fragment: Result<String, String>,
    },
}

impl Default for ComposeState {
    fn default() -> Self {
        Self {
            title: "My assignment".to_owned(),
            entries: Vec::new(),
        }
    }
}

impl ComposeState {
    /// Whether an exercise is in it.
    pub fn has(&self, id: &ExerciseId) -> bool {
        self.place(id).is_some()
    }

    /// Its exercises in order: ids and titles.
    pub fn exercises(&self) -> Vec<(ExerciseId, String)> {
        let titled = |entry: &AssignmentEntry| {
            let title = match entry {
                AssignmentEntry::Course(id) => course::exercise(id).map(|exercise| exercise.title),
                AssignmentEntry::Own(exercise) => Some(exercise.title.clone()),
            };
            let id = entry.id().clone();
            let title = title.unwrap_or_else(|| id.to_string());
            (id, title)
        };
        self.entries.iter().map(titled).collect()
    }

    /// What it is good for.
    pub fn composed(&self) -> Composed {
        let assignment = Assignment::new(&self.title, self.entries.clone());
        match assignment.lesson() {
            Err(LessonError::Count { count: 0, .. }) => Composed::Empty,
            Err(error) => Composed::Problem(format!("{error}. {}", error.next_step())),
            Ok(_) => Composed::Ready {
                json: assignment.to_json(),
                fragment: assignment.to_fragment().ok_or_else(|| {
                    format!(
                        "This assignment is too long for a link of {LONGEST_LINK} characters. Give it to \
                         your students as a file, which they open on this page."
                    )
                }),
            },
        }
    }

    fn place(&self, id: &ExerciseId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.id() == id)
    }

    /// Moves an entry by one place; at the end it stays.
    fn shift(&mut self, id: &ExerciseId, down: bool) {
        let Some(place) = self.place(id) else {
            return;
        };
        let other = if down {
            place + 1
        } else {
            place.saturating_sub(1)
        };
        if other < self.entries.len() {
            self.entries.swap(place, other);
        }
    }
}

impl Reduce for ComposeState {
    type Action = ComposeAction;

    fn reduce(self: Rc<Self>, action: ComposeAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            ComposeAction::Retitle(title) => next.title = title,
            ComposeAction::AddFromCourse(id) => {
                if !next.has(&id) {
                    next.entries.push(AssignmentEntry::Course(id));
                }
            }
            ComposeAction::AddOwn(exercise) => {
                let place = next.place(&exercise.id);
                let entry = AssignmentEntry::Own(exercise);
                match place.and_then(|place| next.entries.get_mut(place)) {
                    Some(known) => *known = entry,
                    None => next.entries.push(entry),
                }
            }
            ComposeAction::MoveUp(id) => next.shift(&id, false),
            ComposeAction::MoveDown(id) => next.shift(&id, true),
            ComposeAction::Remove(id) => next.entries.retain(|entry| *entry.id() != id),
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
