//! On a real transformer: what a fine-tuning that really happened says about the last claim.
//!
//! The claims above are about a simulation. This is the place for what was measured outside it; as
//! long as nothing was, it shows nothing.

use yew::{Html, html};

/// The section.
pub(super) fn transformer() -> Html {
    html! {}
}
