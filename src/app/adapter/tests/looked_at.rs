//! Which layer is looked at, and what a link calls it.

use rankscope_adapter::RankRule;

use super::super::looked_at;
use super::super::state::AdapterAction;
use super::*;
use crate::Reduce;

#[test]
fn the_layer_looked_at_is_the_chosen_one_or_the_largest() {
    let state = state(&names(4), 4);
    let derived = Derivation::default().of(&state, thresholds());
    assert_eq!(derived.chosen(None).unwrap().layer, 3);
    assert_eq!(
        derived.chosen(Some("model.layers.1.q_proj")).unwrap().layer,
        1
    );
    assert_eq!(derived.chosen(Some("gone")).unwrap().layer, 3);
    let peft = RankRule::ALL
        .iter()
        .position(|rule| *rule == RankRule::Peft)
        .unwrap();
    assert_eq!(derived.kept[peft].median, Some(1.0));
}

#[test]
fn a_layer_is_found_by_its_name_in_a_link() {
    let (_, derived) = analysed();
    for row in derived.rows.iter() {
        let name = looked_at::name_in_link(row);
        assert_eq!(name, row.path());
        assert_eq!(looked_at::named(&derived, &name), Some(row));
        assert_eq!(
            looked_at::named(&derived, &format!("#{}", row.layer)),
            Some(row)
        );
    }
    for unknown in ["", "#", "#3", "#x", "model.layers.9.q_proj"] {
        assert_eq!(looked_at::named(&derived, unknown), None, "{unknown}");
    }
    let [first, second, third] = &derived.rows[..] else {
        panic!("three rows");
    };
    let beside = looked_at::neighbours(&derived, second);
    assert_eq!(beside, (Some(first.clone()), Some(third.clone())));
    assert_eq!(looked_at::neighbours(&derived, third).1, None);
    let long = "l".repeat(500);
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(&[long]))));
    let state = state.reduce(AdapterAction::Analysed(0, results(0..1)));
    let derived = Derivation::default().of(&state, thresholds());
    assert_eq!(looked_at::name_in_link(&derived.rows[0]), "#0");
}
