//! ΔW = B·A as one picture: A above, B to the left, their product where both meet.

use rankscope_engine::protocol::{Answer, Job};
use rankscope_sim::Directions;

/// Cells between the matrices.
pub const GAP: usize = 3;

/// The picture's cells: those of B and A in units of their own range, those of ΔW in its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Rows and columns of ΔW in cells.
    pub shape: (usize, usize),
    /// Columns of B and rows of A, in cells.
    pub rank: usize,
    /// Row by row, between −1 and 1; none where there is no matrix.
    pub cells: Vec<Option<f32>>,
}

impl Product {
    /// Of style's directions in an answer; none of another answer.
    pub fn of((_, answer): &(Job, Answer), rank: usize) -> Option<Self> {
        let Answer::Directions(both) = answer else {
            return None;
        };
        Some(Self::of_directions(&both.style, rank))
    }

    fn of_directions(directions: &Directions, rank: usize) -> Self {
        let (rows, columns) = (directions.update.rows, directions.update.columns);
        let rank = rank.clamp(1, directions.count().max(1));
        let mut copy = vec![0.0; rows * columns];
        directions.add(&mut copy, 0..rank, 1.0);
        let (left, right) = directions.sides(rank);
        // Each direction's strength goes half to either side, as when an adapter is balanced.
        let (left, right) = balanced(left, right, rows, columns);
        let (across, down) = (rank + GAP + columns, rank + GAP + rows);
        let mut cells = vec![None; across * down];
        let mut put = |row: usize, column: usize, value: f32| {
            if let Some(cell) = cells.get_mut(row * across + column) {
                *cell = Some(value);
            }
        };
        let (of_left, of_right, of_copy) = (largest(&left), largest(&right), largest(&copy));
        for (direction, side) in left.chunks(rows.max(1)).enumerate() {
            for (row, value) in side.iter().enumerate() {
                put(rank + GAP + row, direction, value / of_left);
            }
        }
        for (direction, side) in right.chunks(columns.max(1)).enumerate() {
            for (column, value) in side.iter().enumerate() {
                put(direction, rank + GAP + column, value / of_right);
            }
        }
        for (row, line) in copy.chunks(columns.max(1)).enumerate() {
            for (column, value) in line.iter().enumerate() {
                put(rank + GAP + row, rank + GAP + column, value / of_copy);
            }
        }
        Self {
            shape: (rows, columns),
            rank,
            cells,
        }
    }

    /// Cells across and down.
    pub fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.shape;
        (self.rank + GAP + columns, self.rank + GAP + rows)
    }

    /// The row and column of ΔW at a place of the picture, each a share of its sides.
    pub fn entry_at(&self, (x, y): (f64, f64)) -> Option<(usize, usize)> {
        let (across, down) = self.size();
        let before = self.rank + GAP;
        let cell = |share: f64, cells: usize| {
            let cell = (share * cells as f64).floor();
            (cell >= before as f64 && cell < cells as f64).then(|| cell as usize - before)
        };
        Some((cell(y, down)?, cell(x, across)?))
    }
}

/// Both sides of each direction, made as long as each other.
fn balanced(left: &[f32], right: &[f32], rows: usize, columns: usize) -> (Vec<f32>, Vec<f32>) {
    let norm = |side: &[f32]| side.iter().map(|x| x * x).sum::<f32>().sqrt();
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (left, right) in left.chunks(rows.max(1)).zip(right.chunks(columns.max(1))) {
        let ratio = (norm(right) / norm(left)).sqrt();
        // A direction of no strength is nothing on either side.
        let (of_left, of_right) = if ratio.is_normal() {
            (ratio, 1.0 / ratio)
        } else {
            (0.0, 0.0)
        };
        a.extend(left.iter().map(|x| x * of_left));
        b.extend(right.iter().map(|x| x * of_right));
    }
    (a, b)
}

/// The largest magnitude; 1 of nothing but zeros.
fn largest(cells: &[f32]) -> f32 {
    let most = cells
        .iter()
        .fold(0.0, |most: f32, cell| most.max(cell.abs()));
    if most > 0.0 { most } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::directions::directions;

    use super::*;

    fn product(link: &str, rank: usize) -> Product {
        let params = query::read(link).0.params;
        let both = directions(&params.update(), &mut |_| ()).unwrap();
        Product::of(
            &(super::super::job(&params), Answer::Directions(both)),
            rank,
        )
        .unwrap()
    }

    #[test]
    fn every_entry_is_a_row_of_b_times_a_column_of_a() {
        let product = product("d=12&k=20&true_rank=2", 3);
        let (across, down) = product.size();
        assert_eq!((across, down), (3 + GAP + 20, 3 + GAP + 12));
        let at = |row: usize, column: usize| product.cells[row * across + column];
        assert_eq!(at(0, 0), None);
        // Up to the one factor that their ranges make.
        let mut factors = Vec::new();
        for row in 0..12 {
            for column in 0..20 {
                let sum: f32 = (0..3)
                    .map(|k| at(3 + GAP + row, k).unwrap() * at(k, 3 + GAP + column).unwrap())
                    .sum();
                let entry = at(3 + GAP + row, 3 + GAP + column).unwrap();
                if entry.abs() > 0.2 {
                    factors.push(sum / entry);
                }
            }
        }
        let first = factors[0];
        assert!(
            factors
                .iter()
                .all(|factor| (factor / first - 1.0).abs() < 1e-3),
            "{factors:?}"
        );
    }

    #[test]
    fn a_place_is_an_entry_or_none() {
        let product = product("d=12&k=20&true_rank=2", 1);
        assert_eq!(product.entry_at((0.999, 0.999)), Some((11, 19)));
        assert_eq!(product.entry_at((0.0, 0.9)), None);
        assert_eq!(product.entry_at((-1.0, f64::NAN)), None);
    }

    #[test]
    fn a_zero_update_is_a_picture_of_zeros() {
        let product = product("d=4&k=4&style_max=0&style_min=0&noise=0&true_rank=1", 2);
        assert!(product.cells.iter().flatten().all(|cell| *cell == 0.0));
    }
}
