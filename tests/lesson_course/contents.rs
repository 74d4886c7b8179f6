//! What the course has: sound exercises, routes through them, and one in place of each that was there before.

use rankscope_lesson::{Exercise, course, problems, warnings};

use crate::exercise;

#[test]
fn the_course_has_twelve_exercises_without_a_problem_or_a_warning() {
    // Warnings try every exercise out, which takes seconds each.
    std::thread::scope(|scope| {
        for text in course::FILES {
            scope.spawn(move || is_sound(text));
        }
    });
    assert_eq!(course::exercises().len(), 12);
}

fn is_sound(text: &str) {
    let exercise = Exercise::from_json(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    assert_eq!(problems(&exercise), [], "{}", exercise.id);
    assert_eq!(warnings(&exercise), [], "{}", exercise.id);
    assert!(exercise.prediction.is_some(), "{}", exercise.id);
    assert!(exercise.worked.is_some(), "{}", exercise.id);
    assert!(exercise.teacher.is_some(), "{}", exercise.id);
    assert!(!exercise.claims.is_empty(), "{}", exercise.id);
    assert_eq!(exercise.figures.len(), 1, "{}", exercise.id);
    assert!((2..=3).contains(&exercise.hints.len()), "{}", exercise.id);
    // The file is as the format writes it, so that an edited copy changes nothing else.
    assert_eq!(Exercise::from_json(&exercise.to_json()).unwrap(), exercise);
}

#[test]
fn routes_are_selections_in_order_that_fit_their_time() {
    let all: Vec<String> = course::exercises()
        .iter()
        .map(|one| one.id.to_string())
        .collect();
    for route in course::routes() {
        let places: Vec<usize> = route
            .exercises
            .iter()
            .map(|id| {
                all.iter()
                    .position(|known| known == id)
                    .unwrap_or_else(|| panic!("{id}"))
            })
            .collect();
        assert!(places.is_sorted());
        let minutes = |id: &&str| exercise(id).teacher.unwrap().minutes;
        let needed: u32 = route.exercises.iter().map(minutes).sum();
        assert!(
            needed <= route.minutes && 2 * needed >= route.minutes,
            "{needed} of {}",
            route.minutes
        );
    }
    assert_eq!(course::routes().last().unwrap().exercises.len(), all.len());
}

#[test]
fn each_exercise_of_the_first_course_is_replaced_by_one_of_this() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exercises-v1");
    let mut count = 0;
    for file in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let old = Exercise::from_json(&text).unwrap_or_else(|error| panic!("{error}"));
        assert!(course::exercise(&old.id).is_none(), "{}", old.id);
        let new = course::replaced(&old.id).unwrap_or_else(|| panic!("{}", old.id));
        assert!(course::exercise(&new).is_some(), "{new}");
        count += 1;
    }
    assert_eq!(count, 13);
}
