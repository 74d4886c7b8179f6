//! γ is the tool's own, singular values and what follows from them are NumPy's.

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use rankscope_adapter::{Column, Config, Layout, Measures, Report, Source, Thresholds, Training};
use rankscope_sim::Scaling;
use serde::Deserialize;
use serde_json::Value;

use super::file::{Builder, File, config, path};

/// What the page promises of a singular value, relative to it.
const RELATIVE: f64 = 1e-6;
/// Of σ₁. NumPy's dense ΔW and its SVD round by some units in the last place of σ₁, and so does the
/// core's: a difference below this is between two roundings.
const ROUNDING: f64 = 1e-15;

const TRAINED: [&str; 5] = [
    "style_r8_std",
    "facts_r8_std",
    "facts_r64_rslora",
    "facts_pattern_rslora_bf16",
    "facts_r1",
];
const WRITTEN_BY_PEFT: [&str; 3] = ["patterns", "patterns_rslora_bf16", "wider_than_the_layer"];

/// One layer of `expected.json`, under the names that the trained ones and the others have.
#[derive(Deserialize)]
struct Expected {
    gamma: f64,
    gamma_ignoring_rslora: Option<f64>,
    #[serde(alias = "r")]
    rank: usize,
    #[serde(alias = "out")]
    rows: usize,
    #[serde(alias = "in")]
    columns: usize,
    #[serde(default)]
    alpha: f64,
    sigma: Vec<f64>,
    #[serde(alias = "fro")]
    frobenius: f64,
    stable_rank: f64,
    entropy_rank: f64,
    #[serde(alias = "peft_energy_0.9")]
    rank_peft: usize,
    #[serde(alias = "kohya_sv_fro_0.9")]
    rank_sv_fro: usize,
    #[serde(alias = "kohya_sv_cumulative_0.9")]
    rank_sv_cumulative: usize,
    #[serde(alias = "kohya_sv_ratio_10")]
    rank_sv_ratio: usize,
}

fn expected(adapter: &str) -> BTreeMap<String, Expected> {
    let text = std::fs::read_to_string(path(adapter, "expected.json")).expect(adapter);
    let mut value: Value = serde_json::from_str(&text).expect(adapter);
    let layers = value.get_mut("layers").map(Value::take).unwrap_or(value);
    serde_json::from_value(layers).expect(adapter)
}

#[track_caller]
fn agree(ours: f64, theirs: f64, floor: f64, what: &str) {
    let allowed = floor.max(RELATIVE * theirs.abs());
    assert!(
        (ours - theirs).abs() <= allowed,
        "{what}: {ours:e} here, {theirs:e} there"
    );
}

/// Holds every layer of a fixture to its `expected.json`.
fn check(adapter: &str, config: Option<&Config>) {
    let mut expected = expected(adapter);
    for report in File::of(adapter).reports(config) {
        let layer = &report.layer;
        let what = format!("{adapter}, {}", layer.path);
        let theirs = expected
            .remove(&layer.path)
            .unwrap_or_else(|| panic!("{what} is not expected"));
        assert_eq!(
            (layer.rank, layer.rows, layer.columns),
            (theirs.rank, theirs.rows, theirs.columns),
            "{what}"
        );

        assert_eq!(report.scale.gamma, theirs.gamma, "{what}: to the bit");
        let ignoring = theirs
            .gamma_ignoring_rslora
            .unwrap_or(theirs.alpha / theirs.rank as f64);
        agree(report.scale.ignoring_rslora, ignoring, 0.0, &what);

        let floor = ROUNDING * theirs.sigma[0];
        assert_eq!(report.spectrum.values().len(), theirs.sigma.len(), "{what}");
        for (ours, theirs) in report.spectrum.values().iter().zip(&theirs.sigma) {
            agree(*ours, *theirs, floor, &what);
        }
        let measures = Measures::of(&report, Thresholds::default());
        let column = |column: Column| column.value(&report, &measures).expect(&what);
        for (name, theirs) in [
            ("frobenius", theirs.frobenius),
            ("sigma_max", theirs.sigma[0]),
            ("stable_rank", theirs.stable_rank),
            ("entropy_rank", theirs.entropy_rank),
            ("rank_peft", theirs.rank_peft as f64),
            ("rank_sv_fro", theirs.rank_sv_fro as f64),
            ("rank_sv_cumulative", theirs.rank_sv_cumulative as f64),
            ("rank_sv_ratio", theirs.rank_sv_ratio as f64),
        ] {
            let named = Column::ALL.into_iter().find(|column| column.name() == name);
            agree(
                column(named.expect(name)),
                theirs,
                0.0,
                &format!("{what}, {name}"),
            );
        }
    }
    assert!(
        expected.is_empty(),
        "{adapter}: {:?} not found",
        expected.keys()
    );
}

#[test]
fn trained_adapters_are_what_peft_and_numpy_say() {
    for adapter in TRAINED {
        check(adapter, Some(&config(adapter)));
    }
}

#[test]
fn patterns_embeddings_convolutions_and_idle_ranks_are_what_peft_and_numpy_say() {
    for adapter in WRITTEN_BY_PEFT {
        check(adapter, Some(&config(adapter)));
    }
}

#[test]
fn kohyas_alpha_is_what_lycoris_applies_even_with_its_own_rslora() {
    for (adapter, rslora) in [("kohya", false), ("kohya_rslora", true)] {
        check(adapter, None);
        let header = File::of(adapter).header().unwrap();
        let training = Training::of(&header.metadata).unwrap();
        assert_eq!((training.dim, training.alpha), (Some(5.0), Some(3.0)));
        assert_eq!(training.rslora, rslora);
    }
}

#[test]
fn a_config_inside_a_diffusers_file_is_found() {
    let file = File::of("diffusers_embedded_config");
    let embedded = Config::embedded(&file.header().unwrap().metadata);
    let config = embedded.unwrap().expect("a config in the metadata");
    check("diffusers_embedded_config", Some(&config));
    let reports = file.reports(Some(&config));
    let is_rslora = |report: &Report| report.scale.source == Source::Config(Scaling::RsLora);
    assert!(reports.iter().all(is_rslora));
}

#[test]
fn older_diffusers_names_without_alpha_have_a_scale_of_one() {
    let file = File::of("diffusers_older_names");
    let embedded = Config::embedded(&file.header().unwrap().metadata);
    assert!(embedded.unwrap().is_none());
    check("diffusers_older_names", None);
    let reports = file.reports(None);
    let sources = reports.iter().map(|report| report.scale.source);
    assert!(sources.eq(reports.iter().map(|_| Source::Convention)));
}

#[test]
fn singular_values_hold_over_ten_orders_of_magnitude() {
    #[derive(Deserialize)]
    struct Graded {
        up: Vec<Vec<f64>>,
        down: Vec<Vec<f64>>,
        /// To 50 digits, then rounded.
        sigma: Vec<f64>,
        /// float64's, of the dense product.
        numpy: Vec<f64>,
    }
    let text = std::fs::read_to_string(path("", "graded.json")).unwrap();
    let cases: Vec<Graded> = serde_json::from_str(&text).unwrap();
    let worst = |ours: &[f64], case: &Graded| {
        let apart = ours
            .iter()
            .zip(&case.sigma)
            .map(|(ours, exact)| (ours / exact - 1.0).abs());
        apart.fold(0.0, f64::max)
    };
    for case in &cases {
        let shape = |rows: &Vec<Vec<f64>>| [rows.len(), rows[0].len()];
        let file = Builder::default()
            .tensor(
                "l.lora_A.weight",
                "F32",
                &shape(&case.down),
                &case.down.concat(),
            )
            .tensor(
                "l.lora_B.weight",
                "F32",
                &shape(&case.up),
                &case.up.concat(),
            )
            .file();
        let report = file.reports(None).remove(0);
        let (ours, numpy) = (
            worst(report.spectrum.values(), case),
            worst(&case.numpy, case),
        );
        // The dense product has lost digits that the factors still hold.
        assert!(ours <= RELATIVE && ours <= numpy, "{ours:e}, {numpy:e}");
    }
}

#[test]
fn a_zero_adapter_has_norms_of_zero_and_no_effective_rank() {
    let file = Builder::default()
        .ones("base_model.model.l.lora_A.weight", &[2, 5])
        .tensor(
            "base_model.model.l.lora_B.weight",
            "F16",
            &[3, 2],
            &[0.0; 6],
        )
        .file();
    let report = file.reports(None).remove(0);
    let measures = Measures::of(&report, Thresholds::default());
    let value = |column: Column| column.value(&report, &measures);
    assert!(report.spectrum.is_zero());
    assert_eq!(value(Column::Frobenius), Some(0.0));
    assert_eq!(value(Column::SigmaMax), Some(0.0));
    assert_eq!(value(Column::StableRank), None);
    assert_eq!(value(Column::EntropyRank), None);
    assert_eq!(
        report.kept(rankscope_adapter::RankRule::SvRatio, Thresholds::default()),
        1
    );
}

#[test]
fn a_tall_factor_is_folded_into_the_same_triangle() {
    // More rows than are taken in at once, and a last block of one.
    let (rows, rank) = (2 * rankscope_adapter::triangle::ROWS_AT_ONCE + 1, 3);
    let number = |i: usize| ((i * 7919) % 1009) as f64 / 1009.0 - 0.4;
    let up: Vec<f64> = (0..rows * rank).map(number).collect();
    let down: Vec<f64> = (0..rank * rank).map(|i| number(i + 5)).collect();
    let file = Builder::default()
        .tensor("l.lora_A.weight", "F32", &[rank, rank], &down)
        .tensor("l.lora_B.weight", "F32", &[rows, rank], &up)
        .file();
    let single = |values: &[f64]| {
        values
            .iter()
            .map(|&v| f64::from(v as f32))
            .collect::<Vec<_>>()
    };
    let dense = DMatrix::from_row_slice(rows, rank, &single(&up))
        * DMatrix::from_row_slice(rank, rank, &single(&down));
    let exact = dense.singular_values();
    for (ours, exact) in file.reports(None)[0]
        .spectrum
        .values()
        .iter()
        .zip(exact.iter())
    {
        agree(*ours, *exact, 0.0, "σ");
    }
}

#[test]
fn layers_come_in_natural_order() {
    let layout: Layout = File::of("patterns").layout().unwrap();
    let q: Vec<_> = layout
        .layers
        .iter()
        .filter(|layer| layer.path.ends_with("q_proj"))
        .collect();
    let numbers = q.iter().map(|layer| {
        layer
            .path
            .split('.')
            .nth(3)
            .unwrap()
            .parse::<usize>()
            .unwrap()
    });
    assert!(numbers.eq(0..12));
}
