//! The end of a lesson: what a student can do now, guesses and results side by side, one next step.

use rankscope_lesson::{Exercise, Lesson, Progress, Student, StudentSummary};

pub const HEADING: &str = "You have finished";
pub const CAN_NOW: &str = "What you can do now";
pub const GUESSES: &str = "Your guesses";
pub const NEXT_STEP: &str = "Open your own adapter";
pub const NEXT_STEP_WHY: &str =
    "Read the spectra of an adapter you have trained, and see what rank it really uses.";

/// A guess and what came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuessRow {
    /// The title of the exercise.
    pub exercise: String,
    /// What was guessed.
    pub guessed: String,
    /// What came out; empty where the exercise does not say.
    pub came_out: String,
    /// Whether the guess was right, where the exercise says so.
    pub right: Option<bool>,
}

/// What is shown once every exercise is solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finish {
    /// What the exercises were for, in the teacher's words, each once.
    pub abilities: Vec<String>,
    /// One row for each guess.
    pub guesses: Vec<GuessRow>,
    /// How many guesses came true, of those of which it is known.
    pub came_true: (usize, usize),
}

impl Finish {
    /// Of a lesson; none before every exercise of it is solved.
    pub fn of(lesson: &Lesson, student: &Student, progress: &Progress) -> Option<Self> {
        if lesson.exercises.is_empty() || progress.solved(lesson) < lesson.exercises.len() {
            return None;
        }
        let mut abilities: Vec<String> = Vec::new();
        for exercise in &lesson.exercises {
            let goal = exercise.teacher.as_ref().map(|notes| notes.goal.clone());
            abilities.extend(goal.filter(|goal| !goal.is_empty() && !abilities.contains(goal)));
        }
        let summary = StudentSummary::new(lesson, student, progress);
        let row = |exercise: &Exercise| {
            let guess = summary.entry(&exercise.id)?.guess.clone()?;
            let right = progress.right_guess(&exercise.id);
            let seed = progress.solved_with(&exercise.id);
            let prepared = exercise.prepared_for(seed.unwrap_or_else(|| student.seed()));
            let came_out = right.and_then(|right| exercise.guess_text_at(right, &prepared));
            Some(GuessRow {
                exercise: exercise.title.clone(),
                guessed: guess.text,
                came_out: came_out.unwrap_or_default(),
                right: guess.right,
            })
        };
        let guesses: Vec<_> = lesson.exercises.iter().filter_map(row).collect();
        let known = guesses.iter().filter_map(|row| row.right);
        let came_true = (known.clone().filter(|right| *right).count(), known.count());
        Some(Self {
            abilities,
            guesses,
            came_true,
        })
    }

    /// How many guesses came true, kindly; none where it is not known of any.
    pub fn came_true_in_words(&self) -> Option<String> {
        let (came_true, known) = self.came_true;
        (known > 0).then(|| {
            let rest = if came_true < known {
                " The others are where you have learned most."
            } else {
                ""
            };
            format!("{came_true} of {known} came true.{rest}")
        })
    }
}
