//! The expressions, conditions and texts in an exercise, and the measurements that they need.

use super::measure::{Measurement, Trainings};
use super::{Condition, Exercise, ExpectedAnswer, Expression, Present};

impl Exercise {
    /// What has to be measured at a state to mark an answer and to explain it.
    pub fn measurement(&self, present: &Present) -> Measurement {
        let mut trainings = Trainings::default();
        let context = self.context(present);
        for condition in self.conditions() {
            condition.trainings(&context, &mut trainings);
        }
        for expression in self.expressions() {
            expression.trainings(&context, &mut trainings);
        }
        Self::measure(present, trainings)
    }

    /// What has to be measured at a state to show the readings, and whether a goal is reached.
    pub fn live_measurement(&self, present: &Present) -> Measurement {
        let mut trainings = Trainings::default();
        let context = self.context(present);
        for reading in &self.readings {
            reading.value.trainings(&context, &mut trainings);
        }
        if let ExpectedAnswer::Goal { reach, .. } = &self.answer {
            reach.trainings(&context, &mut trainings);
        }
        Self::measure(present, trainings)
    }

    /// What has to be measured at a state to see whether the claims hold there.
    pub fn claims_measurement(&self, present: &Present) -> Measurement {
        let mut trainings = Trainings::default();
        let context = self.context(present);
        for claim in &self.claims {
            claim.trainings(&context, &mut trainings);
        }
        Self::measure(present, trainings)
    }

    pub(super) fn measure(present: &Present, trainings: Trainings) -> Measurement {
        Measurement {
            update: present.params.update(),
            trainings,
        }
    }

    /// The texts that a student reads before answering, each with its place in the file. Their
    /// `{expression}`s name parameters and scales only.
    pub(super) fn texts_before_answer(&self) -> Vec<(String, &str)> {
        let mut texts = vec![
            ("prompt".to_owned(), self.prompt.as_str()),
            ("answer.question".to_owned(), self.answer.question()),
        ];
        let each = |list: &str, index: usize| format!("{list}[{index}]");
        for (index, hint) in self.hints.iter().enumerate() {
            texts.push((each("hints", index), hint));
        }
        if let Some(prediction) = &self.prediction {
            texts.push(("prediction.question".to_owned(), &prediction.question));
            for (index, option) in prediction.options.iter().enumerate() {
                texts.push((each("prediction.options", index), option));
            }
        }
        if let ExpectedAnswer::Choice { options, .. } = &self.answer {
            for (index, option) in options.iter().enumerate() {
                texts.push((each("answer.options", index) + ".text", &option.text));
            }
        }
        texts
    }

    /// Every condition of the answer, the guess and the feedback.
    pub(super) fn conditions(&self) -> Vec<&Condition> {
        let mut conditions: Vec<_> = self.feedback.iter().map(|said| &said.when).collect();
        let guesses = self.prediction.iter();
        conditions.extend(guesses.flat_map(|guess| &guess.right_when));
        match &self.answer {
            ExpectedAnswer::Number { .. } => {}
            ExpectedAnswer::Choice { options, .. } => {
                conditions.extend(options.iter().map(|option| &option.right_when));
            }
            ExpectedAnswer::Goal { reach, .. } => conditions.push(reach),
        }
        conditions
    }

    /// Every expression of the answer, and those in what is said after it.
    pub(super) fn expressions(&self) -> Vec<Expression> {
        let mut said: Vec<_> = self.feedback.iter().map(|said| said.say.as_str()).collect();
        said.push(&self.explanation);
        said.extend(self.worked.as_deref());
        let mut expressions = Vec::new();
        match &self.answer {
            ExpectedAnswer::Number { quantity, .. } => expressions.push(quantity.clone()),
            ExpectedAnswer::Choice { options, .. } => {
                said.extend(
                    options
                        .iter()
                        .filter_map(|option| option.feedback.as_deref()),
                );
            }
            ExpectedAnswer::Goal { .. } => {}
        }
        let places = said.into_iter().flat_map(super::grade::placeholders);
        // One that cannot be read makes the exercise malformed, which is said where it is checked.
        expressions.extend(places.filter_map(|place| Expression::read(place).ok()));
        expressions
    }
}
