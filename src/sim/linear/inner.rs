//! The products of every column of one matrix with every column of another.

use nalgebra::DMatrix;

use super::block::{Four, SIDE, products};

/// `XᵀY` of matrices of equal height, four columns of each at a time. Of matrices of unequal height only the rows that
/// both have count.
pub fn inner_products(x: &DMatrix<f64>, y: &DMatrix<f64>) -> DMatrix<f64> {
    let mut all = DMatrix::zeros(x.ncols(), y.ncols());
    let none = vec![0.0; y.nrows()];
    let mut packed = vec![Four::default(); x.nrows()];
    for left in (0..x.ncols()).step_by(SIDE) {
        packed.fill(Four::default());
        for k in 0..SIDE.min(x.ncols() - left) {
            for (row, entry) in packed.iter_mut().zip(x.column(left + k).as_slice()) {
                if let Some(place) = row.get_mut(k) {
                    *place = *entry;
                }
            }
        }
        for right in (0..y.ncols()).step_by(SIDE) {
            let column = |k: usize| {
                let heights = right.saturating_add(k) * y.nrows();
                let column = y.as_slice().get(heights..heights + y.nrows());
                column.unwrap_or(&none)
            };
            let tile = products(&packed, [column(0), column(1), column(2), column(3)]);
            for (k, sums) in tile.iter().enumerate() {
                for (l, sum) in sums.iter().enumerate() {
                    if let Some(place) = all.get_mut((left + l, right + k)) {
                        *place = *sum;
                    }
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::NumpyStream;

    #[test]
    fn products_are_nalgebras() {
        let mut stream = NumpyStream::new(5);
        for (height, left, right) in [(1, 1, 1), (7, 4, 3), (40, 9, 8), (33, 2, 13), (0, 2, 3)] {
            let x = stream.normal_matrix(height, left);
            let y = stream.normal_matrix(height, right);
            let apart = inner_products(&x, &y) - x.tr_mul(&y);
            assert!(apart.amax() <= 1e-13, "{height} {left} {right}: {apart}");
        }
    }
}
