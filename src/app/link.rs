//! Links: which clicks the page follows itself, and addresses that arrive changed.

use rankscope_lesson::FRAGMENT;
use rankscope_params::{Choice, Embed, View};

/// The `#` of a fragment that a learning platform has escaped.
const ESCAPED_HASH: &str = "%23";

/// The query and the fragment of an address that arrived changed, as they were written; none where
/// nothing is to be repaired. Both come without and leave with `?` left out and `#` kept.
///
/// Learning platforms escape the `#` of an assignment's link; people copy it without its query, and
/// without a view it would open another one.
pub fn repaired(query: &str, fragment: &str) -> Option<(String, String)> {
    let (mut query, mut fragment) = (query.to_owned(), fragment.to_owned());
    let as_given = (query.clone(), fragment.clone());
    if fragment.is_empty()
        && let Some((before, after)) = as_given.0.split_once(ESCAPED_HASH)
        && after.starts_with(FRAGMENT.trim_matches(['#', '=']))
    {
        before.clone_into(&mut query);
        fragment = format!("#{after}");
    }
    let of_assignment = fragment.starts_with(FRAGMENT.trim_end_matches('='));
    let says = |name: &str| {
        let mut names = form_urlencoded::parse(query.as_bytes());
        names.any(|(given, _)| given == name)
    };
    let (view, embed) = (View::declaration().name, Embed::declaration().name);
    if of_assignment && !says(view) && !says(embed) {
        let rest = if query.is_empty() { "" } else { "&" };
        query = format!("{view}={}{rest}{query}", View::Exercises.name());
    }
    let changed = (query, fragment);
    (changed != as_given).then_some(changed)
}

/// A click on a link, as the browser reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the fields of the browser's event"
)]
pub struct Click {
    /// The mouse button: 0 is the main one.
    pub button: i16,
    pub alt: bool,
    pub ctrl: bool,
    pub meta: bool,
    pub shift: bool,
    /// Another listener has handled it.
    pub default_prevented: bool,
}

impl Click {
    /// Whether the page follows the link itself. All other clicks ask the browser for something: a new
    /// tab, a new window, a download.
    pub const fn is_plain(self) -> bool {
        self.button == 0
            && !(self.alt || self.ctrl || self.meta || self.shift || self.default_prevented)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_opens_however_its_link_was_changed() {
        let hash = "#assignment=1.abc";
        let is = |query: &str, fragment: &str| Some((query.to_owned(), fragment.to_owned()));
        for (query, fragment, repaired_to) in [
            ("", hash, is("view=exercises", hash)),
            ("id=noise", hash, is("view=exercises&id=noise", hash)),
            (
                "view=exercises%23assignment=1.abc",
                "",
                is("view=exercises", hash),
            ),
            ("%23assignment=1.abc", "", is("view=exercises", hash)),
            (
                "embed=exercise&id=a%23assignment%3D1.abc",
                "",
                is("embed=exercise&id=a", "#assignment%3D1.abc"),
            ),
            // Whole, or nothing of an assignment.
            ("view=exercises", hash, None),
            ("embed=exercise&id=a", hash, None),
            ("", "", None),
            ("alpha=8", "#tables", None),
            ("pin_a=noise%3D0.2%23", "", None),
        ] {
            assert_eq!(repaired(query, fragment), repaired_to, "{query} {fragment}");
        }
    }

    #[test]
    fn only_a_plain_click_is_followed_within_the_page() {
        let plain = Click::default();
        assert!(plain.is_plain());
        for other in [
            Click { button: 1, ..plain },
            Click { alt: true, ..plain },
            Click {
                ctrl: true,
                ..plain
            },
            Click {
                meta: true,
                ..plain
            },
            Click {
                shift: true,
                ..plain
            },
            Click {
                default_prevented: true,
                ..plain
            },
        ] {
            assert!(!other.is_plain(), "{other:?}");
        }
    }
}
