//! The random stream.

use rankscope_sim::random::NumpyStream;

use crate::oracle::{Stream, load, matrix};
use crate::{agree, bits, matrices_agree};

/// Four units in the last place: logarithms differ by one between libraries, nothing else does.
const NORMAL_ROUNDING: f64 = 4.0 * f64::EPSILON;

#[test]
fn uniform_draws_are_numpys_to_the_bit() {
    for stream in load::<Stream>("streams") {
        let mut ours = NumpyStream::new(stream.seed);
        let draws: Vec<f64> = std::iter::repeat_with(|| ours.uniform())
            .take(700)
            .collect();
        for window in &stream.uniform {
            let ours = &draws[window.index..][..window.bits.len()];
            assert_eq!(bits(ours), window.bits, "seed {}", stream.seed);
        }
    }
}

#[test]
fn normal_draws_are_numpys() {
    for stream in load::<Stream>("streams") {
        let mut ours = NumpyStream::new(stream.seed);
        let draws: Vec<f64> = std::iter::repeat_with(|| ours.normal()).take(501).collect();
        for window in &stream.normal {
            for (ours, numpy) in draws[window.index..].iter().zip(&window.values) {
                let apart = (ours - numpy).abs();
                assert!(
                    apart <= NORMAL_ROUNDING * numpy.abs(),
                    "seed {}",
                    stream.seed
                );
            }
        }
    }
}

#[test]
fn a_matrix_is_drawn_row_by_row_and_the_second_of_a_pair_is_kept_for_what_follows() {
    for stream in load::<Stream>("streams") {
        let what = format!("seed {}", stream.seed);
        let mut ours = NumpyStream::new(stream.seed);
        let drawn = ours.normal_matrix(3, 5);
        matrices_agree(&drawn, &matrix(&stream.matrix), NORMAL_ROUNDING, &what);
        let noisy = ours.normal_matrix(2, 3).map(|normal| 1.0 + 0.25 * normal);
        matrices_agree(&noisy, &matrix(&stream.noisy), NORMAL_ROUNDING, &what);
        assert_eq!(bits(&[ours.uniform()]), stream.uniform_between, "{what}");
        agree(ours.normal(), stream.normal_after, NORMAL_ROUNDING, &what);
    }
}
