//! Resizing keeps the ranks and the update that kohya's script and PEFT's conversion keep.

use std::collections::BTreeMap;

use nalgebra::DVector;
use rankscope_adapter::save::{Names, Options, Resize};
use rankscope_adapter::{RankRule, Thresholds};
use serde::Deserialize;

use super::file::{File, config};
use super::saved::{resized, save, single, with_own_ranks};

/// In the 32 bits that are written.
const SINGLE: f64 = 1e-6;

/// What a tool makes of a layer.
#[derive(Deserialize)]
struct Theirs {
    rank: usize,
    times_probe: Option<Vec<f64>>,
}

/// By adapter, rule and layer.
type Tools = BTreeMap<String, BTreeMap<String, BTreeMap<String, Theirs>>>;

fn tools() -> Tools {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/resized.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rule(name: &str) -> RankRule {
    match name {
        "peft" => RankRule::Peft,
        "sv_fro" => RankRule::SvFro,
        "sv_cumulative" => RankRule::SvCumulative,
        "sv_ratio" => RankRule::SvRatio,
        other => panic!("{other}"),
    }
}

/// The same vector as the generator's.
fn probe(size: usize) -> DVector<f64> {
    DVector::from_fn(size, |i, _| ((i * 7919) % 1009) as f64 / 1009.0 - 0.4)
}

#[test]
fn ranks_and_updates_are_those_of_kohyas_script_and_of_peft() {
    let mut probed = 0;
    for (adapter, rules) in tools() {
        for (name, layers) in rules {
            let kohya = adapter == "kohya";
            let config = (!kohya).then(|| config(&adapter));
            let resize = Resize::Rule(rule(&name), Thresholds::default());
            let options = Options {
                names: if kohya {
                    Names::Kohya { model: None }
                } else {
                    Names::Peft
                },
                ..single(with_own_ranks(resized(resize)))
            };
            let saved = save(&File::of(&adapter), config.as_ref(), &options).unwrap();
            let mut seen = 0;
            for (path, up, down) in saved.factors() {
                let Some(theirs) = layers.get(&path) else {
                    continue;
                };
                assert_eq!(up.ncols(), theirs.rank, "{adapter} {name} {path}");
                if let Some(expected) = &theirs.times_probe {
                    let expected = DVector::from_column_slice(expected);
                    let ours = up * (&down * probe(down.ncols()));
                    let apart = (ours - &expected).norm() / expected.norm();
                    assert!(apart <= SINGLE, "{adapter} {name} {path}: {apart:e}");
                    probed += 1;
                }
                seen += 1;
            }
            assert_eq!(seen, layers.len(), "{adapter} {name}");
        }
    }
    assert_eq!(probed, 18);
}
