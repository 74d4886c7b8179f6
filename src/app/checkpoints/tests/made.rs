//! What is shown of matrices that no file has: many blocks, values that are undefined or not exact, each sentence.

use rankscope_adapter::checkpoint::{
    Analysis, Bounds, CheckpointError, DeltaColumn, Grid, Kind, Measured, NotHeld, Parameter, Side,
    Values,
};
use rankscope_engine::supervisor::Fault;

use crate::adapter::plan::PickedFile;
use crate::checkpoints::heat::{Map, Quantity};
use crate::checkpoints::picked::{self, LARGEST_INDEX, Picked};
use crate::checkpoints::rows::{Row, Rows};
use crate::checkpoints::shared::Shared;
use crate::checkpoints::state::{CheckpointState, Progress, Source, Stop};
use crate::checkpoints::table::{Sort, lines, places};
use crate::checkpoints::words::{self, Summary};

fn parameter(path: &str, count: usize) -> Parameter {
    Parameter {
        path: path.to_owned(),
        kind: if count == 0 {
            Kind::Vector
        } else {
            Kind::Linear
        },
        rows: count.max(1),
        columns: count.max(1),
        kernel: Vec::new(),
    }
}

/// A matrix with these singular values, of a base of norm 10; a vector where there are none.
fn row(index: usize, path: &str, values: &[f64], floor: f64) -> Row {
    let energy: f64 = values.iter().map(|value| value * value).sum();
    let analysis = Analysis {
        numbers: 100,
        changed: 25,
        is_equal_to_the_bit: false,
        base_norm: 10.0,
        tuned_norm: 10.0,
        frobenius: energy.sqrt(),
        floor,
        values: (!values.is_empty()).then(|| Values {
            values: values.to_vec(),
            count: values.len(),
            bounds: None,
        }),
    };
    Row::new(index, parameter(path, values.len()), analysis.into())
}

fn rows(all: impl IntoIterator<Item = Row>) -> Rows {
    Shared::new(all.into_iter().map(Shared::new).collect())
}

fn grid(rows: &Rows) -> Grid {
    Grid::of(rows.iter().map(|row| &row.parameter))
}

#[test]
fn of_many_blocks_several_share_a_column_and_the_largest_stands_for_them() {
    let one = |block: usize| {
        let values = [1.0 + block as f64, 0.0];
        row(block, &format!("layers.{block}.q"), &values, 0.0)
    };
    let rows = rows((0..100).map(one));
    let map = Map::of(&rows, &grid(&rows), Quantity::Relative, 0);
    assert_eq!(map.columns.len(), 50);
    let first = ("0".to_owned(), "layers.0 to layers.1".to_owned());
    assert_eq!(map.columns[0], first);
    let [(kind, cells)] = &map.kinds[..] else {
        panic!("{:?}", map.kinds);
    };
    assert_eq!(kind, "q");
    let last = cells[49].as_ref().unwrap();
    assert_eq!((&*last.path, last.step), ("layers.99.q", 9));
    assert_eq!(last.name, "layers.99.q: ‖ΔW‖/‖W‖ 10");
    assert_eq!(cells[0].as_ref().unwrap().path, "layers.1.q");
}

#[test]
fn a_cell_waits_for_its_matrix_and_one_without_a_value_says_so() {
    let all = rows([
        row(0, "layers.0.q", &[0.0, 0.0], 0.0),
        row(1, "layers.0.norm", &[], 0.0),
        row(2, "layers.1.q", &[3.0, 1.0], 0.0),
    ]);
    let grid = grid(&all);
    let some = rows([(*all[0]).clone()]);
    let map = Map::of(&some, &grid, Quantity::Rank90, 0);
    assert_eq!(map.columns.len(), 2);
    let cells = &map.kinds[0].1;
    let undefined = cells[0].as_ref().unwrap();
    assert_eq!((&*undefined.text, undefined.step), ("–", 0));
    assert_eq!(cells[1], None);
    let map = Map::of(&all, &grid, Quantity::Energy, 1);
    assert_eq!(map.kinds[0].1[1].as_ref().unwrap().text, "90");
    for quantity in Quantity::ALL {
        assert_eq!(Quantity::named(quantity.name()), Some(quantity));
    }
    assert_eq!(Quantity::named("rank"), None);
    assert!(Quantity::Energy.label(7).ends_with("rank 7"));
}

#[test]
fn what_is_undefined_stands_last_either_way() {
    let rows = rows([
        row(0, "a", &[0.0, 0.0], 0.0),
        row(1, "b", &[1.0, 1.0], 0.0),
        row(2, "c", &[9.0, 0.0], 0.0),
        row(3, "norm", &[], 0.0),
    ]);
    let sorted = |descending| -> Vec<String> {
        let column = Some(DeltaColumn::StableRank);
        let lines = lines(&rows, " ", Sort { column, descending });
        lines.iter().map(|row| row.path().to_owned()).collect()
    };
    assert_eq!(sorted(true), ["b", "c", "a"]);
    assert_eq!(sorted(false), ["c", "b", "a"]);
    // Ranks are whole; σ₁ of 9 and 1 has the decimals that 9.000 needs.
    let decimals = places(&rows);
    let of = |column| {
        let place = DeltaColumn::ALL.iter().position(|other| *other == column);
        decimals[place.unwrap()]
    };
    assert_eq!(of(DeltaColumn::Rank90), 0);
    assert_eq!(of(DeltaColumn::Relative), 4);
    let sort = Sort::default().clicked(Some(DeltaColumn::Rank90));
    assert_eq!(sort.aria(Some(DeltaColumn::Rank90)), Some("descending"));
    assert_eq!(sort.aria(None), None);
    assert_eq!((sort.mark(sort.column), sort.mark(None)), (" ↓", ""));
    assert_eq!(Sort::default().mark(None), "");
}

#[test]
fn the_sentence_follows_from_how_far_it_is_and_what_is_known() {
    let none = Summary::of(&Rows::default(), 16);
    assert_eq!(none.verdict, "nothing");
    let said = |progress| words::sentence(progress, &none);
    assert_eq!(said(Progress::Nothing), words::TITLE);
    assert_eq!(said(Progress::Reading), "Opening…");
    assert_eq!(said(Progress::Analysing), "Reading the first matrices…");
    assert_eq!(said(Progress::Stopped), "Reading the first matrices…");
    assert_eq!(said(Progress::Ready), "No matrix could be analysed.");
    let known = |values: &[f64], floor| Summary::of(&rows([row(0, "a.q", values, floor)]), 1);
    let found = known(&[3.0, 1.0], 0.0);
    assert_eq!(
        words::sentence(Progress::Analysing, &found),
        "90\u{202f}% of the change sits in 1 directions of 2; an adapter of rank 1 would keep 90\u{202f}%."
    );
    assert_eq!(words::sentence(Progress::Nothing, &found), words::TITLE);
    assert_eq!(known(&[3.0, 1.0], 4.0).verdict, "only_rounding");
    assert_eq!(known(&[30.0, 1.0], 0.0).verdict, "unrelated");
    let vector = Summary::of(&rows([row(0, "norm", &[], 0.0)]), 16);
    let said = words::sentence(Progress::Ready, &vector);
    assert!(said.starts_with("None of the layers"), "{said}");
}

#[test]
fn progress_says_how_many_are_done_and_why_it_stands_still() {
    let mut state = CheckpointState {
        all: 210,
        rows: rows([row(0, "a", &[1.0], 0.0)]),
        ..CheckpointState::default()
    };
    assert_eq!(words::progress(&state), "Parameter 1 of 210");
    state.is_ordering = true;
    assert!(words::progress(&state).contains("looking for the strongest"));
    for (stop, said) in [
        (Stop::Paused, "Paused after 1 of 210 parameters."),
        (Stop::Cancelled, "Stopped after 1 of 210 parameters."),
        (
            Stop::Failed(Fault::Malformed),
            "Stopped after 1 of 210 parameters: ",
        ),
    ] {
        state.stopped = Some(stop);
        let progress = words::progress(&state);
        assert!(progress.starts_with(said), "{progress}");
    }
    assert_eq!(words::matrices(1), "1 matrix");
    assert_eq!(words::matrices(0), "0 matrices");
}

#[test]
fn a_state_is_as_far_as_its_least_part() {
    let mut state = CheckpointState::default();
    assert_eq!(state.progress(), Progress::Nothing);
    state.source = Some(Source::Report {
        file: "r.json".to_owned(),
        remarks: vec!["A remark.".to_owned()],
    });
    assert_eq!(state.progress(), Progress::Ready);
    let said = words::remarks(state.source.as_ref());
    assert_eq!(
        said,
        ["“r.json” is a report of rankscope delta.", "A remark."]
    );
    state.all = 2;
    assert_eq!(state.progress(), Progress::Analysing);
    state.stopped = Some(Stop::Paused);
    assert_eq!(state.progress(), Progress::Stopped);
    state.sides[1].is_reading = true;
    assert_eq!(state.progress(), Progress::Reading);
    assert!(words::remarks(None).is_empty());
}

#[test]
fn a_matrix_says_what_it_is_and_how_sure_its_numbers_are() {
    let exact = row(0, "a.q", &[3.0, 1.0], 2.0);
    assert_eq!(
        words::matrix(&exact),
        "2 × 2, a linear layer. Of its numbers 25\u{202f}% differ."
    );
    assert!(words::floor(&exact).ends_with("Above are 1 directions."));
    let below = row(0, "a.q", &[3.0, 1.0], 4.0);
    assert!(words::floor(&below).ends_with("none is above."));
    let none = row(0, "a.q", &[3.0, 1.0], 0.0);
    assert!(words::floor(&none).contains("no rounding"));
    assert_eq!(words::floor(&row(0, "norm", &[], 1.0)), "");
    assert_eq!(words::uncertainty(&exact), None);
    let mut analysis = (*exact.analysis).clone();
    let values = analysis.values.as_mut().unwrap();
    values.values.truncate(1);
    values.bounds = Some(Bounds {
        least: vec![2.9],
        most: vec![3.1],
        beyond: 1.1,
        residual: 1.0,
    });
    let bounded = Row::new(0, parameter("a.q", 2), analysis.into());
    let said = words::uncertainty(&bounded).unwrap();
    assert!(
        said.starts_with("Its first 1 singular values of 2"),
        "{said}"
    );
    assert!(said.contains("31.6\u{202f}%"), "{said}");
    let between = bounded.energy(1).unwrap();
    assert!(!between.is_exact());
    assert!(words::energy(1, between).contains(" to "));
    let said = words::energy(1, Measured::exact(0.9));
    assert_eq!(said, "Rank 1 keeps 90\u{202f}% of its energy.");
    let not_held = NotHeld {
        kind: Kind::Vector,
        names: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
        frobenius: 0.5,
    };
    assert_eq!(
        words::not_held(&not_held),
        "4 norms and biases with ‖ΔW‖ = 0.5: a, b, c and 1 more."
    );
}

#[test]
fn what_is_exchanged_is_relative_to_the_other() {
    let mut one = row(0, "a.q", &[3.0, 1.0], 0.0);
    let mut analysis = (*one.analysis).clone();
    analysis.tuned_norm = 5.0;
    one = Row::new(0, one.parameter, analysis.into());
    let other = one.exchanged(4, "b.q".to_owned());
    assert_eq!((other.index, other.path()), (4, "b.q"));
    for column in DeltaColumn::ALL {
        let (before, after) = (one.value(column).unwrap(), other.value(column).unwrap());
        let factor = if column == DeltaColumn::Relative {
            2.0
        } else {
            1.0
        };
        assert_eq!(after.value, factor * before.value, "{}", column.name());
    }
    assert_eq!(other.exchanged(0, "a.q".to_owned()), one);
}

fn files(paths: &[(&str, u64)]) -> Vec<PickedFile> {
    let file = |(path, bytes): &(&str, u64)| PickedFile {
        path: (*path).to_owned(),
        bytes: *bytes,
    };
    paths.iter().map(file).collect()
}

#[test]
fn of_what_lies_in_a_folder_the_checkpoint_is_picked() {
    let of = |paths: &[(&str, u64)]| Picked::of(Side::Base, &files(paths)).unwrap();
    // The whole stands before the parts, and has no index.
    let whole = of(&[
        ("m/model.safetensors", 9),
        ("m/model-00001-of-00002.safetensors", 9),
        ("m/model.safetensors.index.json", 9),
    ]);
    assert_eq!((whole.weights, whole.index), (vec![0], None));
    // An index that no page can hold is none.
    let parts = of(&[
        ("model-00001-of-00002.safetensors", 9),
        ("model-00002-of-00002.safetensors", 9),
        ("model.safetensors.index.json", LARGEST_INDEX + 1),
    ]);
    assert_eq!((parts.weights, parts.index), (vec![0, 1], None));
    assert_eq!(parts.name, "model-00001-of-00002.safetensors");
    // Of other formats the largest file, whose first bytes say what it is.
    let other = of(&[("a.gguf", 9), ("b.bin", 99), ("config.json", 999)]);
    assert_eq!((other.weights, &*other.name), (vec![1], "b.bin"));
    let none = Picked::of(Side::Tuned, &files(&[("a.json", 9)])).unwrap_err();
    assert!(none.what.contains("1 file"), "{}", none.what);
}

#[test]
fn what_is_dropped_in_one_folder_is_the_side_that_is_missing() {
    let one = files(&[("m/a.safetensors", 9), ("m/b.safetensors", 9)]);
    assert_eq!(picked::dropped(&one, false), [vec![0, 1], vec![]]);
    assert_eq!(picked::dropped(&one, true), [vec![], vec![0, 1]]);
    let two = files(&[
        ("x/a.safetensors", 9),
        ("y/a.safetensors", 9),
        ("y/i.json", 9),
    ]);
    assert_eq!(picked::dropped(&two, true), [vec![0], vec![1, 2]]);
}

#[test]
fn a_problem_is_a_sentence() {
    let error = CheckpointError::NothingShared { base: 2, tuned: 3 };
    let problem = picked::problem(&error);
    assert!(problem.what.starts_with("The two") && problem.what.ends_with('.'));
    assert_eq!(problem.advice, error.advice());
    let told = picked::header(Side::Tuned, b"PK\x03\x04", 64).unwrap_err();
    assert!(
        told.what.starts_with("The tuned checkpoint: "),
        "{}",
        told.what
    );
}
