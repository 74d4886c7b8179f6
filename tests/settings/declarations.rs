//! What holds of every declaration.

use rankscope_params::number::Format;
use rankscope_params::query::{self, Link};
use rankscope_params::{Group, Input, Key, Kind, Number, Numeric, Params, SETTINGS, Scale};

use crate::inputs::numerics;

#[test]
fn every_default_is_written_as_nothing() {
    for row in &SETTINGS {
        let mut link = Link::default();
        let text = link.value(row.key).text();
        if matches!(row.kind, Kind::State) {
            // An empty text is a state too: the default one.
            continue;
        }
        assert_eq!(link.set(row.key, &Input::Text(text)), [], "{}", row.name);
        // Nothing at all opens Start.
        assert_eq!(query::write(&link), "view=explore", "{}", row.name);
    }
}

#[test]
fn every_range_holds_its_default_and_something_to_slide_over() {
    let context = Link::default().training_context();
    for (row, numeric) in numerics() {
        let (name, default) = (row.name, numeric.default(context));
        let largest = numeric.largest(context.max_rank);
        assert!(numeric.step > 0.0 && numeric.smallest.is_finite(), "{name}");
        assert!(numeric.smallest < largest && largest.is_finite(), "{name}");
        assert!((numeric.smallest..=largest).contains(&default), "{name}");
        if numeric.scale != Scale::Linear {
            assert!(
                numeric.smallest > 0.0,
                "{name} has no logarithm at its smallest"
            );
        }
    }
}

#[test]
fn whole_numbers_have_whole_ends_steps_and_defaults() {
    let context = Link::default().training_context();
    let whole = |(_, numeric): &(_, &Numeric)| numeric.number == Number::Whole;
    for (row, numeric) in numerics().into_iter().filter(whole) {
        let (largest, default) = (numeric.largest(context.max_rank), numeric.default(context));
        for value in [numeric.smallest, largest, default] {
            assert!(value.fract() == 0.0, "{}: {value}", row.name);
        }
        // The step of another scale is a factor.
        assert!(
            numeric.scale != Scale::Linear || numeric.step.fract() == 0.0,
            "{}",
            row.name
        );
    }
}

#[test]
fn every_default_of_explore_is_a_place_the_slider_stops_at() {
    for key in Key::ALL {
        let numeric = key.numeric();
        let position = |value| numeric.position(value);
        let travel = position(Params::default().get(key)) - position(numeric.smallest);
        let stops = travel / numeric.step;
        // Sums of a few dozen doubles round by some units of 10⁻¹⁵.
        let rounding = 1e-12 * stops.max(1.0);
        assert!(
            (stops - stops.round()).abs() <= rounding,
            "{key:?}: {stops}"
        );
    }
}

#[test]
fn names_are_unique_and_need_no_encoding() {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    for (index, row) in SETTINGS.iter().enumerate() {
        let name = row.name;
        assert!(!name.is_empty() && name.chars().all(plain), "{name}");
        let rest = &SETTINGS[index + 1..];
        assert!(rest.iter().all(|other| other.name != name), "{name}");
    }
}

#[test]
fn every_setting_is_explained_and_every_group_has_some() {
    for row in &SETTINGS {
        assert!(!row.label.is_empty(), "{}", row.name);
        assert!(row.help.ends_with('.'), "{}: {}", row.name, row.help);
    }
    for (row, numeric) in numerics() {
        let smallest = Format::Exact.write(numeric.smallest);
        assert!(row.range().starts_with(&smallest), "{}", row.name);
    }
    for group in Group::ALL {
        let mut keys = Key::ALL.into_iter();
        assert!(keys.any(|key| key.group() == group), "{}", group.label());
    }
}
