//! An update beside its best rank-r approximation, as pictures.
//!
//! By Eckart–Young the best rank-r approximation of W is its projection on its first r singular
//! directions, `W_r = U_r U_rᵀ W`. The columns of U are the eigenvectors of `W Wᵀ`; of W and Wᵀ
//! the one with fewer rows is taken, so the eigenproblem has `m = min(d, k)` rows. nalgebra's SVD
//! with vectors is not used: on matrices of lower rank its factors can fail to recompose.
//!
//! A picture has at most [`LARGEST_PICTURE`] rows and columns. Each cell of the picture of a
//! larger matrix is the mean of a block of entries.

use std::ops::Range;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::eigen::symmetric_eigen;
use super::spectrum::unit;
use super::{SimError, update};
use rankscope_params::{Update, UpdateParams};

/// Rows and columns a picture has at most: more than a third of a screen can show.
pub const LARGEST_PICTURE: usize = 256;
/// An update and its best rank-r approximation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truncation {
    /// W.
    pub update: Picture,
    /// `W_r`.
    pub approximation: Picture,
    /// `‖W − W_r‖_F / ‖W‖_F`, from the full matrices; none when W is zero.
    pub error: Option<f64>,
}

/// A matrix, averaged over blocks where it is larger than [`LARGEST_PICTURE`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Rows of the picture.
    pub rows: usize,
    /// Columns of the picture.
    pub columns: usize,
    /// Its cells, row by row.
    pub cells: Vec<f32>,
}

impl Picture {
    /// The picture of a matrix.
    pub fn of(matrix: &DMatrix<f64>) -> Self {
        Self::within(matrix, LARGEST_PICTURE)
    }

    /// The picture of a matrix with at most `most` rows and columns.
    pub fn within(matrix: &DMatrix<f64>, most: usize) -> Self {
        let (rows, columns) = matrix.shape();
        let side = |length: usize| length.min(most);
        let blocks = |length: usize| blocks(length, side(length));
        let cell = |(down, across): (Range<usize>, Range<usize>)| {
            let block = matrix.view_range(down, across);
            block.mean() as f32
        };
        let cells = blocks(rows)
            .flat_map(|down| blocks(columns).map(move |across| (down.clone(), across)))
            .map(cell)
            .collect();
        Self {
            rows: side(rows),
            columns: side(columns),
            cells,
        }
    }

    /// This picture less another of the same shape: the picture of the matrices' difference.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        let pairs = self.cells.iter().zip(&other.cells);
        Self {
            cells: pairs.map(|(a, b)| a - b).collect(),
            ..*self
        }
    }

    /// The largest magnitude of a cell.
    pub fn largest(&self) -> f32 {
        self.cells
            .iter()
            .fold(0.0, |most, cell| most.max(cell.abs()))
    }
}

/// `length` entries in as many blocks as there are cells, as equal as whole numbers allow.
pub(super) fn blocks(length: usize, cells: usize) -> impl Iterator<Item = Range<usize>> {
    (0..cells).map(move |i| i * length / cells..(i + 1) * length / cells)
}

/// Draws an update and truncates it to `rank`, which is capped at m.
///
/// # Errors
/// As [`super::simulate`].
pub fn truncate(
    params: &UpdateParams,
    which: Update,
    rank: usize,
    progress: &mut dyn FnMut(f64),
) -> Result<Truncation, SimError> {
    let matrix = update::draw(params, which)?;
    progress(0.25);
    // By a power of two, so that no bit of an entry changes: squares of tiny entries would be zero.
    let unit = unit(matrix.amax());
    let scaled = &matrix / unit;
    let approximation = approximate(&scaled, rank, &mut |share| progress(0.25 + 0.7 * share))?;
    let norm = scaled.norm();
    let error = (norm > 0.0).then(|| (scaled - &approximation).norm() / norm);
    let truncation = Truncation {
        update: Picture::of(&matrix),
        approximation: Picture::of(&(approximation * unit)),
        error,
    };
    progress(1.0);
    Ok(truncation)
}

/// The best approximation of `matrix` of rank `rank` in the Frobenius norm. `progress` is called with
/// the share done.
///
/// # Errors
/// [`SimError::NotFinite`] when an entry is infinite or NaN, [`SimError::NotConverged`] when the
/// iteration exceeds its cap.
pub fn approximate(
    matrix: &DMatrix<f64>,
    rank: usize,
    progress: &mut dyn FnMut(f64),
) -> Result<DMatrix<f64>, SimError> {
    if !matrix.iter().all(|entry| entry.is_finite()) {
        return Err(SimError::NotFinite);
    }
    let wide = matrix.nrows() <= matrix.ncols();
    let products = if wide {
        matrix * matrix.transpose()
    } else {
        matrix.tr_mul(matrix)
    };
    let directions = leading_directions(products, rank, progress)?;
    Ok(if wide {
        &directions * directions.tr_mul(matrix)
    } else {
        (matrix * &directions) * directions.transpose()
    })
}

/// The eigenvectors of the `rank` largest eigenvalues, as columns.
fn leading_directions(
    products: DMatrix<f64>,
    rank: usize,
    progress: &mut dyn FnMut(f64),
) -> Result<DMatrix<f64>, SimError> {
    let (values, vectors) = symmetric_eigen(products, progress)?;
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    order.truncate(rank);
    let leading: Vec<usize> = order.into_iter().map(|(column, _)| column).collect();
    Ok(vectors.select_columns(&leading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_matrix_is_averaged_over_blocks_that_cover_it() {
        let matrix = DMatrix::from_fn(600, 3, |row, column| (row * 3 + column) as f64);
        let picture = Picture::of(&matrix);
        assert_eq!((picture.rows, picture.columns), (256, 3));
        let first_block = matrix.view_range(0..2, 0..1).mean() as f32;
        assert_eq!(picture.cells[0], first_block);
        assert_eq!(picture.cells.len(), 256 * 3);
    }

    #[test]
    fn a_small_matrix_is_its_own_picture_row_by_row() {
        let matrix = DMatrix::from_row_slice(2, 3, &[1.0, -4.0, 3.0, 0.5, 2.0, -1.0]);
        let picture = Picture::of(&matrix);
        assert_eq!(picture.cells, [1.0, -4.0, 3.0, 0.5, 2.0, -1.0]);
        assert_eq!(picture.largest(), 4.0);
        assert_eq!(picture.less(&picture).largest(), 0.0);
    }

    #[test]
    fn the_first_direction_of_a_diagonal_matrix_is_its_largest_entry() {
        let matrix = DMatrix::from_diagonal(&nalgebra::DVector::from_row_slice(&[1.0, -3.0, 2.0]));
        let first = approximate(&matrix, 1, &mut |_| ()).unwrap();
        let mut expected = DMatrix::zeros(3, 3);
        expected[(1, 1)] = -3.0;
        assert!((first - expected).norm() < 1e-12);
    }

    #[test]
    fn a_long_truncation_reports_from_inside() {
        let (link, _) = rankscope_params::query::read("d=96&k=128");
        let mut shares = Vec::new();
        let update = link.params.update();
        truncate(&update, Update::Facts, 4, &mut |share| shares.push(share)).unwrap();
        assert!(shares.is_sorted() && shares.last() == Some(&1.0));
        let largest_step = shares.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(largest_step.fold(0.0, f64::max) < 0.25, "{shares:?}");
    }

    #[test]
    fn what_is_not_finite_is_declined() {
        let matrix = DMatrix::from_element(2, 2, f64::NAN);
        assert_eq!(
            approximate(&matrix, 1, &mut |_| ()),
            Err(SimError::NotFinite)
        );
    }
}
