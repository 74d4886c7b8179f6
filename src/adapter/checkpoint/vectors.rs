//! The first right singular vectors of a bidiagonal matrix, by inverse iteration.
//!
//! With `T`, zero on its diagonal and `d₁ e₁ d₂ e₂ … d_n` beside it, `T x = σ x` for
//! `x = (v₁ u₁ v₂ u₂ …)/√2` where `B v = σ u` and `Bᵀ u = σ v` (Golub and Kahan 1965). T is tridiagonal, so a step of
//! inverse iteration costs as much as a few products of vectors. After each step x is made orthogonal to all that
//! were found before, so that equal values have vectors of their own.
//!
//! What is returned has been checked: the vectors are orthogonal and `BᵀB v = σ² v`, both to rounding.

use nalgebra::DMatrix;
use rankscope_sim::SimError;
use rankscope_sim::random::NumpyStream;

use rankscope_sim::linear::dot;

/// Steps for each vector: one or two are enough where a value stands alone.
const STEPS: usize = 5;
/// How far from orthogonal and from `BᵀB v = σ²v` the result may be, relative to one and to `σ₁²`.
const LARGEST_RESIDUAL: f64 = 1e-11;
/// Directions weaker than this share of the strongest are rounding, and get vectors of zero.
pub(super) const NEGLIGIBLE: f64 = 1e-13;
/// Of the vectors that steps begin with.
const SEED: u32 = 20_161;

/// Column i is the vector of `values[i]`; zeros where the value is negligible.
///
/// # Errors
/// [`SimError::NotConverged`] when the result fails its check, which nothing finite is known to do.
pub(super) fn right_vectors(
    diagonal: &[f64],
    beside: &[f64],
    values: &[f64],
) -> Result<DMatrix<f64>, SimError> {
    let size = diagonal.len();
    let largest = values.first().copied().unwrap_or_default();
    let scaled =
        |entries: &[f64]| -> Vec<f64> { entries.iter().map(|entry| entry / largest).collect() };
    let (diagonal, beside) = (scaled(diagonal), scaled(beside));
    let mut across = Vec::with_capacity(2 * size);
    for (index, entry) in diagonal.iter().enumerate() {
        across.push(*entry);
        across.extend(beside.get(index));
    }
    let mut stream = NumpyStream::new(SEED);
    let mut found: Vec<Vec<f64>> = Vec::new();
    let mut right = DMatrix::zeros(size, values.len());
    for (value, mut column) in values.iter().zip(right.column_iter_mut()) {
        let value = value / largest;
        // Written so that a zero matrix, whose shares are not numbers, has none.
        let counts = value > NEGLIGIBLE;
        if !counts {
            break;
        }
        let solver = Shifted::of(&across, value);
        let mut x: Vec<f64> = (0..2 * size).map(|_| stream.normal()).collect();
        for _ in 0..STEPS {
            orthogonal_to(&mut x, &found);
            solver.solve(&mut x);
        }
        orthogonal_to(&mut x, &found);
        for (target, pair) in column.iter_mut().zip(x.as_chunks::<2>().0) {
            let [v, _] = pair;
            *target = v * std::f64::consts::SQRT_2;
        }
        found.push(x);
    }
    let values: Vec<f64> = values.iter().map(|value| value / largest).collect();
    check(&diagonal, &beside, &values, &right, found.len())?;
    Ok(right)
}

/// Takes out of x what lies along the others, twice for what rounding leaves, and makes its length one.
fn orthogonal_to(x: &mut [f64], others: &[Vec<f64>]) {
    unit(x);
    for _ in 0..2 {
        for other in others {
            let share = dot(x, other);
            for (x, other) in x.iter_mut().zip(other) {
                *x -= share * other;
            }
        }
        unit(x);
    }
}

fn unit(x: &mut [f64]) {
    let largest = x.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    if largest > 0.0 {
        for entry in x.iter_mut() {
            *entry /= largest;
        }
        let norm = dot(x, x).sqrt();
        for entry in x.iter_mut() {
            *entry /= norm;
        }
    }
}

/// `T − σ` as triangular factors, rows exchanged where that keeps them small (LAPACK's `dgttrf`).
struct Shifted {
    rows: Vec<Row>,
}

/// What is known of one step of the elimination.
struct Row {
    exchanged: bool,
    factor: f64,
    /// The row of U.
    pivot: f64,
    first: f64,
    second: f64,
}

impl Shifted {
    fn of(across: &[f64], value: f64) -> Self {
        let size = across.len() + 1;
        let least = f64::EPSILON * f64::EPSILON.max(value);
        let entry = |index: usize| across.get(index).copied().unwrap_or_default();
        let mut rows = Vec::with_capacity(size);
        let (mut pivot, mut first) = (-value, entry(0));
        for index in 0..size {
            let (below, diagonal, beside) = (entry(index), -value, entry(index + 1));
            let last = index + 1 == size;
            if last || pivot.abs() >= below.abs() {
                if pivot.abs() < least {
                    pivot = least;
                }
                let factor = if last { 0.0 } else { below / pivot };
                rows.push(Row {
                    exchanged: false,
                    factor,
                    pivot,
                    first: if last { 0.0 } else { first },
                    second: 0.0,
                });
                (pivot, first) = (diagonal - factor * first, beside);
            } else {
                let factor = pivot / below;
                rows.push(Row {
                    exchanged: true,
                    factor,
                    pivot: below,
                    first: diagonal,
                    second: beside,
                });
                (pivot, first) = (first - factor * diagonal, -factor * beside);
            }
        }
        Self { rows }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "x has as many entries as there are rows"
    )]
    fn solve(&self, x: &mut [f64]) {
        for (index, row) in self.rows.iter().enumerate().take(x.len().saturating_sub(1)) {
            if row.exchanged {
                x.swap(index, index + 1);
            }
            x[index + 1] -= row.factor * x[index];
        }
        let entry = |x: &[f64], index: usize| x.get(index).copied().unwrap_or_default();
        let mut scale = 1.0_f64;
        for (index, row) in self.rows.iter().enumerate().rev() {
            let known = row.first * entry(x, index + 1) + row.second * entry(x, index + 2);
            x[index] = (scale * x[index] - known) / row.pivot;
            // Near a value the solution is large; only its direction is wanted.
            if x[index].abs() > 1e100 {
                scale *= 1e-100;
                x[index..].iter_mut().for_each(|entry| *entry *= 1e-100);
            }
        }
    }
}

fn check(
    diagonal: &[f64],
    beside: &[f64],
    values: &[f64],
    right: &DMatrix<f64>,
    found: usize,
) -> Result<(), SimError> {
    let vectors = right.columns(0, found);
    let apart = (vectors.tr_mul(&vectors) - DMatrix::identity(found, found)).amax();
    let mut worst = if found == 0 { 0.0 } else { apart };
    let at = |of: &[f64], index: usize| of.get(index).copied().unwrap_or_default();
    for (vector, value) in vectors.column_iter().zip(values) {
        let vector = vector.as_slice();
        let left: Vec<f64> = (0..diagonal.len())
            .map(|i| at(diagonal, i) * at(vector, i) + at(beside, i) * at(vector, i + 1))
            .collect();
        for i in 0..diagonal.len() {
            let above = i
                .checked_sub(1)
                .map_or(0.0, |i| at(beside, i) * at(&left, i));
            let back = at(diagonal, i) * at(&left, i) + above;
            worst = (back - value * value * at(vector, i)).abs().max(worst);
        }
    }
    // Written so that what is not a number fails.
    if worst <= LARGEST_RESIDUAL {
        Ok(())
    } else {
        Err(SimError::NotConverged { sweeps: STEPS })
    }
}
