//! Thin QR of a tall matrix, with Q ready to be applied.
//!
//! `F = QR` for a `p × n` matrix F. With `m = min(p, n)`, Q has m orthonormal columns and R is `m × n`, upper
//! triangular where F is tall. Q is kept as a block of Householder reflections, `Q = (I − Y T Yᵀ)[:, :m]`, Y
//! `p × n` with ones on its diagonal and zeros above, T upper triangular (Schreiber and Van Loan 1989).
//!
//! The columns are halved again and again, so that most of the work is products of matrices (Elmroth and
//! Gustavson 2000, LAPACK's `dgeqrt3`). nalgebra's QR works column by column and gives Q only as a matrix,
//! which for eight of 64 directions is three times the work.
//!
//! A matrix of lower rank is no exception: R then has small or zero entries on its diagonal, Q is orthogonal
//! all the same.

use nalgebra::DMatrix;

/// Columns up to which reflections are applied one by one.
const COLUMNS_AT_ONCE: usize = 8;

/// Q and R of a matrix.
#[derive(Clone, Debug)]
pub(crate) struct Orthogonal {
    /// None where F is wider than tall: Q is then the identity.
    reflections: Option<Reflections>,
    r: DMatrix<f64>,
}

#[derive(Clone, Debug)]
struct Reflections {
    y: DMatrix<f64>,
    t: DMatrix<f64>,
}

impl Orthogonal {
    /// Of a matrix whose entries are finite.
    pub(crate) fn of(mut matrix: DMatrix<f64>) -> Self {
        let (rows, columns) = matrix.shape();
        if rows < columns {
            return Self {
                reflections: None,
                r: matrix,
            };
        }
        let mut reflections = Reflections {
            y: DMatrix::zeros(rows, columns),
            t: DMatrix::zeros(columns, columns),
        };
        reflections.reduce(&mut matrix, 0, columns);
        Self {
            reflections: Some(reflections),
            r: matrix.rows(0, columns).into_owned(),
        }
    }

    /// R.
    pub(crate) const fn r(&self) -> &DMatrix<f64> {
        &self.r
    }

    /// R, and nothing else.
    pub(crate) fn into_r(self) -> DMatrix<f64> {
        self.r
    }

    /// `QX` of a matrix with m rows.
    pub(crate) fn times(&self, x: &DMatrix<f64>) -> DMatrix<f64> {
        let Some(Reflections { y, t }) = &self.reflections else {
            return x.clone();
        };
        // Below X stand zeros, so only the first rows of Y meet something.
        let top = y.rows(0, x.nrows());
        let mut product = y * (t * (top.transpose() * x)) * -1.0;
        let mut first = product.rows_mut(0, x.nrows());
        first += x;
        product
    }
}

impl Reflections {
    /// Makes the columns `from..from + width` triangular, which are so far to their left.
    fn reduce(&mut self, matrix: &mut DMatrix<f64>, from: usize, width: usize) {
        if width <= COLUMNS_AT_ONCE {
            for column in from..from + width {
                self.reflect(matrix, column, from + width);
                self.join(from, column - from, 1);
            }
            return;
        }
        let left = width / 2;
        let right = width - left;
        let below = matrix.nrows() - from;
        self.reduce(matrix, from, left);
        let y = self.y.view((from, from), (below, left));
        let t = self.t.view((from, from), (left, left));
        let mut rest = matrix.view_mut((from, from + left), (below, right));
        let inner = t.transpose() * (y.transpose() * &rest);
        rest.gemm(-1.0, &y, &inner, 1.0);
        self.reduce(matrix, from + left, right);
        self.join(from, left, right);
    }

    /// The reflection that clears a column below the diagonal, applied to the columns up to `end`.
    fn reflect(&mut self, matrix: &mut DMatrix<f64>, column: usize, end: usize) {
        let rows = matrix.nrows();
        let columns = matrix.as_mut_slice().get_mut(column * rows..end * rows);
        let (own, others) = columns.unwrap_or_default().split_at_mut(rows);
        let vector = self.y.as_mut_slice();
        let vector = vector.get_mut(column * rows + column..(column + 1) * rows);
        let Some((own, y)) = own.get_mut(column..).zip(vector) else {
            return;
        };
        let tau = reflection(own, y);
        if tau != 0.0 {
            for other in others.chunks_exact_mut(rows) {
                let other = other.get_mut(column..).unwrap_or_default();
                let share = tau * dot(y, other);
                for (other, y) in other.iter_mut().zip(&*y) {
                    *other -= share * y;
                }
            }
        }
        if let Some(entry) = self.t.get_mut((column, column)) {
            *entry = tau;
        }
    }

    /// T of `left` reflections and of `right` that follow, both from `from` on: `T₁₂ = −T₁ (Y₁ᵀ Y₂) T₂`.
    fn join(&mut self, from: usize, left: usize, right: usize) {
        if left == 0 {
            return;
        }
        let middle = from + left;
        // Above, the columns on the right are zero.
        let below = self.y.nrows() - middle;
        let view = |column, width| self.y.view((middle, column), (below, width));
        let between = view(from, left).transpose() * view(middle, right);
        let first = self.t.view((from, from), (left, left));
        let second = self.t.view((middle, middle), (right, right));
        let corner = first * between * second * -1.0;
        let mut target = self.t.view_mut((from, middle), (left, right));
        target.copy_from(&corner);
    }
}

/// Makes a column a multiple of the first unit vector: fills `y`, of first entry 1, and returns τ of the
/// reflection `I − τ y yᵀ` that does it.
fn reflection(column: &mut [f64], y: &mut [f64]) -> f64 {
    let [first, below @ ..] = column else {
        return 0.0;
    };
    let [one, rest @ ..] = y else { return 0.0 };
    *one = 1.0;
    if below.iter().all(|entry| *entry == 0.0) {
        return 0.0;
    }
    // By the largest, so that squares neither overflow nor vanish.
    let largest = below
        .iter()
        .fold(first.abs(), |most, entry| most.max(entry.abs()));
    let share = |entry: f64| (entry / largest).powi(2);
    let squares: f64 = below.iter().map(|entry| share(*entry)).sum();
    let norm = largest * (share(*first) + squares).sqrt();
    let diagonal = -norm.copysign(*first);
    let tau = (diagonal - *first) / diagonal;
    for (y, entry) in rest.iter_mut().zip(&*below) {
        *y = entry / (*first - diagonal);
    }
    *first = diagonal;
    below.fill(0.0);
    tau
}

/// `xᵀy`, in eight sums beside each other: an addition takes a processor some cycles, and it begins one or two in each.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, one_rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    let rest = one_rest.iter().zip(other_rest);
    sums.iter().sum::<f64>() + rest.map(|(one, other)| one * other).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_sim::random::NumpyStream;

    const ROUNDING: f64 = 1e-13;

    /// `F = QR`, `QᵀQ = I`, and R upper triangular.
    fn check(matrix: &DMatrix<f64>) {
        let qr = Orthogonal::of(matrix.clone());
        let inner = matrix.nrows().min(matrix.ncols());
        let q = qr.times(&DMatrix::identity(inner, inner));
        assert_eq!(qr.r().shape(), (inner, matrix.ncols()));
        let scale = matrix.amax().max(f64::MIN_POSITIVE);
        let residual = (&q * (qr.r() / scale) - matrix / scale).norm();
        assert!(residual <= ROUNDING * matrix.ncols() as f64, "{residual:e}");
        let identity = DMatrix::identity(inner, inner);
        assert!((q.tr_mul(&q) - identity).norm() <= ROUNDING * inner as f64);
        let below = |row: usize, column: usize| row > column && matrix.nrows() >= matrix.ncols();
        let mut cells =
            (0..inner).flat_map(|row| (0..matrix.ncols()).map(move |column| (row, column)));
        assert!(cells.all(|(row, column)| !below(row, column) || qr.r()[(row, column)] == 0.0));
    }

    #[test]
    fn factors_recompose_the_matrix() {
        let mut stream = NumpyStream::new(1);
        for (rows, columns) in [(1, 1), (9, 1), (8, 8), (9, 9), (70, 33), (3, 5), (300, 64)] {
            check(&stream.normal_matrix(rows, columns));
        }
    }

    #[test]
    fn lower_rank_and_extreme_numbers_are_no_exception() {
        let mut stream = NumpyStream::new(2);
        check(&DMatrix::zeros(20, 11));
        check(&DMatrix::from_element(20, 11, 3.0));
        check(&(stream.normal_matrix(40, 3) * stream.normal_matrix(3, 20)));
        check(&(stream.normal_matrix(40, 12) * 1e-200));
        check(&(stream.normal_matrix(40, 12) * 1e200));
        check(&DMatrix::identity(12, 12));
    }
}
