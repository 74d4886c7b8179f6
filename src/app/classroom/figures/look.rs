//! How a quantity is drawn: in the colour of the update it is of, with the dashes of its scale, as it is
//! everywhere on the page.

use rankscope_chart::lesson::Look;
use rankscope_chart::{Stroke, Tone};
use rankscope_lesson::Expression;

/// The look of each of these quantities. Those that would look alike differ in strength.
pub(super) fn looks<'e>(of: impl IntoIterator<Item = &'e Expression>) -> Vec<Look> {
    let mut looks: Vec<Look> = Vec::new();
    for expression in of {
        let look = look(expression).apart_from(&looks);
        looks.push(look);
    }
    looks
}

/// The look of one quantity.
pub(super) fn look(expression: &Expression) -> Look {
    let text = String::from(expression.clone());
    let names = |wanted: &str| {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let mut words = text.split(|letter| !plain(letter));
        words.any(|word| word == wanted)
    };
    let tone = match (names("style") || names("held_out"), names("facts")) {
        (true, false) => Tone::Style,
        (false, true) => Tone::Facts,
        _ => Tone::Neutral,
    };
    let stroke = if names("rslora") || names("rslora_scale") || names("rslora_error") {
        Stroke::Dashed
    } else if names("floor") {
        Stroke::Dotted
    } else {
        Stroke::Solid
    };
    Look::full(tone, stroke)
}
