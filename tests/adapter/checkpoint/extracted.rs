//! A LoRA cut from a full update is its truncated decomposition, named as PEFT names it.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use rankscope_adapter::checkpoint::{Aim, Extraction, Kind};
use rankscope_adapter::save::{Carried, Plan, Ranks, Resize, SaveError, Writer};
use rankscope_adapter::{Config, Dtype, RankRule, Source, Thresholds};
use safetensors::SafeTensors;

use super::Pair;
use super::numpy::{fixture, numbers, numpy};
use crate::file::File;
use crate::save::probe;

fn extraction(pair: &Pair) -> Extraction {
    let found = pair.found();
    Extraction::of(
        found
            .iter()
            .map(|(matrix, analysis)| (&matrix.parameter, analysis)),
    )
}

fn planned(pair: &Pair, resize: Resize, dtype: Dtype) -> Result<Plan, SaveError> {
    extraction(pair).plan(resize, Ranks::Own, dtype, &Carried::default())
}

/// The weights, written.
fn written(pair: &Pair, plan: &Plan) -> File {
    let (mut writer, _) = Writer::begin(plan);
    let mut bytes = plan.head().to_vec();
    for job in plan.jobs() {
        let (path, rank) = job.wanted();
        let done = pair.done(pair.matrix(path), Aim::Factors(rank)).unwrap();
        let made = Extraction::made(job, &done.factors.unwrap()).unwrap();
        bytes.extend(writer.layer(made).unwrap());
    }
    writer.finish().unwrap();
    assert_eq!(bytes.len() as u64, plan.weights_bytes());
    File { bytes }
}

#[test]
fn the_factors_written_are_numpys_truncation_to_single_precision() {
    let pair = fixture();
    let plan = planned(&pair, Resize::Rank(4), Dtype::F32).unwrap();
    let file = written(&pair, &plan);
    let library = SafeTensors::deserialize(&file.bytes).unwrap();
    let theirs = numpy();
    let mut seen = 0;
    for job in plan.jobs() {
        let (path, _) = job.wanted();
        let matrix = |factor: &str| {
            let tensor = library
                .tensor(&format!("base_model.model.{path}.lora_{factor}.weight"))
                .unwrap();
            let numbers = tensor
                .data()
                .as_chunks::<4>()
                .0
                .iter()
                .map(|bytes| f64::from(f32::from_le_bytes(*bytes)));
            let numbers: Vec<f64> = numbers.collect();
            DMatrix::from_row_slice(
                tensor.shape()[0],
                numbers.len() / tensor.shape()[0],
                &numbers,
            )
        };
        let (up, down) = (matrix("B"), matrix("A"));
        let expected = &theirs[path];
        let values = numbers(&expected["values"]);
        if values.len() > 4 && values[3] - values[4] > 1e-3 * values[0] {
            let ours = &up * (&down * probe(down.ncols()));
            let expected = DVector::from_vec(numbers(&expected["times_probe"]));
            let apart = (ours - &expected).norm() / expected.norm();
            assert!(apart <= 1e-6, "{path}: {apart:e}");
            seen += 1;
        }
    }
    assert_eq!(seen, 6);
}

#[test]
fn it_opens_as_an_adapter_with_a_scale_of_one_and_the_ranks_that_were_chosen() {
    let pair = fixture();
    let thresholds = Thresholds::default();
    for resize in [
        Resize::Rank(3),
        Resize::Rule(RankRule::Peft, thresholds),
        Resize::Budget(4000),
    ] {
        let plan = planned(&pair, resize, Dtype::F32).unwrap();
        let config = Config::parse(plan.config().unwrap().as_bytes()).unwrap();
        let reports = written(&pair, &plan).reports(Some(&config));
        let ranks: BTreeMap<&str, usize> = plan
            .jobs()
            .iter()
            .map(rankscope_adapter::save::Job::wanted)
            .collect();
        assert_eq!(reports.len(), ranks.len());
        for report in &reports {
            let path = report.layer.module_path();
            assert_eq!(report.scale.gamma, 1.0, "{path}");
            assert!(matches!(report.scale.source, Source::Config(_)));
            assert_eq!(report.layer.rank, ranks[&*path], "{path}");
        }
        if let Resize::Budget(budget) = resize {
            assert!(plan.certificate().parameters <= budget);
        }
    }
}

#[test]
fn the_certificate_is_of_the_whole_change() {
    let pair = fixture();
    let plan = planned(&pair, Resize::Rank(2), Dtype::F32).unwrap();
    for layer in &plan.certificate().layers {
        let analysis = pair.analysis(&layer.path);
        let values = &analysis.values.unwrap().values;
        let energy = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
        let kept = energy(&values[..2]) / energy(values);
        assert!(
            (layer.energy.unwrap() - kept).abs() < 1e-12,
            "{}",
            layer.path
        );
        let parameter = &pair.matrix(&layer.path).parameter;
        assert_eq!(layer.parameters_before, parameter.numbers());
        assert_eq!(layer.rank_before, parameter.smaller_side());
    }
}

#[test]
fn what_it_does_not_hold_is_listed() {
    let pair = fixture();
    let extraction = extraction(&pair);
    let listed: Vec<(Kind, usize)> = extraction
        .not_held()
        .iter()
        .map(|not_held| (not_held.kind, not_held.names.len()))
        .collect();
    assert_eq!(listed, [(Kind::Embedding, 1), (Kind::Vector, 1)]);
    let paths: Vec<&str> = extraction
        .not_held()
        .iter()
        .flat_map(|not_held| &not_held.names)
        .map(String::as_str)
        .collect();
    assert_eq!(paths, ["model.embed_tokens", "model.norm"]);
    // What did not change is neither.
    let plan = planned(&pair, Resize::Rank(1), Dtype::F32).unwrap();
    assert!(
        plan.jobs()
            .iter()
            .all(|job| job.wanted().0 != "model.layers.1.mlp.down_proj")
    );
}

#[test]
fn a_smaller_format_says_what_it_rounds() {
    let pair = fixture();
    let plan = planned(&pair, Resize::Rank(2), Dtype::BF16).unwrap();
    let job = &plan.jobs()[0];
    let (path, rank) = job.wanted();
    let done = pair.done(pair.matrix(path), Aim::Factors(rank)).unwrap();
    let made = Extraction::made(job, &done.factors.unwrap()).unwrap();
    let rounding = made.rounding.unwrap();
    assert!((1e-4..1e-2).contains(&rounding), "{rounding}");
}

#[test]
fn the_layers_and_energies_are_those_that_peft_loaded() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/checkpoint_peft.json"
    );
    let loaded: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let loaded = loaded["layers"].as_object().unwrap();
    let plan = planned(&fixture(), Resize::Rank(4), Dtype::F32).unwrap();
    assert_eq!(plan.certificate().layers.len(), loaded.len());
    for layer in &plan.certificate().layers {
        let theirs = &loaded[&layer.path];
        assert!(theirs["error"].as_f64().unwrap() <= 1e-6, "{}", layer.path);
        let energy = theirs["energy"].as_f64().unwrap();
        assert!(
            (layer.energy.unwrap() - energy).abs() <= 1e-12,
            "{}",
            layer.path
        );
    }
}

#[test]
fn it_is_what_mergekit_and_lycoris_extract() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/extractors.json"
    );
    let theirs: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let pair = fixture();
    let layers = theirs["layers"].as_object().unwrap();
    assert_eq!(layers.len(), 5);
    for (path, by) in layers {
        let matrix = pair.matrix(path);
        let factors = pair.done(matrix, Aim::Factors(4)).unwrap().factors.unwrap();
        let ours = &factors.up * (&factors.down * probe(factors.down.ncols()));
        for who in ["mergekit", "lycoris"] {
            let made = DVector::from_vec(numbers(&by[who]["times_probe"]));
            let apart = (&ours - &made).norm() / made.norm();
            assert!(apart <= 1e-6, "{path}, {who}: {apart:e}");
        }
    }
}
