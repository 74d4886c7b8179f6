//! What a teacher should know of an exercise before it is given, and assignments that are ready.

use rankscope_lesson::course::Route;
use rankscope_lesson::{Exercise, ExerciseId, course};

use super::draft::Draft;

/// The notes of an exercise: terms and texts, Markdown.
pub fn of(exercise: &Exercise) -> Vec<(&'static str, String)> {
    let Some(notes) = &exercise.teacher else {
        return Vec::new();
    };
    let mut said = vec![
        ("Goal", notes.goal.clone()),
        ("Minutes", notes.minutes.to_string()),
    ];
    said.extend(
        notes
            .misconception
            .clone()
            .map(|text| ("Students often think", text)),
    );
    said.extend(notes.discuss.clone().map(|text| ("To discuss", text)));
    said
}

/// How long a draft takes, where its exercises say so.
pub fn minutes(draft: &Draft) -> Option<String> {
    let exercises = draft.entries.iter().map(|entry| entry.exercise().ok());
    let minutes: Vec<_> = exercises
        .map(|exercise| Some(exercise?.teacher?.minutes))
        .collect();
    let known: u32 = minutes.iter().flatten().sum();
    let unknown = minutes.iter().filter(|minutes| minutes.is_none()).count();
    (known > 0).then(|| match unknown {
        0 => format!("About {known} minutes, and time to talk."),
        1 => format!("About {known} minutes, without one exercise that does not say."),
        count => format!("About {known} minutes, without {count} exercises that do not say."),
    })
}

/// The label of a route's button: how long the lesson is, and how much of it the exercises take.
pub fn label(route: &Route) -> String {
    let ids = route.exercises.iter().filter_map(|id| ExerciseId::new(id));
    let exercises = ids.filter_map(|id| course::exercise(&id)?.teacher);
    let work: u32 = exercises.map(|notes| notes.minutes).sum();
    let talk = route.minutes.saturating_sub(work);
    format!(
        "{} minutes: {work} of exercises, {talk} to talk",
        route.minutes
    )
}

/// A route as an assignment: its title and exercises.
pub fn assignment(route: &Route) -> (String, Vec<ExerciseId>) {
    let ids = route.exercises.iter().filter_map(|id| ExerciseId::new(id));
    (format!("LoRA in {} minutes", route.minutes), ids.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teach::draft::DraftEntry;

    #[test]
    fn every_route_is_an_assignment_that_takes_no_longer_than_it_says() {
        for route in course::routes() {
            let (title, ids) = assignment(route);
            let mut draft = Draft::default();
            draft.title = title;
            draft.entries = ids.into_iter().map(DraftEntry::Course).collect();
            assert_eq!(draft.entries.len(), route.exercises.len());
            let lesson = draft.assignment().unwrap().lesson().unwrap();
            let minutes = lesson
                .exercises
                .iter()
                .filter_map(|exercise| exercise.teacher.as_ref());
            let minutes: u32 = minutes.map(|notes| notes.minutes).sum();
            assert!(minutes <= route.minutes, "{minutes} of {}", route.minutes);
            let talk = route.minutes - minutes;
            let said = format!("{minutes} of exercises, {talk} to talk");
            assert!(label(route).ends_with(&said), "{}", label(route));
            assert!(
                super::minutes(&draft)
                    .unwrap()
                    .starts_with(&format!("About {minutes} minutes, and"))
            );
        }
    }

    #[test]
    fn an_exercise_of_the_course_says_what_a_teacher_needs() {
        for exercise in course::exercises() {
            let terms: Vec<_> = of(&exercise).into_iter().map(|(term, _)| term).collect();
            assert_eq!(terms[..2], ["Goal", "Minutes"], "{}", exercise.id);
        }
    }
}
