//! The parts of an update, and both updates entry by entry.

use rankscope_params::{Ends, Update};
use rankscope_sim::frame::OrthonormalFrame;
use rankscope_sim::update::{self, linspace};

use crate::oracle::{Linspace, Orthonormal, experiments, load, matrix};
use crate::{ROUNDING, agree, bits, matrices_agree};

#[test]
fn evenly_spaced_singular_values_are_numpys_to_the_bit() {
    for case in load::<Linspace>("linspaces") {
        let (first, last) = (case.first, case.last);
        let ours = linspace(Ends { first, last }, case.count);
        assert_eq!(bits(&ours), case.bits, "{first} to {last}, {}", case.count);
    }
    assert!(
        linspace(
            Ends {
                first: 1.0,
                last: 2.0
            },
            0
        )
        .is_empty()
    );
}

#[test]
fn a_frame_is_numpys_q_with_its_signs() {
    for case in load::<Orthonormal>("frames") {
        let a = matrix(&case.matrix);
        let what = format!("a {} x {} matrix", a.nrows(), a.ncols());
        let ones = vec![1.0; a.ncols()];
        let q = OrthonormalFrame::spanning(a).scaled_columns(&ones);
        matrices_agree(&q, &matrix(&case.q), ROUNDING, &what);
    }
}

#[test]
fn rotating_is_multiplying_by_numpys_complete_q() {
    for case in load::<Orthonormal>("frames") {
        let mut rhs = matrix(&case.rhs);
        let floor = ROUNDING * rhs.norm();
        OrthonormalFrame::spanning(matrix(&case.matrix)).rotate(&mut rhs);
        matrices_agree(
            &rhs,
            &matrix(&case.rotated),
            floor,
            "Q times a right-hand side",
        );
    }
}

#[test]
fn both_updates_are_numpys_entry_by_entry() {
    let mut compared = 0;
    for experiment in experiments() {
        let params = experiment.update();
        let (style, facts) = update::draw_both(&params).expect(&experiment.name);
        let alone = |which| update::draw(&params, which).expect(&experiment.name);
        assert_eq!(
            (&style, &facts),
            (&alone(Update::Style), &alone(Update::Facts))
        );
        for (ours, numpy) in [(style, &experiment.style), (facts, &experiment.facts)] {
            agree(ours.norm(), numpy.frobenius, 0.0, &experiment.name);
            if let Some(entries) = &numpy.matrix {
                let floor = ROUNDING * numpy.scale();
                matrices_agree(&ours, &matrix(entries), floor, &experiment.name);
                compared += 1;
            }
        }
    }
    assert!(
        compared >= 40,
        "only {compared} matrices were written whole"
    );
}
