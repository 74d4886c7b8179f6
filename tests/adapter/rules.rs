//! The rank rules are PEFT's and kohya's on the same spectra; exports hold what the table shows.

use std::collections::BTreeMap;

use rankscope_adapter::{
    Column, Keep, Measures, RankRule, Ratio, Report, ScaleRule, Summary, Thresholds, export,
};
use rankscope_sim::Spectrum;
use serde::Deserialize;
use serde_json::Value;

use super::bless::file_holds;
use super::file::{Builder, File, config, path};

#[derive(Deserialize)]
struct Case {
    sigma: Vec<f64>,
    keep: f64,
    ratio: f64,
    rank_peft: usize,
    rank_sv_fro: usize,
    rank_sv_cumulative: usize,
    rank_sv_ratio: usize,
}

fn defaults() -> Thresholds {
    Thresholds::default()
}

#[test]
fn each_rule_keeps_what_its_tool_keeps() {
    let text = std::fs::read_to_string(path("", "rank_rules.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() >= 90);
    for case in cases {
        let spectrum = Spectrum::from(case.sigma.clone());
        let thresholds = Thresholds {
            keep: Keep::new(case.keep).unwrap(),
            ratio: Ratio::new(case.ratio).unwrap(),
        };
        let ours = |rule: RankRule| rule.rank(&spectrum, thresholds);
        let what = format!(
            "keep {}, ratio {} of {:?}",
            case.keep, case.ratio, case.sigma
        );
        assert_eq!(ours(RankRule::Peft), case.rank_peft, "{what}");
        assert_eq!(ours(RankRule::SvFro), case.rank_sv_fro, "{what}");
        assert_eq!(
            ours(RankRule::SvCumulative),
            case.rank_sv_cumulative,
            "{what}"
        );
        assert_eq!(ours(RankRule::SvRatio), case.rank_sv_ratio, "{what}");
    }
}

/// PEFT takes the committed file: `adapters.py` checks that each layer's γ is what it was.
#[test]
fn the_exported_config_is_the_one_that_peft_was_asked_to_take() {
    let adapters = ["patterns", "patterns_rslora_bf16"];
    let exported: BTreeMap<&str, Value> = adapters
        .into_iter()
        .map(|adapter| {
            let reports = File::of(adapter).reports(Some(&config(adapter)));
            let text = export::peft_config(&reports, RankRule::Peft, defaults()).unwrap();
            (adapter, serde_json::from_str(&text).unwrap())
        })
        .collect();
    let exported = format!("{:#}\n", serde_json::to_value(exported).unwrap());
    // After it is written again, tests/fixtures/adapters.py asks PEFT anew.
    file_holds(path("", "exported.json"), &exported);
}

#[test]
fn an_exported_config_keeps_gamma_under_both_scalings() {
    for adapter in [
        "facts_r8_std",
        "facts_r64_rslora",
        "facts_pattern_rslora_bf16",
    ] {
        let reports = File::of(adapter).reports(Some(&config(adapter)));
        for rule in RankRule::ALL {
            let text = export::peft_config(&reports, rule, defaults()).unwrap();
            let config = rankscope_adapter::Config::parse(text.as_bytes()).unwrap();
            for report in &reports {
                let setting = config
                    .setting(&report.layer.module_path())
                    .unwrap()
                    .unwrap();
                let rank = report.kept(rule, defaults());
                assert_eq!(setting.rank, Some(rank as u64));
                let ScaleRule::Alpha { alpha, scaling } = setting.rule else {
                    panic!("{:?}", setting.rule);
                };
                let gamma = scaling.factor(alpha, rank);
                let apart = (gamma / report.scale.gamma - 1.0).abs();
                assert!(apart < 1e-14, "{adapter}, {rule:?}: {apart:e}");
            }
        }
    }
}

#[test]
fn a_kohya_file_has_no_config_to_export() {
    let reports = File::of("kohya").reports(None);
    assert_eq!(
        export::peft_config(&reports, RankRule::Peft, defaults()),
        None
    );
    assert_eq!(export::peft_config(&[], RankRule::Peft, defaults()), None);
}

#[test]
fn csv_and_json_hold_the_same_numbers_to_the_bit() {
    let reports = File::of("facts_r8_std").reports(Some(&config("facts_r8_std")));
    let csv = export::csv(&reports, defaults());
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "layer,gamma,gamma_ignoring_rslora,rank,frobenius,sigma_max,stable_rank,entropy_rank,\
         rank_peft,rank_sv_fro,rank_sv_cumulative,rank_sv_ratio"
    );
    let rows: Vec<Value> = serde_json::from_str(&export::json(&reports, defaults())).unwrap();
    assert_eq!(rows.len(), reports.len());
    for ((line, row), report) in lines.zip(&rows).zip(&reports) {
        let mut fields = line.split(',');
        assert_eq!(fields.next(), row["layer"].as_str());
        let measures = Measures::of(report, defaults());
        for (field, column) in fields.zip(Column::ALL) {
            let value = column.value(report, &measures).unwrap();
            assert_eq!(field.parse(), Ok(value));
            assert_eq!(row[column.name()].as_f64(), Some(value));
        }
    }
}

#[test]
fn names_are_quoted_and_undefined_numbers_are_empty() {
    let file = Builder::default()
        .ones("a,\"b\".lora_A.weight", &[2, 5])
        .tensor("a,\"b\".lora_B.weight", "F32", &[3, 2], &[0.0; 6])
        .file();
    let reports = file.reports(None);
    let csv = export::csv(&reports, defaults());
    assert_eq!(
        csv.lines().nth(1).unwrap(),
        r#""a,""b""",1,1,2,0,0,,,1,1,1,1"#
    );
    let rows: Value = serde_json::from_str(&export::json(&reports, defaults())).unwrap();
    assert_eq!(rows[0]["layer"], "a,\"b\"");
    assert_eq!(rows[0]["stable_rank"], Value::Null);
}

#[test]
fn a_summary_adds_norms_as_squares_and_parameters_as_numbers() {
    let reports = File::of("facts_r8_std").reports(Some(&config("facts_r8_std")));
    let all = Summary::of(&reports, defaults());
    // `total_fro` of the fixture, by NumPy.
    assert!((all.frobenius / 15.867_589_360_579_228 - 1.0).abs() < 1e-12);
    assert_eq!(all.layers, 14);
    assert_eq!(all.gamma, Some((2.0, 2.0)));
    assert_eq!(
        all.parameters,
        reports
            .iter()
            .map(|report| report.layer.parameters())
            .sum::<u64>()
    );
    let kept: u64 = reports
        .iter()
        .map(|report| {
            let rank = report.kept(RankRule::Peft, defaults()) as u64;
            rank * (report.layer.rows + report.layer.columns) as u64
        })
        .sum();
    assert_eq!(all.kept[0], kept);

    let kinds = Summary::by_kind(&reports, defaults());
    assert_eq!(
        kinds.keys().collect::<Vec<_>>(),
        [
            "down_proj",
            "gate_proj",
            "k_proj",
            "o_proj",
            "q_proj",
            "up_proj",
            "v_proj"
        ]
    );
    assert_eq!(kinds.values().map(|kind| kind.layers).sum::<usize>(), 14);
    assert_eq!(
        kinds.values().map(|kind| kind.parameters).sum::<u64>(),
        all.parameters
    );
    assert_eq!(
        Summary::of(&[] as &[Report], defaults()),
        Summary::default()
    );
}

#[test]
fn a_layer_named_like_a_formula_is_text_in_the_csv_and_itself_in_the_json() {
    let names = ["=HYPERLINK(\"x\")", "-1+1", "@sum", "+a"];
    let mut file = Builder::default();
    for name in names {
        file = file.ones(&format!("{name}.lora_A.weight"), &[2, 5]).tensor(
            &format!("{name}.lora_B.weight"),
            "F32",
            &[3, 2],
            &[-1.0; 6],
        );
    }
    let reports = file.file().reports(None);
    let csv = export::csv(&reports, defaults());
    let formula = |line: &str| {
        line.trim_start_matches('"')
            .starts_with(['=', '-', '@', '+'])
    };
    assert_eq!(csv.lines().count(), 1 + names.len());
    assert!(!csv.lines().any(formula), "{csv}");
    let rows: Vec<Value> = serde_json::from_str(&export::json(&reports, defaults())).unwrap();
    let found = |name: &&str| rows.iter().any(|row| row["layer"] == **name);
    assert!(names.iter().all(found));
}
