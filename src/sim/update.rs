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
use rankscope_params::{Ends, Update, UpdateParams};

/// One of the two, drawn from the parameters' own seed.
///
/// # Errors
/// [`SimError::Shape`] as for [`style`].
pub fn draw(params: &UpdateParams, which: Update) -> Result<DMatrix<f64>, SimError> {
    let mut stream = NumpyStream::new(params.seed);
    // Drawn in any case: the facts update takes the draws after it.
    let style = style(params, &mut stream)?;
    match which {
        Update::Style => Ok(style),
        Update::Facts => facts(params, &mut stream),
    }
}

/// The style update: `t` directions and noise. Takes the stream's next draws.
///
/// # Errors
/// [`SimError::Shape`] when `t` is not in `1..=min(d, k)`.
pub fn style(params: &UpdateParams, stream: &mut NumpyStream) -> Result<DMatrix<f64>, SimError> {
    check_shape(params)?;
    let rank = params.true_rank;
    let left = stream.normal_matrix(params.rows, rank);
    let right = stream.normal_matrix(params.columns, rank);
    Ok(combine(left, right, params.style, params.noise, stream))
}

/// The facts update: every direction the matrix has, and noise. Takes the stream's next draws.
///
/// # Errors
/// [`SimError::Shape`] as for [`style`].
pub fn facts(params: &UpdateParams, stream: &mut NumpyStream) -> Result<DMatrix<f64>, SimError> {
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
    Ok(combine(left, right, params.facts, params.noise, stream))
}

/// `U diag(s) Vᵀ + noise·randn`, U and V spanning `left` (`d × n`) and `right` (`k × n`).
fn combine(
    left: DMatrix<f64>,
    right: DMatrix<f64>,
    ends: Ends,
    noise: f64,
    stream: &mut NumpyStream,
) -> DMatrix<f64> {
    let (rows, columns, rank) = (left.nrows(), right.nrows(), left.ncols());
    let values = linspace(ends, rank);
    let right = OrthonormalFrame::spanning(right).scaled_columns(&values);
    let mut update = DMatrix::zeros(rows, columns);
    right.transpose_to(&mut update.rows_mut(0, rank));
    OrthonormalFrame::spanning(left).rotate(&mut update);
    stream.add_noise(&mut update, noise);
    update
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

fn check_shape(params: &UpdateParams) -> Result<(), SimError> {
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
