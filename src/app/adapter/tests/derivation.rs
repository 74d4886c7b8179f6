//! What a delivery costs, and that sums do not depend on the order of arrival.

use rankscope_adapter::{Column, Summary};

use super::super::state::{AdapterAction, Begin};
use super::super::words;
use super::*;
use crate::Reduce;

/// Reports, rows and the state itself were made anew at each delivery: quadratic in layers.
#[test]
fn a_delivery_costs_the_layers_it_holds() {
    let mut state = state(&names(2000), 0);
    let mut derivation = Derivation::default();
    for first in (0..2000).step_by(50) {
        let before = derivation.rows_made;
        state = state.reduce(AdapterAction::Analysed(0, results(first..first + 50)));
        derivation.of(&state, thresholds());
        assert_eq!(derivation.rows_made - before, 50);
    }
    let derived = caught_up(&mut derivation, &state);
    assert_eq!(derived.rows.len(), 2000);
    assert!(Rc::ptr_eq(&derived, &derivation.of(&state, thresholds())));
}

/// Nine thousand layers in a delivery held the page for a tenth of a second.
#[test]
fn a_large_delivery_is_taken_in_bit_by_bit_and_shown_at_the_end() {
    let state = state(&names(2500), 2500);
    let mut derivation = Derivation::default();
    let mut made = Vec::new();
    loop {
        let derived = derivation.of(&state, thresholds());
        made.push((derivation.rows_made, derived.rows.len()));
        if !derivation.is_behind() {
            break;
        }
    }
    assert_eq!(made, [(1000, 0), (2000, 0), (2500, 0), (2500, 2500)]);
    // Another file has other layers: nothing of the older is shown.
    let other = state.reduce(AdapterAction::Begin(Begin {
        serial: 1,
        ..Begin::default()
    }));
    let other = other.reduce(AdapterAction::Weights(1, Ok(weights(&names(1)))));
    assert!(derivation.of(&other, thresholds()).rows.is_empty());
    assert!(!derivation.is_behind());
}

/// As many layers as the file has that took 110 s.
#[test]
fn all_deliveries_of_a_large_file_cost_a_constant_times_its_layers() {
    let paths = experts(24, 128);
    let (mut session, commands) = opened(&paths);
    let mut derivation = Derivation::default();
    let mut open: std::collections::VecDeque<_> = requests(commands).into();
    let (mut now, mut deliveries) = (0.0, 0);
    while let Some((worker, ticket, batch)) = open.pop_front() {
        now += 50.0;
        let outcome = Ok(vec![Ok(product(1.0)); length(&batch)]);
        let next = session.handle(
            SessionEvent::Answered {
                worker,
                ticket,
                outcome,
            },
            now,
        );
        open.extend(requests(next));
        caught_up(&mut derivation, &session.state());
        deliveries = session.state().deliveries.len();
    }
    assert_eq!(session.state().done, paths.len());
    assert_eq!(derivation.rows_made, paths.len());
    assert!(deliveries < 60, "{deliveries}");
    assert!(
        derivation.rows_summed < 20 * paths.len(),
        "{}",
        derivation.rows_summed
    );
}

#[test]
fn sums_are_those_of_the_reports_whatever_the_order_of_arrival() {
    let forth = state(&names(30), 30);
    let mut back = state(&names(30), 0);
    for layer in (0..30).rev() {
        back = back.reduce(AdapterAction::Analysed(0, results(layer..layer + 1)));
    }
    let forth = Derivation::default().of(&forth, thresholds());
    let back = Derivation::default().of(&back, thresholds());
    assert_eq!(forth.summary, back.summary);
    assert_eq!(forth.summary, Summary::of(&forth.reports(), thresholds()));
    assert_eq!(forth.kinds, back.kinds);
    assert_eq!(forth.kept, back.kept);
    assert_eq!(forth.kinds[0].0, "q_proj");
}

#[test]
fn other_thresholds_measure_the_same_reports_and_a_config_begins_anew() {
    let state = state(&names(5), 5);
    let mut derivation = Derivation::default();
    let before = derivation.of(&state, thresholds());
    let other = Thresholds {
        keep: rankscope_adapter::Keep::new(0.5).unwrap(),
        ..thresholds()
    };
    let after = derivation.of(&state, other);
    assert_eq!(derivation.rows_made, 10);
    assert!(Rc::ptr_eq(&before.rows[1].report, &after.rows[1].report));
    let afresh = Derivation::default().of(&state, other);
    let rows = |derived: &Derived| derived.rows.to_vec();
    assert_eq!(rows(&after), rows(&afresh));
    let config =
        super::super::opening::config("c", Some(b"{\"r\": 1, \"lora_alpha\": 4}")).unwrap();
    let config = super::super::state::NamedConfig {
        name: "c".to_owned(),
        origin: super::super::state::Origin::Own,
        config: Rc::new(config),
        bytes: Rc::default(),
    };
    let state = state.reduce(AdapterAction::Config(0, Ok(config)));
    let derived = derivation.of(&state, other);
    assert_eq!(derived.rows[1].value(Column::Gamma), Some(4.0));
    assert_eq!(words::gamma(derived.summary.gamma.unwrap()), "4");
}
