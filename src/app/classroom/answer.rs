//! Numbers as students type them.

use rankscope_lesson::Unit;
use rankscope_params::number;
use rankscope_params::number::Format;

/// Why a text is not taken as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// Nothing is typed.
    NoNumber,
    /// Nothing is chosen.
    NoChoice,
    /// It is no number.
    NotANumber,
    /// Its comma may separate thousands or decimals.
    AmbiguousComma {
        /// As it is written without the comma.
        thousands: String,
        /// As it is written with a decimal point.
        decimals: String,
    },
    /// A percentage, where nothing says that the answer is one.
    Percent {
        /// The number before the sign.
        percent: String,
        /// The same as a share.
        share: String,
    },
    /// A fraction, as it was typed, where percent are asked for.
    Fraction(String),
    /// 1, where percent are asked for: the whole, or a hundredth.
    One,
    /// It was given before and marked.
    AlreadyGiven,
}

impl AnswerError {
    /// What to do, in a sentence or two.
    pub fn message(&self) -> String {
        match self {
            Self::NoNumber => "Type a number first, such as 12 or 0.5.".to_owned(),
            Self::NoChoice => "Choose one first.".to_owned(),
            Self::NotANumber => {
                "This cannot be read as a number. Write it like 12, 0.5 or 2e-3.".to_owned()
            }
            Self::AmbiguousComma {
                thousands,
                decimals,
            } => format!(
                "The comma can be read in two ways. Write {thousands} if it separates thousands, or \
                 {decimals} if it is the decimal point."
            ),
            Self::Percent { percent, share } => format!(
                "Leave the sign out. Write {share} if a share is asked for, and {percent} if it is anything else."
            ),
            Self::Fraction(typed) => format!(
                "You typed a fraction; the question asks for percent. If you mean less than one percent, write \
                 {typed} %."
            ),
            Self::One => {
                "The question asks for percent: write 100 for all, or 1 % for one in a hundred."
                    .to_owned()
            }
            Self::AlreadyGiven => "That is the answer you already gave.".to_owned(),
        }
    }
}

/// Reads a number: a decimal point or comma, a minus sign of any kind.
///
/// Where the answer is in percent, “10 %” and “10” are one number. What is not above 1 and has no sign may be a
/// share, and is asked about. Where the answer is not in percent, it is the sign that is asked about.
///
/// A comma before exactly three digits reads differently in different countries and is refused, except
/// after a leading zero. With both a comma and a point, or several commas, the way of writing is plain:
/// 1,024.5, 1.024,5 and 1,024,000 are read.
///
/// # Errors
/// [`AnswerError`].
pub fn read_number(text: &str, unit: Option<Unit>) -> Result<f64, AnswerError> {
    let text = text.trim();
    let (text, signed) = match text.strip_suffix('%') {
        Some(before) => (before.trim(), true),
        None => (text, false),
    };
    if text.is_empty() {
        return Err(AnswerError::NoNumber);
    }
    let text = with_decimal_point(&text.replace('−', "-"))?;
    let number = number::read(&text).filter(|number| number.is_finite());
    let number = number.ok_or(AnswerError::NotANumber)?;
    match (unit, signed) {
        (Some(Unit::Percent), false) if number > 0.0 && number < 1.0 => {
            Err(AnswerError::Fraction(Format::Exact.write(number)))
        }
        (Some(Unit::Percent), false) if number == 1.0 => Err(AnswerError::One),
        (None, true) => Err(AnswerError::Percent {
            percent: Format::Exact.write(number),
            share: Format::Exact.write(number / 100.0),
        }),
        _ => Ok(number),
    }
}

/// The text with its thousands joined and its decimals after a point.
fn with_decimal_point(text: &str) -> Result<String, AnswerError> {
    let end = text.find(['e', 'E']).unwrap_or(text.len());
    let (mantissa, exponent) = text.split_at(end);
    let sign_end = mantissa.len() - mantissa.trim_start_matches(['-', '+']).len();
    let (sign, digits) = mantissa.split_at(sign_end);
    let commas = digits.matches(',').count();
    let plain = match (commas, digits.split_once('.')) {
        (0, _) => digits.to_owned(),
        (1, None) => {
            let (whole, decimals) = digits.split_once(',').unwrap_or((digits, ""));
            let thousands = format!("{whole}{decimals}");
            let pointed = format!("{whole}.{decimals}");
            if !whole.starts_with('0') && is_grouped(digits, ',') {
                return Err(AnswerError::AmbiguousComma {
                    thousands: format!("{sign}{thousands}{exponent}"),
                    decimals: format!("{sign}{pointed}{exponent}"),
                });
            }
            pointed
        }
        (_, None) if is_grouped(digits, ',') => digits.replace(',', ""),
        (_, Some((whole, decimals))) if is_grouped(whole, ',') && !decimals.contains(',') => {
            format!("{}.{decimals}", whole.replace(',', ""))
        }
        (1, Some(_)) => match digits.split_once(',') {
            Some((whole, decimals)) if is_grouped(whole, '.') => {
                format!("{}.{decimals}", whole.replace('.', ""))
            }
            _ => return Err(AnswerError::NotANumber),
        },
        _ => return Err(AnswerError::NotANumber),
    };
    Ok(format!("{sign}{plain}{exponent}"))
}

/// Whether digits are separated into thousands: 1 to 3, then groups of three.
fn is_grouped(digits: &str, separator: char) -> bool {
    let mut groups = digits.split(separator);
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && all_digits(first)
        && groups.all(|group| group.len() == 3 && all_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, number) in [
            ("12", 12.0),
            (" 0,5 ", 0.5),
            ("0.5", 0.5),
            ("−3", -3.0),
            ("1e-5", 1e-5),
            ("1,5e3", 1500.0),
            ("2e−3", 0.002),
            // A group of thousands never begins with a zero, and has no four digits before it.
            ("0,125", 0.125),
            ("1234,567", 1234.567),
            ("1,0240", 1.024),
            ("1.024", 1.024),
            // Plain by their second separator.
            ("1,024.5", 1024.5),
            ("1.024,5", 1024.5),
            ("1,024,000", 1_024_000.0),
        ] {
            assert_eq!(read_number(text, None), Ok(number), "{text}");
        }
    }

    #[test]
    fn in_percent_a_fraction_is_told_and_not_taken() {
        let read = |text| read_number(text, Some(Unit::Percent));
        for text in ["12.5 %", "12,5%", "12.5"] {
            assert_eq!(read(text), Ok(12.5), "{text}");
        }
        assert_eq!(
            (read("1 %"), read("0"), read("0.5 %")),
            (Ok(1.0), Ok(0.0), Ok(0.5))
        );
        let message = read("0,6675").unwrap_err().message();
        assert!(
            message.starts_with("You typed a fraction; the question asks for percent.")
                && message.contains("0.6675 %"),
            "{message}"
        );
        // The percentage that it would be is not said: it may be the answer.
        assert!(!message.contains("66.75"), "{message}");
        assert_eq!(read("1"), Err(AnswerError::One));
    }

    #[test]
    fn a_percentage_is_asked_about_where_the_answer_may_be_a_share() {
        let error = read_number("10 %", None).unwrap_err();
        let message = error.message();
        assert!(
            message.contains("Write 0.1 ") && message.contains("and 10 "),
            "{message}"
        );
    }

    #[test]
    fn a_comma_before_three_digits_is_asked_about() {
        for (text, thousands, decimals) in [
            ("1,024", "1024", "1.024"),
            ("-12,345", "-12345", "-12.345"),
            ("1,024 %", "1024", "1.024"),
            ("1,500e3", "1500e3", "1.500e3"),
        ] {
            let error = read_number(text, None).unwrap_err();
            let message = error.message();
            assert!(
                message.contains(&format!("Write {thousands} if"))
                    && message.contains(&format!("or {decimals} if")),
                "{text}: {message}"
            );
            assert!(read_number(thousands, None).is_ok() && read_number(decimals, None).is_ok());
        }
    }

    #[test]
    fn what_is_no_number_is_said() {
        assert_eq!(read_number(" % ", None), Err(AnswerError::NoNumber));
        for text in [
            "eight", "1,2,3", "1,02,400", "1,,5", ",", "1.2.3", "1.02,4.5", "1e999", "NaN",
            "1 024", "%5",
        ] {
            assert_eq!(
                read_number(text, None),
                Err(AnswerError::NotANumber),
                "{text}"
            );
        }
        for error in [
            AnswerError::NoNumber,
            AnswerError::NoChoice,
            AnswerError::NotANumber,
        ] {
            assert!(error.message().ends_with('.'));
        }
    }
}
