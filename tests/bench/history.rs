//! The ratios that were recorded, one entry a recording, so that a change which makes the page slower is seen.
//!
//! A ratio is our time divided by a peer's in the same round, so the machine's speed cancels. Beside its median
//! stand the quartiles of the rounds; the first recordings kept none.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::series::Spread;

/// How much worse the median may be than recorded: runs on a quiet machine differ by half of it.
const WORSE: f64 = 1.15;

/// Ratios by name; smaller is better.
pub(crate) type Ratios = BTreeMap<String, Spread>;

/// One recording.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) date: String,
    pub(crate) machine: String,
    pub(crate) ratios: Ratios,
}

/// Reads all recordings, the oldest first. What is wrong is said.
pub(crate) fn read(text: &str) -> Result<Vec<Entry>, String> {
    let entries: Vec<Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    entries.iter().map(entry).collect()
}

fn entry(entry: &Value) -> Result<Entry, String> {
    let text = |key: &str| {
        let text = entry[key].as_str().map(ToOwned::to_owned);
        text.ok_or_else(|| format!("an entry has no {key}"))
    };
    let ratios = entry["ratios"].as_object();
    let ratios = ratios.ok_or("an entry has no ratios")?;
    let ratios = ratios.iter().map(|(name, value)| {
        let numbers = value.as_array().into_iter().flatten();
        let numbers: Vec<f64> = numbers.filter_map(Value::as_f64).collect();
        match numbers[..] {
            [median] => Ok((name.clone(), Spread::of_one(median))),
            [median, low, high] => {
                let quartiles = [low, high];
                Ok((name.clone(), Spread { median, quartiles }))
            }
            _ => Err(format!(
                "{name} is neither a median nor a median with quartiles"
            )),
        }
    });
    Ok(Entry {
        date: text("date")?,
        machine: text("machine")?,
        ratios: ratios.collect::<Result<_, _>>()?,
    })
}

/// All recordings as a file, a ratio a line.
pub(crate) fn write(entries: &[Entry]) -> String {
    let mut text = String::from("[");
    for (number, entry) in entries.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let (date, machine) = (json!(entry.date), json!(entry.machine));
        let _ = write!(
            text,
            "{comma}\n  {{\n    \"date\": {date},\n    \"machine\": {machine},\n    \"ratios\": {{"
        );
        for (number, (name, spread)) in entry.ratios.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            let [low, high] = spread.quartiles.map(rounded);
            let median = rounded(spread.median);
            let numbers = if low == high {
                format!("[{median}]")
            } else {
                format!("[{median}, {low}, {high}]")
            };
            let _ = write!(text, "{comma}\n      {}: {numbers}", json!(name));
        }
        text.push_str("\n    }\n  }");
    }
    text.push_str("\n]\n");
    text
}

/// Three digits: the rest is noise.
fn rounded(ratio: f64) -> f64 {
    if ratio <= 0.0 {
        return ratio;
    }
    let digits = 10_f64.powf(2.0 - ratio.log10().floor());
    (ratio * digits).round() / digits
}

/// Adds a recording. One of the same day on the same machine takes up what was measured anew.
pub(crate) fn add(entries: &mut Vec<Entry>, new: Entry) {
    match entries.last_mut() {
        Some(last) if (&last.date, &last.machine) == (&new.date, &new.machine) => {
            last.ratios.extend(new.ratios);
        }
        _ => entries.push(new),
    }
}

/// What is worse than when it was last recorded, in words, of the ratios that were measured.
///
/// Worse is a median that is higher by more than [`WORSE`], unless the two spreads have a part in common.
pub(crate) fn compare(entries: &[Entry], ratios: &Ratios) -> Vec<String> {
    let worse = ratios.iter().filter_map(|(name, now)| {
        let mut recorded = entries
            .iter()
            .rev()
            .filter_map(|entry| entry.ratios.get(name));
        let Some(before) = recorded.next() else {
            return Some(format!("{name}: not recorded, run with --record"));
        };
        let percent = 100.0 * (now.median / before.median - 1.0);
        let apart = now.quartiles[0] > before.quartiles[1];
        (now.median > before.median * WORSE && apart)
            .then(|| format!("{name}: {now}, recorded {before}, worse by {percent:.0} %"))
    });
    worse.collect()
}
