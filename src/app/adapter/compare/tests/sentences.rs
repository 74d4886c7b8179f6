use std::rc::Rc;

use rankscope_adapter::compare::{Comparison, Pairing};
use rankscope_adapter::{Scale, Source};

use super::super::super::state::{AdapterState, NamedConfig, Origin};
use super::super::overall::Overall;
use super::super::rows::{Cell, CompareColumn, CompareRow, Measured};
use super::super::words;
use super::session::comparison;

fn scale(gamma: f64) -> Scale {
    Scale {
        gamma,
        ignoring_rslora: gamma,
        alpha: gamma,
        source: Source::Stated,
        besides: 1.0,
    }
}

fn row(comparison: &Comparison, gammas: [f64; 2], weights: Option<[f64; 2]>) -> Measured {
    Measured::of(comparison, gammas.map(scale), weights)
}

fn rows(comparisons: &[Comparison]) -> Vec<Rc<CompareRow>> {
    let row = |comparison| {
        Rc::new(CompareRow {
            path: "l".to_owned(),
            module: "l".to_owned(),
            measured: Some(Ok(row(comparison, [1.0, 1.0], Some([1.0, 1.0])))),
        })
    };
    comparisons.iter().map(row).collect()
}

/// `ΔW₂ = of · ΔW₁`.
fn multiple(of: f64) -> Comparison {
    Comparison {
        norms: [1.0, of.abs()],
        sine: Some(0.0),
        ..comparison(of.signum())
    }
}

fn zero() -> Comparison {
    Comparison {
        norms: [1.0, 0.0],
        cosine: None,
        sine: None,
        angle_rows: None,
        angle_columns: None,
        shared: None,
        ..comparison(0.0)
    }
}

/// What is said of layers of these comparisons, when all are compared.
fn said(comparisons: &[Comparison]) -> String {
    let pairing = Pairing {
        pairs: (0..comparisons.len()).map(|layer| (layer, layer)).collect(),
        ..Pairing::default()
    };
    words::verdict(&Overall::of(&rows(comparisons)), &pairing, true)
}

#[test]
fn the_scales_of_both_are_part_of_what_is_shown() {
    let measured = row(&comparison(0.5), [2.0, -3.0], Some([1.0, 1.0]));
    let value = |column| measured.cell(column).value;
    assert_eq!(value(CompareColumn::Cosine), Some(-0.5));
    assert_eq!(value(CompareColumn::NormRatio), Some(3.0));
    assert_eq!(value(CompareColumn::SharedEnergy), Some(0.5));
    let angle = value(CompareColumn::AngleColumns).unwrap();
    assert!((angle - 60.0).abs() < 1e-12);
    // Of opposite signs no two factors have a root.
    assert_eq!(measured.apart, None);
    let same = row(&comparison(0.5), [2.0, 8.0], Some([1.0, 1.0]));
    assert_eq!(same.apart, Some((4.0 * 3.0, 3.0)));
}

#[test]
fn a_scale_of_zero_leaves_nothing_to_compare() {
    let measured = row(&comparison(0.5), [0.0, 1.0], Some([1.0, 1.0]));
    for column in CompareColumn::ALL {
        let exists = column == CompareColumn::RankOfSum;
        assert_eq!(measured.cell(column).value.is_some(), exists, "{column:?}");
    }
    let other = row(&comparison(0.5), [1.0, 0.0], None);
    assert_eq!(other.cell(CompareColumn::NormRatio).value, Some(0.0));
    assert_eq!(other.cell(CompareColumn::RankOfSum), Cell::default());
}

#[test]
fn the_same_adapter_is_called_so_at_its_scale() {
    let cases = [
        (0.5, "They are the same adapter at half the scale."),
        (2.0, "They are the same adapter at twice the scale."),
        (1.0, "They are the same adapter."),
        (-1.0, "They are the same adapter with the opposite sign."),
        (
            -0.3,
            "They are the same adapter at 0.3 times the scale and with the opposite sign.",
        ),
    ];
    for (of, expected) in cases {
        assert_eq!(said(&[multiple(of), multiple(of)]), expected);
    }
    let overall = Overall::of(&rows(&[multiple(0.5)]));
    let pairing = Pairing {
        pairs: vec![(0, 0)],
        only_second: vec![1],
        ..Pairing::default()
    };
    let partly = words::verdict(&overall, &pairing, true);
    assert!(
        partly.starts_with("Where both have a layer, they are the same"),
        "{partly}"
    );
    // Before the last layer is known, that is not said.
    let before = words::verdict(&overall, &pairing, false);
    assert!(
        before.starts_with("The two agree in every layer."),
        "{before}"
    );
}

#[test]
fn layers_at_scales_of_their_own_are_no_one_scale() {
    let said = said(&[multiple(0.5), multiple(1.5)]);
    assert!(
        said.contains("a number of its own, from 0.5 to 1.5"),
        "{said}"
    );
}

#[test]
fn agreeing_and_opposing_layers_are_counted() {
    let cases = [
        (vec![0.9, 0.1, 0.0], "The two agree in 1 of 3 layers."),
        (
            vec![0.9, -0.9],
            "The two agree in 1 of 2 layers and oppose each other in 1 of 2 layers.",
        ),
        (
            vec![-0.8, -0.9],
            "The two oppose each other in every layer.",
        ),
        (
            vec![0.1, -0.1],
            "The two neither agree nor oppose each other",
        ),
    ];
    for (cosines, expected) in cases {
        let comparisons: Vec<Comparison> = cosines.into_iter().map(comparison).collect();
        let said = said(&comparisons);
        assert!(said.starts_with(expected), "{said}");
    }
    // Layers are weighed by their norms, which are all alike here.
    let overall = Overall::of(&rows(&[comparison(0.9), comparison(0.1)]));
    assert!((overall.cosine.unwrap() - 0.5).abs() < 1e-12);
}

#[test]
fn zero_updates_and_different_models_are_told() {
    assert!(said(&[zero(), zero()]).contains("updates is zero"));
    let none = words::verdict(&Overall::default(), &Pairing::default(), true);
    assert!(none.contains("different models"), "{none}");
    let shapes = Pairing {
        shapes_differ: vec![(0, 0), (1, 1)],
        ..Pairing::default()
    };
    let said = words::verdict(&Overall::default(), &shapes, true);
    assert!(
        said.contains("2 layers of one name differ in shape"),
        "{said}"
    );
}

#[test]
fn a_zero_layer_is_no_multiple_of_one_that_is_not() {
    let overall = Overall::of(&rows(&[multiple(0.5), zero()]));
    assert_eq!((overall.scale(), overall.zero), (None, 1));
}

#[test]
fn what_adding_apart_would_do_is_said_with_its_size() {
    let overall = Overall::of(&rows(&[comparison(0.5)]));
    // √(1 · 1) · 3 over a sum of norm 3.
    assert_eq!(overall.apart, Some(1.0));
    assert!(words::apart(&overall).contains("wrong by 100"));
    assert!(!words::apart(&Overall::default()).contains("wrong by"));
}

#[test]
fn cells_are_written_with_their_range() {
    let angle = Cell {
        value: Some(30.04),
        range: Some((1.0, 90.0)),
    };
    let written = |column, cell| {
        let range = words::range(column, cell);
        (words::cell(column, cell), range.unwrap_or_default())
    };
    let pair = |value: &str, range: &str| (value.to_owned(), range.to_owned());
    let rows = CompareColumn::AngleRows;
    assert_eq!(written(rows, angle), pair("30.0°", "(1.0–90.0)"));
    let rank = Cell {
        value: Some(9.0),
        range: Some((5.0, 16.0)),
    };
    let sum = CompareColumn::RankOfSum;
    assert_eq!(written(sum, rank), pair("9", "(5–16)"));
    assert_eq!(
        written(CompareColumn::Cosine, Cell::default()),
        pair("–", "")
    );
}

/// An adapter with a config of this base model.
fn trained_on(model: &str) -> AdapterState {
    let config = serde_json::json!({"r": 4, "base_model_name_or_path": model}).to_string();
    let config = NamedConfig::of(
        "adapter_config.json",
        Origin::Own,
        Some(config.into_bytes()),
    );
    AdapterState {
        config: Some(config.unwrap()),
        ..AdapterState::default()
    }
}

#[test]
fn configs_that_name_different_base_models_are_told_apart() {
    let same = [
        ("org/Model-7B", "org/Model-7B"),
        ("org/Model-7B", "/data/models/model-7b/"),
        ("C:\\models\\Model-7B", "other/Model-7B"),
        ("org/Model-7B", ""),
    ];
    for (one, other) in same {
        let bases = words::different_bases(&trained_on(one), &trained_on(other));
        assert_eq!(bases, None, "{one} {other}");
    }
    let unknown = words::different_bases(&trained_on("org/a"), &AdapterState::default());
    assert_eq!(unknown, None);
    let bases = words::different_bases(&trained_on("org/a"), &trained_on("org/b")).unwrap();
    assert!(bases.contains("org/a and org/b"), "{bases}");
}
