//! The table: its order, its filter, and the experts that share a line.

use std::collections::BTreeSet;

use rankscope_adapter::Column;

use super::super::rows::{Row, Rows};
use super::super::table::{Line, Lines, Sort};
use super::*;

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
