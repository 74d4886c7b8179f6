//! Numbers as the bytes of a tensor, and what rounding does to the product of two.
//!
//! Of factors B and A that are written as `B + δB` and `A + δA`, the product changes by
//! `D = δB (A + δA) + B δA`. `‖D‖²` is a sum of products of r × r matrices; nothing large cancels in it, and D
//! is never formed.

use half::{bf16, f16};
use nalgebra::DMatrix;
use rankscope_sim::linear::inner_products;

use crate::Dtype;
use crate::weights::decode;

/// A factor as it is written.
pub(super) struct Encoded {
    /// The bytes, row by row.
    pub(super) bytes: Vec<u8>,
    /// What is added to each number by writing it, a column for each row; none where each is what it was.
    change: Option<DMatrix<f64>>,
}

/// A number of the matrix is too large for the format.
#[derive(Debug)]
pub(super) struct TooLarge;

/// True for the formats that are written: floating point of 16 to 64 bits.
pub(super) const fn is_written(dtype: Dtype) -> bool {
    matches!(dtype, Dtype::F64 | Dtype::F32 | Dtype::F16 | Dtype::BF16)
}

impl Encoded {
    /// A matrix, given by its transpose, with zeros beside and below it up to this many rows and columns.
    ///
    /// # Errors
    /// When a number leaves the format's range.
    pub(super) fn of(
        by_rows: &DMatrix<f64>,
        (rows, columns): (usize, usize),
        dtype: Dtype,
    ) -> Result<Self, TooLarge> {
        let size = (dtype.bits() / 8) as usize;
        let mut bytes = Vec::with_capacity(rows * columns * size);
        let own = by_rows.nrows();
        for row in by_rows.as_slice().chunks_exact(own.max(1)) {
            append(&mut bytes, row, dtype);
            bytes.resize(bytes.len() + (columns - own) * size, 0);
        }
        bytes.resize(rows * columns * size, 0);
        let mut change = DMatrix::zeros(own, by_rows.ncols());
        for (row, mut numbers) in change.column_iter_mut().enumerate() {
            let place = (row * columns, 1);
            decode(dtype, &bytes, place, numbers.as_mut_slice()).map_err(|_| TooLarge)?;
        }
        change -= by_rows;
        let changes = change.iter().any(|number| *number != 0.0);
        Ok(Self {
            bytes,
            change: changes.then_some(change),
        })
    }
}

fn append(bytes: &mut Vec<u8>, numbers: &[f64], dtype: Dtype) {
    let numbers = numbers.iter().copied();
    match dtype {
        Dtype::F64 => bytes.extend(numbers.flat_map(f64::to_le_bytes)),
        Dtype::F16 => bytes.extend(numbers.map(f16::from_f64).flat_map(f16::to_le_bytes)),
        Dtype::BF16 => bytes.extend(numbers.map(bf16::from_f64).flat_map(bf16::to_le_bytes)),
        // The only other one that is written.
        _ => bytes.extend(numbers.flat_map(|number| (number as f32).to_le_bytes())),
    }
}

/// `‖B'A' − BA‖_F`, B' and A' being what is written of B and A. A is given by its transpose.
pub(super) fn rounding(
    (up, along): (&DMatrix<f64>, &DMatrix<f64>),
    (written_up, written_down): (&Encoded, &Encoded),
) -> f64 {
    let of_up = written_up.change.as_ref().map(DMatrix::transpose);
    let of_down = written_down.change.as_ref();
    let read = of_down.map(|change| along + change);
    let read = read.as_ref().unwrap_or(along);
    let mut squared = 0.0;
    if let Some(change) = &of_up {
        squared += inner(&inner_products(change, change), &inner_products(read, read));
    }
    if let Some(change) = of_down {
        squared += inner(&inner_products(up, up), &inner_products(change, change));
    }
    if let (Some(of_up), Some(of_down)) = (&of_up, of_down) {
        let both = inner(&inner_products(of_up, up), &inner_products(read, of_down));
        squared += 2.0 * both;
    }
    squared.max(0.0).sqrt()
}

/// `Σ XᵢⱼYᵢⱼ`.
fn inner(one: &DMatrix<f64>, other: &DMatrix<f64>) -> f64 {
    one.component_mul(other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_sim::random::NumpyStream;

    /// The numbers that are read back.
    fn decoded(encoded: &Encoded, matrix: &DMatrix<f64>) -> DMatrix<f64> {
        let change = encoded.change.as_ref().map(DMatrix::transpose);
        change.map_or_else(|| matrix.clone(), |change| matrix + change)
    }

    #[test]
    fn rounding_is_the_distance_of_the_products() {
        let mut stream = NumpyStream::new(3);
        let (up, down) = (stream.normal_matrix(9, 4), stream.normal_matrix(4, 7));
        let along = down.transpose();
        for dtype in [Dtype::F32, Dtype::F16, Dtype::BF16] {
            let encoded_up = Encoded::of(&up.transpose(), (9, 4), dtype).unwrap();
            let encoded_down = Encoded::of(&along, (4, 7), dtype).unwrap();
            let product = decoded(&encoded_up, &up) * decoded(&encoded_down, &down);
            let dense = (product - &up * &down).norm();
            let ours = rounding((&up, &along), (&encoded_up, &encoded_down));
            assert!(
                dense > 0.0 && (ours / dense - 1.0).abs() < 1e-6,
                "{ours:e} {dense:e}"
            );
        }
    }

    #[test]
    fn what_the_format_holds_is_written_without_loss_between_zeros() {
        let matrix = DMatrix::from_row_slice(2, 2, &[1.0, -2.0, 0.5, 4.0]);
        for dtype in [Dtype::F64, Dtype::F32, Dtype::F16, Dtype::BF16] {
            let encoded = Encoded::of(&matrix.transpose(), (3, 4), dtype).unwrap();
            assert!(encoded.change.is_none());
            let mut numbers = [9.0; 12];
            decode(dtype, &encoded.bytes, (0, 1), &mut numbers).unwrap();
            let expected = [1.0, -2.0, 0.0, 0.0, 0.5, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
            assert_eq!(numbers, expected);
        }
    }

    #[test]
    fn what_the_format_cannot_hold_is_an_error() {
        let matrix = DMatrix::from_element(1, 1, 1e5);
        assert!(Encoded::of(&matrix, (1, 1), Dtype::F16).is_err());
        assert!(Encoded::of(&matrix, (1, 1), Dtype::BF16).is_ok());
        assert!(Encoded::of(&(matrix * 1e40), (1, 1), Dtype::F32).is_err());
    }
}
