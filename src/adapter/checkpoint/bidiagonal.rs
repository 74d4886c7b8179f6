//! A matrix made bidiagonal by reflections from both sides.
//!
//! `A = Q B Pᵀ` for an `m × n` matrix A, m ≥ n: B is `n × n` and upper bidiagonal, Q and P are products of
//! reflections. A and B have the same singular values; right singular vectors of A are P times those of B. Q is
//! not kept.
//!
//! The reflections of [`PANEL`] columns and rows are gathered before they are applied to the rest, so that half of
//! the work is a product of matrices and the rest of the matrix is written once in as many steps, not in each
//! (Dongarra, Sorensen and Hammarling 1989; LAPACK's `dgebrd` and `dlabrd`). nalgebra's reduction writes it in each
//! step, and its decomposition gives vectors only as whole matrices.

use nalgebra::DMatrix;

use rankscope_sim::linear::dot;

/// Columns and rows whose reflections are applied together.
const PANEL: usize = 32;

/// B, and what P is made of.
pub(super) struct Bidiagonal {
    /// The diagonal of B.
    pub(super) diagonal: Vec<f64>,
    /// What stands beside it, one less.
    pub(super) beside: Vec<f64>,
    /// Column i is the vector of the i-th reflection of rows: zeros up to i, 1 at `i + 1`.
    vectors: DMatrix<f64>,
    /// The τ of each.
    factors: Vec<f64>,
}

impl Bidiagonal {
    /// Of a matrix at least as tall as wide, whose entries are finite and neither near the largest nor near the
    /// smallest that there are. Calls `step` with the share done after each panel.
    pub(super) fn of(mut matrix: DMatrix<f64>, step: &mut dyn FnMut(f64)) -> Self {
        let size = matrix.ncols();
        let mut all = Self {
            diagonal: Vec::with_capacity(size),
            beside: Vec::with_capacity(size),
            vectors: DMatrix::zeros(size, size),
            factors: Vec::with_capacity(size),
        };
        let mut start = 0;
        while start < size {
            let width = PANEL.min(size - start);
            let panel = Panel::of(&matrix, start, width, &mut all);
            panel.apply(&mut matrix, start, width);
            start += width;
            let left = (size - start) as f64 / size as f64;
            step(1.0 - left * left * left);
        }
        all.beside.truncate(size.saturating_sub(1));
        all
    }

    /// `P X`, X having n rows.
    pub(super) fn times(&self, mut x: DMatrix<f64>) -> DMatrix<f64> {
        for (index, factor) in self.factors.iter().enumerate().rev() {
            let vector = self.vectors.column(index);
            let vector = vector.as_slice().get(index + 1..).unwrap_or_default();
            for mut column in x.column_iter_mut() {
                let target = column.as_mut_slice().get_mut(index + 1..);
                let target = target.unwrap_or_default();
                let share = factor * dot(vector, target);
                add(target, -share, vector);
            }
        }
        x
    }
}

/// The reflections of some columns and rows, not applied yet: the rest of the matrix is to become
/// `A − V Yᵀ − X Uᵀ`.
struct Panel {
    /// Vectors of the reflections of columns.
    v: DMatrix<f64>,
    /// Vectors of the reflections of rows.
    u: DMatrix<f64>,
    x: DMatrix<f64>,
    y: DMatrix<f64>,
}

impl Panel {
    #[expect(
        clippy::indexing_slicing,
        reason = "i < width ≤ the rows and columns left"
    )]
    fn of(matrix: &DMatrix<f64>, start: usize, width: usize, all: &mut Bidiagonal) -> Self {
        let (rows, columns) = (matrix.nrows() - start, matrix.ncols() - start);
        let mut panel = Self {
            v: DMatrix::zeros(rows, width),
            u: DMatrix::zeros(columns, width),
            x: DMatrix::zeros(rows, width),
            y: DMatrix::zeros(columns, width),
        };
        for i in 0..width {
            // The column as it is after the reflections before it.
            let mut column = part(matrix, start + i, start).to_vec();
            for k in 0..i {
                add(&mut column, -panel.y[(i, k)], panel.v.column(k).as_slice());
                add(&mut column, -panel.u[(i, k)], panel.x.column(k).as_slice());
            }
            let (factor, entry) = reflection(&mut column[i..]);
            all.diagonal.push(entry);
            panel.v.column_mut(i).as_mut_slice()[i..].copy_from_slice(&column[i..]);
            let after = i + 1;
            if after == columns {
                all.beside.push(0.0);
                all.factors.push(0.0);
                continue;
            }
            let (mut row, images) = panel.set_y(matrix, start, i, factor);
            let (factor, entry) = reflection(&mut row);
            all.beside.push(entry);
            all.factors.push(factor);
            let mut vector = all.vectors.column_mut(start + i);
            vector.as_mut_slice()[start + after..].copy_from_slice(&row);
            panel.u.column_mut(i).as_mut_slice()[after..].copy_from_slice(&row);
            panel.set_x(matrix, start, i, (factor, entry), images);
        }
        panel
    }

    /// `y = τ (Aᵀv − Y Vᵀv − U Xᵀv)`, A being what is left of the matrix. Returns the row i as it is after the
    /// reflections before it, `a − Y vᵢ − U xᵢ`, and A times it: each column of A is read once for both, while it
    /// is at hand (Howell and others 2008, <https://doi.org/10.1145/1356052.1356055>).
    #[expect(clippy::indexing_slicing, reason = "i is a column of each")]
    fn set_y(
        &mut self,
        matrix: &DMatrix<f64>,
        start: usize,
        i: usize,
        factor: f64,
    ) -> (Vec<f64>, Vec<f64>) {
        let (after, columns) = (i + 1, self.y.nrows());
        let v = self.v.column(i).as_slice()[i..].to_vec();
        let inside = |of: &DMatrix<f64>, k: usize| dot(&of.column(k).as_slice()[i..], &v);
        // What y and the row have beside their parts of A.
        let mut y = vec![0.0; columns - after];
        let mut row = y.clone();
        for k in 0..i {
            let (of_v, of_x) = (inside(&self.v, k), inside(&self.x, k));
            let (own_y, own_u) = (self.y.column(k), self.u.column(k));
            let (own_y, own_u) = (&own_y.as_slice()[after..], &own_u.as_slice()[after..]);
            let (in_v, in_x) = (self.v[(i, k)], self.x[(i, k)]);
            let targets = y.iter_mut().zip(&mut row);
            for ((y, row), (own_y, own_u)) in targets.zip(own_y.iter().zip(own_u)) {
                *y -= of_v * own_y + of_x * own_u;
                *row -= in_v * own_y + in_x * own_u;
            }
        }
        let mut images = vec![0.0; self.x.nrows() - after];
        let column = |j: usize| part(matrix, start + after + j, start + i);
        // The row i of V is 1.
        let row_entry = |first: f64, row: f64, y: f64| first + row - y;
        let mut j = 0;
        while j + 4 <= y.len() {
            let four = [0, 1, 2, 3].map(|k| column(j + k));
            let products = dots(four, &v);
            for (k, product) in products.into_iter().enumerate() {
                y[j + k] = factor * (y[j + k] + product);
                row[j + k] = row_entry(four[k][0], row[j + k], y[j + k]);
            }
            let factors = [0, 1, 2, 3].map(|k| row[j + k]);
            add_four(&mut images, factors, four.map(|column| &column[1..]));
            j += 4;
        }
        for j in j..y.len() {
            let column = column(j);
            y[j] = factor * (y[j] + dot(column, &v));
            row[j] = row_entry(column[0], row[j], y[j]);
            add(&mut images, row[j], &column[1..]);
        }
        self.y.column_mut(i).as_mut_slice()[after..].copy_from_slice(&y);
        (row, images)
    }

    /// `x = τ (A u − V Yᵀu − X Uᵀu)`. With `entry` what the reflection made of the first of the row, `u` is the row
    /// with `entry` taken from its first, divided by what that leaves: so A u follows from A times the row.
    #[expect(clippy::indexing_slicing, reason = "i is a column of each")]
    fn set_x(
        &mut self,
        matrix: &DMatrix<f64>,
        start: usize,
        i: usize,
        (factor, entry): (f64, f64),
        images: Vec<f64>,
    ) {
        let after = i + 1;
        let u = self.u.column(i).as_slice()[after..].to_vec();
        // Nothing is reflected where the row has its first alone, and x is zero then.
        let first = factor * entry;
        let scale = if first == 0.0 { 0.0 } else { -1.0 / first };
        let mut x = images;
        add(&mut x, -entry, part(matrix, start + after, start + after));
        for x in &mut x {
            *x *= scale;
        }
        for k in 0..=i {
            let share = dot(&self.y.column(k).as_slice()[after..], &u);
            add(&mut x, -share, &self.v.column(k).as_slice()[after..]);
        }
        for k in 0..i {
            let share = dot(&self.u.column(k).as_slice()[after..], &u);
            add(&mut x, -share, &self.x.column(k).as_slice()[after..]);
        }
        let mut target = self.x.column_mut(i);
        for (target, x) in target.as_mut_slice()[after..].iter_mut().zip(x) {
            *target = factor * x;
        }
    }

    /// Applies them to what is right of and below the panel.
    fn apply(&self, matrix: &mut DMatrix<f64>, start: usize, width: usize) {
        let (rows, columns) = (self.v.nrows() - width, self.u.nrows() - width);
        if columns == 0 {
            return;
        }
        let at = (start + width, start + width);
        let mut rest = matrix.view_mut(at, (rows, columns));
        let (v, x) = (self.v.rows(width, rows), self.x.rows(width, rows));
        let (y, u) = (self.y.rows(width, columns), self.u.rows(width, columns));
        rest.gemm(-1.0, &v, &y.transpose(), 1.0);
        rest.gemm(-1.0, &x, &u.transpose(), 1.0);
    }
}

/// A column from a row on.
#[expect(clippy::indexing_slicing, reason = "both are of the matrix")]
fn part(matrix: &DMatrix<f64>, column: usize, from: usize) -> &[f64] {
    let rows = matrix.nrows();
    &matrix.as_slice()[column * rows + from..(column + 1) * rows]
}

/// Four vectors times one, which is read once for all.
fn dots(four: [&[f64]; 4], v: &[f64]) -> [f64; 4] {
    let [a, b, c, d] = four.map(|vector| vector.as_chunks::<4>());
    let (own, own_rest) = v.as_chunks::<4>();
    let mut sums = [[0.0; 4]; 4];
    let all = a.0.iter().zip(b.0).zip(c.0.iter().zip(d.0)).zip(own);
    for (((a, b), (c, d)), v) in all {
        for (sums, vector) in sums.iter_mut().zip([a, b, c, d]) {
            for ((sum, entry), v) in sums.iter_mut().zip(vector).zip(v) {
                *sum += entry * v;
            }
        }
    }
    let mut products = sums.map(|sums| sums.iter().sum());
    for (product, rest) in products.iter_mut().zip([a.1, b.1, c.1, d.1]) {
        *product += rest
            .iter()
            .zip(own_rest)
            .map(|(entry, v)| entry * v)
            .sum::<f64>();
    }
    products
}

/// Adds multiples of four vectors to another.
fn add_four(target: &mut [f64], [p, q, r, s]: [f64; 4], [a, b, c, d]: [&[f64]; 4]) {
    let pairs = a.iter().zip(b).zip(c.iter().zip(d));
    for (target, ((a, b), (c, d))) in target.iter_mut().zip(pairs) {
        *target += (p * a + q * b) + (r * c + s * d);
    }
}

/// Adds a multiple of one vector to another.
fn add(target: &mut [f64], factor: f64, vector: &[f64]) {
    for (target, entry) in target.iter_mut().zip(vector) {
        *target += factor * entry;
    }
}

/// The reflection `I − τ y yᵀ` that leaves of a vector only its first entry: puts y, whose first entry is 1, in
/// place of the vector, and gives τ and what becomes of the first entry.
fn reflection(vector: &mut [f64]) -> (f64, f64) {
    let Some((first, below)) = vector.split_first_mut() else {
        return (0.0, 0.0);
    };
    let rest = dot(below, below);
    let alpha = *first;
    *first = 1.0;
    if rest == 0.0 {
        below.fill(0.0);
        return (0.0, alpha);
    }
    let norm = (alpha * alpha + rest).sqrt();
    let entry = -norm.copysign(alpha);
    let scale = 1.0 / (alpha - entry);
    for entry in below {
        *entry *= scale;
    }
    ((entry - alpha) / entry, entry)
}
