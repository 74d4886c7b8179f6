//! Places within the JSON of an exercise: read, written and found in its text.

use std::fmt;

use serde_json::{Map, Value};

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The entry of an object.
    Key(String),
    /// The entry of a list, from 0.
    Index(usize),
}

/// The way to a value, written as problems of an exercise name it: `answer.options[1].text`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

impl Path {
    /// Reads a place; what is no index counts as part of a key.
    pub fn new(place: &str) -> Self {
        let mut steps = Vec::new();
        for part in place.split('.').filter(|part| !part.is_empty()) {
            let (key, rest) = part.split_once('[').unwrap_or((part, ""));
            if !key.is_empty() {
                steps.push(Step::Key(key.to_owned()));
            }
            let indices = rest.split('[').map(|index| index.trim_end_matches(']'));
            steps.extend(indices.filter_map(|index| index.parse().ok().map(Step::Index)));
        }
        Self(steps)
    }

    /// The steps from the whole to the value.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The entry of an object here.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// The entry of a list here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The value there; none where there is none.
    pub fn get<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(value, |value, step| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.get(index),
        })
    }

    /// Puts a value there; objects on the way are made where there are none.
    pub fn set(&self, value: &mut Value, new: Value) {
        let mut at = value;
        for step in &self.0 {
            at = match step {
                Step::Key(key) => {
                    if !at.is_object() {
                        *at = Value::Object(Map::new());
                    }
                    let Value::Object(entries) = at else { return };
                    entries.entry(key.clone()).or_insert(Value::Null)
                }
                Step::Index(index) => {
                    let Some(entry) = at.get_mut(index) else {
                        return;
                    };
                    entry
                }
            };
        }
        *at = new;
    }

    /// Takes the value away, and the objects around it that are empty then.
    pub fn remove(&self, value: &mut Value) {
        let Some((last, before)) = self.0.split_last() else {
            return;
        };
        let parent = Self(before.to_vec());
        let Some(holder) = parent.get_mut(value) else {
            return;
        };
        match (last, holder) {
            (Step::Key(key), Value::Object(entries)) => {
                entries.shift_remove(key);
                if entries.is_empty() {
                    parent.remove(value);
                }
            }
            (Step::Index(index), Value::Array(entries)) if *index < entries.len() => {
                entries.remove(*index);
            }
            _ => {}
        }
    }

    fn get_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        self.0.iter().try_fold(value, |value, step| match step {
            Step::Key(key) => value.get_mut(key),
            Step::Index(index) => value.get_mut(index),
        })
    }

    /// The line of a JSON text, from 1, where the value begins; of what is not there, where the nearest
    /// part around it begins. None where the text is no JSON up to there.
    pub fn line(&self, text: &str) -> Option<usize> {
        let mut scan = Scan {
            letters: text.as_bytes(),
            at: 0,
        };
        scan.find(&self.0);
        let before = text.as_bytes().get(..scan.at)?;
        Some(1 + before.iter().filter(|letter| **letter == b'\n').count())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A JSON text from some place on.
struct Scan<'t> {
    letters: &'t [u8],
    at: usize,
}

impl<'t> Scan<'t> {
    fn letter(&self) -> Option<u8> {
        self.letters.get(self.at).copied()
    }

    fn space(&mut self) {
        while self
            .letter()
            .is_some_and(|letter| letter.is_ascii_whitespace())
        {
            self.at += 1;
        }
    }

    /// Whether this letter is next; it is passed then.
    fn takes(&mut self, letter: u8) -> bool {
        self.space();
        let there = self.letter() == Some(letter);
        self.at += usize::from(there);
        there
    }

    /// Goes as far on the way as the text has it.
    fn find(&mut self, way: &[Step]) {
        self.space();
        let (start, Some((step, rest))) = (self.at, way.split_first()) else {
            return;
        };
        let opens = match step {
            Step::Key(_) => b'{',
            Step::Index(_) => b'[',
        };
        if !self.takes(opens) {
            return;
        }
        let mut number = 0;
        loop {
            self.space();
            let entry = self.at;
            if matches!(self.letter(), None | Some(b'}' | b']')) {
                break;
            }
            let found = match step {
                Step::Index(index) => *index == number,
                Step::Key(key) => {
                    let name = self.string();
                    self.takes(b':');
                    name == key.as_bytes()
                }
            };
            if found {
                if rest.is_empty() {
                    self.at = entry;
                } else {
                    self.find(rest);
                }
                return;
            }
            self.value();
            number += 1;
            if !self.takes(b',') {
                break;
            }
        }
        self.at = start;
    }

    /// Passes a string; returns it as it is written, escapes and all: keys of the format have none.
    fn string(&mut self) -> &'t [u8] {
        self.at += 1;
        let start = self.at;
        while let Some(letter) = self.letter() {
            if letter == b'"' {
                break;
            }
            self.at += if letter == b'\\' { 2 } else { 1 };
        }
        let end = self.at.min(self.letters.len());
        self.at += 1;
        self.letters.get(start..end).unwrap_or_default()
    }

    /// Passes a value.
    fn value(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.space();
            match self.letter() {
                None => return,
                Some(b'"') => {
                    self.string();
                }
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                Some(b',' | b':') => self.at += 1,
                Some(_) => {
                    while self.letter().is_some_and(|letter| {
                        !letter.is_ascii_whitespace() && !b",:{}[]\"".contains(&letter)
                    }) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_read_and_written_alike() {
        for place in ["title", "answer.options[1].text", "a[0][2].b"] {
            assert_eq!(Path::new(place).to_string(), place);
        }
        assert_eq!(Path::default().to_string(), "");
    }

    #[test]
    fn a_value_is_put_where_there_was_none_and_taken_away_with_what_held_it() {
        let mut value = json!({ "a": 1 });
        let goal = Path::new("teacher.goal");
        goal.set(&mut value, json!("x"));
        assert_eq!(value, json!({ "a": 1, "teacher": { "goal": "x" } }));
        goal.remove(&mut value);
        assert_eq!(value, json!({ "a": 1 }));
        // An entry that is not there stays away.
        Path::new("list[3]").set(&mut value, json!(3));
        Path::new("a[3]").remove(&mut value);
        assert_eq!(value["a"], 1);
    }

    #[test]
    fn a_place_is_found_in_the_text_line_by_line() {
        let text = "{\n \"title\": \"a \\\" {\",\n \"answer\": {\n  \"kind\": \"choice\", \"options\": [\n   \
                    { \"text\": \"x\" },\n   { \"text\": [1, -2.5e3, null],\n     \"right\": 1 }\n  ]\n }\n}";
        for (place, line) in [
            ("title", 2),
            ("answer", 3),
            ("answer.kind", 4),
            ("answer.options[0]", 5),
            ("answer.options[1].text", 6),
            ("answer.options[1].right", 7),
            // What is not there: the part that should have it.
            ("answer.options[1].feedback", 6),
            ("answer.question", 3),
            ("hints[0]", 1),
        ] {
            assert_eq!(Path::new(place).line(text), Some(line), "{place}");
        }
        for broken in ["", "{", "{\"a\"", "{\"a\": \"", "[[", "\\"] {
            assert_eq!(Path::new("a.b[1]").line(broken), Some(1), "{broken}");
        }
    }
}
