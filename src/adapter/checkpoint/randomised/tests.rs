//! Bounds over spectra that a change may have, with and without rounding to 16 bits.

use half::bf16;
use nalgebra::DVector;

use super::*;
use crate::checkpoint::analysis::{Analysis, DeltaColumn};
use crate::checkpoint::exact::Decomposed;

const ROWS: usize = 640;
const COLUMNS: usize = 420;

/// A matrix of these singular values.
fn of_values(seed: u32, values: &[f64]) -> DMatrix<f64> {
    let mut stream = NumpyStream::new(seed);
    let left = orthonormal(stream.normal_matrix(ROWS, values.len()));
    let right = orthonormal(stream.normal_matrix(COLUMNS, values.len()));
    left * DMatrix::from_diagonal(&DVector::from_row_slice(values)) * right.transpose()
}

/// The spectra that a change may have.
fn spectra() -> [(&'static str, Vec<f64>); 4] {
    let of = |value: fn(f64) -> f64| (0..COLUMNS).map(|i| value(i as f64)).collect();
    [
        ("flat", of(|_| 0.02)),
        ("cliff", of(|i| if i < 12.0 { 1.0 } else { 0.0 })),
        (
            "cliff over noise",
            of(|i| if i < 40.0 { 1.0 } else { 0.01 }),
        ),
        ("power law", of(|i| (1.0 + i).powf(-0.7))),
    ]
}

/// The difference of two stored matrices whose numbers are near one.
fn rounded(change: &DMatrix<f64>, seed: u32) -> DMatrix<f64> {
    let base = NumpyStream::new(seed).normal_matrix(ROWS, COLUMNS) * 0.05;
    let stored = |number: f64| bf16::from_f64(number).to_f64();
    base.zip_map(change, |base, change| {
        stored(base + 0.02 * change) - stored(base)
    })
}

fn analysis(matrix: &DMatrix<f64>, values: Values) -> Analysis {
    Analysis {
        numbers: matrix.len() as u64,
        changed: matrix.len() as u64,
        is_equal_to_the_bit: false,
        base_norm: 1.0,
        tuned_norm: 1.0,
        frobenius: matrix.norm(),
        floor: 0.0,
        values: Some(values),
    }
}

/// How far the bounds are apart, relative to the number.
fn width(column: DeltaColumn, analysis: &Analysis) -> f64 {
    let measured = column.value(analysis).unwrap();
    (measured.most - measured.least) / measured.value
}

#[test]
fn every_number_lies_within_its_bounds() {
    for (seed, (name, values)) in spectra().into_iter().enumerate() {
        let smooth = of_values(seed as u32, &values);
        for matrix in [rounded(&smooth, 9), smooth] {
            let exact = Decomposed::of(matrix.clone(), &mut |_| ()).unwrap().values;
            let known = Values {
                count: COLUMNS,
                values: exact.clone(),
                bounds: None,
            };
            let known = analysis(&matrix, known);
            let single = matrix.map(|entry| entry as f32);
            let sketch = Sketch::of(&single, matrix.norm_squared(), &mut |_| ()).unwrap();
            let known_bounds = sketch.known.bounds.clone().unwrap();
            let bounds = known_bounds.least.iter().zip(&known_bounds.most);
            for (place, (exact, (least, most))) in exact.iter().zip(bounds).enumerate() {
                assert!(
                    least <= exact && exact <= most,
                    "{name}, σ {place}: {least:e} {exact:e} {most:e}"
                );
            }
            assert!(
                exact[TOLD] <= known_bounds.beyond,
                "{name}: {:e} {:e}",
                exact[TOLD],
                known_bounds.beyond
            );
            let found = analysis(&matrix, sketch.known);
            for column in DeltaColumn::ALL {
                let (ours, theirs) = (column.value(&found).unwrap(), column.value(&known).unwrap());
                let within = ours.least <= theirs.value && theirs.value <= ours.most;
                let around = ours.least <= ours.value && ours.value <= ours.most;
                assert!(
                    within && around,
                    "{name}, {}: {ours:?} {}",
                    column.name(),
                    theirs.value
                );
            }
        }
    }
}

#[test]
fn what_stands_out_is_known_closely() {
    for name in ["cliff", "cliff over noise", "power law"] {
        let (_, values) = spectra()
            .into_iter()
            .find(|(other, _)| *other == name)
            .unwrap();
        let matrix = of_values(7, &values);
        let single = matrix.map(|entry| entry as f32);
        let sketch = Sketch::of(&single, matrix.norm_squared(), &mut |_| ()).unwrap();
        let found = analysis(&matrix, sketch.known);
        for column in [
            DeltaColumn::SigmaMax,
            DeltaColumn::StableRank,
            DeltaColumn::Energy8,
        ] {
            let width = width(column, &found);
            assert!(width < 1e-3, "{name}, {}: {width:e}", column.name());
        }
    }
}

#[test]
fn vectors_make_the_best_approximation() {
    let (_, values) = spectra().into_iter().next_back().unwrap();
    let matrix = of_values(5, &values);
    let single = matrix.map(|entry| entry as f32);
    let sketch = Sketch::of(&single, matrix.norm_squared(), &mut |_| ()).unwrap();
    let rank = 16;
    let mut left = sketch.left.columns(0, rank).into_owned();
    for (mut column, value) in left.column_iter_mut().zip(&sketch.known.values) {
        column *= *value;
    }
    let missed = (&matrix - left * sketch.right.columns(0, rank).transpose()).norm_squared();
    let least: f64 = values.iter().skip(rank).map(|value| value * value).sum();
    assert!(missed <= least * (1.0 + 1e-4), "{missed:e} {least:e}");
}

#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stdout)]
fn how_long_a_large_matrix_takes() {
    let mut stream = NumpyStream::new(3);
    let matrix = stream.normal_matrix(4096, 11008).map(|entry| entry as f32);
    let energy = matrix.iter().map(|entry| f64::from(*entry).powi(2)).sum();
    let begun = std::time::Instant::now();
    let sketch = Sketch::of(&matrix, energy, &mut |share| {
        println!("{share:.2} {:.2?}", begun.elapsed());
    })
    .unwrap();
    let Values { values, bounds, .. } = sketch.known;
    let bounds = bounds.unwrap();
    println!(
        "σ₁ {:.2} ≤ {:.2}, σ₂₅₆ {:.2} ≤ {:.2}, beyond {:.2}",
        values[0], bounds.most[0], values[255], bounds.most[255], bounds.beyond
    );
}
