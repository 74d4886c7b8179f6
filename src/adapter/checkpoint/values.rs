//! Singular values of a bidiagonal matrix, by bisection.
//!
//! How many singular values of B lie below x is the number of negative pivots of `BᵀB − x²`. They are found by the
//! stationary quotient-difference recurrence, `q = d² + s`, `s ← e² s/q − x²`, which never forms `BᵀB` and counts
//! as for a B whose entries are right to a few units in the last place (Fernando and Parlett 1994). Bisection cannot
//! fail to settle, and equal or zero values are no exception. Several values are searched for at once, which hides
//! the time of the divisions.
//!
//! Each value comes out to [`RELATIVE`] of itself or [`RELATIVE`]² of the largest, whichever is more.

/// How closely a value is found, relative to itself.
const RELATIVE: f64 = 2.0 * f64::EPSILON;
/// Values searched for at once.
const LANES: usize = 8;
/// Halvings at most: none of 64-bit numbers needs more.
const LARGEST_STEPS: usize = 1100;
/// What stands for a pivot of zero.
const SMALLEST_PIVOT: f64 = 1e-290;

/// The singular values of B, largest first, given its diagonal and what stands beside it.
pub(super) fn values(diagonal: &[f64], beside: &[f64]) -> Vec<f64> {
    let entries = || diagonal.iter().chain(beside).map(|entry| entry.abs());
    let scale = entries().fold(0.0, f64::max);
    if scale <= 0.0 {
        return vec![0.0; diagonal.len()];
    }
    let square = |entry: &f64| (entry / scale) * (entry / scale);
    let squares: Vec<(f64, f64)> = diagonal
        .iter()
        .zip(beside.iter().map(square).chain(std::iter::once(0.0)))
        .map(|(d, e)| (square(d), e))
        .collect();
    let size = diagonal.len();
    let mut found = Vec::with_capacity(size);
    for first in (0..size).step_by(LANES) {
        // The k-th largest has `size − k` or fewer below or at it.
        let below: [usize; LANES] =
            std::array::from_fn(|lane| size - 1 - (first + lane).min(size - 1));
        let several = bisect(&squares, below);
        found.extend(several.iter().take(size - first).map(|value| value * scale));
    }
    // Neighbours that are one value may have come out in either order.
    found.sort_by(|one, other| other.total_cmp(one));
    found
}

/// Of each lane the value that so many others are below.
fn bisect(squares: &[(f64, f64)], below: [usize; LANES]) -> [f64; LANES] {
    // No row of the symmetric matrix with B and Bᵀ beside its diagonal has a larger sum.
    let (mut low, mut high) = ([0.0_f64; LANES], [2.0_f64; LANES]);
    for _ in 0..LARGEST_STEPS {
        let middle: [f64; LANES] =
            std::array::from_fn(|lane| f64::midpoint(value(&low, lane), value(&high, lane)));
        let counts = counts(squares, middle);
        let mut settled = true;
        for (lane, (low, high)) in low.iter_mut().zip(&mut high).enumerate() {
            let (middle, count) = (
                value(&middle, lane),
                counts.get(lane).copied().unwrap_or_default(),
            );
            let wanted = below.get(lane).copied().unwrap_or_default();
            if count > wanted as u64 {
                *high = middle;
            } else {
                *low = middle;
            }
            settled &= *high - *low <= RELATIVE * *high || *high <= RELATIVE * RELATIVE;
        }
        if settled {
            break;
        }
    }
    // Below the accuracy asked for a value is zero, as those of a matrix of lower rank are.
    std::array::from_fn(|lane| {
        let high = value(&high, lane);
        if high <= RELATIVE * RELATIVE {
            0.0
        } else {
            f64::midpoint(value(&low, lane), high)
        }
    })
}

fn value(of: &[f64; LANES], lane: usize) -> f64 {
    of.get(lane).copied().unwrap_or_default()
}

/// How many singular values are below each x.
fn counts(squares: &[(f64, f64)], x: [f64; LANES]) -> [u64; LANES] {
    let shift = x.map(|x| x * x);
    let mut s = shift.map(|shift| -shift);
    let mut counts = [0_u64; LANES];
    for &(d, e) in squares {
        for ((s, shift), count) in s.iter_mut().zip(&shift).zip(&mut counts) {
            let q = d + *s;
            let q = if q.abs() < SMALLEST_PIVOT {
                -SMALLEST_PIVOT
            } else {
                q
            };
            *count += u64::from(q < 0.0);
            *s = e * (*s / q) - shift;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;
    use rankscope_sim::Spectrum;
    use rankscope_sim::random::NumpyStream;

    fn check(diagonal: &[f64], beside: &[f64]) {
        let size = diagonal.len();
        let matrix = DMatrix::from_fn(size, size, |i, j| match j.wrapping_sub(i) {
            0 => diagonal[i],
            1 => beside[i],
            _ => 0.0,
        });
        let known = Spectrum::of(matrix).unwrap();
        let found = values(diagonal, beside);
        assert_eq!(found.len(), size);
        let largest = known.values().first().copied().unwrap_or_default();
        for (found, known) in found.iter().zip(known.values()) {
            assert!(
                (found - known).abs() <= 1e-14 * largest,
                "{found:e} {known:e}"
            );
        }
    }

    #[test]
    fn values_are_those_of_another_decomposition() {
        let mut stream = NumpyStream::new(4);
        for size in [1, 2, 7, 8, 9, 40, 100] {
            let diagonal: Vec<f64> = (0..size).map(|_| stream.normal()).collect();
            let beside: Vec<f64> = (1..size).map(|_| stream.normal()).collect();
            check(&diagonal, &beside);
        }
    }

    #[test]
    fn zeros_equal_values_and_extreme_sizes_are_no_exception() {
        check(&[0.0, 0.0, 0.0], &[0.0, 0.0]);
        check(&[0.0, 1.0, 0.0], &[1.0, 0.0]);
        check(&[2.0; 20], &[0.0; 19]);
        check(&[1.0, 0.0, 1.0, 0.0], &[1.0, 1.0, 1.0]);
        check(&[1e-200, 1e-200], &[1e-201]);
        check(&[1e200, 1e-200], &[1e150]);
        assert!(values(&[], &[]).is_empty());
    }

    #[test]
    fn small_values_keep_their_digits() {
        let found = values(&[1.0, 1e-9, 1e-14], &[0.0, 0.0]);
        for (found, expected) in found.iter().zip([1.0, 1e-9, 1e-14]) {
            assert!((found / expected - 1.0).abs() <= 1e-15, "{found:e}");
        }
    }
}
