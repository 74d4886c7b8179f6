//! Every number in the sentences beneath the figures.

use rankscope_chart::transformer as figures;
use rankscope_params::{Choice, TransformerRate};

use crate::file::measured;
use crate::numerals::{both, directions, list, numerals, one, s};
use crate::results::{Of, RANKS, Results, STEPS, mean, spread};

#[test]
fn of_the_figures() {
    let (results, measured) = (Results::read(), measured());
    for step in STEPS {
        let held = |task, rank| results.energies(task, step, rank);
        let apart =
            RANKS.map(|rank| (mean(&held("style", rank)) - mean(&held("facts", rank))).abs());
        let apart = apart.into_iter().fold(0.0, f64::max);
        let moments = |task| vec![one(mean(&held(task, 4))), one(spread(&held(task, 4)))];
        let mut expected = list(&[
            &s(step),
            &s(4),
            &moments("style"),
            &moments("facts"),
            &s(90),
            &directions(&results, "style", step),
            &directions(&results, "facts", step),
            &s(7),
            &s(one(apart)),
        ]);
        if step != 500 {
            expected.push("500".to_owned());
        }
        let said = figures::energy(&measured, step, None).plot.summary.clone();
        assert_eq!(numerals(&said), expected, "{said}");
    }
    for rate in TransformerRate::ALL {
        let at = |task, scaling| {
            both(results.accuracies(Of {
                task,
                scaling,
                rank: 64,
                rate: rate.name(),
                steps: 500,
                seed: 0,
            }))
        };
        let facts = results.accuracies(Of {
            rate: rate.name(),
            rank: 64,
            ..Of::USUAL
        });
        // A rate that was run with one seed.
        let seeds: Vec<String> = (0..facts.len()).map(|seed| seed.to_string()).collect();
        let expected = list(&[
            &s(rate.name()),
            &s(64),
            &seeds,
            &at("facts", "lora"),
            &at("facts", "rslora"),
            &at("style", "lora"),
            &at("style", "rslora"),
        ]);
        let said = figures::recall(&measured, *rate).plot.summary.clone();
        assert_eq!(numerals(&said)[..expected.len()], expected, "{said}");
    }
    let said = figures::gradient(&measured).plot.summary.clone();
    let [low, high] = ["lora", "rslora"].map(|scaling| results.slopes(scaling));
    assert_eq!(
        numerals(&said),
        list(&[&low, &s("−0.50"), &high, &s("0.00")])
    );
    let cut = |task, rank| both(results.cut(task, rank));
    let said = figures::truncated(&measured).plot.summary.clone();
    let expected = list(&[
        &s(8),
        &cut("facts", 8),
        &s(0),
        &s(1),
        &cut("facts", 128),
        &cut("style", 8),
        &cut("style", 128),
        &cut("style", 0),
    ]);
    assert_eq!(numerals(&said), expected);
}
