//! `static/pretrained.json` is what its script takes from the results.

use std::process::Command;

use rankscope_params::Update;
use rankscope_sim::Scaling;
use rankscope_sim::pretrained::{Measured, Pretrained};
use serde_json::Value;

use crate::results::{Results, agree, drift, number, share};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static/pretrained.json");
const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/experiments/pretrained/compact.py"
);

pub(crate) fn text() -> String {
    std::fs::read_to_string(FILE).unwrap()
}

pub(crate) fn measured() -> Pretrained {
    Pretrained::from_json(&text()).unwrap()
}

#[test]
fn the_file_is_what_its_script_writes() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(&python).arg(SCRIPT).output();
    let output = output.unwrap_or_else(|error| panic!("{python}: {error}. Any Python 3 will do"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let written = String::from_utf8(output.stdout).unwrap();
    assert!(written == text(), "python {SCRIPT} > {FILE} writes it anew");
}

/// The name of a run in the results.
fn task(update: Update) -> &'static str {
    match update {
        Update::Style => "style",
        Update::Facts => "facts",
    }
}

fn same(measured: &Measured, evaluation: &Value, what: &str) {
    agree(measured.share(), share(evaluation), what);
    if let Some(shown) = measured.drift() {
        agree(shown, drift(evaluation), what);
        let unseen = measured.unseen().unwrap();
        agree(unseen, number(&evaluation["paraphrase"]["recall"]), what);
    }
}

#[test]
fn every_run_is_read_as_it_was_measured() {
    let (results, read) = (Results::read(), measured());
    let of_kind = |kind: &str| {
        let runs = results.0["runs"].as_object().unwrap().values();
        runs.filter(|run| run["kind"] == kind).count()
    };
    assert_eq!(read.full().count(), of_kind("full"));
    let people = |people: Option<usize>| people.map_or_else(String::new, |n| format!("_n{n}"));
    for run in read.full() {
        let name = format!(
            "full_{}_lr{}_s{}_{}steps{}",
            task(run.task),
            run.rate,
            run.seed,
            run.steps,
            people(run.people)
        );
        same(&run.measured, &results.run(&name)["eval"], &name);
        for cut in &run.cuts {
            let left = &results.run(&name.replace("full_", "cut_"))["cut"][cut.rank.to_string()];
            same(&cut.measured, left, &name);
        }
    }
    let single = read.on_one_matrix().map(|run| (run, "_onematrix"));
    let all: Vec<_> = read
        .on_all_matrices()
        .map(|run| (run, ""))
        .chain(single)
        .collect();
    assert_eq!(all.len(), of_kind("lora"));
    for (run, end) in all {
        let scaling = match run.scaling {
            Scaling::Lora => "std",
            Scaling::RsLora => "rs",
        };
        let name = format!(
            "lora_{}_r{}_{scaling}_lr{}_s{}_{}steps{}{end}",
            task(run.task),
            run.rank,
            run.rate,
            run.seed,
            run.steps,
            people(run.people)
        );
        let found = results.run(&name);
        same(&run.measured, &found["eval"], &name);
        agree(run.gamma, number(&found["gamma"]), &name);
        assert_eq!(run.adapter.as_deref(), found["adapter"].as_str(), "{name}");
        for cut in &run.cuts {
            same(&cut.measured, &found["cut"][cut.rank.to_string()], &name);
        }
    }
}

#[test]
fn a_single_matrix_is_no_part_of_the_grid() {
    let read = measured();
    assert_eq!(read.on_one_matrix().count(), 4);
    assert!(
        read.on_all_matrices()
            .all(|run| run.matrices == read.matrices())
    );
}

#[test]
fn random_matrices_are_averaged_over_the_shapes_of_a_block() {
    let (results, read) = (Results::read(), measured());
    let random = read.random().unwrap();
    agree(
        random.rank90,
        results.random(|shape| number(&shape["rank90"])),
        "rank 90 %",
    );
    for rank in &read.energy_ranks {
        let expected = results.random(|shape| number(&shape["E"][rank.to_string()]));
        agree(
            read.energy(&random, *rank).unwrap(),
            expected,
            "energy of random matrices",
        );
    }
    let matrices = results.lora(crate::results::Lora::USUAL)["layers"].as_u64();
    assert_eq!(Some(read.matrices() as u64), matrices);
}
