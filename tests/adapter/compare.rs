//! Two adapters laid beside each other give NumPy's numbers, and their weighted sum is written as it is.

use std::collections::BTreeMap;

use nalgebra::DVector;
use rankscope_adapter::Keep;
use rankscope_adapter::compare::Angles;
use rankscope_adapter::save::{Options, Resize};
use serde::Deserialize;

use super::both::Both;
use super::file::{File, config};
use super::save::probe;
use super::saved::{Saved, doubled, resized, single, with_own_ranks};

/// In 64 bits, of numbers that NumPy calculates in 64 bits.
const DOUBLE: f64 = 1e-9;
const SINGLE: f64 = 1e-6;

#[derive(Deserialize)]
struct Two {
    adapters: [String; 2],
    layers: BTreeMap<String, Compared>,
}

#[derive(Deserialize)]
struct Compared {
    cosine: f64,
    norm_ratio: f64,
    ranks: [usize; 2],
    angle_rows: Vec<f64>,
    angle_columns: Vec<f64>,
    shared: [f64; 2],
    sums: Vec<Summed>,
}

#[derive(Deserialize)]
struct Summed {
    weights: [f64; 2],
    values: Vec<f64>,
    rank_90: usize,
    rank_99: usize,
    norm: f64,
    times_probe: Vec<f64>,
    truncated_times_probe: Vec<f64>,
    error_apart: Option<f64>,
}

fn numpy() -> Vec<Two> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/compare.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn both([first, second]: &[String; 2], read: fn(&File) -> File) -> Both {
    let files = [first, second].map(|name| read(&File::of(name)));
    let configs = [first, second].map(|name| config(name));
    Both::of(&files[0], &files[1], [Some(&configs[0]), Some(&configs[1])])
}

fn same(file: &File) -> File {
    File {
        bytes: file.bytes.clone(),
    }
}

#[track_caller]
fn near(ours: &[f64], theirs: &[f64], what: &str) {
    let apart = DVector::from_row_slice(ours) - DVector::from_row_slice(theirs);
    let size = DVector::from_row_slice(theirs)
        .norm()
        .max(f64::MIN_POSITIVE);
    assert!(apart.norm() <= DOUBLE * size, "{what}: {ours:?} {theirs:?}");
}

fn all(angles: Option<&Angles>) -> &[f64] {
    angles.unwrap().all()
}

#[test]
fn every_measure_is_numpys() {
    for two in numpy() {
        let both = both(&two.adapters, same);
        let compared = both.compared([1.0, 1.0]);
        let mut seen = 0;
        for (indices, found) in both.pairing.pairs.iter().zip(&compared) {
            let [first, second] = both.report(*indices);
            let Some(theirs) = two.layers.get(&first.layer.path) else {
                continue;
            };
            let found = found.as_ref().unwrap();
            let sign = (first.scale.gamma * second.scale.gamma).signum();
            near(&[sign * found.cosine.unwrap()], &[theirs.cosine], "cosine");
            let ratio = found.norms[1] * second.scale.gamma / found.norms[0] / first.scale.gamma;
            near(&[ratio], &[theirs.norm_ratio], "ratio of norms");
            assert_eq!(found.ranks, theirs.ranks);
            near(all(found.angle_rows.as_ref()), &theirs.angle_rows, "rows");
            near(
                all(found.angle_columns.as_ref()),
                &theirs.angle_columns,
                "columns",
            );
            near(&found.shared.unwrap(), &theirs.shared, "shared energy");
            let sine = (1.0 - theirs.cosine * theirs.cosine).sqrt();
            near(&[found.sine.unwrap()], &[sine], "sine");
            assert!(!found.is_multiple());
            seen += 1;
        }
        assert_eq!(seen, two.layers.len());
    }
}

#[test]
fn the_sum_has_numpys_singular_values_and_ranks() {
    for two in numpy() {
        let both = both(&two.adapters, same);
        for number in 0..2 {
            let weights = two.layers.values().next().unwrap().sums[number].weights;
            let compared = both.compared(weights);
            for (indices, found) in both.pairing.pairs.iter().zip(&compared) {
                let [first, _] = both.report(*indices);
                let Some(theirs) = two.layers.get(&first.layer.path) else {
                    continue;
                };
                let (found, theirs) = (found.as_ref().unwrap(), &theirs.sums[number]);
                let rank = found.numerical_rank_of_sum();
                assert_eq!(rank, theirs.values.len());
                near(&found.sum.values()[..rank], &theirs.values, "values");
                assert_eq!(found.rank_of_sum(Keep::new(0.9).unwrap()), theirs.rank_90);
                assert_eq!(found.rank_of_sum(Keep::new(0.99).unwrap()), theirs.rank_99);
            }
        }
    }
}

/// The written factors of a layer multiply to NumPy's sum.
fn check(saved: &Saved, two: &Two, number: usize, truncated: bool, allowed: f64) {
    let mut seen = 0;
    for (path, up, down) in saved.factors() {
        let Some(layer) = two.layers.get(&path) else {
            continue;
        };
        let theirs = &layer.sums[number];
        let expected = if truncated {
            &theirs.truncated_times_probe
        } else {
            &theirs.times_probe
        };
        let expected = DVector::from_column_slice(expected);
        let ours = up * (&down * probe(down.ncols()));
        let apart = (ours - &expected).norm() / expected.norm();
        assert!(apart <= allowed, "{path}: {apart:e}");
        seen += 1;
    }
    assert_eq!(seen, two.layers.len());
}

#[test]
fn the_merged_adapter_holds_numpys_sum_whole_and_truncated() {
    for two in numpy() {
        let exact = both(&two.adapters, doubled);
        let stored = both(&two.adapters, same);
        for number in 0..2 {
            let weights = two.layers.values().next().unwrap().sums[number].weights;
            let whole = exact.merged(weights, &Options::PORTABLE).unwrap();
            check(&whole, &two, number, false, DOUBLE);
            let five = with_own_ranks(resized(Resize::Rank(5)));
            let truncated = exact.merged(weights, &five).unwrap();
            check(&truncated, &two, number, true, DOUBLE);
            let saved = stored.merged(weights, &single(Options::PORTABLE)).unwrap();
            check(&saved, &two, number, false, SINGLE);
            assert!(
                saved
                    .reports()
                    .iter()
                    .all(|report| report.scale.gamma == 1.0)
            );
        }
    }
}

#[test]
fn a_certificate_of_a_sum_is_of_its_singular_values() {
    let two = &numpy()[0];
    let both = both(&two.adapters, same);
    let five = with_own_ranks(resized(Resize::Rank(5)));
    let plan = both.plan([1.0, 1.0], &five).unwrap();
    for layer in &plan.certificate().layers {
        let Some(theirs) = two.layers.get(&layer.path) else {
            continue;
        };
        let values = &theirs.sums[0].values;
        let energy = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
        let kept = energy(&values[..5]) / energy(values);
        assert!((layer.energy.unwrap() - kept).abs() < DOUBLE);
        assert_eq!((layer.rank_before, layer.rank), (16, 5));
        assert!(layer.second_gamma.is_some());
    }
}

#[test]
fn the_metadata_of_a_sum_name_what_each_term_is_multiplied_by() {
    let two = &numpy()[0];
    let both = both(&two.adapters, same);
    let saved = both.merged([0.5, -0.25], &Options::PORTABLE).unwrap();
    let metadata = saved.weights.header().unwrap().metadata;
    let short: serde_json::Value = serde_json::from_str(&metadata["rankscope"]).unwrap();
    let at = |name: &str| {
        let mut columns = short["columns"].as_array().unwrap().iter();
        columns.position(|column| column == name).unwrap()
    };
    for indices in &both.pairing.pairs {
        let [first, second] = both.report(*indices);
        let numbers = &short["layers"][&first.layer.path];
        assert_eq!(numbers[at("gamma_folded")], 0.5 * first.scale.gamma);
        assert_eq!(
            numbers[at("second_gamma_folded")],
            -0.25 * second.scale.gamma
        );
    }
}

/// Adding A and B apart is no way to add two adapters: NumPy finds it wrong by more than three quarters.
#[test]
fn adding_a_and_b_apart_is_wrong_by_what_the_crossed_products_say() {
    let two = &numpy()[0];
    let both = both(&two.adapters, same);
    for (indices, found) in both.pairing.pairs.iter().zip(both.compared([1.0, 1.0])) {
        let [first, second] = both.report(*indices);
        let Some(theirs) = two.layers.get(&first.layer.path) else {
            continue;
        };
        let theirs = &theirs.sums[0];
        let scale = (first.scale.gamma * second.scale.gamma).sqrt();
        let error = scale * found.unwrap().crossed.unwrap() / theirs.norm;
        let wrong = theirs.error_apart.unwrap();
        assert!(wrong > 0.75);
        near(&[error], &[wrong], "what adding apart adds");
    }
}
