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
        let all = self.conditions_in_places().into_iter();
        let marked = all.filter(|(place, _)| !place.starts_with("claims"));
        marked.map(|(_, condition)| condition).collect()
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

    /// The names that every expression and condition takes for the exercise's own, with its place in the
    /// file and what else would be expected there.
    pub(super) fn places_of_names(&self) -> Vec<(String, Vec<(String, &'static str)>)> {
        let mut found = Vec::new();
        let mut add = |place: String, names: Vec<(&str, &'static str)>| {
            if !names.is_empty() {
                let names = names.into_iter();
                found.push((
                    place,
                    names
                        .map(|(name, meant)| (name.to_owned(), meant))
                        .collect(),
                ));
            }
        };
        for (place, text) in self.texts_with_results() {
            for part in super::grade::placeholders(text) {
                if let Ok(read) = Expression::read(part) {
                    add(place.clone(), read.own_names());
                }
            }
        }
        for (place, value) in self.values() {
            add(place, value.own_names());
        }
        for (place, condition) in self.conditions_in_places() {
            add(place, condition.own_names());
        }
        found
    }

    /// Every text in which expressions may stand, with its place.
    fn texts_with_results(&self) -> Vec<(String, &str)> {
        let mut texts = self.texts_before_answer();
        texts.push(("explanation".to_owned(), &self.explanation));
        let worked = self.worked.as_deref();
        texts.extend(worked.map(|worked| ("worked".to_owned(), worked)));
        let said = self.feedback.iter().enumerate();
        texts.extend(
            said.map(|(index, said)| (format!("feedback[{index}].say"), said.say.as_str())),
        );
        if let ExpectedAnswer::Choice { options, .. } = &self.answer {
            for (index, option) in options.iter().enumerate() {
                let place = format!("answer.options[{index}].feedback");
                texts.extend(option.feedback.as_deref().map(|feedback| (place, feedback)));
            }
        }
        texts
    }

    /// Every expression outside texts, with its place.
    fn values(&self) -> Vec<(String, &Expression)> {
        let mut values = Vec::new();
        if let ExpectedAnswer::Number { quantity, .. } = &self.answer {
            values.push(("answer.quantity".to_owned(), quantity));
        }
        for (index, reading) in self.readings.iter().enumerate() {
            values.push((format!("readings[{index}].value"), &reading.value));
        }
        for (index, figure) in self.figures.iter().enumerate() {
            values.extend(figure.values(&format!("figures[{index}]")));
        }
        values
    }

    /// Every condition, with its place.
    pub(super) fn conditions_in_places(&self) -> Vec<(String, &Condition)> {
        let said = self.feedback.iter().enumerate();
        let said = said.map(|(index, said)| (format!("feedback[{index}].when"), &said.when));
        let claims = self.claims.iter().enumerate();
        let claims = claims.map(|(index, claim)| (format!("claims[{index}]"), claim));
        let mut conditions: Vec<_> = said.chain(claims).collect();
        if let Some(guess) = &self.prediction {
            let right = guess.right_when.iter().enumerate();
            let place = |index| format!("prediction.right_when[{index}]");
            conditions.extend(right.map(|(index, when)| (place(index), when)));
        }
        match &self.answer {
            ExpectedAnswer::Number { .. } => {}
            ExpectedAnswer::Choice { options, .. } => {
                let right = options.iter().enumerate();
                let place = |index| format!("answer.options[{index}].right_when");
                conditions.extend(right.map(|(index, option)| (place(index), &option.right_when)));
            }
            ExpectedAnswer::Goal { reach, .. } => {
                conditions.push(("answer.reach".to_owned(), reach));
            }
        }
        conditions
    }
}
