//! The map: a cell for each layer, or for several.

use rankscope_adapter::Column;

use super::super::heat::HeatMap;
use super::super::words;
use super::*;

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
