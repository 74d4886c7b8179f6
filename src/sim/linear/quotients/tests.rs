use super::*;
use crate::random::NumpyStream;
use nalgebra::DMatrix;

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(|one, other| other.total_cmp(one));
    values
}

/// Beside nalgebra's, to rounding relative to the largest.
fn check(diagonal: &[f64], beside: &[f64]) {
    let size = diagonal.len();
    let matrix = DMatrix::from_fn(size, size, |i, j| match j.wrapping_sub(i) {
        0 => diagonal[i],
        1 => beside[i],
        _ => 0.0,
    });
    let known = sorted(matrix.singular_values().as_slice().to_vec());
    let found = sorted(singular_values(diagonal, beside).unwrap());
    assert_eq!(found.len(), size);
    let largest = known.first().copied().unwrap_or_default();
    for (found, known) in found.iter().zip(&known) {
        assert!(
            (found - known).abs() <= 4e-15 * largest,
            "{found:e} {known:e} of {diagonal:?} {beside:?}"
        );
    }
}

#[test]
fn values_are_those_of_another_decomposition() {
    let mut stream = NumpyStream::new(4);
    for size in [1, 2, 3, 4, 5, 7, 8, 40, 150] {
        for power in [1, 3, 9] {
            let mut draw = |count: usize| -> Vec<f64> {
                (0..count).map(|_| stream.normal().powi(power)).collect()
            };
            let (diagonal, beside) = (draw(size), draw(size - 1));
            check(&diagonal, &beside);
        }
    }
}

#[test]
fn zeros_equal_values_and_extreme_sizes_are_no_exception() {
    check(&[0.0, 0.0, 0.0], &[0.0, 0.0]);
    check(&[0.0, 1.0, 0.0], &[1.0, 0.0]);
    check(&[0.0, 1.0, 0.0, 2.0], &[1.0, 1.0, 1.0]);
    check(&[2.0; 20], &[0.0; 19]);
    check(&[1.0; 20], &[1e-8; 19]);
    check(&[1.0; 30], &[1.0; 29]);
    check(&[1.0, 0.0, 1.0, 0.0], &[1.0, 1.0, 1.0]);
    check(&[1e-200, 1e-200], &[1e-201]);
    check(&[1e200, 1e-200, 3.0], &[1e150, 1e-100]);
    assert!(singular_values(&[], &[]).unwrap().is_empty());
}

#[test]
fn small_values_keep_their_digits() {
    let found = sorted(singular_values(&[1.0, 1e-9, 1e-14], &[0.0, 0.0]).unwrap());
    for (found, expected) in found.iter().zip([1.0, 1e-9, 1e-14]) {
        assert!((found / expected - 1.0).abs() <= 1e-15, "{found:e}");
    }
    // A graded matrix: its determinant is the product of its diagonal, and of its values.
    let diagonal: Vec<f64> = (0..12).map(|i| 10_f64.powi(-i)).collect();
    let found = singular_values(&diagonal, &[0.3; 11]).unwrap();
    let of = |values: &[f64]| values.iter().map(|value| value.ln()).sum::<f64>();
    assert!((of(&found) - of(&diagonal)).abs() <= 1e-12);
}
