use std::collections::BTreeSet;

use rankscope_adapter::runtimes::{Headline, Kind};
use rankscope_adapter::{Column, RankRule, Summary, Thresholds};
use rankscope_engine::supervisor::Fault;

use super::super::derived::{Derivation, Derived, Row, Rows};
use super::super::heat::HeatMap;
use super::super::state::{AdapterAction, AdapterState, AnalysisFailure, Begin, Outcome};
use super::super::table::{Line, Lines, Sort};
use super::super::verdict::Recommendation;
use super::super::{looked_at, words};
use super::*;
use crate::Reduce;

/// A state with a file of these layers, and so many results.
fn state(paths: &[String], done: usize) -> Rc<AdapterState> {
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(paths))));
    state.reduce(AdapterAction::Analysed(0, results(0..done)))
}

fn results(layers: std::ops::Range<usize>) -> Vec<(usize, Outcome)> {
    let result = |layer| (layer, Ok(Rc::new(product(layer as f64))));
    layers.map(result).collect()
}

fn thresholds() -> Thresholds {
    Thresholds::default()
}

/// Reports, rows and the state itself were made anew at each delivery: quadratic in layers.
#[test]
fn a_delivery_costs_the_layers_it_holds() {
    let mut state = state(&names(2000), 0);
    let mut derivation = Derivation::default();
    for first in (0..2000).step_by(50) {
        let before = derivation.rows_made;
        state = state.reduce(AdapterAction::Analysed(0, results(first..first + 50)));
        derivation.of(&state, thresholds());
        assert_eq!(derivation.rows_made - before, 50);
    }
    let derived = caught_up(&mut derivation, &state);
    assert_eq!(derived.rows.len(), 2000);
    assert!(Rc::ptr_eq(&derived, &derivation.of(&state, thresholds())));
}

/// Nine thousand layers in a delivery held the page for a tenth of a second.
#[test]
fn a_large_delivery_is_taken_in_bit_by_bit_and_shown_at_the_end() {
    let state = state(&names(2500), 2500);
    let mut derivation = Derivation::default();
    let mut made = Vec::new();
    loop {
        let derived = derivation.of(&state, thresholds());
        made.push((derivation.rows_made, derived.rows.len()));
        if !derivation.is_behind() {
            break;
        }
    }
    assert_eq!(made, [(1000, 0), (2000, 0), (2500, 0), (2500, 2500)]);
    // Another file has other layers: nothing of the older is shown.
    let other = state.reduce(AdapterAction::Begin(Begin {
        serial: 1,
        ..Begin::default()
    }));
    let other = other.reduce(AdapterAction::Weights(1, Ok(weights(&names(1)))));
    assert!(derivation.of(&other, thresholds()).rows.is_empty());
    assert!(!derivation.is_behind());
}

/// As many layers as the file has that took 110 s.
#[test]
fn all_deliveries_of_a_large_file_cost_a_constant_times_its_layers() {
    let paths = experts(24, 128);
    let (mut session, commands) = opened(&paths);
    let mut derivation = Derivation::default();
    let mut open: std::collections::VecDeque<_> = requests(commands).into();
    let (mut now, mut deliveries) = (0.0, 0);
    while let Some((worker, ticket, batch)) = open.pop_front() {
        now += 50.0;
        let outcome = Ok(vec![Ok(product(1.0)); length(&batch)]);
        let next = session.handle(
            SessionEvent::Answered {
                worker,
                ticket,
                outcome,
            },
            now,
        );
        open.extend(requests(next));
        caught_up(&mut derivation, &session.state());
        deliveries = session.state().deliveries.len();
    }
    assert_eq!(session.state().done, paths.len());
    assert_eq!(derivation.rows_made, paths.len());
    assert!(deliveries < 60, "{deliveries}");
    assert!(
        derivation.rows_summed < 20 * paths.len(),
        "{}",
        derivation.rows_summed
    );
}

#[test]
fn sums_are_those_of_the_reports_whatever_the_order_of_arrival() {
    let forth = state(&names(30), 30);
    let mut back = state(&names(30), 0);
    for layer in (0..30).rev() {
        back = back.reduce(AdapterAction::Analysed(0, results(layer..layer + 1)));
    }
    let forth = Derivation::default().of(&forth, thresholds());
    let back = Derivation::default().of(&back, thresholds());
    assert_eq!(forth.summary, back.summary);
    assert_eq!(forth.summary, Summary::of(&forth.reports(), thresholds()));
    assert_eq!(forth.kinds, back.kinds);
    assert_eq!(forth.kept, back.kept);
    assert_eq!(forth.kinds[0].0, "q_proj");
}

#[test]
fn other_thresholds_measure_the_same_reports_and_a_config_begins_anew() {
    let state = state(&names(5), 5);
    let mut derivation = Derivation::default();
    let before = derivation.of(&state, thresholds());
    let other = Thresholds {
        keep: rankscope_adapter::Keep::new(0.5).unwrap(),
        ..thresholds()
    };
    let after = derivation.of(&state, other);
    assert_eq!(derivation.rows_made, 10);
    assert!(Rc::ptr_eq(&before.rows[1].report, &after.rows[1].report));
    let afresh = Derivation::default().of(&state, other);
    let rows = |derived: &Derived| derived.rows.to_vec();
    assert_eq!(rows(&after), rows(&afresh));
    let config =
        super::super::opening::config("c", Some(b"{\"r\": 1, \"lora_alpha\": 4}")).unwrap();
    let config = super::super::state::NamedConfig {
        name: "c".to_owned(),
        origin: super::super::state::Origin::Own,
        config: Rc::new(config),
        bytes: Rc::default(),
    };
    let state = state.reduce(AdapterAction::Config(0, Ok(config)));
    let derived = derivation.of(&state, other);
    assert_eq!(derived.rows[1].value(Column::Gamma), Some(4.0));
    assert_eq!(words::gamma(derived.summary.gamma.unwrap()), "4");
}

/// The layers of a table in which no experts share a line.
fn arranged(rows: &Rows, filter: &str, sort: Sort) -> Vec<Rc<Row>> {
    let lines = Lines::of(rows, filter, sort, &BTreeSet::new());
    assert_eq!(lines.layers, lines.lines.len());
    let layer = |line| match line {
        Line::Layer(row) => row,
        Line::Experts(experts) => panic!("{experts:?}"),
    };
    lines.lines.into_iter().map(layer).collect()
}

#[test]
fn the_experts_of_a_module_share_a_line_of_a_long_table() {
    let names: Vec<String> = (0..2)
        .flat_map(|layer| {
            (0..200).map(move |expert| format!("model.layers.{layer}.mlp.experts.{expert}.up_proj"))
        })
        .collect();
    let all = state(&names, 400);
    let derived = Derivation::default().of(&all, thresholds());
    let by_norm = Sort::default().clicked(Some(Column::Frobenius));
    let folded = Lines::of(&derived.rows, "", by_norm, &BTreeSet::new());
    assert_eq!((folded.layers, folded.lines.len()), (400, 2));
    let [Line::Experts(first), Line::Experts(second)] = folded.lines.as_slice() else {
        panic!("{:?}", folded.lines);
    };
    assert_eq!(&*first.name, "model.layers.1.mlp.experts.*.up_proj");
    assert_eq!((first.layers, first.unfolded), (200, false));
    let norm = |row: &Row| row.value(Column::Frobenius);
    assert_eq!(
        folded.lines[0].values()[index(Column::Frobenius)],
        norm(&derived.rows[399])
    );
    let unfolded = Lines::of(
        &derived.rows,
        "",
        by_norm,
        &BTreeSet::from([Rc::clone(&second.name)]),
    );
    assert_eq!(unfolded.lines.len(), 202);
    assert_eq!(
        unfolded.lines[2],
        Line::Layer(Rc::clone(&derived.rows[199]))
    );
    // A filter leaves few enough to see each.
    let found = Lines::of(
        &derived.rows,
        "experts.19.",
        Sort::default(),
        &BTreeSet::new(),
    );
    assert_eq!((found.layers, found.lines.len()), (2, 4));
}

fn index(column: Column) -> usize {
    Column::ALL
        .iter()
        .position(|other| *other == column)
        .unwrap()
}

fn paths(rows: &[Rc<Row>]) -> Vec<&str> {
    rows.iter().map(|row| row.path()).collect()
}

#[test]
fn every_row_is_sorted_and_filtered_not_only_those_in_sight() {
    let state = state(&names(1000), 1000);
    let derived = Derivation::default().of(&state, thresholds());
    let descending = Sort::default().clicked(Some(Column::Frobenius));
    let sorted = arranged(&derived.rows, "", descending);
    assert_eq!(sorted[0].path(), "model.layers.999.q_proj");
    let ascending = descending.clicked(Some(Column::Frobenius));
    assert_eq!(arranged(&derived.rows, "", ascending)[0].layer, 0);
    assert_eq!(ascending.clicked(Some(Column::Frobenius)), Sort::default());
    let by_name = Sort::default().clicked(None);
    assert_eq!(arranged(&derived.rows, "", by_name)[0].layer, 999);
    let found = arranged(&derived.rows, " LAYERS.99. ", Sort::default());
    assert_eq!(paths(&found), ["model.layers.99.q_proj"]);
    assert_eq!(
        arranged(&derived.rows, "", Sort::default()),
        derived.rows.to_vec()
    );
}

#[test]
fn a_zero_update_stands_last_in_both_directions() {
    let state = state(&names(3), 3);
    let derived = Derivation::default().of(&state, thresholds());
    for descending in [true, false] {
        let sort = Sort {
            column: Some(Column::StableRank),
            descending,
        };
        assert_eq!(arranged(&derived.rows, "", sort)[2].layer, 0);
    }
}

#[test]
fn a_usual_file_has_a_cell_for_each_layer() {
    let state = state(&names(3), 2);
    let derived = Derivation::default().of(&state, thresholds());
    let weights = state.weights.as_deref().unwrap();
    let map = HeatMap::of(&derived.rows, weights, Column::Frobenius);
    let labels: Vec<_> = map
        .columns
        .iter()
        .map(|column| column.label.as_str())
        .collect();
    assert_eq!(labels, ["0", "1", "2"]);
    let (kind, cells) = &map.kinds[0];
    assert_eq!(kind, "q_proj");
    let texts: Vec<_> = cells
        .iter()
        .map(|cell| cell.as_ref().map(|cell| cell.text.as_str()))
        .collect();
    assert_eq!(texts, [Some("0"), Some("1"), None]);
    assert_eq!(
        cells[1].as_ref().unwrap().name,
        "model.layers.1.q_proj: ‖ΔW‖ 1"
    );
    assert_eq!(map.notes.len(), 1);
}

#[test]
fn a_mixture_of_experts_has_a_column_for_each_layer_of_the_model() {
    let paths = experts(24, 128);
    let state = state(&paths, paths.len());
    let derived = caught_up(&mut Derivation::default(), &state);
    let weights = state.weights.as_deref().unwrap();
    let map = HeatMap::of(&derived.rows, weights, Column::Frobenius);
    assert_eq!((map.columns.len(), map.kinds.len()), (24, 3));
    assert_eq!(map.columns[23].title, "model.layers.23");
    let cell = map.kinds[0].1[0].as_ref().unwrap();
    assert_eq!((cell.layers, cell.row.layer), (128, 127 * 3));
    assert!(
        cell.name.ends_with("the largest of 128 layers"),
        "{}",
        cell.name
    );
    assert_eq!(map.notes[1], words::MAP_EXPERTS);
}

#[test]
fn a_map_of_any_file_has_few_cells() {
    let flat: Vec<String> = (0..5000).map(|layer| format!("layer{layer}x")).collect();
    let deep: Vec<String> = (0..5000).map(|layer| format!("l.{layer}.q")).collect();
    for paths in [flat, deep] {
        let state = state(&paths, 3000);
        let derived = Derivation::default().of(&state, thresholds());
        let weights = state.weights.as_deref().unwrap();
        let map = HeatMap::of(&derived.rows, weights, Column::Frobenius);
        assert!(map.columns.len() * map.kinds.len() < 1600);
        assert_eq!(map.notes.len(), 2);
    }
}

#[test]
fn the_layer_looked_at_is_the_chosen_one_or_the_largest() {
    let state = state(&names(4), 4);
    let derived = Derivation::default().of(&state, thresholds());
    assert_eq!(derived.chosen(None).unwrap().layer, 3);
    assert_eq!(
        derived.chosen(Some("model.layers.1.q_proj")).unwrap().layer,
        1
    );
    assert_eq!(derived.chosen(Some("gone")).unwrap().layer, 3);
    let peft = RankRule::ALL
        .iter()
        .position(|rule| *rule == RankRule::Peft)
        .unwrap();
    assert_eq!(derived.kept[peft].median, Some(1.0));
}

/// A file with layers of singular values 1, 2 and 3, one each.
fn analysed() -> (Rc<AdapterState>, Rc<Derived>) {
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(&names(3)))));
    let results = (0..3).map(|layer| (layer, Ok(Rc::new(product(1.0 + layer as f64)))));
    let state = state.reduce(AdapterAction::Analysed(0, results.collect()));
    let derived = Derivation::default().of(&state, thresholds());
    (state, derived)
}

#[test]
fn the_verdict_is_two_short_sentences() {
    let (state, derived) = analysed();
    let recommended = Recommendation::of(&derived, thresholds()).unwrap();
    assert_eq!(
        words::headline(&state, &derived, Some(&recommended), None),
        "It uses nearly all of its rank. The median layer has effective rank 1 (entropy)."
    );
    assert_eq!(
        words::recommendation(&recommended),
        "r = 1 keeps 90\u{202f}% of the energy in every layer (PEFT’s rule)."
    );
    assert_eq!(
        words::facts(&derived.summary),
        "3 layers · rank 1 · 12 parameters"
    );
    let smaller = Recommendation {
        ranks: (2, 6),
        share: 0.43,
        ..recommended
    };
    let said = words::headline(&state, &derived, Some(&smaller), None);
    assert!(
        said.starts_with("Less than half of its weights would do. "),
        "{said}"
    );
    assert!(words::recommendation(&smaller).starts_with("r = 2 to 6, set per layer, keeps"));
    assert_eq!(words::saved(&smaller), "43\u{202f}% of the size.");
}

#[test]
fn the_verdict_begins_with_the_strength_where_that_is_bad_news() {
    let (state, derived) = analysed();
    let recommended = Recommendation::of(&derived, thresholds()).unwrap();
    let with = |kind, text: &str| {
        let text = text.to_owned();
        let running = Headline { kind, text };
        words::headline(&state, &derived, Some(&recommended), Some(&running))
    };
    assert_eq!(
        with(Kind::Weak, "It runs at half of its strength."),
        "It runs at half of its strength. It uses nearly all of its rank."
    );
    assert_eq!(
        with(Kind::Right, "It runs as it was trained."),
        words::headline(&state, &derived, Some(&recommended), None)
    );
}

#[test]
fn a_broken_layer_is_told_above_all_and_one_that_was_only_not_analysed_is_not() {
    let (state, derived) = analysed();
    let recommended = Recommendation::of(&derived, thresholds());
    let with = |failure| {
        let failures = vec![("l".to_owned(), failure)];
        let derived = Derived {
            failures,
            ..(*derived).clone()
        };
        words::headline(&state, &derived, recommended.as_ref(), None)
    };
    let tensor = "l.lora_B.weight".to_owned();
    let said = with(AnalysisFailure::Layer(LayerError::NotFinite { tensor }));
    assert!(said.starts_with("1 of "), "{said}");
    let said = with(AnalysisFailure::Worker(Fault::Silent));
    assert!(!said.contains("broken"), "{said}");
}

#[test]
fn a_layer_is_found_by_its_name_in_a_link() {
    let (_, derived) = analysed();
    for row in derived.rows.iter() {
        let name = looked_at::name_in_link(row);
        assert_eq!(name, row.path());
        assert_eq!(looked_at::named(&derived, &name), Some(row));
        assert_eq!(
            looked_at::named(&derived, &format!("#{}", row.layer)),
            Some(row)
        );
    }
    for unknown in ["", "#", "#3", "#x", "model.layers.9.q_proj"] {
        assert_eq!(looked_at::named(&derived, unknown), None, "{unknown}");
    }
    let [first, second, third] = &derived.rows[..] else {
        panic!("three rows");
    };
    let beside = looked_at::neighbours(&derived, second);
    assert_eq!(beside, (Some(first.clone()), Some(third.clone())));
    assert_eq!(looked_at::neighbours(&derived, third).1, None);
    let long = "l".repeat(500);
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(&[long]))));
    let state = state.reduce(AdapterAction::Analysed(0, results(0..1)));
    let derived = Derivation::default().of(&state, thresholds());
    assert_eq!(looked_at::name_in_link(&derived.rows[0]), "#0");
}
