//! The tables hold every run, and the spectra as they were measured.

use rankscope_app::pretrained::tables::{Table, runs, spectra};
use rankscope_params::Update;

use crate::file::measured;
use crate::results::{Lora, Results, agree, number};

fn value(table: &Table, row: &str, column: &str) -> f64 {
    let number = table.columns.iter().position(|known| known.0 == column);
    let found = table.rows.iter().find(|known| known.name == row);
    let found = found.unwrap_or_else(|| panic!("no row {row} in {}", table.id));
    found.values[number.unwrap()].unwrap()
}

#[test]
fn each_run_has_a_row_of_its_own() {
    let measured = measured();
    let mut names = Vec::new();
    for task in [Update::Facts, Update::Style] {
        names.extend(runs(&measured, task).rows.into_iter().map(|row| row.name));
    }
    let all = measured.full().count() + measured.on_all_matrices().count();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn its_values_are_those_of_the_results() {
    let results = Results::read();
    let facts = runs(&measured(), Update::Facts);
    let run = Lora {
        scaling: "rs",
        rank: 64,
        rate: "0.003",
        ..Lora::USUAL
    };
    let row = "rslora_64_200_0.003_300_0";
    agree(
        value(&facts, row, "recall"),
        100.0 * results.recall(run),
        row,
    );
    agree(value(&facts, row, "drift"), results.drift(run), row);
    let row = "full_400_0.0001_300_1";
    agree(
        value(&facts, row, "recall"),
        100.0 * results.whole(Some(200), 1),
        row,
    );
    let style = runs(&measured(), Update::Style);
    let row = "full_0.0001_60_0";
    agree(
        value(&style, row, "strict"),
        100.0 * results.whole(None, 0),
        row,
    );
}

#[test]
fn spectra_are_means_over_all_matrices() {
    let results = Results::read();
    let table = spectra(&measured());
    for (row, people, seed) in [
        ("style_0", None, 0),
        ("style_1", None, 1),
        ("facts_400_0", Some(200), 0),
        ("facts_400_1", Some(200), 1),
        ("facts_200_0", Some(100), 0),
    ] {
        let mean = &results.cut(people, seed)["mean"];
        agree(
            value(&table, row, "energy_8"),
            100.0 * number(&mean["E"]["8"]),
            row,
        );
        for statistic in ["rank90", "rank99", "stable_rank", "entropy_rank"] {
            agree(value(&table, row, statistic), number(&mean[statistic]), row);
        }
    }
    for (row, shape) in [
        ("random_576_576", "576x576"),
        ("random_1536_576", "1536x576"),
    ] {
        let null = &results.0["gaussian_null"][shape];
        agree(value(&table, row, "rank90"), number(&null["rank90"]), row);
    }
    let random = results.random(|shape| number(&shape["stable_rank"]));
    agree(value(&table, "random", "stable_rank"), random, "random");
}
