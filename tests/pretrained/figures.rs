//! Every number of every figure, held against the results.

use rankscope_chart::measured::{MeasuredFigure, Place};
use rankscope_chart::pretrained as figures;

use crate::file::measured;
use crate::results::{Lora, Results, agree, number};

const SEEDS: [u64; 2] = [0, 1];
const RATES: [&str; 3] = ["0.0003", "0.001", "0.003"];

fn at(figure: &MeasuredFigure, column: &str, place: usize) -> Option<f64> {
    let named = figure.columns.iter().find(|known| known.name == column);
    named
        .unwrap_or_else(|| panic!("no column {column}"))
        .at(place)
}

/// Every value of a column is what was measured, and none is left out.
fn holds(figure: &MeasuredFigure, column: &str, places: &[usize], expected: impl Fn(usize) -> f64) {
    for place in figure.rows() {
        let shown = at(figure, column, place);
        assert_eq!(shown.is_some(), places.contains(&place), "{column} {place}");
        if let Some(shown) = shown {
            agree(shown, expected(place), column);
        }
    }
}

const ALL: [usize; 10] = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256];
const FEW: [usize; 5] = [1, 4, 8, 16, 64];

#[test]
fn cut_updates_are_those_of_the_results_from_none_to_all_of_it() {
    let (results, figure) = (Results::read(), figures::cuts(&measured()));
    for (task, people) in [("style", None), ("facts", Some(200))] {
        for (seed, cut) in SEEDS.into_iter().zip([&ALL[..], &FEW]) {
            let places = [cut, &[576]].concat();
            holds(&figure, &format!("{task}_{seed}"), &places, |rank| {
                100.0
                    * match rank {
                        576 => results.whole(people, seed),
                        _ => results.left(people, seed, rank),
                    }
            });
        }
    }
    holds(
        &figure,
        "facts_fewer_0",
        &[&ALL[..], &[576]].concat(),
        |rank| 100.0 * results.left(Some(100), 0, rank),
    );
    assert!(!figure.places.contains(&0));
}

#[test]
fn a_cut_and_an_adapter_stand_beside_each_other() {
    let (results, figure) = (Results::read(), figures::recalled(&measured()));
    for (seed, cut) in SEEDS.into_iter().zip([&ALL[..8], &FEW]) {
        holds(&figure, &format!("cut_400_{seed}"), cut, |rank| {
            100.0 * results.left(Some(200), seed, rank)
        });
    }
    holds(&figure, "cut_200_0", &ALL[..8], |rank| {
        100.0 * results.left(Some(100), 0, rank)
    });
    for (seed, ranks) in SEEDS.into_iter().zip([&[1, 4, 16, 64][..], &[1, 64]]) {
        holds(&figure, &format!("trained_200_{seed}"), ranks, |rank| {
            let run = Lora {
                rank,
                seed,
                ..Lora::USUAL
            };
            100.0 * results.recall(run)
        });
    }
    holds(&figure, "trained_400_0", &[1, 64], |rank| {
        let steps = if rank == 1 { 600 } else { 300 };
        let run = Lora {
            rank,
            steps,
            people: 200,
            ..Lora::USUAL
        };
        100.0 * results.recall(run)
    });
}

#[test]
fn energies_are_means_over_all_matrices() {
    let (results, figure) = (Results::read(), figures::energy(&measured()));
    for (task, people) in [("style", None), ("facts", Some(200))] {
        for seed in SEEDS {
            let mean = &results.cut(people, seed)["mean"]["E"];
            holds(&figure, &format!("{task}_{seed}"), &ALL[1..], |rank| {
                100.0 * number(&mean[rank.to_string()])
            });
        }
    }
    holds(&figure, "random", &ALL[1..], |rank| {
        100.0 * results.random(|shape| number(&shape["E"][rank.to_string()]))
    });
}

#[test]
fn recall_and_drift_stand_over_the_learning_rate() {
    let results = Results::read();
    let (recall, drift) = (figures::rates(&measured()), figures::drift(&measured()));
    for (column, scaling, rank) in [
        ("lora_64_0", "std", 64),
        ("rslora_64_0", "rs", 64),
        ("lora_1_0", "std", 1),
    ] {
        for (rate, place) in RATES.into_iter().zip([3, 10, 30]) {
            assert_eq!(Place::Rate.written(place), rate);
            let run = Lora {
                scaling,
                rank,
                rate,
                ..Lora::USUAL
            };
            agree(
                at(&recall, column, place).unwrap(),
                100.0 * results.recall(run),
                column,
            );
            agree(
                at(&drift, column, place).unwrap(),
                results.drift(run),
                column,
            );
        }
    }
    let untouched = &results.cut(Some(100), 0)["cut"]["0"];
    let [rule] = &drift.plot.rules[..] else {
        panic!("no line of the untouched model")
    };
    agree(rule.value, crate::results::drift(untouched), "untouched");
    assert!(recall.csv().starts_with("learning_rate,lora_64_0"));
    assert!(recall.csv().contains("\r\n0.0003,"));
}

#[test]
fn a_measurement_is_never_read_between_two() {
    let measured = measured();
    for figure in [
        figures::recalled(&measured),
        figures::cuts(&measured),
        figures::energy(&measured),
        figures::rates(&measured),
        figures::drift(&measured),
    ] {
        for curve in &figure.plot.curves {
            assert!(curve.dots && curve.at(3.5).is_none(), "{}", curve.name);
        }
    }
}
