//! Both updates as sums of their singular directions, small enough to draw: for a page that shows
//! the best rank-r copy of each at any r without asking again.
//!
//! `W = Σ uᵢ (uᵢᵀ W)` over all `m = min(d, k)` left singular vectors, strongest first, and its first
//! r terms are the best copy of rank r (Eckart–Young). As in [`truncation`](super::truncation), the
//! vectors are those of the symmetric eigenproblem with m rows. A picture has at most
//! [`LARGEST_SIDE`] rows and columns; a cell of a larger matrix is the mean of a block of entries, and
//! the mean of a product of two vectors over a block is the product of their means over its sides.

use std::ops::Range;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::eigen::symmetric_eigen;
use super::truncation::{Picture, blocks};
use super::{SimError, update};
use rankscope_params::UpdateParams;

/// Rows and columns a picture has at most: as many as the article's matrices.
pub const LARGEST_SIDE: usize = 64;

/// The directions of both updates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BothDirections {
    pub style: Directions,
    pub facts: Directions,
}

/// One update as a sum of its directions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Directions {
    /// ΔW.
    pub update: Picture,
    /// Of each direction, strongest first: its left side, a number for each row of the picture.
    left: Vec<f32>,
    /// Its right side times its singular value, a number for each column.
    right: Vec<f32>,
}

impl Directions {
    /// How many directions there are: m.
    pub fn count(&self) -> usize {
        self.left.len().checked_div(self.update.rows).unwrap_or(0)
    }

    /// The two sides of the first `rank` directions: a column of B and a row of A for each, one after the
    /// other, of `B·A`, the best copy of that rank.
    pub fn sides(&self, rank: usize) -> (&[f32], &[f32]) {
        let first = |side: &'_ [f32], length: usize| side.len().min(rank * length);
        let left = self.left.get(..first(&self.left, self.update.rows));
        let right = self.right.get(..first(&self.right, self.update.columns));
        (left.unwrap_or_default(), right.unwrap_or_default())
    }

    /// Adds `sign` times these directions (0 is the strongest) to the cells of a picture of this
    /// shape.
    pub fn add(&self, cells: &mut [f32], directions: Range<usize>, sign: f32) {
        let (rows, columns) = (self.update.rows, self.update.columns);
        if rows == 0 || columns == 0 {
            return;
        }
        let sides = self.left.chunks(rows).zip(self.right.chunks(columns));
        let count = directions.len();
        for (left, right) in sides.skip(directions.start).take(count) {
            for (row, left) in cells.chunks_mut(columns).zip(left) {
                let weight = sign * left;
                for (cell, right) in row.iter_mut().zip(right) {
                    *cell += weight * right;
                }
            }
        }
    }
}

/// Draws both updates and takes their directions. `progress` is called with the share done.
///
/// # Errors
/// As [`super::simulate`].
pub fn directions(
    params: &UpdateParams,
    progress: &mut dyn FnMut(f64),
) -> Result<BothDirections, SimError> {
    let (style, facts) = update::draw_both(params)?;
    let style = of(&style, &mut |share| progress(0.5 * share))?;
    let facts = of(&facts, &mut |share| progress(0.5 + 0.5 * share))?;
    Ok(BothDirections { style, facts })
}

/// The directions of a matrix. `progress` is called with the share done.
///
/// # Errors
/// [`SimError::NotFinite`] when an entry is infinite or NaN, [`SimError::NotConverged`] when the
/// iteration exceeds its cap.
pub fn of(matrix: &DMatrix<f64>, progress: &mut dyn FnMut(f64)) -> Result<Directions, SimError> {
    if !matrix.iter().all(|entry| entry.is_finite()) {
        return Err(SimError::NotFinite);
    }
    let wide = matrix.nrows() <= matrix.ncols();
    let products = if wide {
        matrix * matrix.transpose()
    } else {
        matrix.tr_mul(matrix)
    };
    let (values, vectors) = symmetric_eigen(products, progress)?;
    let vectors = vectors.select_columns(&strongest_first(values.as_slice()));
    let (left, right) = if wide {
        let right = matrix.tr_mul(&vectors);
        (vectors, right)
    } else {
        (matrix * &vectors, vectors)
    };
    let update = Picture::within(matrix, LARGEST_SIDE);
    progress(1.0);
    Ok(Directions {
        left: means(&left, update.rows),
        right: means(&right, update.columns),
        update,
    })
}

/// The places of the values, largest first. By insertion: a general sort is one percent of what a first
/// visit loads.
fn strongest_first(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(values.len());
    let value = |place: usize| values.get(place).copied().unwrap_or(f64::NEG_INFINITY);
    for place in 0..values.len() {
        let at = order.partition_point(|&other| value(other) >= value(place));
        order.insert(at, place);
    }
    order
}

/// Each column's means over as many blocks as there are cells, one column after the other.
fn means(vectors: &DMatrix<f64>, cells: usize) -> Vec<f32> {
    let column = |column: usize| {
        let vector = vectors.column(column);
        let mean = move |block: Range<usize>| {
            let rows = vector.rows(block.start, block.len());
            (rows.sum() / block.len() as f64) as f32
        };
        blocks(vectors.nrows(), cells).map(mean)
    };
    (0..vectors.ncols()).flat_map(column).collect()
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;

    use super::super::truncation::{approximate, truncate};
    use super::*;
    use rankscope_params::Update;

    fn params(link: &str) -> UpdateParams {
        query::read(link).0.params.update()
    }

    fn both(link: &str) -> BothDirections {
        directions(&params(link), &mut |_| ()).unwrap()
    }

    fn copy(directions: &Directions, rank: usize) -> Vec<f32> {
        let mut cells = vec![0.0; directions.update.cells.len()];
        directions.add(&mut cells, 0..rank, 1.0);
        cells
    }

    fn apart(a: &[f32], b: &[f32]) -> f32 {
        assert_eq!(a.len(), b.len());
        let gaps = a.iter().zip(b).map(|(a, b)| (a - b).abs());
        gaps.fold(0.0, f32::max)
    }

    #[test]
    fn the_first_directions_are_the_truncation() {
        for link in ["", "d=24&k=40&true_rank=3", "d=40&k=24&seed=7"] {
            let both = both(link);
            for (which, directions) in [(Update::Style, &both.style), (Update::Facts, &both.facts)]
            {
                for rank in [1, 4, 9, directions.count()] {
                    let expected = truncate(&params(link), which, rank, &mut |_| ()).unwrap();
                    assert_eq!(directions.update, expected.update);
                    let gap = apart(&copy(directions, rank), &expected.approximation.cells);
                    assert!(gap < 1e-5, "{link} {which:?} {rank}: {gap}");
                }
            }
        }
    }

    #[test]
    fn a_cell_of_a_large_matrix_is_the_mean_of_its_block() {
        let link = "d=150&k=200&true_rank=5";
        let directions = both(link).facts;
        assert_eq!(
            (directions.update.rows, directions.update.columns),
            (64, 64)
        );
        assert_eq!(directions.count(), 150);
        let matrix = update::draw(&params(link), Update::Facts).unwrap();
        let exact = approximate(&matrix, 11, &mut |_| ()).unwrap();
        let expected = Picture::within(&exact, LARGEST_SIDE);
        assert!(apart(&copy(&directions, 11), &expected.cells) < 1e-5);
    }

    #[test]
    fn what_was_added_can_be_taken_away() {
        let directions = both("").facts;
        let mut cells = copy(&directions, 40);
        directions.add(&mut cells, 8..40, -1.0);
        assert!(apart(&cells, &copy(&directions, 8)) < 1e-5);
    }

    #[test]
    fn a_zero_update_has_directions_of_zero() {
        let directions = both("style_max=0&style_min=0&noise=0").style;
        assert!(copy(&directions, 64).iter().all(|cell| *cell == 0.0));
    }
}
