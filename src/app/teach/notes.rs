//! What a teacher should know of an exercise before it is given, and assignments that are ready.

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

/// Exercises of the course for a lesson of so many minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub minutes: u32,
    pub exercises: Vec<ExerciseId>,
}

impl Route {
    /// The label of its button.
    pub fn label(&self) -> String {
        format!("{} minutes", self.minutes)
    }

    /// The title of its assignment.
    pub fn title(&self) -> String {
        format!("LoRA in {} minutes", self.minutes)
    }
}

/// Every route of the course.
pub fn routes() -> Vec<Route> {
    let _ = course::exercises;
    Vec::new()
}
