//! A number in a table. The attributes are a public contract.

use yew::{AttrValue, Html, html};

use rankscope_params::number::Format;

/// A cell with the number in all its digits in `data-value`, which is empty where there is none, and
/// with `text` to look at.
pub(crate) fn value_cell(
    column: impl Into<AttrValue>,
    value: Option<f64>,
    text: impl Into<AttrValue>,
) -> Html {
    let exact = value.map(|value| Format::Exact.write(value));
    html! {
        <td data-column={column.into()} data-value={exact.unwrap_or_default()}>{ text.into() }</td>
    }
}
