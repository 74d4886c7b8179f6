//! Keys that look ahead or behind.
//!
//! People write look-ahead where a key begins: `^(?!.*vision).*q_proj`. There it is a condition on what follows the
//! same place, checked apart. Anywhere else it can only take matches away, so a path that the key does not match
//! without it is decided, and every other is not.

use regex_lite::Regex;

/// How a group begins that looks around.
const GROUPS: [&str; 4] = ["(?=", "(?!", "(?<=", "(?<!"];

/// A key that looks around.
#[derive(Clone, Debug)]
pub(super) enum Look {
    /// Where its branches begin, and nowhere else.
    Ahead(Vec<Branch>),
    /// Inside: what the key matches without that.
    Inside(Regex),
}

/// One of the alternatives of a key.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    /// Whether it begins where the path does.
    at_start: bool,
    /// What must follow, or must not.
    conditions: Vec<(bool, Regex)>,
    rest: Regex,
}

impl Look {
    /// Of a key; none where it does not look around, or is no regular expression.
    pub(super) fn of(key: &str) -> Option<Self> {
        let without = without(key)?;
        if without == key {
            return None;
        }
        let branches: Option<Vec<Branch>> = branches(key)?.into_iter().map(Branch::of).collect();
        match branches {
            Some(branches) => Some(Self::Ahead(branches)),
            None => super::plain(&without).ok().map(Self::Inside),
        }
    }

    /// Whether it matches; none where that cannot be said.
    pub(super) fn is_match(&self, path: &str) -> Option<bool> {
        match self {
            Self::Ahead(branches) => Some(branches.iter().any(|branch| branch.is_match(path))),
            Self::Inside(without) => (!without.is_match(path)).then_some(false),
        }
    }
}

impl Branch {
    fn of(branch: &str) -> Option<Self> {
        let mut rest = branch;
        let mut at_start = false;
        let mut conditions = Vec::new();
        loop {
            if let Some(after) = rest.strip_prefix('^').or_else(|| rest.strip_prefix(r"\A")) {
                (at_start, rest) = (true, after);
            } else if rest.starts_with("(?=") || rest.starts_with("(?!") {
                let end = group_end(rest)?;
                let (group, after) = rest.split_at_checked(end)?;
                let inner = group.get(3..end - 1)?;
                let wanted = group.starts_with("(?=");
                conditions.push((wanted, Regex::new(&format!(r"\A(?:{inner})")).ok()?));
                rest = after;
            } else {
                break;
            }
        }
        let rest = Regex::new(&format!(r"\A(?:{rest})$")).ok()?;
        Some(Self {
            at_start,
            conditions,
            rest,
        })
    }

    /// A key matches the end of a path at a dot.
    fn is_match(&self, path: &str) -> bool {
        let after_dots = path.match_indices('.').map(|(dot, _)| dot + 1);
        let places = std::iter::once(0).chain(after_dots.filter(|_| !self.at_start));
        let mut ends = places.filter_map(|place| path.get(place..));
        ends.any(|end| {
            let holds = |(wanted, regex): &(bool, Regex)| regex.is_match(end) == *wanted;
            self.conditions.iter().all(holds) && self.rest.is_match(end)
        })
    }
}

/// The key without its groups that look around; none where a group has no end.
fn without(key: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = key;
    while !rest.is_empty() {
        let taken = if GROUPS.iter().any(|group| rest.starts_with(group)) {
            group_end(rest)?
        } else {
            let length = token(rest)?;
            kept.push_str(rest.get(..length)?);
            length
        };
        rest = rest.get(taken..)?;
    }
    Some(kept)
}

/// The alternatives of a key, those inside of groups apart.
fn branches(key: &str) -> Option<Vec<&str>> {
    let (mut branches, mut begin, mut at, mut depth) = (Vec::new(), 0, 0, 0_usize);
    while at < key.len() {
        let rest = key.get(at..)?;
        match rest.chars().next()? {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '|' if depth == 0 => {
                branches.push(key.get(begin..at)?);
                begin = at + 1;
            }
            _ => {}
        }
        at += token(rest)?;
    }
    branches.push(key.get(begin..)?);
    Some(branches)
}

/// How long the group is that a text begins with.
fn group_end(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        at += token(rest)?;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// How long the character, escape or class is that a text begins with.
fn token(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    match characters.next()? {
        (_, '\\') => {
            let (at, escaped) = characters.next()?;
            Some(at + escaped.len_utf8())
        }
        (_, '[') => {
            // A bracket that comes first is one of the class.
            let mut first = true;
            let mut escaped = false;
            for (at, character) in characters {
                match character {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    ']' if !first => return Some(at + 1),
                    '^' if first => continue,
                    _ => {}
                }
                first = false;
            }
            None
        }
        (_, character) => Some(character.len_utf8()),
    }
}
