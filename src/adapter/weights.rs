//! A tensor's bytes as numbers.
//!
//! Numbers are little-endian: F32 is IEEE 754 single, F16 its half precision, BF16 a single's upper 16
//! bits. Each is exact in 64 bits, where everything is calculated.

use super::Dtype;
use half::{bf16, f16};

/// A number that is infinite or not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotFinite;

/// How many bytes a number of a readable format takes.
pub(super) fn bytes_per_number(dtype: Dtype) -> usize {
    dtype.bits() as usize / 8
}

/// The numbers in `bytes`, as many as `target` has room for.
///
/// # Errors
/// When one of them is not finite.
pub(super) fn decode(dtype: Dtype, bytes: &[u8], target: &mut [f64]) -> Result<(), NotFinite> {
    match dtype {
        Dtype::F32 => convert(bytes, target, |bytes| f32::from_le_bytes(bytes).into()),
        Dtype::F16 => convert(bytes, target, |bytes| f16::from_le_bytes(bytes).to_f64()),
        Dtype::BF16 => convert(bytes, target, |bytes| bf16::from_le_bytes(bytes).to_f64()),
        // No layer holds another format: `layout` declines it.
        _ => return Err(NotFinite),
    }
    if target.iter().all(|number| number.is_finite()) {
        Ok(())
    } else {
        Err(NotFinite)
    }
}

fn convert<const N: usize>(bytes: &[u8], target: &mut [f64], number: impl Fn([u8; N]) -> f64) {
    let (numbers, _) = bytes.as_chunks::<N>();
    for (target, &bytes) in target.iter_mut().zip(numbers) {
        *target = number(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_exact() {
        let mut target = [0.0; 2];
        for (dtype, bytes) in [
            (Dtype::F32, vec![0, 0, 0xC0, 0xBF, 0, 0, 0x80, 0x3E]),
            (Dtype::F16, vec![0x00, 0xBE, 0x00, 0x34]),
            (Dtype::BF16, vec![0xC0, 0xBF, 0x80, 0x3E]),
        ] {
            assert_eq!(decode(dtype, &bytes, &mut target), Ok(()));
            assert_eq!(target, [-1.5, 0.25], "{dtype}");
        }
    }

    #[test]
    fn what_is_not_finite_is_declined() {
        let mut target = [0.0];
        for bytes in [[0x00, 0x7C], [0x00, 0xFC], [0x01, 0x7E]] {
            assert_eq!(decode(Dtype::F16, &bytes, &mut target), Err(NotFinite));
        }
    }
}
