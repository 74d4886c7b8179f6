//! What holds for every input: invariants of the maths. Those of links are in `settings/`.
//!
//! The inputs are random but seeded, so a run can be repeated: `PROPTEST_RNG_SEED` sets another seed
//! and `PROPTEST_CASES` another number of cases.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]
// Exact equality is what several of these properties say.
#![allow(clippy::float_cmp)]

use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_params::{Ends, Update, UpdateParams};
use rankscope_sim::frame::OrthonormalFrame;
use rankscope_sim::random::NumpyStream;
use rankscope_sim::truncation::{LARGEST_PICTURE, truncate};
use rankscope_sim::update::linspace;
use rankscope_sim::{Scaling, SimError, Spectrum, simulate};

/// Relative to the scale of what is compared. Sums and products of a few dozen doubles round by
/// some units of 10⁻¹⁵; a wrong formula is off by far more.
const ROUNDING: f64 = 1e-12;
/// Rotations converge quadratically: six or seven sweeps settle sixteen columns.
const JACOBI_SWEEPS: usize = 16;

/// Fast enough to run with every other test; seeded, so that a failure is the change's own.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= ROUNDING * scale
}

// --- Inputs -----------------------------------------------------------------------------------

/// Singular values in no order, some of them zero, some equal.
fn singular_values() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![4 => 0.0..20.0, 1 => Just(0.0), 1 => Just(2.0), 1 => 0.0..1e-8];
    prop::collection::vec(value, 1..=40)
}

/// A product of thin Gaussian matrices, so of any rank, times a magnitude.
fn matrices(largest: usize) -> impl Strategy<Value = DMatrix<f64>> {
    let side = 1..=largest;
    let magnitude = prop_oneof![Just(1.0), Just(1e-6), Just(1e6)];
    (side.clone(), side.clone(), side, any::<u32>(), magnitude).prop_map(
        |(rows, columns, rank, seed, magnitude)| {
            let mut stream = NumpyStream::new(seed);
            let left = stream.normal_matrix(rows, rank);
            let right = stream.normal_matrix(rank, columns);
            left * right * magnitude
        },
    )
}

fn ends() -> impl Strategy<Value = Ends> {
    let end = || prop_oneof![4 => 0.0..=20.0, 1 => Just(0.0), 1 => Just(20.0)];
    (end(), end()).prop_map(|(first, last)| Ends { first, last })
}

fn updates() -> impl Strategy<Value = UpdateParams> {
    let noise = prop_oneof![0.0..=1.0, Just(0.0), Just(1e-300)];
    let shape = (2usize..=24, 2usize..=24, 0.0..1.0);
    (shape, noise, ends(), ends(), any::<u32>()).prop_map(
        |((rows, columns, share), noise, style, facts, seed)| UpdateParams {
            rows,
            columns,
            true_rank: 1 + (share * rows.min(columns) as f64) as usize,
            noise,
            style,
            facts,
            seed,
        },
    )
}

/// Updates with up to 1600 entries, some with more rows than a picture has.
fn any_shape() -> impl Strategy<Value = UpdateParams> {
    let long = prop_oneof![3 => Just(None), 1 => (2usize..=800).prop_map(Some)];
    (updates(), long).prop_map(|(update, long)| match long {
        None => update,
        Some(rows) => UpdateParams {
            rows,
            columns: 2,
            true_rank: update.true_rank.min(2),
            ..update
        },
    })
}

// --- The maths --------------------------------------------------------------------------------

/// `UΣ` and `V` of the singular value decomposition `UΣVᵀ`, largest singular value first.
///
/// By one-sided Jacobi rotations: columns are turned in pairs until all are orthogonal. It shares
/// nothing with nalgebra's decomposition, whose vectors are wrong for some matrices that lack rank
/// (its values alone, which the simulation uses, are right for the same matrices).
fn decomposed(matrix: &DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
    let columns = matrix.ncols();
    let mut left = matrix.clone();
    let mut right = DMatrix::identity(columns, columns);
    for _ in 0..JACOBI_SWEEPS {
        for i in 0..columns {
            for j in i + 1..columns {
                let (a, b) = (left.column(i).norm_squared(), left.column(j).norm_squared());
                let along = left.column(i).dot(&left.column(j));
                if along == 0.0 {
                    continue;
                }
                let half = (b - a) / (2.0 * along);
                let tangent = half.signum() / (half.abs() + half.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                for turned in [&mut left, &mut right] {
                    let (x, y) = (turned.column(i).into_owned(), turned.column(j).into_owned());
                    turned.set_column(i, &(cosine * (&x - tangent * &y)));
                    turned.set_column(j, &(cosine * (y + tangent * x)));
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by(|&i, &j| left.column(j).norm().total_cmp(&left.column(i).norm()));
    (left.select_columns(&order), right.select_columns(&order))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn energies_rise_from_zero_to_one(values in singular_values()) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        let energies: Vec<f64> =
            (0..=spectrum.max_rank()).map(|rank| spectrum.energy(rank).unwrap()).collect();
        prop_assert!(energies.is_sorted(), "{energies:?}");
        prop_assert_eq!(energies.first(), Some(&0.0));
        prop_assert_eq!(energies.last(), Some(&1.0));
        prop_assert_eq!(spectrum.energy(usize::MAX), Some(1.0));
    }

    #[test]
    fn the_floor_falls_from_one_to_zero_and_mirrors_the_energy(values in singular_values()) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        let floors: Vec<f64> =
            (0..=spectrum.max_rank()).map(|rank| spectrum.floor(rank).unwrap()).collect();
        prop_assert!(floors.iter().rev().is_sorted(), "{floors:?}");
        prop_assert_eq!(floors.first(), Some(&1.0));
        prop_assert_eq!(floors.last(), Some(&0.0));
        for (rank, floor) in floors.iter().enumerate() {
            prop_assert!(close(floor.powi(2), 1.0 - spectrum.energy(rank).unwrap(), 1.0));
        }
    }

    #[test]
    fn the_error_is_the_floor_at_a_factor_of_one_and_one_at_none(values in singular_values()) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        for rank in 0..=spectrum.max_rank() {
            prop_assert_eq!(spectrum.error(rank, 1.0), spectrum.floor(rank));
            prop_assert!(close(spectrum.error(rank, 0.0).unwrap(), 1.0, 1.0));
        }
    }

    #[test]
    fn no_factor_does_better_than_one(values in singular_values(), factor in -4.0..4.0) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        for rank in 0..=spectrum.max_rank() {
            prop_assert!(spectrum.error(rank, factor) >= spectrum.floor(rank));
        }
    }

    #[test]
    fn singular_values_are_sorted_and_not_negative_and_hold_the_frobenius_norm(
        matrix in matrices(24),
    ) {
        let (shape, squared) = (matrix.shape(), matrix.norm_squared());
        let spectrum = Spectrum::of(matrix).unwrap();
        let values = spectrum.values();
        prop_assert_eq!(values.len(), shape.0.min(shape.1));
        prop_assert!(values.iter().rev().is_sorted(), "{values:?}");
        prop_assert!(values.iter().all(|value| *value >= 0.0), "{values:?}");
        prop_assert!(close(spectrum.total_energy(), squared, squared));
    }

    #[test]
    fn a_matrix_and_its_transpose_have_the_same_singular_values(matrix in matrices(24)) {
        let across = Spectrum::of(matrix.transpose()).unwrap();
        let spectrum = Spectrum::of(matrix).unwrap();
        let scale = spectrum.values()[0];
        for (a, b) in spectrum.values().iter().zip(across.values()) {
            prop_assert!(close(*a, *b, scale), "{a:e} and {b:e}");
        }
    }

    #[test]
    fn a_truncation_reaches_the_floor_and_not_less(update in any_shape(), rank in 1usize..40) {
        let spectra = simulate(&update, &mut |_| ()).unwrap();
        for (which, spectrum) in [
            (Update::Style, &spectra.style),
            (Update::Facts, &spectra.facts),
        ] {
            let truncation = truncate(&update, which, rank, &mut |_| ()).unwrap();
            match (truncation.error, spectrum.floor(rank)) {
                // Half the digits: what is exactly zero is squared on the way.
                (Some(error), Some(floor)) => prop_assert!((error - floor).abs() <= 1e-7, "{error:e} and {floor:e}"),
                (error, floor) => prop_assert_eq!(error, floor),
            }
            let left = truncation.update.less(&truncation.approximation);
            let side = |length: usize| length.min(LARGEST_PICTURE);
            prop_assert_eq!(left.cells.len(), side(update.rows) * side(update.columns));
        }
    }

    #[test]
    fn the_closed_form_error_is_that_of_an_explicit_reconstruction(
        matrix in matrices(16),
        alpha in 0.25..1024.0,
    ) {
        let spectrum = Spectrum::of(matrix.clone()).unwrap();
        let (left, right) = decomposed(&matrix);
        for (value, column) in spectrum.values().iter().zip(left.column_iter()) {
            prop_assert!(close(*value, column.norm(), spectrum.values()[0]));
        }
        for rank in 1..=spectrum.max_rank() {
            let truncated = left.columns(0, rank) * right.columns(0, rank).transpose();
            let [lora, rslora] = Scaling::ALL.map(|scaling| scaling.factor(alpha, rank));
            for factor in [lora, rslora, 1.0] {
                let explicit = (&matrix - &truncated * factor).norm() / matrix.norm();
                let closed = spectrum.error(rank, factor).unwrap();
                prop_assert!(close(closed, explicit, factor.max(1.0)), "{closed:e} and {explicit:e}");
            }
        }
    }

    #[test]
    fn rslora_is_lora_with_alpha_times_the_root_of_the_rank(
        values in singular_values(),
        alpha in 0.25..1024.0,
    ) {
        let spectrum = Spectrum::from(values);
        prop_assume!(!spectrum.is_zero());
        for rank in 1..=spectrum.max_rank() {
            let rslora = Scaling::RsLora.factor(alpha, rank);
            let lora = Scaling::Lora.factor(alpha * (rank as f64).sqrt(), rank);
            prop_assert!(close(rslora, lora, rslora));
            let errors = [rslora, lora].map(|factor| spectrum.error(rank, factor).unwrap());
            prop_assert!(close(errors[0], errors[1], rslora.max(1.0)));
        }
    }

    #[test]
    fn a_frame_is_orthonormal_and_spans_what_it_was_made_of(
        columns in 1usize..12,
        more in 0usize..6,
        seed: u32,
    ) {
        let a = NumpyStream::new(seed).normal_matrix(columns + more, columns);
        let frame = OrthonormalFrame::spanning(a.clone());
        let q = frame.scaled_columns(&vec![1.0; columns]);
        let gram = q.transpose() * &q;
        prop_assert!((gram - DMatrix::identity(columns, columns)).norm() <= ROUNDING);
        let projected = &q * (q.transpose() * &a);
        prop_assert!((projected - &a).norm() <= ROUNDING * a.norm());
        // Rotating the first unit vectors gives the frame's own columns.
        let mut rotated = DMatrix::identity(columns + more, columns);
        frame.rotate(&mut rotated);
        prop_assert!((rotated - q).norm() <= ROUNDING);
    }

    #[test]
    fn evenly_spaced_values_keep_their_ends_and_their_gaps(ends in ends(), count in 1usize..200) {
        let values = linspace(ends, count);
        prop_assert_eq!(values.len(), count);
        prop_assert_eq!(values[0], ends.first);
        if count > 1 {
            prop_assert_eq!(values[count - 1], ends.last);
            let gap = (ends.last - ends.first) / (count - 1) as f64;
            prop_assert!(values.windows(2).all(|pair| close(pair[1] - pair[0], gap, 20.0)));
        }
    }

    #[test]
    fn every_small_shape_has_a_simulation(update in updates()) {
        let mut told = vec![];
        let spectra = simulate(&update, &mut |share| told.push(share)).unwrap();
        prop_assert!(told.is_sorted() && told[0] > 0.0, "{told:?}");
        prop_assert_eq!(told.last(), Some(&1.0));
        for spectrum in [&spectra.style, &spectra.facts] {
            prop_assert_eq!(spectrum.max_rank(), update.max_rank());
            prop_assert!(spectrum.values().iter().all(|value| value.is_finite()));
        }
        prop_assert_eq!(simulate(&update, &mut |_| {}), Ok(spectra));
    }

    #[test]
    fn without_noise_an_update_has_the_singular_values_it_was_built_from(update in updates()) {
        let update = UpdateParams { noise: 0.0, ..update };
        let spectra = simulate(&update, &mut |_| {}).unwrap();
        let built = [
            (&spectra.style, update.style, update.true_rank),
            (&spectra.facts, update.facts, update.max_rank()),
        ];
        for (spectrum, ends, rank) in built {
            let mut values = linspace(ends, rank);
            values.resize(update.max_rank(), 0.0);
            values.sort_unstable_by(|a, b| b.total_cmp(a));
            for (ours, built) in spectrum.values().iter().zip(&values) {
                prop_assert!(close(*ours, *built, values[0]), "{ours:e} and {built:e}");
            }
        }
    }

    #[test]
    fn a_true_rank_that_the_matrix_cannot_have_is_declined(update in updates(), more in 1usize..9) {
        for true_rank in [0, update.max_rank() + more] {
            let update = UpdateParams { true_rank, ..update };
            let UpdateParams { rows, columns, .. } = update;
            prop_assert_eq!(
                simulate(&update, &mut |_| {}),
                Err(SimError::Shape { rows, columns, true_rank })
            );
        }
    }
}
