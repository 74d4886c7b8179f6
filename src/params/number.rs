//! How numbers are read and written, everywhere on the page.

use lexical_parse_float::FromLexical;

/// The double nearest to the number that a text says; none when it says none. Blanks around it are
/// left out.
pub fn read(text: &str) -> Option<f64> {
    let number = f64::from_lexical(text.trim().as_bytes()).ok();
    number.filter(|number| !number.is_nan())
}

/// The bounds at which ECMAScript's `Number.prototype.toString` changes its notation too. Beyond them
/// the scientific one is never longer.
const SCIENTIFIC_BELOW: f64 = 1e-6;
const SCIENTIFIC_FROM: f64 = 1e21;

/// So many significant digits tell every double from its neighbours.
const DIGITS_OF_A_DOUBLE: usize = 17;

/// How a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A whole number.
    Whole,
    /// With this many decimals; a value too small for them goes to scientific notation.
    Decimals(usize),
    /// As short as it can be read back exactly: links, number fields, `data-value`. Numbers below
    /// [`SCIENTIFIC_BELOW`] or from [`SCIENTIFIC_FROM`] on are in scientific notation: "1e-300".
    Exact,
}

impl Format {
    /// `value` in this format. Never "-0".
    pub fn write(self, value: f64) -> String {
        let value = value + 0.0;
        match self {
            Self::Whole => format!("{value:.0}"),
            Self::Decimals(decimals) => {
                let text = format!("{value:.decimals$}");
                let vanished = !text.contains(|digit| ('1'..='9').contains(&digit));
                if vanished && value != 0.0 {
                    format!("{value:.1e}").replace("e-", "e−")
                } else {
                    text
                }
            }
            Self::Exact => {
                let decimal = SCIENTIFIC_BELOW..SCIENTIFIC_FROM;
                let size = value.abs();
                if size == 0.0 || decimal.contains(&size) || !size.is_finite() {
                    format!("{value}")
                } else {
                    // With the fewest digits that read back exactly. The formatter that finds them
                    // itself would be linked for this alone.
                    let texts = (0..DIGITS_OF_A_DOUBLE).map(|digits| format!("{value:.digits$e}"));
                    let mut exact = texts.filter(|text| read(text) == Some(value));
                    exact.next().unwrap_or_else(|| format!("{value}"))
                }
            }
        }
    }
}

/// `value` rounded to `digits` significant digits, without trailing zeros: axis ticks, labels. Below
/// [`SCIENTIFIC_BELOW`], where most often only rounding is left, two digits and a power of ten: "1.8e−16".
pub fn significant(value: f64, digits: usize) -> String {
    if value != 0.0 && value.abs() < SCIENTIFIC_BELOW {
        let decimals = digits.min(DIGITS_OF_ROUNDING).saturating_sub(1);
        return format!("{value:.decimals$e}").replace("e-", "e−");
    }
    format!("{}", round_to_significant(value, digits))
}

/// Digits of what is next to nothing.
const DIGITS_OF_ROUNDING: usize = 2;

/// The number nearest to `value` that has at most `digits` significant decimal digits.
pub fn round_to_significant(value: f64, digits: usize) -> f64 {
    let decimals = digits.saturating_sub(1);
    // Through the decimal text, so that the result is the nearest double to what is read.
    read(&format!("{value:.decimals$e}")).unwrap_or(value) + 0.0
}

/// A share in percent with one decimal. What is not all is never written as 100, and what is not
/// nothing never as 0.
pub fn percent(share: f64) -> String {
    let percents = 100.0 * share;
    let number = if percents >= 100.0 - 1e-9 {
        "100".to_owned()
    } else if percents >= 99.95 {
        ">99.9".to_owned()
    } else if percents > 0.0 && percents < 0.05 {
        "<0.1".to_owned()
    } else {
        format!("{percents:.1}")
    };
    format!("{number}\u{202f}%")
}

/// A count, its digits in groups of three.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_to_no_false_end() {
        for (share, text) in [
            (1.0, "100"),
            (0.999_99, ">99.9"),
            (0.991_524, "99.2"),
            (0.149_368, "14.9"),
            (0.000_01, "<0.1"),
            (0.0, "0.0"),
        ] {
            assert_eq!(percent(share), format!("{text}\u{202f}%"));
        }
    }

    #[test]
    fn a_count_is_written_in_groups_of_three() {
        for (count, text) in [
            (0, "0"),
            (512, "512"),
            (4_096, "4 096"),
            (1_048_576, "1 048 576"),
        ] {
            assert_eq!(grouped(count).replace('\u{202f}', " "), text);
        }
    }

    #[test]
    fn a_text_that_is_no_number_says_none() {
        for text in [
            "", " ", "-", "1 2", "1,5", "0x1", "e5", "NaN", "1e", "eight",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(" 1.5e-3 "), Some(0.0015));
        assert_eq!(read("-inf"), Some(f64::NEG_INFINITY));
        assert_eq!(read("1e400"), Some(f64::INFINITY));
    }

    #[test]
    fn decimals_never_round_a_small_number_to_nothing() {
        assert_eq!(Format::Decimals(3).write(6.6084), "6.608");
        assert_eq!(Format::Decimals(3).write(0.000_42), "4.2e−4");
        assert_eq!(Format::Decimals(3).write(0.0), "0.000");
    }

    #[test]
    fn nothing_is_written_as_minus_zero() {
        assert_eq!(Format::Decimals(2).write(-0.0), "0.00");
        assert_eq!(Format::Exact.write(-0.0), "0");
    }

    #[test]
    fn a_very_small_or_large_number_is_written_short() {
        let write = |value| Format::Exact.write(value);
        assert_eq!(write(1e-300), "1e-300");
        assert_eq!(write(-1.5e-7), "-1.5e-7");
        assert_eq!(write(0.000_001), "0.000001");
        assert_eq!(write(4_294_967_295.0), "4294967295");
        assert_eq!(write(1e21), "1e21");
        assert_eq!(write(f64::INFINITY), "inf");
    }

    #[test]
    fn significant_digits_keep_the_magnitude() {
        assert_eq!(significant(0.030_000_000_000_000_002, 3), "0.03");
        assert_eq!(significant(16.643, 3), "16.6");
        assert_eq!(significant(1234.5, 2), "1200");
        // Zero but for rounding.
        assert_eq!(significant(1.809e-16, 4), "1.8e−16");
        assert_eq!(significant(-2e-9, 1), "-2e−9");
        assert_eq!(significant(0.000_001_234, 3), "0.00000123");
        assert_eq!(significant(0.0, 3), "0");
    }
}
