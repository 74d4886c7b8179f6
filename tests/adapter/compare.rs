//! Two adapters laid beside each other give NumPy's numbers, and their weighted sum is written as it is.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use rankscope_adapter::compare::{Angles, CompareError, Comparison, Pair, PairBatch, Pairing};
use rankscope_adapter::save::{
    Adapter, Carried, Merge, Merged, Options, Plan, Resize, SaveError, Writer,
};
use rankscope_adapter::{Config, Keep, LayerError, Report};
use serde::Deserialize;

use super::file::{Builder, File, config};
use super::save::probe;
use super::saved::{Saved, doubled, make, resized, single, with_own_ranks};

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

/// Two files read as one, analysed.
struct Both {
    file: File,
    second_begins: u64,
    reports: [Vec<Report>; 2],
    pairing: Pairing,
}

impl Both {
    fn of(first: &File, second: &File, configs: [Option<&Config>; 2]) -> Self {
        let reports = [first.reports(configs[0]), second.reports(configs[1])];
        let layers = |reports: &[Report]| -> Vec<_> {
            reports.iter().map(|report| report.layer.clone()).collect()
        };
        Self {
            file: File {
                bytes: [first.bytes.clone(), second.bytes.clone()].concat(),
            },
            second_begins: first.bytes.len() as u64,
            pairing: Pairing::of(&layers(&reports[0]), &layers(&reports[1])),
            reports,
        }
    }

    fn report(&self, (first, second): (usize, usize)) -> [&Report; 2] {
        [&self.reports[0][first], &self.reports[1][second]]
    }

    /// Every pair, compared as a worker does it.
    fn compared(&self, weights: [f64; 2]) -> Vec<Result<Comparison, CompareError>> {
        let pair = |indices: &(usize, usize)| {
            let [first, second] = self.report(*indices);
            let second_layer = second.layer.clone().moved(self.second_begins);
            Pair {
                layers: [first.layer.clone(), second_layer],
                factors: [
                    weights[0] * first.scale.gamma,
                    weights[1] * second.scale.gamma,
                ],
            }
        };
        let batch = PairBatch::of(self.pairing.pairs.iter().map(pair).collect());
        let pieces = batch.ranges().iter().map(|range| self.file.read(range));
        let pieces: Vec<Vec<u8>> = pieces.map(<[u8]>::to_vec).collect();
        let mut shares = Vec::new();
        let found = batch.comparisons(&pieces, &mut |share| shares.push(share));
        assert!(shares.is_sorted(), "{shares:?}");
        found
    }

    /// The plan for the weighted sum, of everything that either has.
    fn plan(&self, weights: [f64; 2], options: &Options) -> Result<Plan, SaveError> {
        let compared = self.compared(weights);
        let mut layers: Vec<Merged<'_>> = Vec::new();
        for (indices, compared) in self.pairing.pairs.iter().zip(&compared) {
            let [first, second] = self.report(*indices);
            let sum = compared.as_ref().ok().map(|compared| &compared.sum);
            layers.push(Merged::Both { first, second, sum });
        }
        for indices in &self.pairing.shapes_differ {
            let [first, second] = self.report(*indices);
            layers.push(Merged::Both {
                first,
                second,
                sum: None,
            });
        }
        let only = |side: usize, indices: &[usize]| -> Vec<&Report> {
            indices
                .iter()
                .map(|index| &self.reports[side][*index])
                .collect()
        };
        layers.extend(
            only(0, &self.pairing.only_first)
                .into_iter()
                .map(Merged::First),
        );
        layers.extend(
            only(1, &self.pairing.only_second)
                .into_iter()
                .map(Merged::Second),
        );
        let references = [0, 1].map(|side: usize| self.reports[side].iter().collect::<Vec<_>>());
        let layouts = [0, 1].map(|_| self.file_layout());
        let carried = Carried::default();
        let adapter = |side: usize| Adapter {
            reports: &references[side],
            failed: &[],
            layout: &layouts[side],
            config: None,
            carried: &carried,
        };
        let merge = Merge {
            first: adapter(0),
            second: adapter(1),
            weights,
            second_begins: self.second_begins,
            layers: &layers,
        };
        Plan::merged(&merge, options)
    }

    /// Its layers and what it leaves out do not matter here.
    fn file_layout(&self) -> rankscope_adapter::Layout {
        let bytes = self.file.bytes[..self.second_begins as usize].to_vec();
        File { bytes }.layout().unwrap()
    }

    fn merged(&self, weights: [f64; 2], options: &Options) -> Result<Saved, SaveError> {
        let plan = self.plan(weights, options)?;
        let (mut writer, mut bytes) = Writer::begin(&plan);
        for job in plan.jobs() {
            bytes.extend(writer.layer(make(&self.file, job)?)?);
        }
        let (last, written) = writer.finish()?;
        let end = bytes.len();
        let weights = bytes[end - plan.weights_bytes() as usize..].to_vec();
        bytes.extend(last);
        Ok(Saved {
            bytes,
            weights: File { bytes: weights },
            plan,
            written,
        })
    }
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

/// A pair B, A in this format, by PEFT's names.
fn pair(
    layer: &str,
    up: &DMatrix<f64>,
    down: &DMatrix<f64>,
    dtype: &str,
    builder: Builder,
) -> Builder {
    let by_rows = |matrix: &DMatrix<f64>| matrix.transpose().as_slice().to_vec();
    let shape = |matrix: &DMatrix<f64>| [matrix.nrows(), matrix.ncols()];
    let name = |factor: &str| format!("base_model.model.{layer}.lora_{factor}.weight");
    builder
        .tensor(&name("A"), dtype, &shape(down), &by_rows(down))
        .tensor(&name("B"), dtype, &shape(up), &by_rows(up))
}

fn file(up: &DMatrix<f64>, down: &DMatrix<f64>, dtype: &str) -> File {
    pair("l", up, down, dtype, Builder::default()).file()
}

fn normal(seed: u32, rows: usize, columns: usize) -> DMatrix<f64> {
    rankscope_sim::random::NumpyStream::new(seed).normal_matrix(rows, columns)
}

fn only(first: &File, second: &File, weights: [f64; 2]) -> Result<Comparison, CompareError> {
    let both = Both::of(first, second, [None, None]);
    both.compared(weights).remove(0)
}

#[test]
fn the_same_adapter_at_another_scale_is_recognised_in_every_format() {
    let (up, down) = (normal(1, 60, 8), normal(2, 8, 40));
    for dtype in ["F64", "F32", "F16", "BF16"] {
        for scale in [0.5, -3.7, 0.013] {
            let first = file(&up, &down, dtype);
            // Elsewhere divided into factors, so that no number is the same.
            let turn = normal(3, 8, 8);
            let inverse = turn.clone().try_inverse().unwrap();
            let second = file(&(&up * turn * scale), &(inverse * &down), dtype);
            let found = only(&first, &second, [1.0, 1.0]).unwrap();
            assert!(
                found.is_multiple(),
                "{dtype}: {:e} {:e}",
                found.sine.unwrap(),
                found.rounding
            );
            let multiple = found.norms[1] / found.norms[0] * found.cosine.unwrap().signum();
            assert!((multiple / scale - 1.0).abs() < 0.02);
        }
    }
}

#[test]
fn what_differs_by_more_than_rounding_is_another_adapter() {
    let (up, down) = (normal(1, 60, 8), normal(2, 8, 40));
    let changed = &up + normal(3, 60, 8);
    // Between "by rounding" and "by the numbers" lie the formats' precisions.
    for (dtype, change) in [("F64", 1e-11), ("F32", 1e-6), ("F16", 5e-3), ("BF16", 5e-2)] {
        let other = &up + (&changed - &up) * change;
        let found = only(
            &file(&up, &down, dtype),
            &file(&other, &down, dtype),
            [1.0, 1.0],
        );
        let found = found.unwrap();
        assert!(
            !found.is_multiple(),
            "{dtype}: {:e} {:e}",
            found.sine.unwrap(),
            found.rounding
        );
    }
}

#[test]
fn a_zero_update_has_no_angle_to_anything() {
    let (up, down) = (normal(1, 6, 2), normal(2, 2, 5));
    let zero = file(&DMatrix::zeros(6, 2), &down, "F32");
    let other = file(&up, &down, "F32");
    for (first, second) in [(&zero, &other), (&other, &zero), (&zero, &zero)] {
        let found = only(first, second, [1.0, 1.0]).unwrap();
        assert_eq!(
            (found.cosine, found.sine, found.shared_energy()),
            (None, None, None)
        );
        assert_eq!(
            (found.angle_rows.is_none(), found.angle_columns.is_none()),
            (true, true)
        );
        assert!(!found.is_multiple());
        let expected = found.norms[0].hypot(found.norms[1]);
        assert!((found.sum.total_energy().sqrt() - expected).abs() < 1e-12);
    }
}

#[test]
fn two_that_cancel_leave_nothing_but_zeros() {
    let (up, down) = (normal(1, 60, 8), normal(2, 8, 40));
    let one = file(&up, &down, "F32");
    let found = only(&one, &one, [0.3, -0.3]).unwrap();
    assert!(found.sum.is_zero() && found.is_multiple());
    assert_eq!(found.rank_of_sum(Keep::DEFAULT), 0);
    assert_eq!(found.sum.max_rank(), 16);
    assert!(found.angle_rows.unwrap().largest().unwrap() < 1e-7);
}

#[test]
fn what_cannot_be_compared_says_whose_fault_it_is() {
    let (up, down) = (normal(1, 6, 2), normal(2, 2, 5));
    let sound = file(&up, &down, "F32");
    let nan = file(&(&up * f64::NAN), &down, "F32");
    let both = |first: &File, second: &File| {
        // Analysed without its numbers: a layer that is not finite has no report.
        let layers = [first, second].map(|file| file.layout().unwrap().layers.remove(0));
        let [one, other] = layers;
        let pair = Pair {
            layers: [one, other.moved(first.bytes.len() as u64)],
            factors: [1.0, 1.0],
        };
        let bytes = [first.bytes.clone(), second.bytes.clone()].concat();
        let file = File { bytes };
        Comparison::of(&pair, &|tensor| file.read(&tensor.bytes), &mut |_| ())
    };
    let not_finite = |error: &LayerError| matches!(error, LayerError::NotFinite { .. });
    assert!(matches!(both(&nan, &sound), Err(CompareError::First(error)) if not_finite(&error)));
    assert!(matches!(both(&sound, &nan), Err(CompareError::Second(error)) if not_finite(&error)));
    let wider = file(&up, &normal(2, 2, 6), "F32");
    let shapes = CompareError::Shapes {
        first: (6, 5),
        second: (6, 6),
    };
    assert_eq!(both(&sound, &wider), Err(shapes));
}

#[test]
fn layers_that_only_one_has_are_part_of_the_sum() {
    let pairs = |names: &[&str], seed: u32| {
        let add = |builder, (at, name): (usize, &&str)| {
            let seed = seed + at as u32;
            let (up, down) = (normal(seed, 6, 2), normal(seed + 50, 2, 5));
            pair(name, &up, &down, "F64", builder)
        };
        names
            .iter()
            .enumerate()
            .fold(Builder::default(), add)
            .file()
    };
    let (first, second) = (pairs(&["a", "both"], 1), pairs(&["b", "both"], 9));
    let two = Both::of(&first, &second, [None, None]);
    let saved = two.merged([2.0, -3.0], &Options::PORTABLE).unwrap();
    let product = |seed| normal(seed, 6, 2) * normal(seed + 50, 2, 5);
    let expected = [
        ("a", product(1) * 2.0),
        ("b", product(9) * -3.0),
        ("both", product(2) * 2.0 - product(10) * 3.0),
    ];
    let found = saved.factors();
    assert_eq!(found.len(), 3);
    for (name, expected) in expected {
        let path = format!("base_model.model.{name}");
        let (_, up, down) = found.iter().find(|(other, ..)| *other == path).unwrap();
        assert!((up * down - expected).norm() < 1e-12, "{name}");
    }
}

#[test]
fn adapters_of_different_models_are_not_merged() {
    let first = file(&normal(1, 6, 2), &normal(2, 2, 5), "F32");
    let second = file(&normal(1, 7, 2), &normal(2, 2, 5), "F32");
    let two = Both::of(&first, &second, [None, None]);
    assert!(two.pairing.is_of_different_models());
    let error = two.merged([1.0, 1.0], &Options::PORTABLE).map(|_| ());
    assert!(matches!(error, Err(SaveError::Shapes { .. })), "{error:?}");
}
