//! What is shown of two checkpoints: the map, the table's lines and cells, what a link calls a matrix, and the LoRA.

use std::ops::Range;

use rankscope_adapter::checkpoint::DeltaColumn;
use rankscope_adapter::save::JobBatch;

use super::{Page, offered};
use crate::checkpoints::heat::{Map, Quantity};
use crate::checkpoints::lora;
use crate::checkpoints::table::{Sort, cell, lines};

fn map(page: &Page, quantity: Quantity, rank: usize) -> Map {
    let state = page.state();
    Map::of(&state.rows, &state.grid, quantity, rank)
}

#[test]
fn the_map_has_a_cell_for_each_kind_and_block() {
    let mut page = Page::both();
    page.work();
    let shown = map(&page, Quantity::Rank90, 8);
    let texts: Vec<_> = shown
        .columns
        .iter()
        .map(|(short, _)| short.clone())
        .collect();
    assert!(texts.contains(&"0".to_owned()) && texts.contains(&"1".to_owned()));
    let (_, line) = shown
        .kinds
        .iter()
        .find(|(kind, _)| kind.contains("k_proj"))
        .unwrap();
    let cells: Vec<_> = line.iter().flatten().map(|cell| &*cell.text).collect();
    assert_eq!(cells, ["3", "7"]);
    let shown = map(&page, Quantity::Energy, 3);
    let cell = shown.kinds.iter().flat_map(|(_, line)| line).flatten();
    let full = cell.filter(|cell| cell.path.ends_with("0.self_attn.k_proj"));
    assert_eq!(full.map(|cell| cell.step).collect::<Vec<_>>(), [9]);
}

#[test]
fn a_cell_says_what_it_lies_between() {
    use rankscope_adapter::checkpoint::Measured;
    let exact = cell(Some(Measured::exact(2.0)), 1);
    assert_eq!(exact, ("2.0".to_owned(), None));
    let between = Measured {
        value: 3.0,
        least: 2.5,
        most: 4.0,
    };
    assert_eq!(cell(Some(between), 1).1.as_deref(), Some("2.5…4.0"));
    assert_eq!(cell(None, 1), ("–".to_owned(), None));
}

#[test]
fn lines_are_sorted_by_what_a_heading_says() {
    let mut page = Page::both();
    page.work();
    let sort = Sort::default().clicked(Some(DeltaColumn::Relative));
    let rows = page.state().rows.clone();
    let values = |sort| -> Vec<f64> {
        lines(&rows, "", sort)
            .iter()
            .map(|row| row.value(DeltaColumn::Relative).unwrap().value)
            .collect()
    };
    assert!(values(sort).is_sorted_by(|a, b| a >= b));
    let up = sort.clicked(Some(DeltaColumn::Relative));
    assert!(values(up).is_sorted());
    assert_eq!(up.clicked(Some(DeltaColumn::Relative)), Sort::default());
    let named = lines(&rows, "Q_PROJ", Sort::default());
    assert!(!named.is_empty() && named.iter().all(|row| row.path().contains("q_proj")));
}

#[test]
fn a_lora_is_cut_from_the_matrices_that_it_names() {
    let mut page = Page::both();
    assert!(offered(&page.state()).is_none());
    page.work();
    let state = page.state();
    let offer = offered(&state).unwrap();
    assert!(
        offer
            .not_held
            .iter()
            .any(|text| text.contains("1 norm or bias"))
    );
    let plan = offer.plan.unwrap();
    let cuts = lora::Cuts::of(state.plan().unwrap());
    let batch = cuts.batch(&JobBatch::of(plan.jobs())).unwrap();
    let all = page.files.concat();
    let read = |piece: usize, within: &Range<u64>| {
        let begin = batch.pieces()[piece].start;
        all[(begin + within.start) as usize..(begin + within.end) as usize].to_vec()
    };
    let made = batch.made(&read, &mut |_| ()).unwrap();
    assert_eq!(made.receipts.len(), plan.jobs().len());
    let bytes: u64 = made.receipts.iter().map(|receipt| receipt.bytes).sum();
    assert_eq!(bytes, made.bytes.len() as u64);
}

#[test]
fn a_link_holds_the_order_of_lines() {
    for column in DeltaColumn::ALL {
        for descending in [false, true] {
            let sort = Sort {
                column: Some(column),
                descending,
            };
            assert_eq!(Sort::of_link(&sort.in_link()), sort);
        }
    }
    assert_eq!(Sort::default().in_link(), "");
    for unknown in ["", "-", "layer", "no_column", "--rank_90"] {
        assert_eq!(Sort::of_link(unknown), Sort::default(), "{unknown}");
    }
}

#[test]
fn a_link_names_a_matrix_by_its_name_or_its_place() {
    let mut page = Page::both();
    page.work();
    let state = page.state();
    let matrices: Vec<_> = state.rows.iter().filter(|row| row.is_matrix()).collect();
    for row in &matrices {
        assert_eq!(row.name_in_link(), row.path());
        for name in [row.name_in_link(), format!("#{}", row.index)] {
            assert_eq!(state.row(&name).map(|found| found.index), Some(row.index));
        }
    }
    for none in ["", "#", "#9999", "model.norm", "no such matrix"] {
        assert!(state.row(none).is_none(), "{none}");
    }
    let mut long = (**matrices[0]).clone();
    long.parameter.path = "a".repeat(200);
    assert_eq!(long.name_in_link(), format!("#{}", long.index));
}
