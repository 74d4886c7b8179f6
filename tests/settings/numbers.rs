//! How numbers are read, rounded and written.

use proptest::prelude::*;
use rankscope_params::number::{self, Format, round_to_significant};

use crate::config;

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..config() })]

    #[test]
    fn numbers_are_read_as_by_the_standard_library(
        text in prop_oneof![
            any::<f64>().prop_map(|number| number.to_string()),
            any::<f64>().prop_map(|number| format!("{number:e}")),
            // Halfway between two doubles, and just beside it, for every size.
            "[-+]?[0-9]{1,40}[.][0-9]{0,40}(e[-+]?[0-9]{1,3})?",
            "[-+]?[.][0-9]{1,40}(e-3[0-9]{2})?",
            "[0-9eE+. -]{0,12}",
            "[-+]?(inf|nan|infinity|NaN|INF)",
        ],
    ) {
        let standard = text.trim().parse::<f64>().ok().filter(|number| !number.is_nan());
        let ours = number::read(&text);
        prop_assert_eq!(ours.map(f64::to_bits), standard.map(f64::to_bits), "{}", text);
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_exact_number_reads_back_as_itself(value: f64) {
        let written = Format::Exact.write(value);
        prop_assert_eq!(written.parse(), Ok(value), "{}", written);
        prop_assert!(written.len() <= 25, "{}", written);
    }

    #[test]
    fn significant_digits_move_a_number_by_half_a_unit_at_most(
        value in -1e12..1e12,
        digits in 1..10i32,
    ) {
        prop_assume!(value != 0.0);
        let rounded = round_to_significant(value, digits as usize);
        let unit = 10f64.powi(value.abs().log10().floor() as i32 + 1 - digits);
        prop_assert!((rounded - value).abs() <= 0.500_001 * unit, "{value} to {rounded}");
        prop_assert_eq!(round_to_significant(rounded, digits as usize), rounded);
    }
}
