//! The two simulated weight updates.
//!
//! Both are `W = U diag(s) Vᵀ + noise·N`, a `d × k` matrix with U and V orthonormal frames from
//! the QR decomposition of Gaussian draws, `s = linspace(first, last, n)` and N Gaussian:
//!
//! | | draws | n |
//! |---|---|---|
//! | style | `randn(d, t)`, `randn(k, t)`, `randn(d, k)` | `t`, the true rank |
//! | facts | `randn(d, d)`, `randn(k, k)`, `randn(d, k)` | `m = min(d, k)` |
//!
//! in this order, style before facts, from one stream. Source: the article's NumPy script.

use nalgebra::DMatrix;

use super::SimError;
use super::frame::OrthonormalFrame;
use super::random::NumpyStream;
use rankscope_params::{DrawParams, Ends, Update, UpdateParams};

/// One of the two, drawn from the parameters' own seed.
///
/// # Errors
/// [`SimError::Shape`] when `t` is not in `1..=min(d, k)`.
pub fn draw(params: &UpdateParams, which: Update) -> Result<DMatrix<f64>, SimError> {
    let draws = params.draws();
    let mut stream = NumpyStream::new(draws.seed);
    let (drawn, ends) = match which {
        Update::Style => (Drawn::style(&draws, &mut stream)?, params.style),
        Update::Facts => {
            skip_style(&draws, &mut stream);
            (Drawn::facts(&draws, &mut stream)?, params.facts)
        }
    };
    Ok(drawn.update(ends, params.noise))
}

/// Both, style first.
///
/// # Errors
/// As [`draw`].
pub fn draw_both(params: &UpdateParams) -> Result<(DMatrix<f64>, DMatrix<f64>), SimError> {
    let draws = params.draws();
    let mut stream = NumpyStream::new(draws.seed);
    let style = Drawn::style(&draws, &mut stream)?.update(params.style, params.noise);
    let facts = Drawn::facts(&draws, &mut stream)?.update(params.facts, params.noise);
    Ok((style, facts))
}

/// What is random of one update: its frames U and V, and N. It depends on [`DrawParams`] alone.
#[derive(Debug)]
pub struct Drawn {
    /// `d × n`.
    left: OrthonormalFrame,
    /// `k × n`.
    right: OrthonormalFrame,
    /// n, the directions.
    rank: usize,
    /// N, `d × k`.
    noise: DMatrix<f64>,
}

impl Drawn {
    /// That of style: `t` directions. Takes the stream's next draws.
    ///
    /// # Errors
    /// As [`draw`].
    pub fn style(params: &DrawParams, stream: &mut NumpyStream) -> Result<Self, SimError> {
        check_shape(params)?;
        let rank = params.true_rank;
        let left = stream.normal_matrix(params.rows, rank);
        let right = stream.normal_matrix(params.columns, rank);
        Ok(Self::spanning(left, right, stream))
    }

    /// That of facts: every direction the matrix has. Takes the stream's next draws.
    ///
    /// # Errors
    /// As [`draw`].
    pub fn facts(params: &DrawParams, stream: &mut NumpyStream) -> Result<Self, SimError> {
        check_shape(params)?;
        let rank = params.max_rank();
        // Only the first m columns of each square draw are used, and a QR decomposition's first m
        // columns depend on nothing else; the others are drawn because the stream moves on by them.
        let square = |stream: &mut NumpyStream, side| {
            stream
                .normal_matrix(side, side)
                .columns(0, rank)
                .into_owned()
        };
        let left = square(stream, params.rows);
        let right = square(stream, params.columns);
        Ok(Self::spanning(left, right, stream))
    }

    fn spanning(left: DMatrix<f64>, right: DMatrix<f64>, stream: &mut NumpyStream) -> Self {
        Self {
            noise: stream.normal_matrix(left.nrows(), right.nrows()),
            rank: left.ncols(),
            left: OrthonormalFrame::spanning(left),
            right: OrthonormalFrame::spanning(right),
        }
    }

    /// `U diag(s) Vᵀ`, `d × k`.
    pub fn signal(&self, ends: Ends) -> DMatrix<f64> {
        let (rows, columns) = self.noise.shape();
        let right = self.right.scaled_columns(&linspace(ends, self.rank));
        let mut signal = DMatrix::zeros(rows, columns);
        right.transpose_to(&mut signal.rows_mut(0, self.rank));
        self.left.rotate(&mut signal);
        signal
    }

    /// Adds `noise·N` to a [`signal`](Self::signal), which makes it the update.
    ///
    /// # Panics
    /// When `signal` is not `d × k`.
    pub fn add_noise(&self, signal: &mut DMatrix<f64>, noise: f64) {
        signal.zip_apply(&self.noise, |entry, normal| *entry += noise * normal);
    }

    fn update(&self, ends: Ends, noise: f64) -> DMatrix<f64> {
        let mut update = self.signal(ends);
        self.add_noise(&mut update, noise);
        update
    }
}

/// Moves the stream on past the draws of style.
pub(super) fn skip_style(params: &DrawParams, stream: &mut NumpyStream) {
    let DrawParams { rows, columns, .. } = *params;
    let draws = (rows + columns) * params.true_rank + rows * columns;
    stream.skip_normals(draws);
}

/// `numpy.linspace(first, last, count)`, rounding included; `[first]` when `count` is 1.
pub fn linspace(ends: Ends, count: usize) -> Vec<f64> {
    let gaps = count.saturating_sub(1);
    let step = (ends.last - ends.first) / gaps as f64;
    (0..count)
        .map(|i| {
            if i > 0 && i == gaps {
                ends.last
            } else if i == 0 {
                ends.first
            } else {
                i as f64 * step + ends.first
            }
        })
        .collect()
}

fn check_shape(params: &DrawParams) -> Result<(), SimError> {
    if (1..=params.max_rank()).contains(&params.true_rank) {
        Ok(())
    } else {
        Err(SimError::Shape {
            rows: params.rows,
            columns: params.columns,
            true_rank: params.true_rank,
        })
    }
}
