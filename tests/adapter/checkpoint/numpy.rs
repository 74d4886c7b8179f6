//! The columns of the table, singular values and factors are NumPy's.

use std::collections::BTreeMap;

use nalgebra::DVector;
use rankscope_adapter::checkpoint::{Aim, DeltaColumn};
use serde_json::Value;

use super::Pair;
use crate::file::File;
use crate::save::probe;

/// In 64 bits, of numbers that NumPy calculates in 64 bits.
const DOUBLE: f64 = 1e-9;

/// The two files of `tests/fixtures/checkpoints.py`.
pub(crate) fn fixture() -> Pair {
    let read = |name: &str| File {
        bytes: std::fs::read(format!(
            "{}/tests/fixtures/checkpoints/{name}.safetensors",
            env!("CARGO_MANIFEST_DIR")
        ))
        .unwrap(),
    };
    Pair::of(&read("base"), &read("tuned")).unwrap()
}

pub(crate) fn numpy() -> BTreeMap<String, BTreeMap<String, Value>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/checkpoints.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

#[test]
fn every_column_and_value_is_numpys() {
    let pair = fixture();
    let theirs = numpy();
    let mut values_seen = 0;
    for (path, theirs) in &theirs {
        let ours = pair.analysis(path);
        assert_eq!(Some(ours.changed), theirs["changed"].as_u64(), "{path}");
        let is_vector = ours.values.is_none();
        for column in DeltaColumn::ALL {
            let Some(expected) = theirs.get(column.name()).and_then(Value::as_f64) else {
                assert_eq!(column.value(&ours), None, "{path} {}", column.name());
                continue;
            };
            if is_vector && !matches!(column, DeltaColumn::Frobenius | DeltaColumn::Relative) {
                assert_eq!(column.value(&ours), None);
                continue;
            }
            let found = column.value(&ours).unwrap();
            assert!(found.is_exact());
            let apart = (found.value - expected).abs();
            assert!(
                apart <= DOUBLE * expected.abs().max(1e-3),
                "{path} {}: {} {expected}",
                column.name(),
                found.value
            );
        }
        let (Some(values), Some(expected)) = (&ours.values, theirs.get("values")) else {
            continue;
        };
        let expected = numbers(expected);
        assert_eq!(values.values.len(), expected.len());
        for (ours, theirs) in values.values.iter().zip(&expected) {
            assert!(
                (ours - theirs).abs() <= 1e-13 * expected[0],
                "{path}: {ours:e} {theirs:e}"
            );
            values_seen += 1;
        }
    }
    assert!(values_seen > 300 && theirs.len() == pair.plan.matrices.len());
}

#[test]
fn factors_are_a_truncated_decomposition() {
    let pair = fixture();
    let mut seen = 0;
    for (path, theirs) in numpy() {
        let Some(expected) = theirs.get("times_probe").map(numbers) else {
            continue;
        };
        let matrix = pair.matrix(&path);
        if matrix.parameter.rows == 1 {
            continue;
        }
        let done = pair.done(matrix, Aim::Factors(4)).unwrap();
        let factors = done.factors.unwrap();
        let ours = &factors.up * (&factors.down * probe(matrix.parameter.columns));
        let expected = DVector::from_vec(expected);
        // Of equal singular values any directions are as good; what is kept is the same.
        let values = &done.analysis.values.as_ref().unwrap().values;
        if values[3] - values[4] < 1e-3 * values[0] {
            let kept = (&factors.up * &factors.down).norm_squared();
            let best: f64 = values.iter().take(4).map(|value| value * value).sum();
            assert!((kept / best - 1.0).abs() < 1e-9, "{path}");
        } else {
            let apart = (ours - &expected).norm() / expected.norm();
            assert!(apart <= DOUBLE, "{path}: {apart:e}");
        }
        let columns = factors.up.column_iter().zip(factors.down.row_iter());
        for (up, down) in columns {
            assert!(
                (up.norm() - down.norm()).abs() <= 1e-6 * up.norm(),
                "{path}: factors of equal norm"
            );
        }
        seen += 1;
    }
    assert_eq!(seen, 9);
}

#[test]
fn what_is_asked_for_changes_nothing_of_what_is_found() {
    let pair = fixture();
    for matrix in &pair.plan.matrices {
        let [norms, spectrum, factors] = [Aim::Norms, Aim::Spectrum, Aim::Factors(3)]
            .map(|aim| pair.done(matrix, aim).unwrap().analysis);
        assert_eq!(spectrum, factors);
        assert_eq!(
            (norms.frobenius, norms.floor, norms.changed),
            (spectrum.frobenius, spectrum.floor, spectrum.changed)
        );
        assert!(norms.values.is_none());
    }
}
