//! NumPy's legacy random stream, `numpy.random.RandomState(seed)`, bit for bit.
//!
//! - Bits: MT19937 seeded with one 32-bit word (`init_genrand`), from the `rand_mt` crate.
//! - `uniform`: `(a·2²⁶ + b) / 2⁵³` in `[0, 1)`, `a` and `b` the upper 27 and 26 bits of two words.
//! - `normal`: Marsaglia's polar method; of each pair the second is returned first and the first
//!   is kept for the next call.
//!
//! Source: NumPy's `legacy-distributions.c` and `mt19937.h`, which NEP 19 froze.

use nalgebra::DMatrix;
use rand_mt::Mt;

/// A `RandomState`.
#[derive(Debug)]
pub struct NumpyStream {
    bits: Mt,
    kept: Option<f64>,
}

impl NumpyStream {
    /// `numpy.random.RandomState(seed)`.
    pub fn new(seed: u32) -> Self {
        Self {
            bits: Mt::new(seed),
            kept: None,
        }
    }

    /// The next `random_sample()`, uniform in `[0, 1)`.
    pub fn uniform(&mut self) -> f64 {
        let high = f64::from(self.bits.next_u32() >> 5);
        let low = f64::from(self.bits.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// The next `randn()`, standard normal.
    pub fn normal(&mut self) -> f64 {
        if let Some(kept) = self.kept.take() {
            return kept;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                self.kept = Some(factor * x);
                return factor * y;
            }
        }
    }

    /// Moves on past this many draws of [`normal`](Self::normal): of a pair that nobody
    /// looks at, only whether it counts is found.
    pub fn skip_normals(&mut self, count: usize) {
        let mut left = count - usize::from(count > 0 && self.kept.take().is_some());
        while left >= 2 {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            left -= 2 * usize::from(square < 1.0 && square != 0.0);
        }
        if left == 1 {
            self.normal();
        }
    }

    /// The next `randn(rows, columns)`, drawn row by row as NumPy does.
    pub fn normal_matrix(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        let draws = std::iter::repeat_with(|| self.normal()).take(rows * columns);
        DMatrix::from_row_iterator(rows, columns, draws)
    }

    /// The next `uniform(-bound, bound, (rows, columns))`, drawn row by row as NumPy does.
    pub fn uniform_matrix(&mut self, bound: f64, rows: usize, columns: usize) -> DMatrix<f64> {
        // NumPy's own order of operations, `low + (high - low) * u`.
        let draw = || 2.0 * bound * self.uniform() - bound;
        let draws = std::iter::repeat_with(draw).take(rows * columns);
        DMatrix::from_row_iterator(rows, columns, draws)
    }
}
