//! The figures over learning rates: the map, and one rate for all ranks beside a rate for each.

use std::rc::Rc;

use rankscope_sim::simulate;
use rankscope_sim::training::{BestRates, Family, Trained, best_rates};

use super::super::{OneRate, map, map_csv, one_rate, rates, tuned};
use super::{drawn, plan, trained};
use crate::Tone;

/// What a map of a small matrix is drawn from.
fn mapped() -> Vec<Rc<Trained>> {
    let base = plan("d=16&k=16&steps=30&ranks=2,4,8");
    let rates = rates(base.config.optimizer, base.config.alpha);
    let plans = rates.iter().map(|&learning_rate| {
        let mut plan = base.clone();
        plan.config.learning_rate = learning_rate;
        plan
    });
    trained(plans.collect())
}

#[test]
fn a_map_marks_every_rate_that_is_as_good_as_the_best() {
    let trained = mapped();
    let plot = map(&trained, Family::Lora, None);
    let best = best_rates(&trained, Family::Lora, None);
    assert_eq!(plot.cells.len(), trained.len() * best.len());
    for cell in &plot.cells {
        let best = best.iter().find(|best| best.rank as f64 == cell.at.0);
        let least = best.unwrap().error;
        let tied =
            |error: f64| error <= 1.02 * least || format!("{error:.2}") == format!("{least:.2}");
        assert_eq!(cell.marked, cell.value.is_some_and(tied));
        assert!(cell.value.is_none_or(|error| error >= best.unwrap().error));
    }
    assert!(map_csv(&plot).starts_with("rank,learning_rate,error\r\n2,"));
    drawn(&plot);
}

#[test]
fn the_colour_is_the_error_above_the_floor_and_grey_is_worse_than_no_adapter() {
    let trained = mapped();
    let update = trained[0].plan.config.update;
    let spectra = simulate(&update, &mut |_| ()).unwrap();
    let plot = map(&trained, Family::Lora, Some(&spectra.facts));
    for cell in &plot.cells {
        let worse = cell.value.is_none_or(|error| error > 1.0);
        assert_eq!(cell.tone == Tone::Neutral, worse);
        if let Some(error) = cell.value.filter(|_| !worse) {
            let floor = spectra.facts.floor(cell.at.0 as usize).unwrap();
            let learned = (1.0 - error) / (1.0 - floor);
            assert!((cell.strength / 0.5 - learned).abs() < 1e-9);
        }
    }
}

#[test]
fn a_tie_is_called_a_tie_and_no_trend_is_seen_in_it() {
    let best = |rank, rates: &[f64]| BestRates {
        rank,
        error: 0.96,
        rates: rates.to_vec(),
        of: 9,
        best: rates[0],
        range: (rates[0], rates[rates.len() - 1]),
        open: (false, false),
        half_step: 1.0,
    };
    let tie = best(2, &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    let said = |best: &[BestRates]| map::summary(best, best.len(), Family::Lora);
    let no_common = "No learning rate is among the best at every rank.";
    assert_eq!(
        said(&[tie.clone(), best(4, &[0.02]), best(64, &[0.2])]),
        format!(
            "At rank 2, six of nine learning rates tie (0.96). The best learning rate is 0.02 at rank 4 and 0.2 \
             at rank 64. {no_common}"
        )
    );
    assert_eq!(
        said(&[tie.clone(), best(4, &[0.01, 0.02]), best(8, &[0.02])]),
        format!(
            "At rank 2, six of nine learning rates tie (0.96). At rank 8 the best learning rate is 0.02. {no_common}"
        )
    );
    assert_eq!(
        said(&[tie, best(4, &[0.1, 0.2]), best(8, &[0.2, 0.7])]),
        "At rank 2, six of nine learning rates tie (0.96). Learning rate 0.2 is among the best at every rank."
    );
    assert_eq!(
        said(&[best(2, &[0.2]), best(4, &[0.2])]),
        "At every rank the best learning rate is 0.2."
    );
}

#[test]
fn a_map_that_is_finished_has_the_best_rates_and_the_laws_of_its_optimizer() {
    let trained = mapped();
    let update = trained[0].plan.config.update;
    let spectra = simulate(&update, &mut |_| ()).unwrap();
    let plot = map(&trained, Family::RsLora, Some(&spectra.facts));
    let names: Vec<&str> = plot.curves.iter().map(|curve| &*curve.name).collect();
    assert_eq!(names, ["first-step", "edge", "best"]);
    let edge = 1.0 / (16.0 / 2.0 * spectra.facts.values()[0]);
    let read = plot.read(4);
    assert!((read[1].value.unwrap() / edge - 1.0).abs() < 1e-12);
    let best = best_rates(&trained, Family::RsLora, None);
    assert_eq!(read[2].value, Some(best[1].best));
    // Without the spectrum nobody knows where the edge is.
    assert_eq!(map(&trained, Family::RsLora, None).curves.len(), 2);
    drawn(&plot);
}

#[test]
fn one_rate_serves_every_rank_and_a_tuned_one_is_never_worse() {
    let trained = mapped();
    let of = |family| OneRate::of(&trained, family).unwrap();
    let lora = of(Family::Lora);
    assert_eq!(lora.rank, 4);
    assert!(
        best_rates(&trained, Family::Lora, None)[1]
            .rates
            .contains(&lora.rate)
    );
    let (one, own) = (
        one_rate(&trained, Family::RsLora, None).unwrap(),
        tuned(&trained, Family::RsLora, None).unwrap(),
    );
    for rank in [2, 4, 8] {
        for (one, own) in one.read(rank).iter().zip(own.read(rank)).skip(1) {
            let (one, own) = (one.value.unwrap_or(f64::INFINITY), own.value.unwrap());
            assert!(own <= one);
        }
    }
    assert!(
        one.summary
            .starts_with("Learning rates that are best at rank 4: LoRA "),
        "{}",
        one.summary
    );
    assert_eq!(one.y.range(), own.y.range());
}

#[test]
fn tuned_errors_that_are_equal_in_two_digits_are_called_alike() {
    let best = |rank, error| BestRates {
        rank,
        error,
        rates: vec![0.1],
        of: 9,
        best: 0.1,
        range: (0.09, 0.11),
        open: (false, false),
        half_step: 1.1,
    };
    let said = |rank_8: f64| {
        one_rate::tuned_summary(
            &[best(4, 0.921), best(8, 0.701)],
            &[best(4, 0.923), best(8, rank_8)],
            Family::RsLora,
        )
    };
    assert_eq!(
        said(0.698),
        "At every rank LoRA and rsLoRA end alike in two digits."
    );
    assert_eq!(
        said(0.65),
        "They differ most at rank 8: LoRA 0.70, rsLoRA 0.65."
    );
}
