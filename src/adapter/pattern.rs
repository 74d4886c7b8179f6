//! Which entry of a config's `rank_pattern` or `alpha_pattern` a layer takes.
//!
//! The first key, in the order of the file, for which Python's `re.match(rf"(.*\.)?({key})$", path)`
//! matches; without one, the key that is the path itself. `path` is the module's path in its model.
//! Source: PEFT's `get_pattern_key` in `peft/utils/other.py`, version 0.21.
//!
//! A key is a regular expression, of Python's kind. Look-around and back-references are not regular
//! and `regex-lite` refuses them; such a key is kept as an [`Unreadable`], not silently passed over.

use regex_lite::Regex;

/// The entries of a pattern, in order.
#[derive(Clone, Debug, Default)]
pub struct Patterns<T> {
    entries: Vec<Entry<T>>,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    key: String,
    matcher: Option<Regex>,
    value: T,
}

/// A key that could not be taken as a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The key.
    pub key: String,
    /// Why.
    pub reason: String,
}

impl<T: Copy> Patterns<T> {
    /// The patterns of these entries, and the keys that only match literally.
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> (Self, Vec<Unreadable>) {
        let mut patterns = Self {
            entries: Vec::new(),
        };
        let mut unreadable = Vec::new();
        for (key, value) in entries {
            // `\A` is where Python's `match` begins; the group keeps an alternation of the key inside.
            let matcher = match Regex::new(&format!(r"\A(?:(.*\.)?({key})$)")) {
                Ok(matcher) => Some(matcher),
                Err(error) => {
                    unreadable.push(Unreadable {
                        key: key.clone(),
                        reason: error.to_string(),
                    });
                    None
                }
            };
            patterns.entries.push(Entry {
                key,
                matcher,
                value,
            });
        }
        (patterns, unreadable)
    }

    /// The value for the module at `path`.
    pub fn get(&self, path: &str) -> Option<T> {
        let matches = |entry: &&Entry<T>| {
            let matcher = entry.matcher.as_ref();
            matcher.is_some_and(|matcher| matcher.is_match(path))
        };
        let literal = || self.entries.iter().find(|entry| entry.key == path);
        let entry = self.entries.iter().find(matches).or_else(literal)?;
        Some(entry.value)
    }

    /// True when nothing is said of any layer.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(keys: &[&str]) -> Patterns<usize> {
        let entries = keys
            .iter()
            .enumerate()
            .map(|(i, key)| ((*key).to_owned(), i));
        Patterns::new(entries).0
    }

    #[test]
    fn a_key_matches_the_end_of_a_path_at_a_dot() {
        let patterns = patterns(&["q_proj"]);
        assert_eq!(patterns.get("model.layers.0.q_proj"), Some(0));
        assert_eq!(patterns.get("q_proj"), Some(0));
        assert_eq!(patterns.get("model.my_q_proj"), None);
        assert_eq!(patterns.get("model.q_proj.lora"), None);
    }

    #[test]
    fn the_first_key_that_matches_counts() {
        let patterns = patterns(&[r"layers\.[0-3]\..*", "q_proj", ".*"]);
        assert_eq!(patterns.get("model.layers.2.q_proj"), Some(0));
        assert_eq!(patterns.get("model.layers.7.q_proj"), Some(1));
        assert_eq!(patterns.get("model.layers.7.v_proj"), Some(2));
    }

    #[test]
    fn a_key_that_is_not_regular_is_said_and_still_matches_literally() {
        let entries = [("(?!x)y".to_owned(), 1), ("a+b(".to_owned(), 2)];
        let (patterns, unreadable) = Patterns::new(entries);
        assert_eq!(unreadable.len(), 2);
        assert_eq!(patterns.get("a+b("), Some(2));
        assert_eq!(patterns.get("y"), None);
    }
}
