//! What stands on paper alone: the settings behind what is printed, and the address that opens it.

use yew::{Html, html};

use super::figure::save::credit;

/// One line under a view's title.
pub(crate) fn printed(settings: &str) -> Html {
    html! { <p class="printed">{ credit(settings) }</p> }
}
