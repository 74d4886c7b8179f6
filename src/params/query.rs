//! The query string: how a link holds a state.
//!
//! `?d=128&noise=0.2`: one pair a parameter, names and defaults from [`TABLE`], those at their
//! default left out. A pinned state is a pair too, with a query of its own inside:
//! `pin_a=noise%3D0.2`. Reading never fails. What could not be taken as it stood comes back as
//! [`Notice`]s, and the state is the nearest valid one.

use std::borrow::Cow;

use super::number::Format;
use super::training::{Circumstances, Setting};
use super::{Choices, Key, Notice, Params, Pins, RankRules, TABLE, THRESHOLDS, Training};

/// Bytes of a query that are read: about ten times the longest link the page writes.
const LONGEST: usize = 16 * 1024;
/// Unknown names listed one by one before the rest is only counted.
const LISTED: usize = 3;
/// The keys of the pinned states, by slot.
pub const PIN_NAMES: [&str; super::MOST_PINS] = ["pin_a", "pin_b", "pin_c"];

/// The key of the controls that come with an embedded figure: names of parameters, by commas.
pub const CONTROLS: &str = "controls";
/// The key of the open exercise.
pub const EXERCISE: &str = "id";
/// Letters of an exercise's id at most.
const LONGEST_ID: usize = 40;

/// Everything a link holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The parameters.
    pub params: Params,
    /// What was chosen from a few.
    pub choices: Choices,
    /// What the rank rules are asked to keep of the reader's own adapter.
    pub rank_rules: RankRules,
    /// How adapters are trained.
    pub training: Training,
    /// States set aside to compare with.
    pub pins: Pins,
    /// The controls that come with an embedded figure, in the table's order.
    pub controls: Vec<Key>,
    /// The exercise that is open, by its id; empty when none is.
    pub exercise: String,
}

impl Link {
    /// What the settings of the training depend on.
    pub fn circumstances(&self) -> Circumstances {
        Circumstances {
            optimizer: self.choices.optimizer,
            max_rank: self.params.max_rank(),
        }
    }
}

/// Reads a query string, with or without its question mark.
///
/// Returns the nearest valid state, and a notice for everything that was given and not taken
/// as it stood.
pub fn read(query: &str) -> (Link, Vec<Notice>) {
    let mut notices = Vec::new();
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut pairs = Pairs::of(shortened(query, &mut notices));
    let mut link = Link {
        params: pairs.params(&mut notices),
        ..Link::default()
    };
    for &name in Choices::NAMES {
        if let Some(option) = pairs.take(name, &mut notices)
            && let Err(kept) = link.choices.choose(name, &option)
        {
            notices.push(Notice::unknown_choice(name, &option, kept));
        }
    }
    for row in &THRESHOLDS {
        if let Some(text) = pairs.take(row.name, &mut notices) {
            let (next, said) = link.rank_rules.with_text(row, &text);
            link.rank_rules = next;
            notices.extend(said);
        }
    }
    // After the shape, which bounds the ranks, and the optimizer, whose learning rate it is.
    let now = link.circumstances();
    for setting in Setting::ALL {
        if let Some(text) = pairs.take(setting.name(), &mut notices) {
            let (next, said) = link.training.with_text(setting, &text, now);
            link.training = next;
            notices.extend(said);
        }
    }
    for (slot, name) in PIN_NAMES.into_iter().enumerate() {
        if let Some(pinned) = pairs.take(name, &mut notices) {
            let mut inner = Pairs::of(&pinned);
            link.pins.pin(slot, inner.params(&mut notices));
            inner.report_rest(&mut notices);
        }
    }
    if let Some(names) = pairs.take(CONTROLS, &mut notices) {
        link.controls = controls(&names, &mut notices);
    }
    if let Some(id) = pairs.take(EXERCISE, &mut notices) {
        let plain = |letter: u8| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if id.len() <= LONGEST_ID && id.bytes().all(plain) {
            link.exercise = id.into_owned();
        } else {
            notices.push(Notice::unknown_choice(EXERCISE, &id, "unset"));
        }
    }
    pairs.report_rest(&mut notices);
    (link, notices)
}

/// Whether a query string gives this parameter, be it at its default.
pub fn gives(query: &str, key: Key) -> bool {
    let query = query.strip_prefix('?').unwrap_or(query);
    let name = key.declaration().name;
    form_urlencoded::parse(query.as_bytes()).any(|(given, _)| given == name)
}

/// The query string of a state, without question mark, defaults left out.
pub fn write(link: &Link) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    append_params(&mut pairs, &link.params);
    for (name, option) in link.choices.chosen() {
        pairs.append_pair(name, option);
    }
    for row in &THRESHOLDS {
        let value = link.rank_rules.get(row.key);
        if value != row.default {
            pairs.append_pair(row.name, &Format::Exact.write(value));
        }
    }
    for setting in Setting::ALL {
        if let Some(text) = link.training.asked(setting, link.circumstances()) {
            pairs.append_pair(setting.name(), &text);
        }
    }
    for (name, pinned) in link
        .pins
        .iter()
        .filter_map(|(slot, pinned)| Some((PIN_NAMES.get(slot)?, pinned)))
    {
        pairs.append_pair(name, &write_params(pinned));
    }
    if !link.controls.is_empty() {
        let names = link.controls.iter().map(|key| key.declaration().name);
        pairs.append_pair(CONTROLS, &names.collect::<Vec<_>>().join(","));
    }
    if !link.exercise.is_empty() {
        pairs.append_pair(EXERCISE, &link.exercise);
    }
    pairs.finish()
}

/// The parameters named in a list; what is no parameter is left out and said.
fn controls(names: &str, notices: &mut Vec<Notice>) -> Vec<Key> {
    let names: Vec<_> = names.split(',').map(str::trim).collect();
    let unknown = names
        .iter()
        .filter(|name| !name.is_empty() && Key::from_name(name).is_none());
    notices.extend(unknown.take(LISTED).map(|name| Notice::unknown_key(name)));
    let listed = TABLE.iter().filter(|row| names.contains(&row.name));
    listed.map(|row| row.key).collect()
}

/// The query string of parameters alone.
fn write_params(params: &Params) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    append_params(&mut pairs, params);
    pairs.finish()
}

fn append_params(pairs: &mut form_urlencoded::Serializer<'_, String>, params: &Params) {
    for row in &TABLE {
        let value = params.get(row.key);
        if value != params.default_of(row.key) {
            pairs.append_pair(row.name, &Format::Exact.write(value));
        }
    }
}

/// A query's pairs, taken out by name one after the other.
struct Pairs<'q> {
    left: Vec<(Cow<'q, str>, Cow<'q, str>)>,
}

impl<'q> Pairs<'q> {
    fn of(query: &'q str) -> Self {
        let left = form_urlencoded::parse(query.as_bytes()).collect();
        Self { left }
    }

    /// The value under a name; the last one, said, when there are several.
    fn take(&mut self, name: &'static str, notices: &mut Vec<Notice>) -> Option<Cow<'q, str>> {
        let mut values = self.left.extract_if(.., |(given, _)| given == name);
        let mut value = values.next()?.1;
        if let Some((_, last)) = values.last() {
            value = last;
            notices.push(Notice::Repeated { name });
        }
        Some(value)
    }

    fn params(&mut self, notices: &mut Vec<Notice>) -> Params {
        let mut params = Params::default();
        // In the table's order: the shape stands before the ranks it bounds.
        for row in &TABLE {
            if let Some(text) = self.take(row.name, notices) {
                let (next, mut said) = params.with_text(row.key, &text);
                // A default lowered by the shape was never given, so there is nothing to say of it.
                said.retain(|notice| notice.key() == Some(row.key));
                params = next;
                notices.extend(said);
            }
        }
        params
    }

    /// Says which names nobody has taken.
    fn report_rest(&self, notices: &mut Vec<Notice>) {
        let listed = self.left.iter().take(LISTED);
        notices.extend(listed.map(|(name, _)| Notice::unknown_key(name)));
        if let Some(count @ 1..) = self.left.len().checked_sub(LISTED) {
            notices.push(Notice::MoreUnknownKeys { count });
        }
    }
}

/// The first [`LONGEST`] bytes of `query`, cut between two pairs.
fn shortened<'q>(query: &'q str, notices: &mut Vec<Notice>) -> &'q str {
    if query.len() <= LONGEST {
        return query;
    }
    let read = query
        .bytes()
        .take(LONGEST)
        .rposition(|byte| byte == b'&')
        .unwrap_or(0);
    notices.push(Notice::TooLong {
        bytes: query.len(),
        read,
    });
    // An ampersand is one byte wide, so this is a character boundary.
    query.get(..read).unwrap_or_default()
}

#[cfg(test)]
mod tests;
