//! Matrices whose products are summed in one fixed order, so that a run has the same bits in every
//! browser and on every machine.
//!
//! For `p × n` L and `p × c` R, each entry of `LᵀR` is the sum over the p rows, first to last, of plain
//! multiplications and additions: nothing is reordered by size, fused, or split among threads. For this
//! a matrix is held in panels, four neighbouring columns row by row. A 4 × 4 tile of `LᵀR` is the sum of
//! p outer products of one row of a panel of L with one of a panel of R: both are read once, in order,
//! while the tile stays in registers. This is the micro-kernel of BLIS (Van Zee & van de Geijn 2015).
//! Both sides are padded to a multiple of four; the padding is zero and every operation here keeps it
//! so.
//!
//! Shapes have to fit, as each operation says; where they do not, it stops in a debug build, and in a
//! release build the entries that have no partner keep their values.
//!
//! nalgebra's own products leave their order open: `gemm` depends on the processor, and allocates its
//! packing buffers at each call; `gemm_tr`, which does not, is not blocked. In WebAssembly they take
//! 30 µs and 45 µs where this takes 18, each for sides of 64.

use nalgebra::DMatrix;

/// Columns of a panel, and rows of a tile: the sums of a tile fill half of SSE2's, and so of
/// WebAssembly's, sixteen registers.
pub(crate) const WIDTH: usize = 4;

/// A row of a panel.
pub(crate) type PanelRow = [f64; WIDTH];
/// As many rows of a panel as it has columns.
pub(crate) type Tile = [PanelRow; WIDTH];

/// A `rows × columns` matrix of zero or more panels.
#[derive(Clone, Debug)]
pub(crate) struct Panels {
    /// Rows and columns, without the padding.
    shape: (usize, usize),
    /// Rows of each panel, padding included.
    height: usize,
    rows: Vec<PanelRow>,
}

impl Panels {
    /// The zero matrix of this shape.
    pub(crate) fn zeros(rows: usize, columns: usize) -> Self {
        // A panel has rows even where the matrix has none, so that it can be told from the next.
        let height = rows.max(1).next_multiple_of(WIDTH);
        Self {
            shape: (rows, columns),
            height,
            rows: vec![PanelRow::default(); height * columns.div_ceil(WIDTH)],
        }
    }

    /// The same entries as `matrix`.
    pub(crate) fn of(matrix: &DMatrix<f64>) -> Self {
        let mut panels = Self::zeros(matrix.nrows(), matrix.ncols());
        for (i, column) in matrix.column_iter().enumerate() {
            let panel = panels.rows.iter_mut().skip(i / WIDTH * panels.height);
            for (row, entry) in panel.zip(&column) {
                if let Some(held) = row.get_mut(i % WIDTH) {
                    *held = *entry;
                }
            }
        }
        panels
    }

    /// All entries and the padding, in the order they are held.
    pub(crate) fn entries(&self) -> &[f64] {
        self.rows.as_flattened()
    }

    /// All entries and the padding, to be changed; the padding has to stay zero.
    pub(crate) fn entries_mut(&mut self) -> &mut [f64] {
        self.rows.as_flattened_mut()
    }

    /// The same entries as a matrix.
    pub(crate) fn matrix(&self) -> DMatrix<f64> {
        let (rows, columns) = self.shape;
        DMatrix::from_fn(rows, columns, |i, j| {
            let row = self.rows.get(j / WIDTH * self.height + i);
            row.and_then(|row| row.get(j % WIDTH))
                .copied()
                .unwrap_or(0.0)
        })
    }

    /// The Frobenius norm.
    pub(crate) fn norm(&self) -> f64 {
        let mut squares = [0.0; WIDTH];
        for row in &self.rows {
            for (sum, entry) in squares.iter_mut().zip(row) {
                *sum += entry * entry;
            }
        }
        squares.iter().sum::<f64>().sqrt()
    }

    /// Writes the transpose of this `p × n` matrix into `other`, which has to be `n × p`.
    pub(crate) fn transpose_to(&self, other: &mut Self) {
        debug_assert_eq!(other.shape, (self.shape.1, self.shape.0));
        for (i, panel) in self.panels().enumerate() {
            let (tiles, _) = panel.as_chunks();
            for (tile, other) in tiles.iter().zip(other.tiles_across(i)) {
                *other = transposed(tile);
            }
        }
    }

    /// The tiles of four rows, from the first panel to the last: those of rows `4i` to `4i + 3`.
    pub(crate) fn tiles_across(&mut self, i: usize) -> impl Iterator<Item = &mut Tile> {
        let (tiles, _) = self.rows.as_chunks_mut();
        tiles.iter_mut().skip(i).step_by(self.height / WIDTH)
    }

    /// Becomes `factor · leftᵀ · right`, `n × c`: `left` has to be `p × n` and `right` `p × c`.
    pub(crate) fn set_product(&mut self, factor: f64, left: &Self, right: &Self) {
        self.set_unscaled_product(left, right);
        for entry in self.entries_mut() {
            *entry *= factor;
        }
    }

    /// Becomes `factor · leftᵀ · right − other`, `n × c`: `left` has to be `p × n`, `right` `p × c` and
    /// `other` `n × c`.
    pub(crate) fn set_product_less(
        &mut self,
        factor: f64,
        left: &Self,
        right: &Self,
        other: &Self,
    ) {
        debug_assert_eq!(self.shape, other.shape);
        self.set_unscaled_product(left, right);
        for (entry, other) in self.entries_mut().iter_mut().zip(other.entries()) {
            *entry = factor * *entry - other;
        }
    }

    /// Becomes `leftᵀ · right`. A factor is left to a pass of its own: in here it makes the
    /// compiler pair the sums of a tile otherwise, and a product take twice the time.
    pub(crate) fn set_unscaled_product(&mut self, left: &Self, right: &Self) {
        debug_assert_eq!(left.shape.0, right.shape.0);
        debug_assert_eq!(self.shape, (left.shape.1, right.shape.1));
        let panels = self.rows.chunks_exact_mut(self.height);
        for (panel, right) in panels.zip(right.panels()) {
            let (tiles, _) = panel.as_chunks_mut();
            for (tile, left) in tiles.iter_mut().zip(left.panels()) {
                *tile = product(left, right);
            }
        }
    }

    /// The rows of each panel, padding included.
    pub(crate) fn panels_mut(&mut self) -> impl Iterator<Item = &mut [PanelRow]> {
        self.rows.chunks_exact_mut(self.height)
    }

    fn panels(&self) -> impl Iterator<Item = &[PanelRow]> {
        self.rows.chunks_exact(self.height)
    }
}

/// `leftᵀ · right` for two panels.
fn product(left: &[PanelRow], right: &[PanelRow]) -> Tile {
    let mut tile = Tile::default();
    for (left, right) in left.iter().zip(right) {
        for (sums, left) in tile.iter_mut().zip(left) {
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum += left * right;
            }
        }
    }
    tile
}

/// The transpose of a tile.
pub(crate) fn transposed(tile: &Tile) -> Tile {
    let [[a, b, c, d], [e, f, g, h], [i, j, k, l], [m, n, o, p]] = *tile;
    [[a, e, i, m], [b, f, j, n], [c, g, k, o], [d, h, l, p]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::NumpyStream;

    /// Any number of rows and columns, multiples of four among them.
    const SIDES: [usize; 6] = [1, 2, 4, 5, 8, 11];

    fn close(a: &Panels, b: &Panels) -> bool {
        let pairs = a.entries().iter().zip(b.entries());
        a.entries().len() == b.entries().len()
            && pairs.map(|(a, b)| (a - b).abs()).all(|apart| apart < 1e-13)
    }

    #[test]
    fn products_and_norms_are_nalgebras_at_any_shape() {
        let mut stream = NumpyStream::new(1);
        for shared in SIDES {
            for rows in SIDES {
                for columns in SIDES {
                    let left = stream.normal_matrix(shared, rows);
                    let right = stream.normal_matrix(shared, columns);
                    let other = stream.normal_matrix(rows, columns);
                    let mut ours = Panels::zeros(rows, columns);
                    let (l, r) = (Panels::of(&left), Panels::of(&right));
                    ours.set_product_less(0.5, &l, &r, &Panels::of(&other));
                    let theirs = 0.5 * left.tr_mul(&right) - other;
                    assert!(close(&ours, &Panels::of(&theirs)));
                    assert!((ours.norm() - theirs.norm()).abs() < 1e-13 * theirs.norm());
                }
            }
        }
    }

    #[test]
    fn a_transpose_is_nalgebras_at_any_shape() {
        let mut stream = NumpyStream::new(2);
        for rows in SIDES {
            for columns in SIDES {
                let matrix = stream.normal_matrix(rows, columns);
                let mut ours = Panels::zeros(columns, rows);
                Panels::of(&matrix).transpose_to(&mut ours);
                assert_eq!(Panels::of(&matrix).matrix(), matrix);
                assert_eq!(ours.entries(), Panels::of(&matrix.transpose()).entries());
            }
        }
    }

    /// A product whose shapes do not fit stops here instead of being cut short.
    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "assertion")]
    fn a_product_of_unequal_heights_is_refused() {
        let (left, right) = (Panels::zeros(8, 4), Panels::zeros(4, 4));
        Panels::zeros(4, 4).set_product(1.0, &left, &right);
    }

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "assertion")]
    fn a_transpose_into_another_shape_is_refused() {
        Panels::zeros(8, 4).transpose_to(&mut Panels::zeros(8, 4));
    }

    #[test]
    fn each_sum_is_taken_from_the_first_row_to_the_last() {
        let mut stream = NumpyStream::new(3);
        let (left, right) = (stream.normal_matrix(37, 5), stream.normal_matrix(37, 6));
        let mut ours = Panels::zeros(5, 6);
        ours.set_product(1.0, &Panels::of(&left), &Panels::of(&right));
        let in_order = DMatrix::from_fn(5, 6, |i, j| {
            (0..37).fold(0.0, |sum, row| sum + left[(row, i)] * right[(row, j)])
        });
        assert_eq!(ours.entries(), Panels::of(&in_order).entries());
    }
}
