//! Places within the JSON of an exercise: read and written.

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
}
