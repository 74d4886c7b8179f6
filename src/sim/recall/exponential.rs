//! `eˣ` of many numbers at once.
//!
//! `x = n ln 2 + ρ` with n whole and `|ρ| ≤ ln 2 / 2`; `e^ρ` is its Taylor polynomial of degree 13, whose
//! remainder `ρ¹⁴/14!` is below 10⁻¹⁷; `2ⁿ` is written into the exponent's bits. There is no branch and no
//! table, so the compiler works on two numbers at a time; the standard library's takes three times as
//! long here, and differs from browser to browser.
//!
//! Relative error: below 4·10⁻¹⁶ for `−700 ≤ x ≤ 0`. Below −700 the result is `e⁻⁷⁰⁰`, which no sum with a
//! one in it can tell from zero.
//!
//! Source: Cody and Waite 1980, Software Manual for the Elementary Functions, chapter 6.

/// Below this nothing is told apart.
const LEAST: f64 = -700.0;
/// A number of 2⁵² and a half of it: adding it rounds to a whole number, which then stands in the lowest
/// bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;
/// The first 32 bits of ln 2, so that its product with a whole number up to 2¹¹ is exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// The rest of it.
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// The bias and the place of a double's exponent.
const BIAS: u64 = 1023;
const PLACE: u32 = 52;

/// `1/k!` for k from 13 down to 0.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// Replaces each `x ≤ 0` by `eˣ`. What is not a number stays none.
pub(super) fn exponentiate(numbers: &mut [f64]) {
    for number in numbers {
        *number = exponential(*number);
    }
}

#[inline]
fn exponential(x: f64) -> f64 {
    // Not `max`, which would replace what is not a number.
    let x = if x < LEAST { LEAST } else { x };
    let rounded = x * std::f64::consts::LOG2_E + ROUNDING;
    let whole = rounded - ROUNDING;
    let rest = x - whole * LN_2_HIGH - whole * LN_2_LOW;
    let mut sum = 0.0;
    for coefficient in TAYLOR {
        sum = sum * rest + coefficient;
    }
    let power = f64::from_bits(rounded.to_bits().wrapping_add(BIAS) << PLACE);
    sum * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::NumpyStream;

    #[test]
    fn it_is_the_standard_librarys_to_rounding() {
        let mut stream = NumpyStream::new(5);
        let mut worst = 0.0_f64;
        for scale in [1e-9, 0.1, 1.0, 30.0, 700.0] {
            let numbers: Vec<f64> = (0..20_000).map(|_| -scale * stream.uniform()).collect();
            let mut ours = numbers.clone();
            exponentiate(&mut ours);
            for (x, ours) in numbers.iter().zip(ours) {
                worst = worst.max((ours / x.exp() - 1.0).abs());
            }
        }
        assert!(worst < 4e-16, "{worst:e}");
    }

    #[test]
    fn the_ends_are_what_they_are_said_to_be() {
        let mut numbers = [0.0, -0.0, -1e9, f64::NEG_INFINITY, f64::NAN];
        exponentiate(&mut numbers);
        assert_eq!(numbers[..2], [1.0, 1.0]);
        assert!(numbers[2] == numbers[3] && numbers[2] < 1e-300 && numbers[2] > 0.0);
        assert!(numbers[4].is_nan());
    }
}
