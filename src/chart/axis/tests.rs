use super::*;

fn labels(axis: &Axis, most: usize) -> String {
    let labels: Vec<_> = axis
        .ticks(most)
        .into_iter()
        .map(|tick| tick.label)
        .collect();
    labels.join(" ")
}

#[test]
fn ranks_are_ticked_at_one_and_at_multiples_of_a_power_of_two() {
    assert_eq!(labels(&Axis::ranks("r", 64), 5), "1 16 32 48 64");
    assert_eq!(labels(&Axis::ranks("r", 64), 9), "1 8 16 24 32 40 48 56 64");
    assert_eq!(labels(&Axis::ranks("r", 2), 8), "1 2");
}

#[test]
fn a_logarithmic_axis_of_ranks_is_ticked_at_powers_of_two() {
    let axis = Axis::log_ranks("r", 48);
    assert_eq!(labels(&axis, 8), "1 2 4 8 16 32");
    assert_eq!((axis.position(1.0), axis.position(48.0)), (0.0, 1.0));
    let gap = |rank: f64| axis.position(2.0 * rank) - axis.position(rank);
    assert!((gap(1.0) - gap(16.0)).abs() < 1e-12);
}

#[test]
fn a_linear_axis_starts_at_zero() {
    assert_eq!(labels(&Axis::linear("σ", 5.2), 6), "0 1 2 3 4 5");
}

#[test]
fn a_logarithmic_axis_is_ticked_at_powers_of_ten() {
    assert_eq!(labels(&Axis::log("e", 0.01, 15.0), 5), "0.01 0.1 1 10");
    assert_eq!(labels(&Axis::log("e", 0.5, 6.0), 6), "0.5 1 2 5");
}

#[test]
fn a_logarithmic_axis_never_runs_deeper_than_six_decades() {
    let axis = Axis::log("σ", 1e-17, 5.0);
    assert!((axis.range().0 / 5e-6 - 1.0).abs() < 1e-9);
    assert!(axis.position(0.0) < 0.0);
}

#[test]
fn doublings_of_a_rank_are_equally_far_apart() {
    let axis = Axis::doublings("r", 2, 64, 0.5);
    assert_eq!(labels(&axis, 8), "2 4 8 16 32 64");
    assert_eq!(labels(&axis, 3), "2 8 32");
    let gap = |rank: f64| axis.position(2.0 * rank) - axis.position(rank);
    assert!((gap(2.0) - gap(32.0)).abs() < 1e-12);
    assert_eq!(labels(&Axis::doublings("r", 3, 3, 1.0), 4), "4");
}

#[test]
fn listed_places_are_equally_far_apart() {
    let axis = Axis::listed_ranks("r", &[1, 2, 16, 64]);
    assert_eq!(labels(&axis, 2), "1 2 16 64");
    let places = [1.0, 2.0, 16.0, 64.0].map(|rank| axis.position(rank));
    assert_eq!(places, [0.125, 0.375, 0.625, 0.875]);
    for (number, place) in places.into_iter().enumerate() {
        for beside in [-0.5, -0.25, 0.25, 0.5] {
            let value = axis.value_beside(number, beside);
            assert!((axis.position(value) - place - beside / 4.0).abs() < 1e-12);
        }
    }
    assert!(axis.position(axis.value_beside(0, -2.0)) < 0.0);
}

#[test]
fn numbered_places_are_called_by_their_values() {
    let axis = Axis::listed_values("η", &[0.002, 0.064]).column("learning rate");
    assert_eq!(labels(&axis, 8), "0.002 0.064");
    assert_eq!(
        (axis.value_at(2.0), axis.called(2.0)),
        (0.064, "learning rate 0.064".to_owned())
    );
    let boards = Axis::listed("", vec![(1.0, "20 facts".to_owned())]);
    assert_eq!(boards.called(1.0), "20 facts");
}

#[test]
fn places_worth_less_than_one_are_written_as_what_they_are_worth() {
    let axis = Axis::in_places("γ", 2.5, 0.01).column("scale");
    assert_eq!(labels(&axis, 6), "0 0.5 1 1.5 2 2.5");
    assert_eq!((axis.position(125.0), axis.value_at(125.0)), (0.5, 1.25));
    assert_eq!(axis.called(125.0), "scale 1.25");
}

#[test]
fn many_listed_places_have_as_many_ticks_as_there_is_room_for() {
    let values: Vec<f64> = (1..=14).map(f64::from).collect();
    let axis = Axis::listed_values("layer", &values);
    assert_eq!(labels(&axis, 7), "1 3 5 7 9 11 13");
    assert_eq!(axis.ticks(14).len(), 14);
}

#[test]
fn a_span_has_either_sign() {
    assert_eq!(labels(&Axis::span("Δ", -1.0, 1.0), 4), "-1 0 1");
}

#[test]
fn an_axis_of_one_value_is_still_an_axis() {
    let listed = Axis::listed_ranks("r", &[3]);
    for axis in [Axis::linear("σ", 0.0), Axis::log("σ", 0.0, 0.0), listed] {
        assert!(axis.position(0.5).is_finite());
        assert!(!axis.ticks(5).is_empty());
    }
}
