//! What of a lesson is shown: its list, one of its exercises, or word that there is no such exercise.

use rankscope_lesson::{Exercise, ExerciseId, Lesson, course};
use rankscope_params::{Choices, Embed, Key, Params};

/// What is open of a lesson.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OpenPart<'l> {
    /// The list of its exercises.
    List,
    /// An exercise, with its place from 0.
    Exercise(usize, &'l Exercise),
    /// The link names an exercise that it does not have.
    Unknown,
}

/// What is open of a lesson where a link has this id; empty for none. An exercise of the course that
/// another has replaced opens its replacement. `alone` is whether the page is one exercise in somebody
/// else's page: then the list is none, and a lesson of one exercise is that one.
pub fn open_part<'l>(lesson: &'l Lesson, id: &str, alone: bool) -> OpenPart<'l> {
    let place = |id: &str| {
        let mut exercises = lesson.exercises.iter();
        exercises.position(|exercise| exercise.id.as_str() == id)
    };
    let found = place(id).or_else(|| {
        let replaced = course::replaced(&ExerciseId::new(id)?)?;
        place(replaced.as_str())
    });
    let only = (alone && id.is_empty() && lesson.exercises.len() == 1).then_some(0);
    let found = found.or(only);
    let exercise = found.and_then(|place| Some((place, lesson.exercises.get(place)?)));
    match exercise {
        Some((place, exercise)) => OpenPart::Exercise(place, exercise),
        None if id.is_empty() && !alone => OpenPart::List,
        None => OpenPart::Unknown,
    }
}

/// Whether one exercise is shown in somebody else's page, and nothing around it.
pub fn is_alone(choices: &Choices) -> bool {
    choices.embed == Embed::Exercise
}

/// That there is no such exercise, and what to do.
pub fn unknown_exercise(lesson: &Lesson, id: &str, alone: bool) -> String {
    let title = &lesson.title;
    match (id, alone) {
        ("", _) => format!("This link names no exercise of “{title}”. Add its id: &exercise=…"),
        (id, true) => format!("“{title}” has no exercise “{id}”. Check the id in the link."),
        (id, false) => format!("“{title}” has no exercise “{id}”. Choose one from the list."),
    }
}

/// Where a student is in an exercise, as its address holds it: the seed, the shape, and what can be
/// moved. What else was prepared stays out of it, for it may be the answer.
pub fn in_address(exercise: &Exercise, present: &Params) -> Params {
    let visible = exercise.controls.visible.iter().map(|name| name.0);
    // The shape first: ranks are bounded by it.
    let keys = [Key::Rows, Key::Columns, Key::Seed]
        .into_iter()
        .chain(visible);
    keys.fold(Params::default(), |params, key| {
        params.with(key, present.get(key)).0
    })
}
