//! The built-in course: every exercise is sound, can be solved by everyone, and says nothing that does not
//! hold where it stands.
//!
//! Nothing here knows an answer: each is found from the engine, for several students.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod answers;
mod contents;
mod texts;

use rankscope_lesson::{Exercise, ExerciseId, Measured, Present, Student, course};

/// Students for whom every explanation is held against the states it stands beside.
const CLASS: [&str; 6] = [
    "",
    "Ada Lovelace",
    "Ben",
    "Chi Nguyễn",
    "Δήμητρα",
    "Grace Hopper",
];

fn exercise(id: &str) -> Exercise {
    course::exercise(&ExerciseId::new(id).unwrap()).unwrap_or_else(|| panic!("{id}"))
}

fn start(exercise: &Exercise, name: &str) -> Present {
    exercise.start(&exercise.prepared(&Student::new(name)))
}

fn measured(exercise: &Exercise, at: &Present) -> Measured {
    exercise.measurement(at).take(&mut |_| ()).unwrap()
}

/// Every exercise with some students.
fn everyone(names: &[&str], mut check: impl FnMut(&Exercise, &Student, &str)) {
    for exercise in course::exercises() {
        for name in names {
            let what = format!("{} for “{name}”", exercise.id);
            check(&exercise, &Student::new(name), &what);
        }
    }
}
