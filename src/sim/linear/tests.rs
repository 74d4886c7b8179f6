use nalgebra::DMatrix;

use super::*;
use crate::random::NumpyStream;

/// Around a tile of four, around each width of a panel, and two panels and more.
const SIDES: [usize; 14] = [1, 2, 3, 4, 5, 8, 15, 16, 17, 33, 48, 97, 130, 390];

fn shapes() -> impl Iterator<Item = (usize, usize)> {
    let beside = |side: usize| [(side, side), (side + 3, side), (3 * side + 1, side)];
    SIDES.into_iter().flat_map(beside)
}

fn largest_gap(one: &DMatrix<f64>, other: &DMatrix<f64>) -> f64 {
    (one - other).amax()
}

#[test]
fn a_triangle_is_nalgebras_but_for_the_signs_of_its_rows() {
    let mut stream = NumpyStream::new(7);
    for (rows, columns) in shapes().chain([(3, 9), (17, 40)]) {
        let matrix = stream.normal_matrix(rows, columns);
        let known = matrix.clone().qr().unpack_r();
        let found = triangle(matrix);
        assert_eq!(found.shape(), known.shape());
        let mut turned = found.clone();
        for (i, mut row) in turned.row_iter_mut().enumerate() {
            row *= found[(i, i)].signum() * known[(i, i)].signum();
        }
        let gap = largest_gap(&turned, &known);
        assert!(gap < 1e-12, "{rows} × {columns}: {gap:e}");
    }
}

#[test]
fn blocks_multiply_to_the_matrix_and_transposed_blocks_undo_them() {
    let mut stream = NumpyStream::new(8);
    for (rows, columns) in shapes() {
        let matrix = stream.normal_matrix(rows, columns);
        let (blocks, _) = decomposed(matrix.clone());
        let mut product = triangle(matrix.clone()).resize_vertically(rows, 0.0);
        let before = product.clone();
        let mut scratch = Scratch::default();
        for block in blocks.iter().rev() {
            block.apply(product.as_mut_slice(), rows, &mut scratch);
        }
        let gap = largest_gap(&product, &matrix);
        assert!(gap < 1e-12, "{rows} × {columns}: {gap:e}");
        for block in &blocks {
            block.apply_transposed(product.as_mut_slice(), rows, &mut scratch);
        }
        let gap = largest_gap(&product, &before);
        assert!(gap < 1e-12, "{rows} × {columns}: {gap:e}");
    }
}

#[test]
fn singular_values_are_those_of_another_decomposition_at_any_shape() {
    let mut stream = NumpyStream::new(9);
    for (rows, columns) in shapes() {
        let matrix = stream.normal_matrix(rows, columns);
        let known = matrix.clone().singular_values();
        let wide = matrix.transpose();
        for matrix in [matrix, wide] {
            let mut found = singular_values(matrix).unwrap();
            found.sort_by(|one, other| other.total_cmp(one));
            assert_eq!(found.len(), known.len());
            for (found, known) in found.iter().zip(&known) {
                let gap = (found - known).abs();
                assert!(gap < 1e-12, "{rows} × {columns}: {found} {known}");
            }
        }
    }
}

/// Columns and rows with nothing to clear, and a rank far below the sides.
#[test]
fn zeros_and_low_rank_are_no_exception() {
    let mut stream = NumpyStream::new(10);
    let thin = stream.normal_matrix(40, 2);
    let low = &thin * thin.transpose();
    let mut holes = stream.normal_matrix(40, 40);
    holes.column_mut(0).fill(0.0);
    holes.row_mut(5).fill(0.0);
    holes.column_mut(17).fill(0.0);
    for matrix in [
        low,
        holes,
        DMatrix::identity(40, 40),
        DMatrix::zeros(40, 40),
    ] {
        let known = matrix.clone().singular_values();
        let mut found = singular_values(matrix).unwrap();
        found.sort_by(|one, other| other.total_cmp(one));
        for (found, known) in found.iter().zip(&known) {
            assert!((found - known).abs() < 1e-12, "{found} {known}");
        }
    }
}
