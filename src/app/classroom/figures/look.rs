//! How a quantity is drawn: in the colour of the update it is of, with the dashes of its scale, paler under
//! the second optimizer, as it is everywhere on the page.

use rankscope_chart::lesson::{Look, SECOND};
use rankscope_chart::{Stroke, Tone, scaling_name};
use rankscope_lesson::{Expression, Line};
use rankscope_sim::Scaling;

/// The look of each of these quantities. Those that would look alike are told apart.
pub(super) fn looks(of: &[Line]) -> Vec<Look> {
    let mut looks: Vec<Look> = Vec::new();
    for line in of {
        let mut look = look(&line.value);
        // A formula of the scale says in its name whose it is.
        if line.label.contains(scaling_name(Scaling::RsLora)) {
            look.stroke = Stroke::Dashed;
        }
        looks.push(look.apart_from(&looks));
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
    Look {
        strength: if names("adam") { SECOND } else { 1.0 },
        ..Look::full(tone, stroke)
    }
}
