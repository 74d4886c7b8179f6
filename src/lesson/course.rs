//! The built-in course: twelve exercises, compiled in, so that they are there without a network.

use std::sync::LazyLock;

use super::{Exercise, ExerciseId, Lesson};

/// What the course is called.
pub const TITLE: &str = "When can a low-rank adapter hold an update?";
/// The key of the course: progress in it outlives a corrected sentence.
const KEY: &str = "course";

/// The files, in order.
pub const FILES: [&str; 12] = [
    include_str!("../../static/exercises/how-many-facts-fit.json"),
    include_str!("../../static/exercises/twice-the-rank.json"),
    include_str!("../../static/exercises/a-rule-is-not-a-list.json"),
    include_str!("../../static/exercises/the-elbow.json"),
    include_str!("../../static/exercises/long-tail-or-noise.json"),
    include_str!("../../static/exercises/cut-or-trained.json"),
    include_str!("../../static/exercises/the-volume-knob.json"),
    include_str!("../../static/exercises/twice-is-as-bad.json"),
    include_str!("../../static/exercises/the-runtime-that-forgot.json"),
    include_str!("../../static/exercises/collapse-or-slow.json"),
    include_str!("../../static/exercises/alpha-two-r.json"),
    include_str!("../../static/exercises/a-real-adapter.json"),
];

/// Exercises of an earlier course, each with the one that has taken its place.
const REPLACED: [(&str, &str); 13] = [
    ("elbow", "the-elbow"),
    ("long-tail", "cut-or-trained"),
    ("doubling-r", "the-volume-knob"),
    ("worse-than-nothing", "twice-is-as-bad"),
    ("hitting-the-floor", "twice-is-as-bad"),
    ("noise", "long-tail-or-noise"),
    ("rslora-as-lora", "the-runtime-that-forgot"),
    ("training-collapse", "collapse-or-slow"),
    ("adams-twist", "alpha-two-r"),
    ("choosing-a-rank", "cut-or-trained"),
    ("style-or-facts", "a-real-adapter"),
    ("double-the-facts", "twice-the-rank"),
    ("rank-that-generalises", "a-rule-is-not-a-list"),
];

/// A selection of the course for a lesson of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Minutes of the lesson, with time to talk.
    pub minutes: u32,
    /// The ids of its exercises, in order.
    pub exercises: &'static [&'static str],
}

/// The routes, from the shortest on.
const ROUTES: [Route; 3] = [
    Route {
        minutes: 30,
        exercises: &[
            "how-many-facts-fit",
            "a-rule-is-not-a-list",
            "cut-or-trained",
            "twice-is-as-bad",
            "the-runtime-that-forgot",
            "collapse-or-slow",
        ],
    },
    Route {
        minutes: 45,
        exercises: &[
            "how-many-facts-fit",
            "a-rule-is-not-a-list",
            "the-elbow",
            "long-tail-or-noise",
            "cut-or-trained",
            "twice-is-as-bad",
            "the-runtime-that-forgot",
            "collapse-or-slow",
            "alpha-two-r",
        ],
    },
    Route {
        minutes: 90,
        exercises: &[
            "how-many-facts-fit",
            "twice-the-rank",
            "a-rule-is-not-a-list",
            "the-elbow",
            "long-tail-or-noise",
            "cut-or-trained",
            "the-volume-knob",
            "twice-is-as-bad",
            "the-runtime-that-forgot",
            "collapse-or-slow",
            "alpha-two-r",
            "a-real-adapter",
        ],
    },
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

/// The exercise that has taken the place of one of an earlier course.
pub fn replaced(id: &ExerciseId) -> Option<ExerciseId> {
    let mut replaced = REPLACED.iter();
    let (_, new) = replaced.find(|(old, _)| *old == id.as_str())?;
    ExerciseId::new(new)
}

/// The routes through the course, from the shortest on.
pub const fn routes() -> &'static [Route] {
    &ROUTES
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
