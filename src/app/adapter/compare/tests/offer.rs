use std::rc::Rc;

use rankscope_adapter::Thresholds;
use rankscope_adapter::save::{Options, SaveError, at_once, none};

use super::super::super::derived::Derivation;
use super::super::super::saving::offer::{Offer, Refusal};
use super::super::super::state::AdapterState;
use super::super::offer::{Beside, offer};
use super::super::session::CompareSession;
use super::super::state::CompareState;
use super::session::{adapter, answer_all, squares};

fn beside(state: &Rc<AdapterState>) -> Beside {
    Beside {
        state: Rc::clone(state),
        derived: Derivation::default().of(state, Thresholds::default()),
    }
}

#[test]
fn the_sum_is_offered_when_every_pair_is_compared() {
    let (first, second) = (
        adapter(1, &squares(&["a", "b"])),
        adapter(1, &squares(&["b", "c"])),
    );
    let both = [beside(&first), beside(&second)];
    let weights = [2.0, -1.0];
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &second], weights, 0.0);
    let offered =
        |session: &CompareSession| offered_now(&both, &session.state(), &Options::PORTABLE, true);
    let refusal = offered(&session).unwrap_err();
    assert!(
        matches!(refusal, Refusal::Save(SaveError::NotCompared { .. })),
        "{refusal:?}"
    );
    answer_all(&mut session, &commands);
    let plan = offered(&session).unwrap();
    let layers = plan.certificate().layers.iter();
    let found: Vec<_> = layers
        .map(|layer| (layer.path.as_str(), layer.gamma, layer.second_gamma))
        .collect();
    assert_eq!(
        found,
        [("b", 2.0, Some(-1.0)), ("a", 2.0, None), ("c", -1.0, None)]
    );
    let read: Vec<usize> = plan.jobs().iter().map(|job| job.layers().count()).collect();
    assert_eq!(read, [2, 1, 1]);
}

#[test]
fn two_models_are_not_added() {
    let (first, second) = (adapter(1, &[("a", [2, 2])]), adapter(1, &[("a", [2, 3])]));
    let both = [beside(&first), beside(&second)];
    let mut session = CompareSession::new(1);
    session.changed([&first, &second], [1.0, 1.0], 0.0);
    let refusal = offered_now(&both, &session.state(), &Options::PORTABLE, true).unwrap_err();
    assert!(
        matches!(refusal, Refusal::Save(SaveError::Shapes { .. })),
        "{refusal:?}"
    );
}

#[test]
fn nothing_is_offered_before_the_second_is_open() {
    let first = adapter(1, &squares(&["a"]));
    let both = [beside(&first), beside(&Rc::default())];
    let session = CompareSession::new(1);
    let refusal = offered_now(&both, &session.state(), &Options::PORTABLE, true).unwrap_err();
    assert_eq!(refusal, Refusal::NotAnalysed);
}

/// The offer, worked out without a pause.
fn offered_now(
    both: &[Beside; 2],
    compared: &CompareState,
    options: &Options,
    piecewise: bool,
) -> Offer {
    at_once(offer(both, compared, options, piecewise, &none))
}
