//! The floor is above what rounding leaves, and not far above.

use half::{bf16, f16};
use nalgebra::DMatrix;
use rankscope_adapter::checkpoint::Analysis;
use rankscope_sim::random::NumpyStream;

use super::{Pair, layer};

const ROWS: usize = 120;
const COLUMNS: usize = 80;
const RANK: usize = 4;

/// A change of rank 4 to weights of deviation 0.05, `strength` times their size, by what was stored or by what it was
/// before.
fn change(seed: u32, dtype: &str, strength: f64, from_stored: bool) -> Analysis {
    let mut stream = NumpyStream::new(seed);
    let masters = stream.normal_matrix(ROWS, COLUMNS) * 0.05;
    let update = stream.normal_matrix(ROWS, RANK)
        * stream.normal_matrix(RANK, COLUMNS)
        * (0.05 * strength / 2.0);
    let stored = |number: f64| match dtype {
        "BF16" => bf16::from_f64(number).to_f64(),
        "F16" => f16::from_f64(number).to_f64(),
        _ => f64::from(number as f32),
    };
    let begun = if from_stored {
        masters.map(stored)
    } else {
        masters.clone()
    };
    let file = |matrix: &DMatrix<f64>| {
        layer(
            "a.weight",
            dtype,
            &[ROWS, COLUMNS],
            matrix.transpose().as_slice(),
        )
    };
    Pair::of(&file(&masters), &file(&(begun + update)))
        .unwrap()
        .analysis("a")
}

#[test]
fn what_rounding_leaves_lies_under_the_floor_and_near_it() {
    for dtype in ["BF16", "F16", "F32"] {
        for from_stored in [false, true] {
            for seed in 1..5 {
                let analysis = change(seed, dtype, 0.3, from_stored);
                let noise = analysis.values.as_ref().unwrap().values[RANK];
                let ratio = analysis.floor / noise;
                // Stored numbers that training began from are exact, which the floor does not know: √2.
                let most = if from_stored { 1.9 } else { 1.35 };
                assert!(
                    (1.0..most).contains(&ratio),
                    "{dtype} {from_stored} {seed}: {ratio}"
                );
                assert_eq!(
                    analysis.above_floor(),
                    Some(RANK),
                    "{dtype} {from_stored} {seed}"
                );
            }
        }
    }
}

#[test]
fn steps_smaller_than_an_ulp_do_not_lift_the_floor_above_what_they_left() {
    for seed in 1..5 {
        // A thousandth of the weights, where an ulp is a hundredth of them.
        let analysis = change(seed, "BF16", 0.002, false);
        let values = &analysis.values.as_ref().unwrap().values;
        assert!(analysis.changed < analysis.numbers / 2);
        let energy: f64 = values.iter().map(|value| value * value).sum();
        let edge = (energy / (ROWS * COLUMNS) as f64).sqrt()
            * ((ROWS as f64).sqrt() + (COLUMNS as f64).sqrt());
        assert!(analysis.floor <= 1.6 * edge, "{} {edge}", analysis.floor);
    }
}
