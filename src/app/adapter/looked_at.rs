//! Which layer a link looks at, and when a layer that was chosen has to be scrolled to.
//!
//! A layer stands in a link by its name in the file. A name that no link takes, or that begins as a
//! number does, is replaced by the layer's place in the file: `#12`.

use std::rc::Rc;

use rankscope_params::is_plain;

use super::derived::Derived;
use super::rows::Row;

/// How a layer is called in a link.
pub fn name_in_link(row: &Row) -> String {
    let path = row.path();
    if is_plain(path) && !path.is_empty() && !path.starts_with('#') {
        path.to_owned()
    } else {
        format!("#{}", row.layer)
    }
}

/// The layer that a link calls so, if it is there.
pub fn named<'d>(derived: &'d Derived, name: &str) -> Option<&'d Rc<Row>> {
    let mut rows = derived.rows.iter();
    match name.strip_prefix('#') {
        Some(number) => {
            let layer: usize = number.parse().ok()?;
            rows.find(|row| row.layer == layer)
        }
        None => rows.find(|row| row.path() == name),
    }
}

/// The layer before and the one after another, in the order of the file.
pub fn neighbours(derived: &Derived, row: &Row) -> (Option<Rc<Row>>, Option<Rc<Row>>) {
    let place = derived
        .rows
        .iter()
        .position(|other| other.layer == row.layer);
    let at = |place: Option<usize>| derived.rows.get(place?).cloned();
    (
        at(place.and_then(|place| place.checked_sub(1))),
        at(place.map(|place| place + 1)),
    )
}

/// Whether so little is in sight of what lies between `top` and `bottom`, in a window of this height,
/// that a change of it would not be noticed: less than half of it, and of the window.
pub fn out_of_sight(top: f64, bottom: f64, window: f64) -> bool {
    let seen = (bottom.min(window) - top.max(0.0)).max(0.0);
    seen < 0.5 * (bottom - top).min(window)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_the_window_or_above_it_is_out_of_sight() {
        assert!(out_of_sight(900.0, 1600.0, 900.0));
        assert!(out_of_sight(-900.0, -10.0, 900.0));
        assert!(out_of_sight(700.0, 1500.0, 844.0));
        assert!(!out_of_sight(68.0, 820.0, 900.0));
        assert!(!out_of_sight(-100.0, 900.0, 900.0));
        // Taller than the window and filling it.
        assert!(!out_of_sight(-300.0, 1600.0, 844.0));
    }
}
