//! A tensor's bytes as numbers.
//!
//! Numbers are little-endian. F64 and F32 are IEEE 754, F16 its half precision, BF16 a single's upper 16
//! bits; `F8_E5M2` the upper 8 of a half; `F8_E4M3` has a sign, 4 bits of exponent with a bias of 7, 3 of
//! fraction, no infinity, and NaN where all others are set (Micikevicius et al. 2022,
//! <https://arxiv.org/abs/2209.05433>). `Q8_0` is ggml's block: a half-precision scale, then 32 signed bytes.
//! Each is exact in 64 bits, where everything is calculated, but for whole numbers above 2⁵³.

use super::header::{Tensor, count};
use super::{Dtype, LayerError};
use half::f16;

/// The bytes of tensors, fewer than a tensor has when they could not be read.
pub(super) type Bytes<'b> = dyn Fn(&Tensor) -> &'b [u8] + 'b;

/// A number that is infinite or not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotFinite;

/// Numbers in one of ggml's blocks, and its bytes.
pub(super) const Q8_0_NUMBERS: usize = 32;
pub(super) const Q8_0_BYTES: usize = 2 + Q8_0_NUMBERS;

/// All numbers of a tensor, in the order of the file.
///
/// # Errors
/// When bytes are missing or a number is not finite.
pub(super) fn vector(tensor: &Tensor, bytes: &Bytes<'_>) -> Result<Vec<f64>, LayerError> {
    let stored = read(tensor, bytes)?;
    let mut numbers = vec![0.0; count(&tensor.shape) as usize];
    decode(tensor.dtype, stored, (0, 1), &mut numbers).map_err(|_| not_finite(tensor))?;
    Ok(numbers)
}

/// The bytes of a tensor, all of them.
///
/// # Errors
/// [`LayerError::ShortRead`].
pub(super) fn read<'b>(tensor: &Tensor, bytes: &Bytes<'b>) -> Result<&'b [u8], LayerError> {
    let stored = bytes(tensor);
    let expected = tensor.bytes.end - tensor.bytes.start;
    let read = stored.len() as u64;
    if read == expected {
        Ok(stored)
    } else {
        let tensor = tensor.name.clone();
        Err(LayerError::ShortRead {
            tensor,
            expected,
            read,
        })
    }
}

pub(super) fn not_finite(tensor: &Tensor) -> LayerError {
    LayerError::NotFinite {
        tensor: tensor.name.clone(),
    }
}

/// `target.len()` numbers of a tensor, from the one with index `first` on, `step` apart. `bytes` are the
/// tensor's; numbers beyond their end are left as they are.
///
/// # Errors
/// When one of them is not finite, or the format is none that is read.
pub(super) fn decode(
    dtype: Dtype,
    bytes: &[u8],
    (first, step): (usize, usize),
    target: &mut [f64],
) -> Result<(), NotFinite> {
    let place = (first, step);
    match dtype {
        Dtype::F64 => convert(bytes, place, target, f64::from_le_bytes),
        Dtype::F32 => convert(bytes, place, target, |b| f32::from_le_bytes(b).into()),
        Dtype::F16 => convert(bytes, place, target, |b| half(u16::from_le_bytes(b))),
        Dtype::BF16 => convert(bytes, place, target, |[low, high]| {
            f32::from_le_bytes([0, 0, low, high]).into()
        }),
        Dtype::F8_E5M2 => convert(bytes, place, target, |[b]| half(u16::from_le_bytes([0, b]))),
        Dtype::F8_E4M3 => convert(bytes, place, target, |[b]| e4m3(b)),
        Dtype::I8 => convert(bytes, place, target, |b| i8::from_le_bytes(b).into()),
        Dtype::U8 => convert(bytes, place, target, |b| u8::from_le_bytes(b).into()),
        Dtype::I16 => convert(bytes, place, target, |b| i16::from_le_bytes(b).into()),
        Dtype::U16 => convert(bytes, place, target, |b| u16::from_le_bytes(b).into()),
        Dtype::I32 => convert(bytes, place, target, |b| i32::from_le_bytes(b).into()),
        Dtype::U32 => convert(bytes, place, target, |b| u32::from_le_bytes(b).into()),
        Dtype::I64 => convert(bytes, place, target, |b| i64::from_le_bytes(b) as f64),
        Dtype::U64 => convert(bytes, place, target, |b| u64::from_le_bytes(b) as f64),
        Dtype::Q8_0 => blocks(bytes, place, target),
        _ => return Err(NotFinite),
    }
    // Without a way out, so that the compiler makes vectors of it.
    let finite = target
        .iter()
        .fold(true, |finite, number| finite & number.is_finite());
    if finite { Ok(()) } else { Err(NotFinite) }
}

fn convert<const N: usize>(
    bytes: &[u8],
    (first, step): (usize, usize),
    target: &mut [f64],
    number: impl Fn([u8; N]) -> f64,
) {
    let (numbers, _) = bytes.as_chunks::<N>();
    let numbers = numbers.get(first..).unwrap_or_default();
    if step == 1 {
        for (target, &bytes) in target.iter_mut().zip(numbers) {
            *target = number(bytes);
        }
    } else {
        for (target, &bytes) in target.iter_mut().zip(numbers.iter().step_by(step.max(1))) {
            *target = number(bytes);
        }
    }
}

fn blocks(bytes: &[u8], (first, step): (usize, usize), target: &mut [f64]) {
    let (blocks, _) = bytes.as_chunks::<Q8_0_BYTES>();
    for (index, target) in target.iter_mut().enumerate() {
        let place = first + index * step;
        let block = blocks.get(place / Q8_0_NUMBERS);
        let number = block.and_then(|block| {
            let [low, high, numbers @ ..] = block;
            let scale = f16::from_le_bytes([*low, *high]).to_f64();
            let whole = numbers.get(place % Q8_0_NUMBERS)?;
            Some(scale * f64::from(whole.cast_signed()))
        });
        if let Some(number) = number {
            *target = number;
        }
    }
}

/// A number of half precision, without a branch: the loop around it becomes one of vectors.
///
/// As a single's, its bits are those of a number 2¹¹² times too small, also where it is subnormal.
fn half(bits: u16) -> f64 {
    const TIMES: f32 = f32::from_bits((127 + 112) << 23);
    let single = f32::from_bits(u32::from(bits & 0x7FFF) << 13) * TIMES;
    let sign = u32::from(bits & 0x8000) << 16;
    let number = f32::from_bits(single.to_bits() | sign);
    if bits & 0x7C00 == 0x7C00 {
        f64::NAN
    } else {
        number.into()
    }
}

/// A number of `F8_E4M3`, the one without infinities.
fn e4m3(byte: u8) -> f64 {
    let sign = if byte & 0x80 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(byte >> 3 & 0x0F);
    let fraction = f64::from(byte & 0x07);
    match (exponent, byte & 0x07) {
        (15, 7) => f64::NAN,
        (0, _) => sign * fraction * 2.0_f64.powi(-9),
        _ => sign * (8.0 + fraction) * 2.0_f64.powi(exponent - 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_exact() {
        let mut target = [0.0; 2];
        for (dtype, bytes) in [
            (
                Dtype::F64,
                [(-1.5_f64).to_le_bytes(), 0.25_f64.to_le_bytes()].concat(),
            ),
            (Dtype::F32, vec![0, 0, 0xC0, 0xBF, 0, 0, 0x80, 0x3E]),
            (Dtype::F16, vec![0x00, 0xBE, 0x00, 0x34]),
            (Dtype::BF16, vec![0xC0, 0xBF, 0x80, 0x3E]),
            (Dtype::F8_E5M2, vec![0xBE, 0x34]),
            (Dtype::F8_E4M3, vec![0xBC, 0x28]),
        ] {
            assert_eq!(decode(dtype, &bytes, (0, 1), &mut target), Ok(()));
            assert_eq!(target, [-1.5, 0.25], "{dtype}");
        }
        assert_eq!(
            decode(Dtype::I8, &[0xFF, 0x7F], (0, 1), &mut target),
            Ok(())
        );
        assert_eq!(target, [-1.0, 127.0]);
    }

    #[test]
    fn all_numbers_of_sixteen_bits_are_those_of_the_library() {
        let finite = |expected: f64| expected.is_finite().then_some(expected.to_bits());
        let mut target = [0.0];
        for bits in 0..=u16::MAX {
            for (dtype, expected) in [
                (Dtype::F16, f16::from_bits(bits).to_f64()),
                (Dtype::BF16, half::bf16::from_bits(bits).to_f64()),
            ] {
                let decoded = decode(dtype, &bits.to_le_bytes(), (0, 1), &mut target);
                let found = decoded.ok().map(|()| target[0].to_bits());
                assert_eq!(found, finite(expected), "{dtype} {bits:04x}");
            }
        }
    }

    #[test]
    fn eight_bits_have_the_range_of_their_definition() {
        let number = |byte| e4m3(byte);
        assert_eq!(
            [0x7E, 0x01, 0x08].map(number),
            [448.0, 2_f64.powi(-9), 2_f64.powi(-6)]
        );
        assert!(number(0x7F).is_nan() && number(0xFF).is_nan());
    }

    #[test]
    fn a_block_has_one_scale() {
        let scale = f16::from_f64(0.5).to_le_bytes();
        let numbers: Vec<u8> = (0..32).map(|number: i8| (number - 16) as u8).collect();
        let bytes = [&scale[..], &numbers, &scale, &numbers].concat();
        let mut target = [0.0; 3];
        assert_eq!(decode(Dtype::Q8_0, &bytes, (31, 1), &mut target), Ok(()));
        assert_eq!(target, [7.5, -8.0, -7.5]);
    }

    #[test]
    fn numbers_may_stand_apart() {
        let bytes: Vec<u8> = (0..6_u8).collect();
        let mut target = [0.0; 2];
        assert_eq!(decode(Dtype::U8, &bytes, (1, 3), &mut target), Ok(()));
        assert_eq!(target, [1.0, 4.0]);
    }

    #[test]
    fn what_is_not_finite_is_declined() {
        let mut target = [0.0];
        for bytes in [[0x00, 0x7C], [0x00, 0xFC], [0x01, 0x7E]] {
            let decoded = decode(Dtype::F16, &bytes, (0, 1), &mut target);
            assert_eq!(decoded, Err(NotFinite));
        }
        for (dtype, byte) in [(Dtype::F8_E4M3, 0x7F), (Dtype::F8_E5M2, 0x7C)] {
            let decoded = decode(dtype, &[byte], (0, 1), &mut target);
            assert_eq!(decoded, Err(NotFinite));
        }
    }
}
