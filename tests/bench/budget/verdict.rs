//! How a budget fared.

use super::{Budget, Limit};

/// Whether it is met, and by how much it is missed.
pub(crate) struct Verdict {
    what: &'static str,
    limit: String,
    measured: String,
    missed: Option<(String, &'static str)>,
}

impl Budget {
    pub(crate) fn judge(&self, measured: f64) -> Verdict {
        let (limit, word, met) = match self.limit {
            Limit::Most(most) => (most, "≤", measured <= most),
            Limit::Least(least) => (least, "≥", measured >= least),
        };
        let missed = (!met).then(|| {
            let by = if limit == 0.0 {
                amount(measured, self.unit)
            } else {
                format!("{:.1} %", 100.0 * (measured - limit).abs() / limit)
            };
            (by, self.why)
        });
        Verdict {
            what: self.what,
            limit: format!("{word} {}", amount(limit, self.unit)),
            measured: amount(measured, self.unit),
            missed,
        }
    }
}

impl Verdict {
    /// Its row, and a line on why it is missed when it is.
    pub(crate) fn write(&self) -> (Vec<String>, Option<String>) {
        let verdict = match &self.missed {
            None => "met".to_owned(),
            Some((by, _)) => format!("**missed by {by}**"),
        };
        let row = vec![
            self.what.to_owned(),
            self.limit.clone(),
            self.measured.clone(),
            verdict,
        ];
        let why = self.missed.as_ref();
        (row, why.map(|(_, why)| format!("- {}: {why}", self.what)))
    }
}

fn amount(number: f64, unit: &str) -> String {
    let decimals = usize::from(number.fract() != 0.0) * if number.abs() < 10.0 { 2 } else { 1 };
    format!("{number:.decimals$} {unit}").trim_end().to_owned()
}
