//! Householder reflections that are applied together: the compact WY form.
//!
//! `H₁H₂…H_w = I − V T Vᵀ` with `Hᵢ = I − τᵢ vᵢvᵢᵀ`, the vectors in the columns of V and T upper triangular
//! (Schreiber and Van Loan 1989; LAPACK's `dlarft` and `dlarfb`). Applied to a matrix C that takes two
//! products, `W = T VᵀC` and `C − V W`, each of which reads C once instead of w times.
//!
//! A tile of 4 × 4 numbers stays in registers while what it is the sum of is read in order, as in BLIS (Van
//! Zee and van de Geijn 2015): its sums fill half of the sixteen registers that WebAssembly and SSE2 have.

use super::dot;

/// Rows and columns of a tile.
pub(super) const SIDE: usize = 4;
/// A row of a tile.
pub(super) type Four = [f64; SIDE];

/// A product of reflections that leave the first rows as they are.
#[derive(Debug)]
pub struct Block {
    /// Rows that are left as they are.
    first: usize,
    /// How many reflections: w.
    width: usize,
    /// Rows from `first` on: h.
    height: usize,
    /// V, row by row in groups of four columns, the last one filled up with zeros: h rows a group.
    vectors: Vec<Four>,
    /// T, row by row.
    factors: Vec<f64>,
}

/// What is needed while blocks are applied, kept from one to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    /// V in blocks of four rows, the last one filled up with zeros: w numbers for each of the four a block.
    rows: Vec<Four>,
    /// W of four columns: a row for each reflection.
    inner: Vec<Four>,
    /// Columns that are no four any more, filled up with zeros.
    last: Vec<f64>,
}

impl Block {
    /// Of vectors that stand one after the other, `height` numbers each, and of their τ.
    pub(super) fn new(first: usize, height: usize, vectors: &[f64], taus: &[f64]) -> Self {
        let width = taus.len();
        let groups = width.div_ceil(SIDE);
        let mut packed = vec![Four::default(); groups * height];
        for (k, vector) in vectors.chunks_exact(height).enumerate() {
            let group = packed.iter_mut().skip(k / SIDE * height);
            for (row, entry) in group.zip(vector) {
                if let Some(place) = row.get_mut(k % SIDE) {
                    *place = *entry;
                }
            }
        }
        Self {
            first,
            width,
            height,
            vectors: packed,
            factors: factors(vectors, height, taus),
        }
    }

    /// Rows that are left as they are.
    pub const fn first(&self) -> usize {
        self.first
    }

    /// `H₁…H_w C` in place, C being whole columns of `rows` numbers each.
    pub fn apply(&self, target: &mut [f64], rows: usize, scratch: &mut Scratch) {
        self.carry_out(target, rows, scratch, |inner, factors, width| {
            // Row k of T has nothing left of its diagonal, so later rows of W are still what they were.
            for k in 0..width {
                let row = factors.get(k * width + k..(k + 1) * width);
                let sum = combine(row.unwrap_or_default(), 1, inner.get(k..));
                set(inner, k, sum);
            }
        });
    }

    /// `H_w…H₁ C` in place.
    pub fn apply_transposed(&self, target: &mut [f64], rows: usize, scratch: &mut Scratch) {
        self.carry_out(target, rows, scratch, |inner, factors, width| {
            for k in (0..width).rev() {
                let column = factors.get(k..).unwrap_or_default();
                let sum = combine(column, width, inner.get(..=k));
                set(inner, k, sum);
            }
        });
    }

    fn carry_out(
        &self,
        target: &mut [f64],
        rows: usize,
        scratch: &mut Scratch,
        multiply: impl Fn(&mut [Four], &[f64], usize),
    ) {
        if target.is_empty() {
            return;
        }
        let Scratch {
            rows: by_rows,
            inner,
            last,
        } = scratch;
        self.by_rows(by_rows);
        inner.clear();
        inner.resize(self.width.next_multiple_of(SIDE), Four::default());
        let mut fours = target.chunks_exact_mut(SIDE * rows);
        let mut one = |columns: &mut [f64]| {
            let Some(columns) = four_columns(columns, rows, self.first) else {
                return;
            };
            let groups = self.vectors.chunks_exact(self.height.max(1));
            for (group, inner) in groups.zip(inner.as_chunks_mut().0) {
                *inner = transposed(&products(group, columns.each_ref().map(|column| &**column)));
            }
            multiply(inner, &self.factors, self.width);
            subtract(
                columns,
                by_rows,
                inner.get(..self.width).unwrap_or_default(),
            );
        };
        fours.by_ref().for_each(&mut one);
        let rest = fours.into_remainder();
        if !rest.is_empty() {
            last.clear();
            last.extend_from_slice(rest);
            last.resize(SIDE * rows, 0.0);
            one(last);
            rest.iter_mut().zip(last).for_each(|(to, from)| *to = *from);
        }
    }

    /// V in blocks of four rows.
    fn by_rows(&self, by_rows: &mut Vec<Four>) {
        let width = self.width;
        by_rows.clear();
        by_rows.resize(self.height.div_ceil(SIDE) * width, Four::default());
        for (group, vectors) in self.vectors.chunks_exact(self.height.max(1)).enumerate() {
            let blocks = by_rows.chunks_exact_mut(width.max(1));
            for (block, rows) in blocks.zip(vectors.chunks(SIDE)) {
                let block = block.get_mut(group * SIDE..).unwrap_or_default();
                for (k, block) in block.iter_mut().take(SIDE).enumerate() {
                    for (to, row) in block.iter_mut().zip(rows) {
                        *to = row.get(k).copied().unwrap_or_default();
                    }
                }
            }
        }
    }
}

/// T: `T[..k, k] = −τ_k T[..k, ..k] V[.., ..k]ᵀ v_k` and `T[k, k] = τ_k`.
fn factors(vectors: &[f64], height: usize, taus: &[f64]) -> Vec<f64> {
    let width = taus.len();
    let mut factors = vec![0.0; width * width];
    let vector = |k: usize| {
        vectors
            .get(k * height..(k + 1) * height)
            .unwrap_or_default()
    };
    for (k, tau) in taus.iter().enumerate() {
        // The first k entries of the k-th vector are zero.
        let from = |l: usize| vector(l).get(k..).unwrap_or_default();
        let products: Vec<f64> = (0..k).map(|l| -tau * dot(from(l), from(k))).collect();
        for l in 0..k {
            let row = factors
                .get(l * width + l..l * width + k)
                .unwrap_or_default();
            let sum = row
                .iter()
                .zip(products.iter().skip(l))
                .map(|(t, p)| t * p)
                .sum();
            if let Some(place) = factors.get_mut(l * width + k) {
                *place = sum;
            }
        }
        if let Some(place) = factors.get_mut(k * width + k) {
            *place = *tau;
        }
    }
    factors
}

/// The sum of rows, each times every `step`-th factor.
fn combine(factors: &[f64], step: usize, rows: Option<&[Four]>) -> Four {
    let mut sum = Four::default();
    for (factor, row) in factors.iter().step_by(step).zip(rows.unwrap_or_default()) {
        for (sum, entry) in sum.iter_mut().zip(row) {
            *sum += factor * entry;
        }
    }
    sum
}

fn set(rows: &mut [Four], at: usize, row: Four) {
    if let Some(place) = rows.get_mut(at) {
        *place = row;
    }
}

/// Four columns of so many rows, without the first of those.
pub(super) fn four_columns(
    columns: &mut [f64],
    rows: usize,
    first: usize,
) -> Option<[&mut [f64]; SIDE]> {
    let (a, others) = columns.split_at_mut_checked(rows)?;
    let (b, others) = others.split_at_mut_checked(rows)?;
    let (c, d) = others.split_at_mut_checked(rows)?;
    let [a, b, c, d] = [a, b, c, d].map(|column| column.get_mut(first..));
    Some([a?, b?, c?, d?])
}

/// Of four columns of V and four of C the product `CᵀV`: what it is laid out as decides along which of the two
/// the compiler makes vectors, so its transpose is a function of its own.
#[inline(never)]
pub(super) fn products(vectors: &[Four], [a, b, c, d]: [&[f64]; SIDE]) -> [Four; SIDE] {
    let [mut p, mut q, mut r, mut s] = [Four::default(); SIDE];
    let rows = vectors.iter().zip(a).zip(b).zip(c).zip(d);
    for ((((v, a), b), c), d) in rows {
        for ((((v, p), q), r), s) in v.iter().zip(&mut p).zip(&mut q).zip(&mut r).zip(&mut s) {
            *p += v * a;
            *q += v * b;
            *r += v * c;
            *s += v * d;
        }
    }
    [p, q, r, s]
}

#[inline(never)]
pub(super) fn transposed([p, q, r, s]: &[Four; SIDE]) -> [Four; SIDE] {
    let [p0, p1, p2, p3] = *p;
    let [q0, q1, q2, q3] = *q;
    let [r0, r1, r2, r3] = *r;
    let [s0, s1, s2, s3] = *s;
    [
        [p0, q0, r0, s0],
        [p1, q1, r1, s1],
        [p2, q2, r2, s2],
        [p3, q3, r3, s3],
    ]
}

/// Subtracts `V W` from four columns: V in blocks of four rows, of W a row of four for each column of V.
pub(super) fn subtract(columns: [&mut [f64]; SIDE], by_rows: &[Four], inner: &[Four]) {
    if inner.is_empty() {
        return;
    }
    let [a, b, c, d] = columns;
    let rest = a.len() % SIDE;
    let mut blocks = by_rows.chunks_exact(inner.len());
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks_mut::<SIDE>(), b.as_chunks_mut::<SIDE>());
    let ((c, c_rest), (d, d_rest)) = (c.as_chunks_mut::<SIDE>(), d.as_chunks_mut::<SIDE>());
    let full = a.iter_mut().zip(b).zip(c).zip(d);
    for ((((a, b), c), d), block) in full.zip(blocks.by_ref()) {
        let sums = outer(block, inner);
        for (column, sum) in [a, b, c, d].into_iter().zip(&sums) {
            for (entry, sum) in column.iter_mut().zip(sum) {
                *entry -= sum;
            }
        }
    }
    if rest > 0
        && let Some(block) = blocks.next()
    {
        let sums = outer(block, inner);
        for (column, sum) in [a_rest, b_rest, c_rest, d_rest].into_iter().zip(&sums) {
            for (entry, sum) in column.iter_mut().zip(sum) {
                *entry -= sum;
            }
        }
    }
}

/// Of four rows of V and four columns of W the product `V W`, a column after the other.
fn outer(block: &[Four], inner: &[Four]) -> [Four; SIDE] {
    let mut sums = [Four::default(); SIDE];
    for (v, w) in block.iter().zip(inner) {
        for (sum, w) in sums.iter_mut().zip(w) {
            for (sum, v) in sum.iter_mut().zip(v) {
                *sum += v * w;
            }
        }
    }
    sums
}
