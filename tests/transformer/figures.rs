//! Every number of every figure and table, held against the results.

use rankscope_chart::measured::MeasuredFigure;
use rankscope_chart::transformer as figures;
use rankscope_params::{Choice, Params, TransformerRate, Update};
use rankscope_sim::{Scaling, simulate};

use crate::file::measured;
use crate::results::{Of, RANKS, Results, SEEDS, STEPS, TASKS, agree, mean, spread};

fn at(figure: &MeasuredFigure, column: &str, rank: usize) -> Option<f64> {
    let named = figure.columns.iter().find(|known| known.name == column);
    named
        .unwrap_or_else(|| panic!("no column {column}"))
        .at(rank)
}

#[test]
fn energies_are_means_and_spreads_over_layers_and_seeds() {
    let (results, measured) = (Results::read(), measured());
    let spectra = simulate(&Params::default().update(), &mut |_| ()).unwrap();
    for step in STEPS {
        let figure = figures::energy(&measured, step, Some(&spectra));
        assert_eq!(*figure.places, RANKS);
        for task in TASKS {
            for rank in RANKS {
                let energies = results.energies(task, step, rank);
                assert_eq!(energies.len(), 28);
                let shown = |column: &str| at(&figure, column, rank).unwrap();
                agree(shown(task), 100.0 * mean(&energies), task);
                let spread = 100.0 * spread(&energies);
                // From the mean of squares, which loses digits where the spread is small.
                assert!((shown(&format!("{task}_spread")) - spread).abs() < 1e-6);
            }
        }
        for rank in RANKS {
            let simulated = at(&figure, "style_simulated", rank).unwrap();
            agree(
                simulated,
                100.0 * spectra.style.energy(rank).unwrap(),
                "style",
            );
        }
    }
}

/// A file's columns by name, each value beside its rank.
fn saved(figure: &MeasuredFigure) -> Vec<(String, Vec<(usize, f64)>)> {
    let csv = figure.csv();
    let mut lines = csv
        .lines()
        .map(|line| line.split(',').collect::<Vec<&str>>());
    let names = lines.next().unwrap();
    assert_eq!(names[0], "rank");
    let rows: Vec<Vec<&str>> = lines.collect();
    let column = |number: usize| {
        let value = |row: &Vec<&str>| Some((row[0].parse().unwrap(), row[number].parse().ok()?));
        (
            names[number].to_owned(),
            rows.iter().filter_map(value).collect(),
        )
    };
    (1..names.len()).map(column).collect()
}

#[test]
fn a_file_has_what_the_table_has_and_the_laws_behind_it() {
    let measured = measured();
    let spectra = simulate(&Params::default().update(), &mut |_| ()).unwrap();
    let last = measured.last_step();
    for figure in [
        figures::energy(&measured, last, Some(&spectra)),
        figures::recall(&measured, TransformerRate::default()),
        figures::gradient(&measured),
        figures::truncated(&measured),
    ] {
        let saved = saved(&figure);
        for (column, (name, values)) in figure.columns.iter().zip(&saved) {
            assert_eq!((&column.name, &column.values), (name, values));
        }
        let behind = &saved[figure.columns.len()..];
        if figure.named != figures::GRADIENT {
            assert!(behind.is_empty(), "{behind:?}");
            continue;
        }
        let root = |&rank: &usize| (rank, 1.0 / (rank as f64).sqrt());
        let flat = |&rank: &usize| (rank, 1.0);
        for ((name, values), (law, expected)) in behind.iter().zip([
            ("lora_law", RANKS.iter().map(root).collect::<Vec<_>>()),
            ("rslora_law", RANKS.iter().map(flat).collect()),
        ]) {
            assert_eq!(name, law);
            for (value, expected) in values.iter().zip(&expected) {
                assert_eq!(value.0, expected.0);
                agree(value.1, expected.1, law);
            }
            assert_eq!(values.len(), expected.len());
        }
        assert_eq!(behind.len(), 2);
    }
}

#[test]
fn each_layer_is_the_mean_of_its_seeds() {
    let (results, measured) = (Results::read(), measured());
    for step in STEPS {
        let layers = figures::layers(&measured, step);
        for task in TASKS {
            let columns: Vec<_> = layers
                .columns
                .iter()
                .filter(|column| column.name == task)
                .collect();
            assert_eq!(columns.len(), 14);
            for rank in RANKS {
                let energies = results.energies(task, step, rank);
                let (one, other) = energies.split_at(14);
                for (number, column) in columns.iter().enumerate() {
                    let expected = 100.0 * f64::midpoint(one[number], other[number]);
                    agree(column.at(rank).unwrap(), expected, &column.heading);
                }
            }
        }
    }
}

#[test]
fn every_run_is_a_dot_and_what_was_not_run_is_none() {
    let (results, measured) = (Results::read(), measured());
    for rate in TransformerRate::ALL {
        let figure = figures::recall(&measured, *rate);
        let mut runs = 0;
        for task in TASKS {
            for scaling in ["lora", "rslora"] {
                for seed in SEEDS {
                    for rank in RANKS {
                        let of = Of {
                            task,
                            scaling,
                            seed,
                            rank,
                            rate: rate.name(),
                            steps: 500,
                        };
                        let shown = at(&figure, &format!("{task}_{scaling}_{seed}"), rank);
                        let expected = results.accuracy(of);
                        assert_eq!(
                            shown.is_some(),
                            expected.is_some(),
                            "{task} {scaling} {seed} {rank}"
                        );
                        if let Some((shown, expected)) = shown.zip(expected) {
                            agree(shown, 100.0 * expected, task);
                            runs += 1;
                        }
                    }
                }
            }
        }
        assert!(runs >= 8, "{runs}");
        assert_eq!(figure.plot.summary.contains("Not run"), runs < 56);
    }
    let longer = figures::recall(&measured, TransformerRate::Low);
    for rank in [2, 8] {
        let of = Of {
            rank,
            steps: 2000,
            ..Of::USUAL
        };
        let shown = at(&longer, "facts_lora_0_longer", rank).unwrap();
        agree(shown, 100.0 * results.accuracy(of).unwrap(), "2000 steps");
    }
}

#[test]
fn first_gradients_are_relative_to_rank_one_and_slopes_are_least_squares() {
    let (results, measured) = (Results::read(), measured());
    let figure = figures::gradient(&measured);
    for task in TASKS {
        for (rule, scaling) in [(Scaling::Lora, "lora"), (Scaling::RsLora, "rslora")] {
            let update = if task == "style" {
                Update::Style
            } else {
                Update::Facts
            };
            for (seed, slope) in figures::slopes(&measured, update, rule) {
                let norm = |rank| {
                    results
                        .gradient(Of {
                            task,
                            scaling,
                            seed,
                            rank,
                            ..Of::USUAL
                        })
                        .unwrap()
                };
                for rank in RANKS {
                    let shown = at(&figure, &format!("{task}_{scaling}_{seed}"), rank).unwrap();
                    agree(shown, norm(rank) / norm(1), "gradient");
                }
                let expected = results.slope(task, scaling, seed);
                assert!(
                    (slope.unwrap() - expected).abs() < 1e-6,
                    "{slope:?} {expected}"
                );
                let law = if scaling == "lora" { -0.5 } else { 0.0 };
                assert!(
                    (expected - law).abs() < 0.05,
                    "{task} {scaling} {seed}: {expected}"
                );
            }
        }
    }
}

#[test]
fn cut_updates_are_those_of_the_results_down_to_rank_nothing() {
    let (results, measured) = (Results::read(), measured());
    let figure = figures::truncated(&measured);
    assert_eq!(figure.places.last(), Some(&128));
    for task in TASKS {
        for seed in SEEDS {
            for rank in RANKS.into_iter().chain([0, 128]) {
                let shown = at(&figure, &format!("{task}_{seed}"), rank).unwrap();
                agree(shown, 100.0 * results.truncated(task, seed, rank), task);
            }
        }
    }
}

#[test]
fn in_the_beginning_the_order_is_the_reverse_and_the_sentence_says_so() {
    let (results, measured) = (Results::read(), measured());
    for step in STEPS {
        let held = |task, rank| mean(&results.energies(task, step, rank));
        let style_ahead = RANKS
            .iter()
            .filter(|&&rank| held("style", rank) > held("facts", rank))
            .count();
        let said = figures::energy(&measured, step, None).plot.summary.clone();
        assert_eq!(style_ahead, if step == 500 { 7 } else { 0 });
        assert_eq!(said.contains("Style keeps more"), step == 500, "{said}");
        assert_eq!(
            said.contains("After 500 steps the order is the reverse"),
            step != 500,
            "{said}"
        );
    }
}

#[test]
fn a_measurement_is_never_read_between_two() {
    let measured = measured();
    let figures = [
        figures::energy(&measured, 500, None),
        figures::recall(&measured, TransformerRate::High),
        figures::truncated(&measured),
    ];
    for figure in figures {
        for curve in &figure.plot.curves {
            assert!(curve.dots && curve.at(3.0).is_none(), "{}", curve.name);
        }
    }
}
