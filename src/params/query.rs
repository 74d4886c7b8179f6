//! The query string: how a link holds a state.
//!
//! `?d=128&noise=0.2`: one pair a setting, names and defaults from [`SETTINGS`], those at their
//! default left out. A pinned state is a pair too, with a query of its own inside:
//! `pin_a=noise%3D0.2`. A query without any pair opens Start; one with pairs and no `view` opens
//! Explore. Reading never fails. What could not be taken as it stood comes back as
//! [`Notice`]s, and the state is the nearest valid one.

use std::borrow::Cow;

pub use super::link::Link;
use super::{Choice, Declaration, Embed, Key, Notice, Params, SETTINGS, SettingKey, View};

/// Bytes of a query that are read: about ten times the longest link the page writes.
const LONGEST: usize = 16 * 1024;
/// Unknown names listed one by one before the rest is only counted.
const LISTED: usize = 3;

/// Reads a query string, with or without its question mark.
///
/// Returns the nearest valid state, and a notice for everything that was given and not taken
/// as it stood.
pub fn read(query: &str) -> (Link, Vec<Notice>) {
    read_upon(Link::default(), query)
}

/// Reads what a query string says of a view that is open already, and names no view for it: defaults are
/// those of that view.
pub fn read_in(view: View, query: &str) -> (Link, Vec<Notice>) {
    let (link, notices) = read_upon(Link::default().in_view(view), query);
    (link.in_view(view), notices)
}

fn read_upon(mut start: Link, query: &str) -> (Link, Vec<Notice>) {
    let mut notices = Vec::new();
    let query = query.strip_prefix('?').unwrap_or(query);
    let mut pairs = Pairs::of(shortened(query, &mut notices));
    let bare = pairs.left.is_empty();
    if pairs.has(Embed::Recall) {
        // Known before the optimizer is read, whose default is the view's.
        start = start.in_view(View::Recall);
    }
    let mut link = pairs.link(start, &SETTINGS, &mut notices);
    if bare {
        link.choices.view = View::Start;
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
    let query = write_rows(link, &SETTINGS);
    match query.as_str() {
        "" => "view=explore".to_owned(),
        "view=start" => String::new(),
        _ => query,
    }
}

/// Reads a query of parameters alone.
pub(super) fn read_params(query: &str) -> (Params, Vec<Notice>) {
    let mut notices = Vec::new();
    let mut pairs = Pairs::of(query);
    let link = pairs.link(Link::default(), parameter_rows(), &mut notices);
    pairs.report_rest(&mut notices);
    (link.params, notices)
}

/// The query string of parameters alone.
pub(super) fn write_params(params: &Params) -> String {
    let link = Link {
        params: *params,
        ..Link::default()
    };
    write_rows(&link, parameter_rows())
}

/// The parameters named in a list; what is no parameter is left out and said.
pub(super) fn read_controls(names: &str) -> (Vec<Key>, Vec<Notice>) {
    let names: Vec<_> = names.split(',').map(str::trim).collect();
    let unknown = names
        .iter()
        .filter(|name| !name.is_empty() && Key::from_name(name).is_none());
    let notices = unknown.take(LISTED).map(|name| Notice::unknown_key(name));
    let mut listed = Key::ALL.to_vec();
    listed.retain(|key| names.contains(&key.declaration().name));
    (listed, notices.collect())
}

/// The rows of the parameters: the first of the table.
fn parameter_rows() -> &'static [Declaration] {
    const ROWS: &[Declaration] = SETTINGS.split_at(Key::COUNT).0;
    ROWS
}

fn write_rows(link: &Link, rows: &[Declaration]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for row in rows {
        let value = link.value(row.key);
        if !value.is_default() {
            pairs.append_pair(row.name, &value.text());
        }
    }
    pairs.finish()
}

/// A query's pairs, taken out by name one after the other.
struct Pairs<'q> {
    left: Vec<(Cow<'q, str>, Cow<'q, str>)>,
}

impl<'q> Pairs<'q> {
    fn of(query: &'q str) -> Self {
        let mut left: Vec<(Cow<'q, str>, Cow<'q, str>)> =
            form_urlencoded::parse(query.as_bytes()).collect();
        for (name, _) in &mut left {
            // An element in somebody else's page has an `id` of its own, so there it is `exercise`.
            if name == "exercise" {
                *name = Cow::Borrowed(SettingKey::Exercise.declaration().name);
            }
        }
        if let Some((name, value)) = left.last_mut()
            && SETTINGS
                .iter()
                .any(|row| row.name == name && ends_in_a_word(row))
        {
            *value = Cow::Owned(value.trim_end_matches(BEHIND).to_owned());
        }
        Self { left }
    }

    /// The value under a setting's name; the last one, said, when there are several.
    fn take(&mut self, row: &Declaration, notices: &mut Vec<Notice>) -> Option<Cow<'q, str>> {
        let mut values = self.left.extract_if(.., |(given, _)| given == row.name);
        let mut value = values.next()?.1;
        if let Some((_, last)) = values.last() {
            value = last;
            notices.push(Notice::Repeated { key: row.key });
        }
        Some(value)
    }

    /// Whether an option is chosen.
    fn has<C: Choice>(&self, option: C) -> bool {
        let (key, name) = (C::declaration().name, option.name());
        let mut pairs = self.left.iter();
        pairs.any(|(given, value)| given == key && value == name)
    }

    /// What is given of these settings, in their order, upon `link`.
    fn link(&mut self, mut link: Link, rows: &[Declaration], notices: &mut Vec<Notice>) -> Link {
        for row in rows {
            if let Some(text) = self.take(row, notices) {
                let mut said = link.set_text(row.key, &text);
                if matches!(row.key, SettingKey::Param(_)) {
                    // A default lowered by the shape was never given, so there is nothing to say of it.
                    said.retain(|notice| notice.key() == Some(row.key));
                }
                notices.extend(said);
            }
        }
        link
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

/// What a sentence or a mail program puts behind a link.
const BEHIND: [char; 8] = ['.', ',', ';', ')', ']', '>', '"', '”'];

/// Whether a setting's values never end in one of [`BEHIND`].
const fn ends_in_a_word(row: &Declaration) -> bool {
    !matches!(row.key, SettingKey::Adapter(_))
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
