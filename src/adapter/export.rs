//! What a reader takes along: the table as CSV or JSON, and a config for another rank.
//!
//! Numbers are written so that reading them back gives the same double. An undefined number is an empty
//! cell of the CSV, in JSON `null`.
//!
//! The config is for training or converting again at the ranks a rule keeps, with each layer's γ what
//! it was: `α' = γ r'`, or `α' = γ√r'` where the adapter is rsLoRA's. r and α are those that most
//! layers have; patterns name the other layers, one by one. A key is the layer's path, anchored and
//! with its dots escaped, because PEFT would otherwise also match longer paths that end in it.

use serde_json::{Map, Number, Value, json};

use super::names::Naming;
use super::ranks::{RankRule, Thresholds};
use super::report::{Column, Measures, Report};
use rankscope_params::csv::{self, Cell};
use rankscope_params::number::round_to_significant;
use rankscope_sim::Scaling;

/// More than any α is written with, fewer than rounding reaches.
const DIGITS_OF_ALPHA: usize = 12;

/// The table as comma-separated values: the layer, then [`Column::ALL`].
pub fn csv(reports: &[Report], thresholds: Thresholds) -> String {
    let names = Column::ALL.map(Column::name);
    let mut text = csv::line(std::iter::once("layer").chain(names));
    for report in reports {
        let path = Cell::from(report.layer.path.as_str());
        let measures = Measures::of(report, thresholds);
        let values = Column::ALL.map(|column| Cell::from(column.value(report, &measures)));
        text += &csv::line(std::iter::once(path).chain(values));
    }
    text
}

/// The table as JSON: a list of objects with `layer` and [`Column::ALL`].
pub fn json(reports: &[Report], thresholds: Thresholds) -> String {
    let row = |report: &Report| {
        let layer = ("layer".to_owned(), Value::from(report.layer.path.as_str()));
        let measures = Measures::of(report, thresholds);
        let values = Column::ALL.map(|column| {
            let value = column.value(report, &measures);
            (column.name().to_owned(), value.map_or(Value::Null, number))
        });
        Value::Object(std::iter::once(layer).chain(values).collect())
    };
    let rows: Vec<Value> = reports.iter().map(row).collect();
    format!("{:#}\n", Value::Array(rows))
}

/// The fields of a PEFT config that make each layer as large as `rule` keeps it, and its γ what it
/// is. None when no layer can be named to PEFT, as in kohya's files.
pub fn peft_config(reports: &[Report], rule: RankRule, thresholds: Thresholds) -> Option<String> {
    let named: Vec<&Report> = reports
        .iter()
        .filter(|report| report.layer.naming != Naming::Kohya)
        .collect();
    // A config has one rule for all of its layers.
    let scaling = named.first()?.scale.scaling();
    let settings: Vec<(f64, f64)> = named
        .iter()
        .map(|report| {
            let rank = report.kept(rule, thresholds);
            (rank as f64, alpha_of(report.scale.gamma, scaling, rank))
        })
        .collect();
    let rank = most_common(settings.iter().map(|&(rank, _)| rank))?;
    let alpha = most_common(settings.iter().map(|&(_, alpha)| alpha))?;
    let (mut rank_pattern, mut alpha_pattern) = (Map::new(), Map::new());
    for (report, (own_rank, own_alpha)) in named.iter().zip(settings) {
        let key = || format!("^{}", regex_lite::escape(&report.layer.module_path()));
        if own_rank != rank {
            rank_pattern.insert(key(), number(own_rank));
        }
        if own_alpha != alpha {
            alpha_pattern.insert(key(), number(own_alpha));
        }
    }
    let fields = json!({
        "r": number(rank),
        "lora_alpha": number(alpha),
        "use_rslora": scaling == Scaling::RsLora,
        "rank_pattern": rank_pattern,
        "alpha_pattern": alpha_pattern,
    });
    Some(format!("{fields:#}\n"))
}

/// The α that makes `gamma` at this rank.
fn alpha_of(gamma: f64, scaling: Scaling, rank: usize) -> f64 {
    let exact = match scaling {
        Scaling::Lora => gamma * rank as f64,
        Scaling::RsLora => gamma * (rank as f64).sqrt(),
    };
    // 16 rather than 16.000000000000004, when both make the same scale.
    let short = round_to_significant(exact, DIGITS_OF_ALPHA);
    if (short - exact).abs() <= 4.0 * f64::EPSILON * exact.abs() {
        short
    } else {
        exact
    }
}

/// A number as JSON has it: whole ones without a fraction, as a rank or an α usually is.
fn number(value: f64) -> Value {
    let whole = value as i64;
    if whole as f64 == value {
        Value::from(whole)
    } else {
        Number::from_f64(value).map_or(Value::Null, Value::Number)
    }
}

/// The value that most have; of several, the largest.
fn most_common(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let equal = values.chunk_by(PartialEq::eq);
    equal.max_by_key(|run| run.len())?.first().copied()
}
