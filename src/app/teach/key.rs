//! The right answers of a class: for each name of a list, of each exercise, worked out by the worker.

use std::rc::Rc;

use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, ExpectedAnswer, Student, Unit};
use rankscope_params::csv;

use crate::Reduce;
use crate::work::Work;

/// Names that are taken: a lecture hall.
pub const MOST_NAMES: usize = 400;

/// A list of names and what is known of their answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyState {
    exercises: Rc<Vec<Exercise>>,
    names: Vec<String>,
    /// The answers of the first names, in the exercises' order.
    rows: Vec<Vec<String>>,
    /// Names past [`MOST_NAMES`].
    left_out: usize,
}

/// What else than the exact number counts, and its unit: "in %, ± 2"; none where nothing does.
pub fn accepted(exercise: &Exercise) -> Option<String> {
    let ExpectedAnswer::Number {
        tolerance, unit, ..
    } = &exercise.answer
    else {
        return None;
    };
    let unit = unit.map(|unit| match unit {
        Unit::Percent => "in %".to_owned(),
    });
    let tolerance = (*tolerance > 0.0).then(|| format!("± {tolerance}"));
    let parts: Vec<_> = unit.into_iter().chain(tolerance).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What can happen to it.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyAction {
    /// The answers of these names, one a line, are wanted.
    Want(Rc<Vec<Exercise>>, String),
    /// The worker has those of the name that was asked for.
    Done(Vec<String>),
    Clear,
}

impl KeyState {
    /// The worker's job: the first name whose answers are not known.
    pub fn job(&self) -> Option<Job> {
        let name = self.names.get(self.rows.len())?;
        let texts: Vec<_> = self.exercises.iter().map(Exercise::to_json).collect();
        Some(Job::RightAnswers(Packed::of(&(name.clone(), texts))))
    }

    /// What the worker found, if it is of the name that is asked for.
    pub fn answered(&self, work: &Work) -> Option<Vec<String>> {
        match work.answer(self.job().as_ref())? {
            Answer::RightAnswers(packed) => packed.open(),
            _ => None,
        }
    }

    pub fn exercises(&self) -> &[Exercise] {
        &self.exercises
    }

    /// The names whose answers are known, with their answers.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &[String])> {
        let names = self.names.iter().map(String::as_str);
        names.zip(self.rows.iter().map(Vec::as_slice))
    }

    /// How many names are known, and how many there are.
    pub fn share(&self) -> (usize, usize) {
        (self.rows.len(), self.names.len())
    }

    /// Names that were not taken.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// As a table, with the mark by which spreadsheets know UTF-8.
    pub fn to_csv(&self) -> String {
        let title = |exercise: &Exercise| match accepted(exercise) {
            Some(accepted) => format!("{} ({accepted})", exercise.title),
            None => exercise.title.clone(),
        };
        let titles = self.exercises.iter().map(title);
        let mut text = "\u{feff}".to_owned();
        text += &csv::line(std::iter::once("name".to_owned()).chain(titles));
        for (name, answers) in self.rows() {
            text += &csv::line(std::iter::once(name.to_owned()).chain(answers.iter().cloned()));
        }
        text
    }
}

impl Reduce for KeyState {
    type Action = KeyAction;

    fn reduce(self: Rc<Self>, action: KeyAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            KeyAction::Want(exercises, text) => {
                let mut names: Vec<String> = Vec::new();
                for line in text.lines() {
                    // As the page reads a name that is typed.
                    let name = Student::new(line).name().to_owned();
                    if !name.is_empty() && !names.contains(&name) {
                        names.push(name);
                    }
                }
                let left_out = names.len().saturating_sub(MOST_NAMES);
                names.truncate(MOST_NAMES);
                next = Self {
                    exercises,
                    names,
                    rows: Vec::new(),
                    left_out,
                };
            }
            KeyAction::Done(row) => {
                if next.rows.len() < next.names.len() {
                    next.rows.push(row);
                }
            }
            KeyAction::Clear => next = Self::default(),
        }
        if next == *self { self } else { Rc::new(next) }
    }
}

#[cfg(test)]
mod tests {
    use rankscope_engine::supervisor::{EngineEvent, Ticket};
    use rankscope_lesson::{ExerciseId, right_answers};

    use super::*;
    use crate::classroom::tests::act;
    use crate::teach::draft::Draft;
    use crate::work::WorkAction;

    fn exercise() -> Exercise {
        let mut exercise = Draft::default().begin("number").exercise().unwrap();
        exercise.title = "A, with \"quotes\"".to_owned();
        exercise.id = ExerciseId::new("own").unwrap();
        let vary = r#"[{ "parameter": "alpha", "values": [8, 16, 24, 32, 40, 48] }]"#;
        exercise.vary = serde_json::from_str(vary).unwrap();
        exercise
    }

    /// What the worker answers.
    fn done(key: &KeyState) -> Rc<Work> {
        let mut work = Rc::new(Work::default());
        act(&mut work, WorkAction::Want(key.job()));
        let Some(Job::RightAnswers(packed)) = key.job() else {
            return work;
        };
        let (name, texts): (String, Vec<String>) = packed.open().unwrap();
        let read = texts.iter().map(|text| Exercise::read(text).unwrap());
        let found = right_answers(&read.collect::<Vec<_>>(), &Student::new(&name), &mut |_| ());
        let answered = EngineEvent::Answered {
            ticket: Ticket {
                job: key.job().unwrap(),
                asked_at: 0.0,
            },
            outcome: Ok(Answer::RightAnswers(Packed::of(&found))),
        };
        act(&mut work, WorkAction::Engine(answered));
        work
    }

    #[test]
    fn each_name_gets_its_own_answers_one_after_the_other() {
        let mut key = Rc::new(KeyState::default());
        assert_eq!(key.job(), None);
        let names = " Ana \nBen\n\nAna\n=Chi";
        act(
            &mut key,
            KeyAction::Want(Rc::new(vec![exercise()]), names.to_owned()),
        );
        assert_eq!(key.share(), (0, 3));
        while key.job().is_some() {
            let row = key.answered(&done(&key)).unwrap();
            act(&mut key, KeyAction::Done(row));
        }
        assert_eq!(key.share(), (3, 3));
        for (name, answers) in key.rows() {
            let student = Student::new(name);
            let alpha = exercise()
                .prepared(&student)
                .get(rankscope_params::Key::Alpha);
            assert_eq!(answers, [format!("{}", alpha / 4.0)], "{name}");
        }
        let text = key.to_csv();
        assert!(
            text.starts_with("\u{feff}name,\"A, with \"\"quotes\"\" (± 0.01)\"\r\nAna,"),
            "{text}"
        );
        // A name that a spreadsheet would take for a formula.
        assert!(text.contains("\r\n'=Chi,"), "{text}");
    }

    #[test]
    fn unit_and_tolerance_stand_beside_the_title() {
        assert_eq!(accepted(&exercise()), Some("± 0.01".to_owned()));
        let with = |answer: &str| {
            let text = exercise().to_json().replace("\"tolerance\": 0.01", answer);
            accepted(&Exercise::read(&text).unwrap())
        };
        let percent = "\"tolerance\": 2, \"unit\": \"%\"";
        assert_eq!(with(percent), Some("in %, ± 2".to_owned()));
        assert_eq!(with("\"tolerance\": 0"), None);
    }

    #[test]
    fn an_answer_to_another_name_is_not_taken() {
        let mut key = Rc::new(KeyState::default());
        act(
            &mut key,
            KeyAction::Want(Rc::new(vec![exercise()]), "Ana\nBen".to_owned()),
        );
        let of_ana = done(&key);
        let answers = key.answered(&of_ana).unwrap();
        act(&mut key, KeyAction::Done(answers));
        assert_eq!(key.answered(&of_ana), None);
    }

    #[test]
    fn more_names_than_a_lecture_hall_are_told() {
        let mut key = Rc::new(KeyState::default());
        let names: Vec<_> = (0..MOST_NAMES + 3).map(|name| name.to_string()).collect();
        act(
            &mut key,
            KeyAction::Want(Rc::new(vec![exercise()]), names.join("\n")),
        );
        assert_eq!((key.share().1, key.left_out()), (MOST_NAMES, 3));
    }
}
