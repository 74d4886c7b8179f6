//! The built-in course: thirteen exercises, compiled in, so that they are there without a network.

use std::sync::LazyLock;

use super::{Exercise, ExerciseId, Lesson};

/// What the course is called.
pub const TITLE: &str = "When can a low-rank adapter hold an update?";
/// The key of the course: progress in it outlives a corrected sentence.
const KEY: &str = "course";

/// The files, in order.
pub const FILES: [&str; 13] = [
    include_str!("../../static/exercises/elbow.json"),
    include_str!("../../static/exercises/long-tail.json"),
    include_str!("../../static/exercises/doubling-r.json"),
    include_str!("../../static/exercises/worse-than-nothing.json"),
    include_str!("../../static/exercises/hitting-the-floor.json"),
    include_str!("../../static/exercises/noise.json"),
    include_str!("../../static/exercises/rslora-as-lora.json"),
    include_str!("../../static/exercises/training-collapse.json"),
    include_str!("../../static/exercises/adams-twist.json"),
    include_str!("../../static/exercises/choosing-a-rank.json"),
    include_str!("../../static/exercises/style-or-facts.json"),
    include_str!("../../static/exercises/double-the-facts.json"),
    include_str!("../../static/exercises/rank-that-generalises.json"),
];

/// Read once: the page asks for them at each render.
static EXERCISES: LazyLock<Vec<Exercise>> = LazyLock::new(|| {
    // A test reads and tries each of them, so none is left out here.
    let read = |text: &&str| serde_json::from_str(text).ok();
    FILES.iter().filter_map(read).collect()
});

/// Every exercise of the course, in order.
pub fn exercises() -> Vec<Exercise> {
    EXERCISES.clone()
}

/// The exercise of this id.
pub fn exercise(id: &ExerciseId) -> Option<Exercise> {
    EXERCISES
        .iter()
        .find(|exercise| exercise.id == *id)
        .cloned()
}

/// The course as a lesson.
pub fn lesson() -> Lesson {
    Lesson {
        key: KEY.to_owned(),
        revision: 0,
        title: TITLE.to_owned(),
        exercises: exercises(),
    }
}

/// The exercise that has replaced the one of this id; none when none has.
pub fn replaced(_: &ExerciseId) -> Option<ExerciseId> {
    None
}
