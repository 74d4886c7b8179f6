//! What is saved holds the update it should: NumPy's truncation of ΔW, or ΔW itself, at γ = 1.

use std::collections::BTreeMap;

use nalgebra::DVector;
use rankscope_adapter::save::{Names, Options, Ranks, Resize};
use rankscope_adapter::{Config, Dtype, RankRule, Source, Thresholds};
use serde::Deserialize;

use super::file::{File, config};
use super::saved::{Saved, doubled, plan, resized, save, single, with_own_ranks};

/// In 64 bits, of numbers that NumPy calculates in 64 bits.
const DOUBLE: f64 = 1e-9;
const SINGLE: f64 = 1e-6;

/// One rank of one layer, by NumPy.
#[derive(Deserialize)]
struct Truncated {
    rank: usize,
    energy: f64,
    error: f64,
    times_probe: Vec<f64>,
}

type Numpy = BTreeMap<String, BTreeMap<String, Vec<Truncated>>>;

fn numpy() -> Numpy {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/save.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A fixture's config, beside it or in its metadata.
pub(crate) fn config_of(adapter: &str) -> Option<Config> {
    match adapter {
        "kohya" => None,
        "diffusers_embedded_config" => {
            let metadata = File::of(adapter).header().unwrap().metadata;
            Config::embedded(&metadata).unwrap()
        }
        _ => Some(config(adapter)),
    }
}

fn names_of(adapter: &str) -> Names {
    match adapter {
        "kohya" => Names::Kohya { model: None },
        _ => Names::Peft,
    }
}

/// The same vector as the generator's.
pub(crate) fn probe(size: usize) -> DVector<f64> {
    DVector::from_fn(size, |i, _| ((i * 7919) % 1009) as f64 / 1009.0 - 0.4)
}

#[track_caller]
fn near(ours: Option<f64>, theirs: f64, what: &str) {
    let ours = ours.unwrap();
    assert!(
        (ours - theirs).abs() <= DOUBLE,
        "{what}: {ours:e}, NumPy has {theirs:e}"
    );
}

/// Holds what was saved to NumPy's truncation to at most this rank.
fn check(saved: &Saved, numpy: &BTreeMap<String, Vec<Truncated>>, rank: usize, allowed: f64) {
    let mut seen = 0;
    let certified = saved.plan.certificate().layers.iter();
    for ((path, up, down), certified) in saved.factors().into_iter().zip(certified) {
        let Some(ranks) = numpy.get(&path) else {
            continue;
        };
        let theirs = ranks.iter().rfind(|theirs| theirs.rank <= rank).unwrap();
        let expected = DVector::from_column_slice(&theirs.times_probe);
        let ours = up * (&down * probe(down.ncols()));
        let apart = (ours - &expected).norm() / expected.norm();
        assert!(apart <= allowed, "{path}, rank {rank}: {apart:e}");
        near(certified.energy, theirs.energy, &path);
        near(certified.error, theirs.error, &path);
        seen += 1;
    }
    assert_eq!(seen, numpy.len());
}

#[test]
fn a_truncation_is_numpys_in_double_and_in_single_precision() {
    for (adapter, layers) in numpy() {
        let config = config_of(&adapter);
        let file = File::of(&adapter);
        for rank in [1, 2, 5] {
            let options = Options {
                names: names_of(&adapter),
                ..with_own_ranks(resized(Resize::Rank(rank)))
            };
            let exact = save(&doubled(&file), config.as_ref(), &options).unwrap();
            check(&exact, &layers, rank, DOUBLE);
            let saved = save(&file, config.as_ref(), &single(options)).unwrap();
            check(&saved, &layers, rank, SINGLE);
            assert!(saved.written.rounding_of_all.unwrap() < 1e-7);
        }
    }
}

#[test]
fn every_layer_has_a_scale_of_one_and_the_singular_values_of_the_source() {
    for adapter in numpy().into_keys() {
        let config = config_of(&adapter);
        let file = doubled(&File::of(&adapter));
        let before = file.reports(config.as_ref());
        for ranks in [Ranks::Own, Ranks::One(None), Ranks::One(Some(128))] {
            let options = Options {
                names: names_of(&adapter),
                ranks,
                ..Options::PORTABLE
            };
            let saved = save(&file, config.as_ref(), &options).unwrap();
            for (job, after) in saved.plan.jobs().iter().zip(saved.factors()) {
                let same =
                    |report: &&rankscope_adapter::Report| report.layer.path == job.layer.path;
                let before = before.iter().find(same).unwrap();
                let apart = ((&after.1 * &after.2).norm() / before.frobenius() - 1.0).abs();
                assert!(apart <= 1e-12, "{adapter} {}: {apart:e}", after.0);
            }
            let rank = ranks == Ranks::One(Some(128));
            for report in saved.reports() {
                assert_eq!(report.scale.gamma, 1.0, "{adapter} {}", report.layer.path);
                assert!(!rank || report.layer.rank == 128);
                let said = matches!(report.scale.source, Source::Config(_) | Source::Tensor);
                assert!(said, "{:?}", report.scale.source);
            }
        }
    }
}

#[test]
fn each_rule_and_budget_keeps_what_it_says() {
    let (adapter, thresholds) = ("facts_r64_rslora", Thresholds::default());
    let config = config(adapter);
    let file = File::of(adapter);
    let before = file.reports(Some(&config));
    for rule in RankRule::ALL {
        let options = single(with_own_ranks(resized(Resize::Rule(rule, thresholds))));
        let saved = save(&file, Some(&config), &options).unwrap();
        for (before, after) in before.iter().zip(saved.reports()) {
            assert_eq!(after.layer.rank, before.kept(rule, thresholds));
            let pairs = before.spectrum.values().iter().zip(after.spectrum.values());
            for (before_value, value) in pairs {
                assert!((value - before_value).abs() <= SINGLE * before.sigma_max());
            }
        }
    }
    let one: u64 = before
        .iter()
        .map(|report| report.layer.parameters_at(1))
        .sum();
    for budget in [one, 3 * one + 1, 10 * one] {
        let options = with_own_ranks(resized(Resize::Budget(budget)));
        let saved = save(&file, Some(&config), &options).unwrap();
        let certificate = saved.plan.certificate();
        assert!(certificate.parameters <= budget);
        assert_eq!(certificate.parameters, certificate.parameters_written);
        // As good as one rank for all, and mostly better.
        let even = Resize::Rank((budget / one) as usize);
        let even = plan(&file, Some(&config), &resized(even)).unwrap();
        assert!(certificate.error <= even.certificate().error);
    }
}

#[test]
fn the_format_is_the_sources_and_rounding_is_measured() {
    let adapter = "facts_pattern_rslora_bf16";
    let (file, config) = (File::of(adapter), config(adapter));
    let dtypes = |saved: &Saved| -> Vec<Dtype> {
        let tensors = saved.weights.header().unwrap().tensors;
        tensors.iter().map(|tensor| tensor.dtype).collect()
    };
    let bf16 = save(&file, Some(&config), &Options::PORTABLE).unwrap();
    assert!(dtypes(&bf16).iter().all(|dtype| *dtype == Dtype::BF16));
    let rounding = bf16.written.rounding_of_all.unwrap();
    // Eight bits of a number are kept.
    assert!(rounding > 1e-4 && rounding < 1.0 / 256.0, "{rounding:e}");
    let f32 = save(&file, Some(&config), &single(Options::PORTABLE)).unwrap();
    assert!(dtypes(&f32).iter().all(|dtype| *dtype == Dtype::F32));
    assert!(f32.written.rounding_of_all.unwrap() < 1e-7);
    assert_eq!(f32.written.error, f32.written.rounding_of_all);
}

#[test]
fn the_metadata_hold_the_certificate_in_short() {
    let (file, config) = (File::of("patterns"), config("patterns"));
    let saved = save(&file, Some(&config), &resized(Resize::Rank(2))).unwrap();
    let metadata = saved.weights.header().unwrap().metadata;
    assert_eq!(metadata["format"], "pt");
    let short: serde_json::Value = serde_json::from_str(&metadata["rankscope"]).unwrap();
    let certificate = saved.plan.certificate();
    assert_eq!(short["relative_error"].as_f64(), certificate.error);
    assert_eq!(
        short["layers"].as_object().unwrap().len(),
        certificate.layers.len()
    );
}

#[test]
fn a_pipelines_adapter_changes_its_names_and_keeps_its_update() {
    let adapter = "diffusers_embedded_config";
    let (file, config) = (File::of(adapter), config_of(adapter));
    let first = |names: Names| {
        let options = Options {
            names,
            ..Options::PORTABLE
        };
        let saved = save(&file, config.as_ref(), &options).unwrap();
        let reports = saved.reports();
        assert!(reports.iter().all(|report| report.scale.gamma == 1.0));
        reports[0].layer.path.clone()
    };
    assert_eq!(first(Names::Peft), "base_model.model.blocks.0.attn1.to_k");
    assert_eq!(
        first(Names::Diffusers { model: None }),
        "unet.blocks.0.attn1.to_k"
    );
    assert_eq!(
        first(Names::Kohya { model: None }),
        "lora_unet_blocks_0_attn1_to_k"
    );
}

/// For `tests/fixtures/save_check.py`, when it says where.
#[test]
fn archives_are_left_for_python() {
    let Some(folder) = std::env::var_os("RANKSCOPE_SAVED") else {
        return;
    };
    for adapter in numpy().into_keys().filter(|adapter| adapter != "kohya") {
        let config = config_of(&adapter);
        for (what, options) in [
            ("portable", Options::PORTABLE),
            ("rank2", resized(Resize::Rank(2))),
        ] {
            let saved = save(&File::of(&adapter), config.as_ref(), &single(options)).unwrap();
            let path = std::path::Path::new(&folder).join(format!("{adapter}.{what}.zip"));
            std::fs::write(path, &saved.bytes).unwrap();
        }
    }
}
