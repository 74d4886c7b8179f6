//! Hints that send students to a number which nothing on the page can show.

use super::Name;
use super::grade::fill;
use super::warning::Look;
use rankscope_params::number;

/// How near a number in a hint has to be to what a control or a reading shows: its fourth digit.
const NEAR: f64 = 5e-4;

impl Look<'_> {
    /// Numbers in hints to which a control or a reading is to be brought and cannot be.
    pub(super) fn hints(&mut self) {
        let exercise = self.exercise;
        let start = *self.states.start();
        for (index, hint) in exercise.hints.iter().enumerate() {
            let filled = fill(hint, &exercise.context(&start));
            for sentence in sentences(&filled) {
                let place = format!("hints[{index}]");
                if let Some((name, label)) = self.control_in(&sentence)
                    && let Some(number) = number_after(&sentence, &[" to "])
                {
                    let stops = exercise.slider_stops(&start, &name);
                    if !stops.iter().any(|stop| near(*stop, number)) {
                        self.add(place.clone(), format!("{label} does not stop at {number}"));
                    }
                }
                if sentence.contains("reading")
                    && let Some(number) = number_after(&sentence, &[" is ", " shows ", " says "])
                    && !self.is_read(number)
                {
                    self.add(place, format!("no reading ever shows {number}"));
                }
            }
        }
    }

    /// The control that a sentence names.
    fn control_in(&self, sentence: &str) -> Option<(Name, String)> {
        let labelled = |name: Name| {
            let label = match &name {
                Name::Parameter(key) => key.declaration().label.to_owned(),
                Name::Own(own) => {
                    let mut controls = self.exercise.controls.own.iter();
                    controls.find(|control| control.name == *own)?.label.clone()
                }
            };
            Some((name, label))
        };
        let mut labelled = self.exercise.movable().into_iter().filter_map(labelled);
        labelled.find(|(_, label)| sentence.contains(label.as_str()))
    }

    /// Whether some reading shows a number somewhere.
    fn is_read(&mut self, number: f64) -> bool {
        let exercise = self.exercise;
        let start = *self.states.start();
        let mut states = vec![start];
        for name in exercise.movable() {
            let stops = exercise.slider_stops(&start, &name);
            states.extend(stops.iter().map(|stop| exercise.with(&start, &name, *stop)));
        }
        states.iter().any(|at| {
            let shown = self.states.at(at, |context| {
                let mut readings = exercise.readings.iter();
                readings.any(|reading| {
                    let value = reading.value.value(context);
                    value.is_some_and(|value| near(value, number))
                })
            });
            shown == Some(true)
        })
    }
}

/// The sentences of a text. The point of a decimal number ends none.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(last) = sentences.last_mut() {
            last.push_str(word);
            last.push(' ');
        }
        if word.ends_with(['.', '?', '!', ';', ':']) {
            sentences.push(String::new());
        }
    }
    sentences
}

fn near(value: f64, number: f64) -> bool {
    (value - number).abs() <= NEAR * number.abs().max(1.0)
}

/// The number that follows one of some words.
fn number_after(sentence: &str, words: &[&str]) -> Option<f64> {
    let after = |word: &&str| sentence.split_once(word).map(|(_, after)| after);
    let after = words.iter().find_map(after)?;
    let first = after.split_whitespace().next()?;
    number::read(first.trim_end_matches(['.', ',', ';', ':', '?', '%']))
}
