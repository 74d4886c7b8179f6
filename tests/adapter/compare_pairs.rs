//! Two made-up layers beside each other: the same at another scale, zeros, cancellation, what cannot be compared.

use nalgebra::DMatrix;
use rankscope_adapter::compare::{CompareError, Comparison, Pair};
use rankscope_adapter::save::{Options, SaveError};
use rankscope_adapter::{Keep, LayerError};

use super::both::Both;
use super::file::{Builder, File};

/// A pair B, A in this format, by PEFT's names.
fn pair(
    layer: &str,
    up: &DMatrix<f64>,
    down: &DMatrix<f64>,
    dtype: &str,
    builder: Builder,
) -> Builder {
    let by_rows = |matrix: &DMatrix<f64>| matrix.transpose().as_slice().to_vec();
    let shape = |matrix: &DMatrix<f64>| [matrix.nrows(), matrix.ncols()];
    let name = |factor: &str| format!("base_model.model.{layer}.lora_{factor}.weight");
    builder
        .tensor(&name("A"), dtype, &shape(down), &by_rows(down))
        .tensor(&name("B"), dtype, &shape(up), &by_rows(up))
}

fn file(up: &DMatrix<f64>, down: &DMatrix<f64>, dtype: &str) -> File {
    pair("l", up, down, dtype, Builder::default()).file()
}

fn normal(seed: u32, rows: usize, columns: usize) -> DMatrix<f64> {
    rankscope_sim::random::NumpyStream::new(seed).normal_matrix(rows, columns)
}

fn only(first: &File, second: &File, weights: [f64; 2]) -> Result<Comparison, CompareError> {
    let both = Both::of(first, second, [None, None]);
    both.compared(weights).remove(0)
}

#[test]
fn the_same_adapter_at_another_scale_is_recognised_in_every_format() {
    let (up, down) = (normal(1, 60, 8), normal(2, 8, 40));
    for dtype in ["F64", "F32", "F16", "BF16"] {
        for scale in [0.5, -3.7, 0.013] {
            let first = file(&up, &down, dtype);
            // Elsewhere divided into factors, so that no number is the same.
            let turn = normal(3, 8, 8);
            let inverse = turn.clone().try_inverse().unwrap();
            let second = file(&(&up * turn * scale), &(inverse * &down), dtype);
            let found = only(&first, &second, [1.0, 1.0]).unwrap();
            assert!(
                found.is_multiple(),
                "{dtype}: {:e} {:e}",
                found.sine.unwrap(),
                found.rounding
            );
            let multiple = found.norms[1] / found.norms[0] * found.cosine.unwrap().signum();
            assert!((multiple / scale - 1.0).abs() < 0.02);
        }
    }
}

#[test]
fn what_differs_by_more_than_rounding_is_another_adapter() {
    let (up, down) = (normal(1, 60, 8), normal(2, 8, 40));
    let changed = &up + normal(3, 60, 8);
    // Between "by rounding" and "by the numbers" lie the formats' precisions.
    for (dtype, change) in [("F64", 1e-11), ("F32", 1e-6), ("F16", 5e-3), ("BF16", 5e-2)] {
        let other = &up + (&changed - &up) * change;
        let found = only(
            &file(&up, &down, dtype),
            &file(&other, &down, dtype),
            [1.0, 1.0],
        );
        let found = found.unwrap();
        assert!(
            !found.is_multiple(),
            "{dtype}: {:e} {:e}",
            found.sine.unwrap(),
            found.rounding
        );
    }
}

#[test]
fn a_zero_update_has_no_angle_to_anything() {
    let (up, down) = (normal(1, 6, 2), normal(2, 2, 5));
    let zero = file(&DMatrix::zeros(6, 2), &down, "F32");
    let other = file(&up, &down, "F32");
    for (first, second) in [(&zero, &other), (&other, &zero), (&zero, &zero)] {
        let found = only(first, second, [1.0, 1.0]).unwrap();
        assert_eq!(
            (found.cosine, found.sine, found.shared_energy()),
            (None, None, None)
        );
        assert_eq!(
            (found.angle_rows.is_none(), found.angle_columns.is_none()),
            (true, true)
        );
        assert!(!found.is_multiple());
        let expected = found.norms[0].hypot(found.norms[1]);
        assert!((found.sum.total_energy().sqrt() - expected).abs() < 1e-12);
    }
}

#[test]
fn two_that_cancel_leave_nothing_but_zeros() {
    let (up, down) = (normal(1, 60, 8), normal(2, 8, 40));
    let one = file(&up, &down, "F32");
    let found = only(&one, &one, [0.3, -0.3]).unwrap();
    assert!(found.sum.is_zero() && found.is_multiple());
    assert_eq!(found.rank_of_sum(Keep::DEFAULT), 0);
    assert_eq!(found.sum.max_rank(), 16);
    assert!(found.angle_rows.unwrap().largest().unwrap() < 1e-7);
}

#[test]
fn what_cannot_be_compared_says_whose_fault_it_is() {
    let (up, down) = (normal(1, 6, 2), normal(2, 2, 5));
    let sound = file(&up, &down, "F32");
    let nan = file(&(&up * f64::NAN), &down, "F32");
    let both = |first: &File, second: &File| {
        // Analysed without its numbers: a layer that is not finite has no report.
        let layers = [first, second].map(|file| file.layout().unwrap().layers.remove(0));
        let [one, other] = layers;
        let pair = Pair {
            layers: [one, other.moved(first.bytes.len() as u64)],
            factors: [1.0, 1.0],
        };
        let bytes = [first.bytes.clone(), second.bytes.clone()].concat();
        let file = File { bytes };
        Comparison::of(&pair, &|tensor| file.read(&tensor.bytes), &mut |_| ())
    };
    let not_finite = |error: &LayerError| matches!(error, LayerError::NotFinite { .. });
    assert!(matches!(both(&nan, &sound), Err(CompareError::First(error)) if not_finite(&error)));
    assert!(matches!(both(&sound, &nan), Err(CompareError::Second(error)) if not_finite(&error)));
    let wider = file(&up, &normal(2, 2, 6), "F32");
    let shapes = CompareError::Shapes {
        first: (6, 5),
        second: (6, 6),
    };
    assert_eq!(both(&sound, &wider), Err(shapes));
}

#[test]
fn layers_that_only_one_has_are_part_of_the_sum() {
    let pairs = |names: &[&str], seed: u32| {
        let add = |builder, (at, name): (usize, &&str)| {
            let seed = seed + at as u32;
            let (up, down) = (normal(seed, 6, 2), normal(seed + 50, 2, 5));
            pair(name, &up, &down, "F64", builder)
        };
        names
            .iter()
            .enumerate()
            .fold(Builder::default(), add)
            .file()
    };
    let (first, second) = (pairs(&["a", "both"], 1), pairs(&["b", "both"], 9));
    let two = Both::of(&first, &second, [None, None]);
    let saved = two.merged([2.0, -3.0], &Options::PORTABLE).unwrap();
    let product = |seed| normal(seed, 6, 2) * normal(seed + 50, 2, 5);
    let expected = [
        ("a", product(1) * 2.0),
        ("b", product(9) * -3.0),
        ("both", product(2) * 2.0 - product(10) * 3.0),
    ];
    let found = saved.factors();
    assert_eq!(found.len(), 3);
    for (name, expected) in expected {
        let path = format!("base_model.model.{name}");
        let (_, up, down) = found.iter().find(|(other, ..)| *other == path).unwrap();
        assert!((up * down - expected).norm() < 1e-12, "{name}");
    }
}

#[test]
fn adapters_of_different_models_are_not_merged() {
    let first = file(&normal(1, 6, 2), &normal(2, 2, 5), "F32");
    let second = file(&normal(1, 7, 2), &normal(2, 2, 5), "F32");
    let two = Both::of(&first, &second, [None, None]);
    assert!(two.pairing.is_of_different_models());
    let error = two.merged([1.0, 1.0], &Options::PORTABLE).map(|_| ());
    assert!(matches!(error, Err(SaveError::Shapes { .. })), "{error:?}");
}
