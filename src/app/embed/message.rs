//! What an embedded figure and the page around it say to each other.
//!
//! | message | way | meaning |
//! |---|---|---|
//! | `{type: "rankscope:ready"}` | to the parent | from now on the figure follows what is set |
//! | `{type: "rankscope:height", height}` | to the parent | CSS pixels the figure needs |
//! | `{type: "rankscope:state", query}` | to the parent | the present state, as a link holds it |
//! | `{type: "rankscope:set", query}` | from the parent | the state to show |
//!
//! Nothing here is secret, so what is sent goes to any parent. What is heard must come from the
//! parent; everything else is left alone. Of several `set` within [`INTERVAL_MS`] the last counts. A
//! `set` that comes before the figure is ready is kept until it is: see `static/boot.js`.

use super::of_the_page;
use crate::State;
use rankscope_params::query;

/// Between two messages that are followed, or sent: a parent that sends faster than anyone looks
/// keeps the page from nothing.
pub const INTERVAL_MS: u32 = 50;

/// A message to the parent.
#[derive(Clone, Debug, PartialEq)]
pub enum ToParent {
    /// From now on the figure follows what is set.
    Ready,
    /// CSS pixels the figure needs.
    Height(f64),
    /// The present state, as a link holds it.
    State(String),
}

/// A property of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Property<'m> {
    /// A number.
    Number(f64),
    /// A text.
    Text(&'m str),
}

impl ToParent {
    /// The message's `type`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Ready => "rankscope:ready",
            Self::Height(_) => "rankscope:height",
            Self::State(_) => "rankscope:state",
        }
    }

    /// Its other property, by name.
    pub fn content(&self) -> Option<(&'static str, Property<'_>)> {
        match self {
            Self::Ready => None,
            Self::Height(height) => Some(("height", Property::Number(*height))),
            Self::State(query) => Some(("query", Property::Text(query))),
        }
    }
}

/// The state that a message from the parent sets, by the message's `type` and `query`; none when it
/// is another message.
pub fn query_to_set(kind: Option<&str>, query: Option<String>) -> Option<String> {
    query.filter(|_| kind == Some("rankscope:set"))
}

/// The state that the parent is told of; none on a page that is not embedded.
pub fn state_for_parent(state: &State, embedded: bool) -> Option<ToParent> {
    // A figure at its defaults is said with nothing: that it is one of Explore's the parent knows.
    let query = query::write(&of_the_page(&state.link));
    let said = if query == "view=explore" {
        String::new()
    } else {
        query
    };
    embedded.then_some(ToParent::State(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_state_to_set_is_followed() {
        let query = |query: &str| Some(query.to_owned());
        let set = query_to_set(Some("rankscope:set"), query("alpha=4"));
        assert_eq!(set.as_deref(), Some("alpha=4"));
        for (kind, query) in [
            (Some("rankscope:set"), None),
            (Some("rankscope:state"), query("alpha=4")),
            (None, query("alpha=4")),
            (Some(""), query("")),
        ] {
            assert_eq!(query_to_set(kind, query), None);
        }
    }

    #[test]
    fn the_state_told_is_that_of_the_page_behind_the_figure() {
        let state = State::open(query::read(
            "embed=error&controls=alpha&theme=dark&alpha=32",
        ));
        let told = state_for_parent(&state, true).unwrap();
        assert_eq!(told, ToParent::State("alpha=32".to_owned()));
        assert_eq!(told.kind(), "rankscope:state");
        assert_eq!(told.content(), Some(("query", Property::Text("alpha=32"))));
        assert_eq!(state_for_parent(&state, false), None);
    }
}
