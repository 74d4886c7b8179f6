//! Which entry of a config's `rank_pattern` or `alpha_pattern` a layer takes.
//!
//! The first key, in the order of the file, for which Python's `re.match(rf"(.*\.)?({key})$", path)`
//! matches; without one, the key that is the path itself. `path` is the module's path in its model.
//! Source: PEFT's `get_pattern_key` in `peft/utils/other.py`, version 0.21.
//!
//! A key is a regular expression of Python's kind. `regex-lite`, which is small and always quick, knows no
//! look-around; see [`Look`] for what is done about it.

use std::fmt;

use regex_lite::Regex;

mod look;

use look::Look;

/// The entries of a pattern, in order.
#[derive(Clone, Debug, Default)]
pub struct Patterns<T> {
    entries: Vec<Entry<T>>,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    key: String,
    matcher: Option<Matcher>,
    value: T,
}

#[derive(Clone, Debug)]
enum Matcher {
    Plain(Regex),
    Look(Look),
}

/// A key that could not be taken as a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The key.
    pub key: String,
    /// Why.
    pub reason: String,
}

/// A key of which cannot be said whether it matches a path: it looks around inside, and matches without that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The key.
    pub key: String,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” cannot be matched here", self.key)
    }
}

impl<T: Copy> Patterns<T> {
    /// The patterns of these entries, and the keys that only match literally.
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> (Self, Vec<Unreadable>) {
        let mut patterns = Self {
            entries: Vec::new(),
        };
        let mut unreadable = Vec::new();
        for (key, value) in entries {
            let matcher = match (plain(&key), Look::of(&key)) {
                (Ok(matcher), _) => Some(Matcher::Plain(matcher)),
                (Err(_), Some(look)) => Some(Matcher::Look(look)),
                (Err(error), None) => {
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
    ///
    /// # Errors
    /// When the first key that might match cannot be decided.
    pub fn get(&self, path: &str) -> Result<Option<T>, Undecided> {
        for entry in &self.entries {
            let matches = match &entry.matcher {
                Some(Matcher::Plain(matcher)) => matcher.is_match(path),
                Some(Matcher::Look(look)) => look.is_match(path).ok_or_else(|| Undecided {
                    key: entry.key.clone(),
                })?,
                None => false,
            };
            if matches {
                return Ok(Some(entry.value));
            }
        }
        let literal = self.entries.iter().find(|entry| entry.key == path);
        Ok(literal.map(|entry| entry.value))
    }

    /// The keys that look ahead where they begin.
    pub fn looking_around(&self) -> impl Iterator<Item = &str> {
        let look = |entry: &&Entry<T>| matches!(entry.matcher, Some(Matcher::Look(Look::Ahead(_))));
        self.entries
            .iter()
            .filter(look)
            .map(|entry| entry.key.as_str())
    }

    /// True when nothing is said of any layer.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// `\A` is where Python's `match` begins; the group keeps an alternation of the key inside.
fn plain(key: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(&format!(r"\A(?:(.*\.)?({key})$)"))
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
        assert_eq!(patterns.get("model.layers.0.q_proj"), Ok(Some(0)));
        assert_eq!(patterns.get("q_proj"), Ok(Some(0)));
        assert_eq!(patterns.get("model.my_q_proj"), Ok(None));
        assert_eq!(patterns.get("model.q_proj.lora"), Ok(None));
    }

    #[test]
    fn the_first_key_that_matches_counts() {
        let patterns = patterns(&[r"layers\.[0-3]\..*", "q_proj", ".*"]);
        assert_eq!(patterns.get("model.layers.2.q_proj"), Ok(Some(0)));
        assert_eq!(patterns.get("model.layers.7.q_proj"), Ok(Some(1)));
        assert_eq!(patterns.get("model.layers.7.v_proj"), Ok(Some(2)));
    }

    #[test]
    fn a_key_may_look_ahead_where_it_begins() {
        let patterns = patterns(&[
            "^(?!.*vision).*q_proj",
            r"(?=.*mlp)(?!.*up).*",
            "k|(?!x)[a-y]_proj",
        ]);
        assert_eq!(patterns.get("model.text.q_proj"), Ok(Some(0)));
        assert_eq!(patterns.get("model.vision.q_proj"), Ok(Some(2)));
        assert_eq!(patterns.get("model.mlp.down"), Ok(Some(1)));
        assert_eq!(patterns.get("model.mlp.up"), Ok(None));
        assert_eq!(patterns.get("model.k"), Ok(Some(2)));
        assert_eq!(patterns.get("model.x_proj"), Ok(None));
        assert_eq!(patterns.looking_around().count(), 3);
    }

    #[test]
    fn a_key_that_looks_around_inside_is_undecided_where_it_could_match() {
        let patterns = patterns(&["v_proj", r"layers\.(?!0\.).*q_proj", ".*"]);
        assert!(patterns.get("model.layers.0.q_proj").is_err());
        assert_eq!(patterns.get("model.layers.0.v_proj"), Ok(Some(0)));
        assert_eq!(patterns.get("model.layers.0.k_proj"), Ok(Some(2)));
    }

    #[test]
    fn a_key_that_is_not_regular_is_said_and_still_matches_literally() {
        let entries = [("a+b(".to_owned(), 2)];
        let (patterns, unreadable) = Patterns::new(entries);
        assert_eq!(unreadable.len(), 1);
        assert_eq!(patterns.get("a+b("), Ok(Some(2)));
        assert_eq!(patterns.get("y"), Ok(None));
    }
}
