//! The query string: how a link holds a state.
//!
//! `?d=128&noise=0.2`: one pair a parameter, names and defaults from [`TABLE`], those at their
//! default left out. Reading never fails. What could not be taken as it stood comes back as
//! [`Notice`]s, and the state is the nearest valid one.

use super::choice::{Choice, SigmaAxis};
use super::{Key, Notice, Params, TABLE};

/// Bytes of a query that are read: about fifty times the longest link the page writes.
const LONGEST: usize = 16 * 1024;
/// Unknown names listed one by one before the rest is only counted.
const LISTED: usize = 3;

/// Everything a link holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Link {
    /// The parameters.
    pub params: Params,
    /// The axis of the spectrum.
    pub sigma_axis: SigmaAxis,
}

/// Reads a query string, with or without its question mark.
///
/// Returns the nearest valid state, and a notice for everything that was given and not taken
/// as it stood.
pub fn read(query: &str) -> (Link, Vec<Notice>) {
    let mut notices = Vec::new();
    let query = query.strip_prefix('?').unwrap_or(query);
    let query = shortened(query, &mut notices);

    let mut given: [Option<String>; Key::COUNT] = Default::default();
    let mut choices: [(&'static str, Option<String>); 1] = [(SigmaAxis::NAME, None)];
    let mut unknown = 0;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if let Some((known, slot)) = choices.iter_mut().find(|(known, _)| *known == name) {
            keep(slot, known, value.into_owned(), &mut notices);
        } else if let Some(key) = Key::from_name(&name) {
            // In bounds: see `Key::declaration`.
            #[expect(clippy::indexing_slicing)]
            let slot = &mut given[key as usize];
            keep(
                slot,
                key.declaration().name,
                value.into_owned(),
                &mut notices,
            );
        } else {
            unknown += 1;
            if unknown <= LISTED {
                notices.push(Notice::unknown_key(&name));
            }
        }
    }
    if unknown > LISTED {
        let count = unknown - LISTED;
        notices.push(Notice::MoreUnknownKeys { count });
    }

    let mut link = Link::default();
    // In the table's order: the shape stands before the ranks it bounds.
    for (row, text) in TABLE.iter().zip(given) {
        let Some(text) = text else { continue };
        let (next, mut said) = link.params.with_text(row.key, &text);
        // A default lowered by the shape was never given, so there is nothing to say of it.
        said.retain(|notice| notice.key() == Some(row.key));
        link.params = next;
        notices.extend(said);
    }
    let [(_, sigma_axis)] = choices;
    link.sigma_axis = choose(sigma_axis, &mut notices);
    (link, notices)
}

/// The query string of a state, without question mark, defaults left out.
pub fn write(link: &Link) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for row in &TABLE {
        let value = link.params.get(row.key);
        if value != link.params.default_of(row.key) {
            pairs.append_pair(row.name, &super::number::Format::Exact.write(value));
        }
    }
    append(&mut pairs, link.sigma_axis);
    pairs.finish()
}

/// Appends a choice that is not the default one.
fn append<C: Choice>(pairs: &mut form_urlencoded::Serializer<'_, String>, choice: C) {
    if choice != C::default() {
        pairs.append_pair(C::NAME, choice.name());
    }
}

/// The option that `text` names; the default one when it names none, which is said.
fn choose<C: Choice>(text: Option<String>, notices: &mut Vec<Notice>) -> C {
    let Some(text) = text else {
        return C::default();
    };
    let found = C::ALL.iter().find(|option| option.name() == text);
    found.copied().unwrap_or_else(|| {
        let kept = C::default();
        notices.push(Notice::unknown_choice(C::NAME, &text, kept.name()));
        kept
    })
}

/// Puts a value where none was yet, or replaces it and says so.
fn keep(slot: &mut Option<String>, name: &'static str, value: String, notices: &mut Vec<Notice>) {
    let repeated = Notice::Repeated { name };
    if slot.replace(value).is_some() && !notices.contains(&repeated) {
        notices.push(repeated);
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
mod tests {
    use super::*;

    fn values(query: &str) -> Params {
        read(query).0.params
    }

    fn said(query: &str) -> String {
        let notices: Vec<_> = read(query).1.iter().map(ToString::to_string).collect();
        notices.join("\n")
    }

    #[test]
    fn an_empty_query_is_the_default_state_with_nothing_to_say() {
        assert_eq!(read(""), (Link::default(), vec![]));
        assert_eq!(read("?"), (Link::default(), vec![]));
        assert_eq!(write(&Link::default()), "");
    }

    #[test]
    fn a_number_out_of_range_goes_to_the_nearest_end_and_is_said() {
        assert_eq!(values("d=99999").get(Key::Rows), 1024.0);
        assert_eq!(values("alpha=-3").get(Key::Alpha), 0.25);
        assert_eq!(values("seed=1e99").get(Key::Seed), 4_294_967_295.0);
        assert_eq!(values("noise=1e999").get(Key::Noise), 1.0);
        for query in ["d=99999", "alpha=-3", "seed=1e99", "noise=1e999"] {
            assert_eq!(read(query).1.len(), 1, "{query}: {}", said(query));
        }
    }

    #[test]
    fn a_fraction_of_a_row_is_rounded_and_said() {
        assert_eq!(values("d=12.5").get(Key::Rows), 13.0);
        assert!(said("d=12.5").contains("Whole numbers only"));
    }

    #[test]
    fn what_is_no_number_is_left_and_said() {
        for query in ["noise=abc", "noise=", "noise=NaN", "noise=0x1"] {
            assert_eq!(values(query), Params::default(), "{query}");
            assert!(said(query).contains("is not a number"), "{query}");
        }
    }

    #[test]
    fn a_shape_bounds_the_ranks_whatever_the_order() {
        assert_eq!(values("true_rank=60&d=8").get(Key::TrueRank), 8.0);
        assert_eq!(said("true_rank=60&d=8"), said("d=8&true_rank=60"));
        assert!(said("d=8&true_rank=60").contains("true_rank = 60 is now 8"));
    }

    #[test]
    fn a_default_that_the_shape_lowers_was_never_given_and_is_not_said() {
        assert_eq!(values("d=8").get(Key::RankHigh), 8.0);
        assert_eq!(said("d=8"), "");
        assert_eq!(write(&read("d=8").0), "d=8");
    }

    #[test]
    fn unknown_names_are_listed_and_then_counted() {
        let text = said("a=1&b=2&c=3&d=64&e=5&f=6");
        assert!(
            text.contains("“a”") && text.contains("2 more unknown"),
            "{text}"
        );
    }

    #[test]
    fn the_last_of_two_counts() {
        assert_eq!(values("d=8&d=16").get(Key::Rows), 16.0);
        assert!(said("d=8&d=16&d=16").contains("more than once"));
    }

    #[test]
    fn a_hundred_kilobytes_are_cut_between_two_pairs() {
        let long = format!("d=8&{}", "x=1&".repeat(25_000));
        assert_eq!(values(&long).get(Key::Rows), 8.0);
        assert!(said(&long).contains("100004 bytes long"), "{}", said(&long));
        assert_eq!(values(&"9".repeat(100_000)), Params::default());
    }

    #[test]
    fn the_axis_of_the_spectrum_is_a_choice() {
        let (link, notices) = read("sigma_axis=log");
        assert_eq!((link.sigma_axis, notices.len()), (SigmaAxis::Log, 0));
        assert_eq!(write(&link), "sigma_axis=log");
        assert!(said("sigma_axis=cubic").contains("“cubic” is not on offer"));
    }
}
