//! Singular values and vectors of a small matrix.
//!
//! `C = U diag(σ) Vᵀ`, by rotations of pairs of columns until all are orthogonal to each other (one-sided
//! Jacobi; Hestenes 1958, Demmel and Veselić 1992). The rotated columns are `Uσ`, the rotations V. Small
//! singular values come out to as many digits as the matrix holds them, and a matrix of lower rank or with
//! equal singular values is no exception. nalgebra's SVD with vectors can fail to recompose on such; the
//! eigenvectors of `CᵀC` lose what is below `10⁻⁸ σ₁`.
//!
//! What is returned has been checked: V and the U of every σ above zero are orthogonal, and the factors
//! recompose C. Time grows with the cube of the size: 64 × 64 takes some 20 ms, 512 × 512 some ten seconds.

use nalgebra::DMatrix;

use rankscope_sim::SimError;
use rankscope_sim::linear::dot;

/// Rounds allowed; ten are usual, and equal singular values take fewer.
const LARGEST_ROUNDS: usize = 60;
/// How far from orthogonal and from C the result may be, relative to one and to `‖C‖`: rotations of a
/// thousand columns stay a hundred times below.
const LARGEST_RESIDUAL: f64 = 1e-11;
/// A σ this many times smaller than the largest is zero: its square would come near the end of float64's range.
const NEGLIGIBLE: f64 = 1e-140;

/// A square that falls to less than this share of itself has lost digits, and is taken anew.
const CANCELLED: f64 = 0.5;

/// The decomposition, largest σ first.
#[derive(Clone, Debug)]
pub(crate) struct Singular {
    /// U.
    pub(crate) left: DMatrix<f64>,
    /// σ. Where it is zero, one of U and V has a column of zeros.
    pub(crate) values: Vec<f64>,
    /// V.
    pub(crate) right: DMatrix<f64>,
}

impl Singular {
    /// Of a matrix. Calls `step` with the rounds done so far, often within each.
    ///
    /// # Errors
    /// [`SimError::NotFinite`], and [`SimError::NotConverged`] when rotations do not come to an end or what
    /// they give fails its check, which nothing finite is known to do.
    pub(crate) fn of(matrix: &DMatrix<f64>, step: &mut dyn FnMut(f64)) -> Result<Self, SimError> {
        let largest = matrix.amax();
        if !matrix.iter().all(|entry| entry.is_finite()) {
            return Err(SimError::NotFinite);
        }
        if matrix.nrows() < matrix.ncols() {
            let swapped = Self::of(&matrix.transpose(), step)?;
            return Ok(Self {
                left: swapped.right,
                values: swapped.values,
                right: swapped.left,
            });
        }
        if largest == 0.0 {
            let (rows, columns) = matrix.shape();
            return Ok(Self {
                left: DMatrix::zeros(rows, columns),
                values: vec![0.0; columns],
                right: DMatrix::identity(columns, columns),
            });
        }
        let scaled = matrix / largest;
        let found = Rotated::new(scaled.clone()).settle(step)?.sorted();
        found.check(&scaled)?;
        Ok(Self {
            values: found.values.iter().map(|value| value * largest).collect(),
            ..found
        })
    }

    fn check(&self, matrix: &DMatrix<f64>) -> Result<(), SimError> {
        let failed = SimError::NotConverged {
            sweeps: LARGEST_ROUNDS,
        };
        let positive = self.values.iter().filter(|value| **value > 0.0).count();
        let apart = |vectors: DMatrix<f64>| {
            let size = vectors.ncols();
            (vectors.tr_mul(&vectors) - DMatrix::identity(size, size)).amax()
        };
        let left = apart(self.left.columns(0, positive).into_owned());
        let right = apart(self.right.clone());
        let mut scaled = self.left.clone();
        for (mut column, value) in scaled.column_iter_mut().zip(&self.values) {
            column *= *value;
        }
        let residual = (scaled * self.right.transpose() - matrix).norm() / matrix.norm();
        // Written so that what is not a number fails.
        let sound = [left, right, residual]
            .into_iter()
            .all(|error| error <= LARGEST_RESIDUAL);
        if sound { Ok(()) } else { Err(failed) }
    }
}

/// A matrix and the rotations of its columns so far.
struct Rotated {
    columns: DMatrix<f64>,
    rotations: DMatrix<f64>,
    /// `‖c‖²` of each column, as rotations change it: `a − t c` and `b + t c`. Taken anew in every round, and
    /// where digits cancel.
    squares: Vec<f64>,
}

impl Rotated {
    fn new(matrix: DMatrix<f64>) -> Self {
        let size = matrix.ncols();
        Self {
            columns: matrix,
            rotations: DMatrix::identity(size, size),
            squares: Vec::new(),
        }
    }

    /// Rotates until every pair of columns is orthogonal to rounding.
    fn settle(mut self, step: &mut dyn FnMut(f64)) -> Result<Self, SimError> {
        let size = self.columns.ncols();
        let tolerance = f64::EPSILON * self.columns.nrows() as f64;
        for round in 0..LARGEST_ROUNDS {
            let mut rotated = false;
            self.squares.clear();
            self.squares.extend(
                self.columns
                    .column_iter()
                    .map(|column| column.norm_squared()),
            );
            for first in 0..size {
                for second in first + 1..size {
                    rotated |= self.rotate(first, second, tolerance);
                }
                step(round as f64 + (first + 1) as f64 / size as f64);
            }
            if !rotated {
                return Ok(self);
            }
        }
        Err(SimError::NotConverged {
            sweeps: LARGEST_ROUNDS,
        })
    }

    /// Makes two columns orthogonal, the longer first; false where they were.
    fn rotate(&mut self, first: usize, second: usize, tolerance: f64) -> bool {
        let Some((one, other)) = pair(&mut self.columns, first, second) else {
            return false;
        };
        let square = |column: usize| self.squares.get(column).copied().unwrap_or_default();
        let (a, b, c) = (square(first), square(second), dot(one, other));
        if a.min(b) <= NEGLIGIBLE * NEGLIGIBLE || c.abs() <= tolerance * a.sqrt() * b.sqrt() {
            return false;
        }
        let half = (b - a) / (2.0 * c);
        let tangent = 1.0 / (half.abs() + half.hypot(1.0)) * half.signum();
        let cosine = 1.0 / tangent.hypot(1.0);
        let (cosine, sine) = (cosine, cosine * tangent);
        turn(one, other, cosine, sine);
        for (column, vector, before, change) in [
            (first, &*one, a, -tangent * c),
            (second, &*other, b, tangent * c),
        ] {
            let after = before + change;
            if let Some(square) = self.squares.get_mut(column) {
                let cancels = after < CANCELLED * before;
                *square = if cancels { dot(vector, vector) } else { after };
            }
        }
        if let Some((one, other)) = pair(&mut self.rotations, first, second) {
            turn(one, other, cosine, sine);
        }
        true
    }

    /// The decomposition, by falling σ.
    fn sorted(self) -> Singular {
        let norms: Vec<f64> = self
            .columns
            .column_iter()
            .map(|column| column.norm())
            .collect();
        let largest = norms.iter().copied().fold(0.0, f64::max);
        let mut order: Vec<(usize, f64)> = norms.into_iter().enumerate().collect();
        order.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let mut left = DMatrix::zeros(self.columns.nrows(), order.len());
        let mut right = DMatrix::zeros(order.len(), order.len());
        let mut values = Vec::with_capacity(order.len());
        for (target, (source, norm)) in order.into_iter().enumerate() {
            right.set_column(target, &self.rotations.column(source));
            let counts = norm > NEGLIGIBLE * largest;
            if counts {
                left.set_column(target, &(self.columns.column(source) / norm));
            }
            values.push(if counts { norm } else { 0.0 });
        }
        Singular {
            left,
            values,
            right,
        }
    }
}

/// Two columns, the first before the second.
fn pair(
    matrix: &mut DMatrix<f64>,
    first: usize,
    second: usize,
) -> Option<(&mut [f64], &mut [f64])> {
    let rows = matrix.nrows();
    let (before, after) = matrix.as_mut_slice().split_at_mut_checked(second * rows)?;
    Some((
        before.get_mut(first * rows..(first + 1) * rows)?,
        after.get_mut(..rows)?,
    ))
}

fn turn(one: &mut [f64], other: &mut [f64], cosine: f64, sine: f64) {
    for (one, other) in one.iter_mut().zip(other) {
        (*one, *other) = (cosine * *one - sine * *other, sine * *one + cosine * *other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DVector;
    use rankscope_sim::Spectrum;
    use rankscope_sim::random::NumpyStream;

    fn orthogonal(stream: &mut NumpyStream, size: usize) -> DMatrix<f64> {
        stream.normal_matrix(size, size).qr().q()
    }

    /// A matrix of these singular values.
    fn of_values(seed: u32, values: &[f64]) -> DMatrix<f64> {
        let mut stream = NumpyStream::new(seed);
        let size = values.len();
        let left = orthogonal(&mut stream, size);
        let middle = DMatrix::from_diagonal(&DVector::from_row_slice(values));
        left * middle * orthogonal(&mut stream, size)
    }

    fn values(matrix: &DMatrix<f64>) -> Vec<f64> {
        Singular::of(matrix, &mut |_| ()).unwrap().values
    }

    #[test]
    fn values_are_those_of_a_decomposition_without_vectors() {
        let mut stream = NumpyStream::new(1);
        for (rows, columns) in [(1, 1), (5, 3), (3, 5), (40, 40), (64, 20)] {
            let matrix = stream.normal_matrix(rows, columns);
            let known = Spectrum::of(matrix.clone()).unwrap();
            for (ours, known) in values(&matrix).iter().zip(known.values()) {
                assert!(
                    (ours - known).abs() <= 1e-13 * known.max(1.0),
                    "{ours} {known}"
                );
            }
        }
    }

    #[test]
    fn lower_rank_and_equal_values_recompose() {
        let cases: [&[f64]; 5] = [
            &[3.0, 3.0, 3.0, 3.0, 1.0, 1.0],
            &[1.0, 1e-3, 0.0, 0.0, 0.0, 0.0],
            &[1.0, 1.0, 1.0, 1e-14, 1e-14, 0.0],
            &[0.0; 6],
            &[1e30, 1e15, 1.0, 1e-15, 0.0, 0.0],
        ];
        for (seed, expected) in cases.into_iter().enumerate() {
            let rounding = 1e-14 * expected[0];
            for (found, expected) in values(&of_values(seed as u32, expected))
                .iter()
                .zip(expected)
            {
                assert!(
                    (found - expected).abs() <= rounding,
                    "{found:e} {expected:e}"
                );
            }
        }
    }

    #[test]
    fn tiny_and_huge_numbers_keep_their_digits() {
        let base = of_values(9, &[4.0, 2.0, 1.0, 0.5]);
        for scale in [1e-290, 1e-150, 1e150, 1e290] {
            for (found, expected) in values(&(&base * scale)).iter().zip([4.0, 2.0, 1.0, 0.5]) {
                assert!((found / scale / expected - 1.0).abs() <= 1e-13, "{found:e}");
            }
        }
        // Columns of very different length: each σ to its own digits.
        let graded = DMatrix::from_diagonal(&DVector::from_row_slice(&[1e-120, 1.0, 1e-60]));
        assert_eq!(values(&graded), [1.0, 1e-60, 1e-120]);
    }

    #[test]
    fn what_is_not_finite_is_declined() {
        for entry in [f64::NAN, f64::INFINITY] {
            let found = Singular::of(&DMatrix::from_element(3, 3, entry), &mut |_| ());
            assert_eq!(found.map(|_| ()), Err(SimError::NotFinite));
        }
    }
}
