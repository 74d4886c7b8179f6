//! QR with LAPACK's signs, a block of columns at a time.
//!
//! `A = QR` for a `p × n` matrix, `Q = H₁H₂…`, with `R_ii = −sign(pivot)·‖column‖`, as `dgeqrf`. The
//! reflections of some columns are found one by one, then applied to all columns right of them together.

use nalgebra::DMatrix;

use super::block::{Block, Scratch};
use super::{add, dot, reflection};

/// Columns whose reflections are applied together, in a small matrix and in a large one.
const NARROW: usize = 8;
const WIDE: usize = 32;
/// Columns from which a matrix is large.
const LARGE: usize = 384;

/// R in the upper triangle of the matrix, zeros below it; and Q's reflections, where somebody keeps them.
fn reduce(matrix: &mut DMatrix<f64>, mut keep: Option<&mut Vec<Block>>) {
    let (rows, columns) = matrix.shape();
    let most = if columns < LARGE { NARROW } else { WIDE };
    let mut scratch = Scratch::default();
    let mut start = 0;
    while start < rows.min(columns) {
        let width = most.min(rows.min(columns) - start);
        let height = rows - start;
        let all = matrix.as_mut_slice();
        let (done, rest) = all.split_at_mut(((start + width) * rows).min(all.len()));
        let own = done.get_mut(start * rows..).unwrap_or_default();
        let mut vectors = Vec::with_capacity(width * height);
        for column in own.chunks_exact(rows) {
            vectors.extend_from_slice(column.get(start..).unwrap_or_default());
        }
        let (taus, entries) = reflect(&mut vectors, height);
        for (k, column) in own.chunks_exact_mut(rows).enumerate() {
            let column = column.get_mut(start..).unwrap_or_default();
            column.fill(0.0);
            let known = entries.get(k * width..=k * width + k).unwrap_or_default();
            column
                .iter_mut()
                .zip(known)
                .for_each(|(to, from)| *to = *from);
        }
        if keep.is_some() || !rest.is_empty() {
            let block = Block::new(start, height, &vectors, &taus);
            block.apply_transposed(rest, rows, &mut scratch);
            if let Some(kept) = &mut keep {
                kept.push(block);
            }
        }
        start += width;
    }
}

/// Puts the vectors of reflections, zeros above their ones, in the place of columns that stand one after the other. Gives
/// their τ, and R, as many numbers a column as there are columns.
fn reflect(columns: &mut [f64], height: usize) -> (Vec<f64>, Vec<f64>) {
    let width = columns.len() / height.max(1);
    let (mut taus, mut entries) = (Vec::with_capacity(width), vec![0.0; width * width]);
    for k in 0..width {
        let (own, others) = columns.split_at_mut((k + 1) * height);
        let own = own.get_mut(k * height..).unwrap_or_default();
        let (above, vector) = own.split_at_mut(k);
        let (tau, entry) = reflection(vector);
        let known = entries.get_mut(k * width..).unwrap_or_default();
        let top = above.iter_mut().map(std::mem::take).chain([entry]);
        known.iter_mut().zip(top).for_each(|(to, from)| *to = from);
        taus.push(tau);
        if tau != 0.0 {
            for other in others.chunks_exact_mut(height) {
                let other = other.get_mut(k..).unwrap_or_default();
                let share = tau * dot(vector, other);
                add(other, -share, vector);
            }
        }
    }
    (taus, entries)
}

/// Q of a matrix, as blocks of reflections, the first to act last; and R, `min(p, n) × n`.
pub fn decomposed(mut matrix: DMatrix<f64>) -> (Vec<Block>, DMatrix<f64>) {
    let mut blocks = Vec::new();
    reduce(&mut matrix, Some(&mut blocks));
    (blocks, top(matrix))
}

/// R of a matrix, `min(p, n) × n`.
pub fn triangle(mut matrix: DMatrix<f64>) -> DMatrix<f64> {
    reduce(&mut matrix, None);
    top(matrix)
}

/// `QX` in place, X having as many rows as the decomposed matrix, and in column i zeros below row i.
pub fn apply_to_triangle(blocks: &[Block], target: &mut DMatrix<f64>) {
    let rows = target.nrows();
    let mut scratch = Scratch::default();
    for block in blocks.iter().rev() {
        // It acts on the rows from its first on, where the columns before are still zero.
        let columns = target.as_mut_slice().get_mut(block.first() * rows..);
        block.apply(columns.unwrap_or_default(), rows, &mut scratch);
    }
}

/// What stands above the zeros.
fn top(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let (rows, columns) = matrix.shape();
    matrix.resize_vertically(rows.min(columns), 0.0)
}
