//! The article's tables.

use rankscope_params::{Params, Reading, UpdateParams};
use rankscope_sim::article::{self, Table};
use rankscope_sim::simulate;

use crate::oracle::{AtRank, Experiment, Measure, experiments};
use crate::{ROUNDING, agree, reconstruction_floor, spectra};

/// The tables of an experiment, inspecting its true rank and its largest, which NumPy measured too.
fn tables(experiment: &Experiment) -> [Table; 5] {
    let (params, update) = (experiment.params(), experiment.update());
    let reading = Reading {
        rank_low: update.true_rank,
        rank_high: update.max_rank(),
        ..params.reading()
    };
    article::tables(&update, &reading, &spectra(experiment))
}

/// One of the numbers NumPy measured at a rank.
type Measured = fn(&AtRank) -> f64;

/// The named cell of every row, with the row's rank.
fn column(table: &Table, name: &str) -> Vec<(usize, Option<f64>)> {
    let index = table.columns.iter().position(|column| column.name == name);
    let index = index.unwrap_or_else(|| panic!("{} has no column {name}", table.id));
    let cell = |row: &article::TableRow| (row.rank.unwrap_or_default(), row.values[index]);
    table.rows.iter().map(cell).collect()
}

#[test]
fn the_table_of_the_setup_says_what_was_set() {
    for experiment in experiments() {
        let [setup, ..] = tables(&experiment);
        let UpdateParams {
            rows,
            columns,
            true_rank,
            ..
        } = experiment.update();
        let m = rows.min(columns);
        let set = [rows, columns, true_rank, m, m].map(|count| Some(count as f64));
        assert_eq!(setup.rows[0].values, set, "{}", experiment.name);
    }
}

#[test]
fn the_table_of_singular_values_lists_numpys_first_ten() {
    for experiment in experiments() {
        let [_, values, ..] = tables(&experiment);
        for (name, numpy) in [("style", &experiment.style), ("facts", &experiment.facts)] {
            let what = format!("{}, {name}", experiment.name);
            let cells = column(&values, name);
            assert_eq!(
                cells.len(),
                experiment.update().max_rank().min(10),
                "{what}"
            );
            for (i, ours) in cells {
                let floor = ROUNDING * numpy.scale();
                agree(ours.expect(&what), numpy.first[i - 1], floor, &what);
            }
        }
    }
}

#[test]
fn the_table_of_errors_holds_numpys_reconstructions() {
    let columns: [(&str, Measured); 3] = [
        ("lora", |at| at.lora),
        ("rslora", |at| at.rslora),
        ("floor", |at| at.floor),
    ];
    for experiment in experiments() {
        let [_, _, errors, ..] = tables(&experiment);
        let floor = reconstruction_floor(experiment.params().reading().alpha);
        for (update, numpy) in [("style", &experiment.style), ("facts", &experiment.facts)] {
            for (rule, measured) in columns {
                let name = format!("{update}_{rule}");
                cells_agree(&errors, &name, numpy, measured, floor, &experiment.name);
            }
        }
    }
}

#[test]
fn the_table_of_scales_is_alpha_over_r_and_over_its_root() {
    for experiment in experiments() {
        let [_, _, _, scaling, _] = tables(&experiment);
        let alpha = experiment.params().reading().alpha;
        for (rank, ours) in column(&scaling, "lora") {
            let what = format!("{}, α/{rank}", experiment.name);
            agree(ours.expect(&what), alpha / rank as f64, 0.0, &what);
        }
        for (rank, ours) in column(&scaling, "rslora") {
            let what = format!("{}, α/√{rank}", experiment.name);
            agree(ours.expect(&what), alpha / (rank as f64).sqrt(), 0.0, &what);
        }
    }
}

#[test]
fn the_table_of_variance_holds_numpys_energies_in_percent() {
    for experiment in experiments() {
        let [.., variance] = tables(&experiment);
        for (name, numpy) in [("style", &experiment.style), ("facts", &experiment.facts)] {
            let percent = |at: &AtRank| 100.0 * at.energy;
            cells_agree(&variance, name, numpy, percent, 0.0, &experiment.name);
        }
    }
}

/// Each cell of a column against what NumPy measured at the row's rank; empty for a zero update.
fn cells_agree(
    table: &Table,
    name: &str,
    numpy: &Measure,
    measured: impl Fn(&AtRank) -> f64,
    floor: f64,
    experiment: &str,
) {
    for (rank, ours) in column(table, name) {
        let what = format!("{experiment}, {} {name} at rank {rank}", table.id);
        let numpy = if numpy.ranks.is_empty() {
            None
        } else {
            let at = numpy.ranks.iter().find(|at| at.rank == rank);
            Some(measured(at.expect(&what)))
        };
        assert_eq!(ours.is_some(), numpy.is_some(), "{what}");
        if let (Some(ours), Some(numpy)) = (ours, numpy) {
            agree(ours, numpy, floor, &what);
        }
    }
}

/// A table as it is printed: the label of each row, then its cells in their columns' formats.
fn printed(table: &Table) -> Vec<String> {
    let row = |row: &article::TableRow| {
        let cells = row.values.iter().zip(&table.columns);
        let cells = cells.map(|(value, column)| column.format.write(value.unwrap_or(f64::NAN)));
        std::iter::once(row.label.clone())
            .chain(cells)
            .collect::<Vec<_>>()
            .join(" ")
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn the_defaults_print_the_numbers_of_the_article() {
    let params = Params::default();
    let spectra = simulate(&params.update(), &mut |_| {}).expect("the defaults");
    let [setup, values, errors, scaling, variance] =
        article::tables(&params.update(), &params.reading(), &spectra);

    assert_eq!(printed(&setup), ["64 × 64 64 64 4 32 64"]);

    let cells = |name| {
        column(&values, name)
            .into_iter()
            .map(|(_, cell)| cell.expect(name))
    };
    let style: Vec<_> = cells("style").map(|value| format!("{value:.8}")).collect();
    assert_eq!(
        style[..6],
        [
            "4.99481126",
            "3.49607362",
            "2.00604286",
            "0.51698784",
            "0.14473687",
            "0.14035859"
        ]
    );
    let facts: Vec<_> = cells("facts").map(|value| format!("{value:.8}")).collect();
    assert_eq!(
        facts[..4],
        ["2.99940632", "2.95971012", "2.91382641", "2.87480529"]
    );
    assert_eq!(printed(&values)[0], "1 4.99481126 2.99940632");

    // r, style α/r, facts α/r, style α/√r, facts α/√r, style floor, facts floor
    assert_eq!(
        printed(&errors),
        [
            "2 6.608 2.165 9.730 3.016 0.333 0.961",
            "4 2.989 1.482 6.971 2.858 0.092 0.922",
            "8 1.000 1.000 4.642 2.620 0.081 0.847",
            "16 0.064 0.701 2.995 2.251 0.064 0.701",
            "32 0.501 0.628 1.828 1.701 0.034 0.438",
            "48 0.667 0.686 1.309 1.297 0.012 0.215",
        ]
    );

    assert_eq!(
        printed(&scaling),
        [
            "1 16.0000 16.0000",
            "4 4.0000 8.0000",
            "8 2.0000 5.6569",
            "16 1.0000 4.0000",
            "32 0.5000 2.8284",
            "64 0.2500 2.0000",
        ]
    );

    assert_eq!(
        printed(&variance),
        [
            "2 88.8897 7.6851",
            "4 99.1524 14.9368",
            "8 99.3367 28.3393",
            "16 99.5966 50.8483",
            "32 99.8841 80.8224",
        ]
    );
}
