//! A matrix made bidiagonal by reflections from both sides, of which none is kept.
//!
//! `A = Q B Pᵀ` for a `p × n` matrix A, p ≥ n, and B upper bidiagonal: A and B have the same singular values.
//! Each step needs the products of what is left of A with a vector from the left, and with another, that
//! follows from it, from the right. Both are taken in one pass: the second vector is known up to a factor and
//! its first entry as soon as the first product is, column by column (Howell, Demmel, Fulton, Hammarling and
//! Marmol 2008, “Cache efficient bidiagonalization using BLAS 2.5 operators”). The reflections of a panel of columns
//! and rows are applied to the rest together, as in LAPACK's `dgebrd` and `dlabrd`.

use nalgebra::DMatrix;

use super::block::{Four, SIDE, four_columns, subtract, transposed};
use super::{add, dot, reflection};

/// Columns of a panel, by how many columns a matrix has: few, as the one pass leaves little to be gained by more.
const PANELS: [(usize, usize); 3] = [(96, 2), (384, 4), (usize::MAX, 8)];

/// The diagonal of B and what stands beside it, one less.
pub(super) fn reduce(mut matrix: DMatrix<f64>) -> (Vec<f64>, Vec<f64>) {
    let (rows, columns) = matrix.shape();
    let most = PANELS.iter().find(|(to, _)| columns <= *to);
    let most = most.map_or(1, |(_, width)| *width);
    let (mut diagonal, mut beside) = (Vec::with_capacity(columns), Vec::with_capacity(columns));
    let mut start = 0;
    while start < columns {
        let width = most.min(columns - start);
        let rest = matrix.as_mut_slice().get_mut(start * rows..);
        let mut rest = Rest {
            entries: rest.unwrap_or_default(),
            rows,
            first: start,
        };
        let mut panel = Panel::new(rows - start, columns - start, width);
        for i in 0..width {
            let (entry, next) = panel.step(&rest, i);
            diagonal.push(entry);
            beside.extend(next);
        }
        panel.apply(&mut rest);
        start += width;
    }
    (diagonal, beside)
}

/// What is left of the matrix: whole columns, of which the first rows are done with.
struct Rest<'a> {
    entries: &'a mut [f64],
    rows: usize,
    first: usize,
}

impl Rest<'_> {
    /// A column from a row on, both counted from where the rest begins.
    fn column(&self, column: usize, from: usize) -> &[f64] {
        let start = column * self.rows + self.first + from;
        let end = (column + 1) * self.rows;
        self.entries.get(start..end).unwrap_or_default()
    }
}

/// Reflections that are found and not applied: the rest is to become `A − V Yᵀ − X Uᵀ`.
struct Panel {
    height: usize,
    /// Columns of V and X, in turn: `2w` of them.
    left: Vec<f64>,
    /// Rows of Y and U, in turn entry by entry: `2w` numbers for each column of the rest.
    right: Vec<f64>,
    /// `2w`.
    width: usize,
    columns: usize,
}

impl Panel {
    fn new(height: usize, columns: usize, width: usize) -> Self {
        let width = 2 * width;
        Self {
            height,
            left: vec![0.0; width * height],
            right: vec![0.0; width * columns],
            width,
            columns,
        }
    }

    /// V's (even) or X's (odd) column from a row on.
    fn left(&self, k: usize, from: usize) -> &[f64] {
        let column = self.left.get(k * self.height + from..(k + 1) * self.height);
        column.unwrap_or_default()
    }

    fn left_mut(&mut self, k: usize, from: usize) -> &mut [f64] {
        let column = self
            .left
            .get_mut(k * self.height + from..(k + 1) * self.height);
        column.unwrap_or_default()
    }

    /// The row of Y and U that belongs to a column of the rest.
    fn right(&self, column: usize) -> &[f64] {
        let row = self
            .right
            .get(column * self.width..(column + 1) * self.width);
        row.unwrap_or_default()
    }

    /// The reflection of column i and that of row i. Gives the entry on the diagonal and that beside it, of the last
    /// column none.
    fn step(&mut self, rest: &Rest<'_>, i: usize) -> (f64, Option<f64>) {
        let known = 2 * i;
        // The column as it is after the reflections before it.
        let mut v = rest.column(i, i).to_vec();
        for (k, factor) in self.right(i).iter().take(known).enumerate() {
            add(&mut v, -factor, self.left(k, i));
        }
        let (tau, diagonal) = reflection(&mut v);
        let after = i + 1;
        if after == self.columns {
            return (diagonal, None);
        }
        self.left_mut(known, i).copy_from_slice(&v);
        let products: Vec<f64> = (0..known).map(|k| dot(self.left(k, i), &v)).collect();
        // The row of V and X that belongs to row i; V's newest entry in it is 1.
        let mut own: Vec<f64> = (0..known)
            .map(|k| self.left(k, i).first().copied().unwrap_or_default())
            .collect();
        own.push(1.0);
        let (mut row, mut x) = self.pass(rest, i, &v, tau, &products, &own);
        let alpha = row.first().copied().unwrap_or_default();
        let (tau, beside) = reflection(&mut row);
        for (j, entry) in row.iter().enumerate() {
            self.set_right(after + j, known + 1, *entry);
        }
        if tau == 0.0 {
            return (diagonal, Some(beside));
        }
        // The pass took the row for the vector, which is `(row − beside·e₁)/(alpha − beside)`.
        let scale = 1.0 / (alpha - beside);
        for (x, entry) in x.iter_mut().zip(rest.column(after, after)) {
            *x = scale * (*x - beside * entry);
        }
        let mut shares = vec![0.0; known + 1];
        for (j, factor) in row.iter().enumerate() {
            add(&mut shares, *factor, self.right(after + j));
        }
        for (k, share) in shares.iter().enumerate() {
            add(&mut x, -share, self.left(k, after));
        }
        let target = self.left_mut(known + 1, after);
        for (target, x) in target.iter_mut().zip(&x) {
            *target = tau * x;
        }
        (diagonal, Some(beside))
    }

    fn set_right(&mut self, column: usize, k: usize, entry: f64) {
        if let Some(place) = self.right.get_mut(column * self.width + k) {
            *place = entry;
        }
    }

    /// Of the columns after column i: their entries in row i after the reflection of column i, and their sum, each
    /// times that entry, from the row after on. Y's i-th column is found on the way.
    fn pass(
        &mut self,
        rest: &Rest<'_>,
        i: usize,
        v: &[f64],
        tau: f64,
        products: &[f64],
        own: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        let after = i + 1;
        let mut row = Vec::with_capacity(self.columns - after);
        let mut x = vec![0.0; self.height - after];
        let entry = |panel: &mut Self, j: usize, product: f64, entry: f64| {
            let known = dot(
                panel.right(j).get(..products.len()).unwrap_or_default(),
                products,
            );
            panel.set_right(j, products.len(), tau * (product - known));
            entry - dot(panel.right(j).get(..own.len()).unwrap_or_default(), own)
        };
        let mut j = after;
        while j + SIDE <= self.columns {
            let columns = [0, 1, 2, 3].map(|k| rest.column(j + k, i));
            let sums = dots(v, &columns);
            let mut factors = Four::default();
            for (k, (factor, (column, sum))) in
                factors.iter_mut().zip(columns.iter().zip(sums)).enumerate()
            {
                *factor = entry(
                    self,
                    j + k,
                    sum,
                    column.first().copied().unwrap_or_default(),
                );
            }
            row.extend(factors);
            add_four(
                &mut x,
                factors,
                &columns.map(|column| column.get(1..).unwrap_or_default()),
            );
            j += SIDE;
        }
        for j in j..self.columns {
            let column = rest.column(j, i);
            let factor = entry(
                self,
                j,
                dot(v, column),
                column.first().copied().unwrap_or_default(),
            );
            row.push(factor);
            add(&mut x, factor, column.get(1..).unwrap_or_default());
        }
        (row, x)
    }

    /// Applies all to what is right of and below the panel.
    fn apply(&self, rest: &mut Rest<'_>) {
        let done = self.width / 2;
        let by_rows = self.left_by_rows(done);
        let (rows, first) = (rest.rows, rest.first + done);
        let mut inner = vec![Four::default(); self.width];
        let target = rest.entries.get_mut(done * rows..).unwrap_or_default();
        let mut fours = target.chunks_exact_mut(SIDE * rows);
        let mut j = done;
        for columns in fours.by_ref() {
            self.right_by_columns(j, &mut inner);
            if let Some(columns) = four_columns(columns, rows, first) {
                subtract(columns, &by_rows, &inner);
            }
            j += SIDE;
        }
        for column in fours.into_remainder().chunks_exact_mut(rows) {
            let column = column.get_mut(first..).unwrap_or_default();
            for (k, factor) in self.right(j).iter().enumerate() {
                add(column, -factor, self.left(k, done));
            }
            j += 1;
        }
    }

    /// V and X from a row on, in blocks of four rows, the last one filled up with zeros.
    fn left_by_rows(&self, from: usize) -> Vec<Four> {
        let rows = self.height - from;
        let mut by_rows = vec![Four::default(); rows.div_ceil(SIDE) * self.width];
        for k in 0..self.width {
            let blocks = by_rows.iter_mut().skip(k).step_by(self.width);
            for (block, entries) in blocks.zip(self.left(k, from).chunks(SIDE)) {
                block
                    .iter_mut()
                    .zip(entries)
                    .for_each(|(to, from)| *to = *from);
            }
        }
        by_rows
    }

    /// The rows of Y and U that belong to four columns, as a row of four for each column of Y and U.
    fn right_by_columns(&self, column: usize, inner: &mut [Four]) {
        let rows = [0, 1, 2, 3].map(|k| self.right(column + k).as_chunks::<SIDE>().0);
        let [a, b, c, d] = rows;
        let tiles = inner.as_chunks_mut::<SIDE>().0;
        for ((((tile, a), b), c), d) in tiles.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *tile = transposed(&[*a, *b, *c, *d]);
        }
        let whole = self.width / SIDE * SIDE;
        for (k, row) in inner.iter_mut().enumerate().skip(whole) {
            for (to, j) in row.iter_mut().zip(column..) {
                *to = self.right(j).get(k).copied().unwrap_or_default();
            }
        }
    }
}

/// The product of a vector with each of four.
fn dots(vector: &[f64], [a, b, c, d]: &[&[f64]; SIDE]) -> Four {
    let [mut p, mut q, mut r, mut s] = [Four::default(); SIDE];
    let (whole, rest) = vector.as_chunks::<SIDE>();
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<SIDE>(), b.as_chunks::<SIDE>());
    let ((c, c_rest), (d, d_rest)) = (c.as_chunks::<SIDE>(), d.as_chunks::<SIDE>());
    for ((((v, a), b), c), d) in whole.iter().zip(a).zip(b).zip(c).zip(d) {
        for (sum, (v, a)) in p.iter_mut().zip(v.iter().zip(a)) {
            *sum += v * a;
        }
        for (sum, (v, b)) in q.iter_mut().zip(v.iter().zip(b)) {
            *sum += v * b;
        }
        for (sum, (v, c)) in r.iter_mut().zip(v.iter().zip(c)) {
            *sum += v * c;
        }
        for (sum, (v, d)) in s.iter_mut().zip(v.iter().zip(d)) {
            *sum += v * d;
        }
    }
    let last = |sums: Four, rests: &[f64]| {
        let rest = rest.iter().zip(rests).map(|(v, a)| v * a);
        sums.iter().sum::<f64>() + rest.sum::<f64>()
    };
    [
        last(p, a_rest),
        last(q, b_rest),
        last(r, c_rest),
        last(s, d_rest),
    ]
}

/// Adds four vectors, each times its factor.
fn add_four(target: &mut [f64], [e, f, g, h]: Four, [a, b, c, d]: &[&[f64]; SIDE]) {
    let columns = a.iter().zip(*b).zip(*c).zip(*d);
    for (target, (((a, b), c), d)) in target.iter_mut().zip(columns) {
        *target += (e * a + f * b) + (g * c + h * d);
    }
}
