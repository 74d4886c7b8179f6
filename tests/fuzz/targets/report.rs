//! Reports of `rankscope delta`: any bytes are one or are refused with a reason, and of one that is taken every column,
//! sentence and rank follows without a number that is none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_adapter::checkpoint::{DeltaColumn, Found, Measured, Report, Verdict, headline};

/// Bytes of a reason: a sentence that quotes a little.
const LONGEST_REASON: usize = 9000;
/// Ranks that are asked about.
const RANKS: [usize; 3] = [1, 16, 2048];

fuzz_target!(|bytes: &[u8]| {
    let report = match Report::parse(bytes) {
        Ok(report) => report,
        Err(error) => return assert!((1..=LONGEST_REASON).contains(&error.to_string().len())),
    };
    let all: Vec<_> = report.layers.iter().map(|layer| layer.found()).collect();
    for (parameter, analysis) in &all {
        for column in DeltaColumn::ALL {
            column.value(analysis).into_iter().for_each(|value| ordered(column.name(), value));
        }
        for rank in RANKS {
            analysis.energy(rank).into_iter().for_each(|share| ordered("energy", share));
        }
        assert!(analysis.above_floor().is_none_or(|above| above <= parameter.smaller_side()));
    }
    let found: Vec<Found<'_>> = all.iter().map(|(parameter, analysis)| (parameter, analysis)).collect();
    let _ = Verdict::of(&found).sentence();
    for rank in RANKS {
        assert!(headline(&found, rank).is_none_or(|said| !said.contains("NaN")));
    }
    let again = Report::parse(report.json().as_bytes()).expect("a report is read as it was written");
    assert_eq!(again.layers.len(), report.layers.len());
});

/// A number between its bounds.
fn ordered(name: &str, Measured { value, least, most }: Measured) {
    assert!(least <= value && value <= most, "{name}: {least} {value} {most}");
}
