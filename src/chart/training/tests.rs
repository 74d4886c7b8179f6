//! The figures of real, short trainings.

use super::*;
use crate::{Export, Plot, Size, Theme, Tone};
use rankscope_params::{Optimizer, TrainAxis, query};
use rankscope_sim::simulate;
use rankscope_sim::training::{
    BestRates, ChunkedTraining, Plan, Trained, TrainingConfig, best_rates, first_steps, train,
};
use std::rc::Rc;

fn plan(query: &str) -> Plan {
    let (link, _) = query::read(query);
    let (choices, update) = (link.choices, link.params.update());
    Plan {
        config: TrainingConfig {
            which: choices.update,
            optimizer: choices.optimizer,
            learning_rate: link.training.learning_rate(choices.optimizer),
            steps: link.training.steps(),
            ranks: link.training.ranks(update.max_rank()),
            ..TrainingConfig::new(update, link.params.reading().alpha)
        },
        families: vec![Family::Lora, Family::RsLora],
    }
}

fn trained(plans: Vec<Plan>) -> Vec<Rc<Trained>> {
    let mut training = ChunkedTraining::new(plans).unwrap();
    let mut session = None;
    while let Some(chunk) = training.next() {
        let growth = train(&mut session, &chunk, &mut || (), &mut || true).unwrap();
        training.take(&chunk, growth);
    }
    training.trained().to_vec()
}

/// The texts of a figure, as it is saved.
fn drawn(plot: &Plot) -> String {
    let size = Size {
        width: 480.0,
        height: 320.0,
        text: 1.0,
    };
    Export::new(plot, "", "", size).svg(&Theme::LIGHT)
}

const VIEW: TrainingView = TrainingView {
    rival: Family::RsLora,
    axis: TrainAxis::Fixed,
    step: None,
};

const SMALL: &str = "d=24&k=24&steps=60&ranks=2,4,8,16&lr=0.01";

#[test]
fn the_error_curves_are_named_by_their_ranks_and_have_a_file_of_every_step() {
    let trained = trained(vec![plan(SMALL)]);
    for (family, column) in [(Family::Lora, "lora"), (Family::RsLora, "rslora")] {
        let plot = errors(&trained[0], family, &VIEW);
        let drawn = drawn(&plot);
        for name in ["rank 16", "training step", "1 = no adapter"] {
            assert!(drawn.contains(name), "{name}");
        }
        let csv = plot.csv();
        assert!(
            csv.starts_with(&format!("step,{column}_2,{column}_4,")),
            "{csv:.60}"
        );
        assert_eq!(csv.lines().count(), 62);
        let said = &plot.summary;
        assert!(said.starts_with("Rank 16 after step 60: 0."), "{said}");
    }
}

#[test]
fn both_families_share_one_axis_which_is_fixed_unless_it_fits() {
    let trained = trained(vec![plan(SMALL)]);
    let range = |family, axis| {
        errors(&trained[0], family, &TrainingView { axis, ..VIEW })
            .y
            .range()
    };
    for axis in [TrainAxis::Fixed, TrainAxis::Fit] {
        assert_eq!(range(Family::Lora, axis), range(Family::RsLora, axis));
    }
    assert_eq!(range(Family::Lora, TrainAxis::Fixed), (0.01, 1.2));
    assert_ne!(range(Family::Lora, TrainAxis::Fit), (0.01, 1.2));
}

#[test]
fn a_run_that_goes_on_is_called_so() {
    let plan = plan(SMALL);
    let mut training = ChunkedTraining::new(vec![plan]).unwrap();
    let (mut session, mut left) = (None, 3);
    let chunk = training.next().unwrap();
    let growth = train(&mut session, &chunk, &mut || (), &mut || {
        left -= 1;
        left > 0
    })
    .unwrap();
    training.take(&chunk, growth);
    let plot = errors(&training.trained()[0], Family::RsLora, &VIEW);
    assert_eq!(plot.summary, "Rank 16: still running.");
    let plot = final_error(&training.trained()[0], &VIEW, None);
    assert!(!plot.summary.contains("best"), "{}", plot.summary);
}

#[test]
fn a_step_that_was_gone_back_to_is_marked_and_its_errors_are_drawn() {
    let trained = trained(vec![plan(SMALL)]);
    let view = TrainingView {
        step: Some(7),
        ..VIEW
    };
    let plot = errors(&trained[0], Family::Lora, &view);
    assert_eq!(plot.inspected, [7]);
    let then = trained[0].run(Family::Lora, 16).unwrap().errors[7];
    let plot = final_error(&trained[0], &view, None);
    let read = plot.read(16);
    let lora = read.iter().find(|row| row.curve.name == "lora").unwrap();
    assert_eq!(lora.value, Some(then));
    assert!(
        plot.summary.starts_with("After step 7, rank 16: LoRA "),
        "{}",
        plot.summary
    );
}

#[test]
fn the_final_errors_stand_over_the_floor_and_a_u_is_said() {
    let plan = plan(SMALL);
    let spectra = simulate(&plan.config.update, &mut |_| ()).unwrap();
    let trained = trained(vec![plan]);
    let plot = final_error(&trained[0], &VIEW, Some(&spectra.facts));
    for rank in [2, 4, 8, 16] {
        let read = plot.read(rank);
        let value = |name: &str| {
            read.iter()
                .find(|row| row.curve.name == name)
                .unwrap()
                .value
                .unwrap()
        };
        assert!(value("lora") > value("floor") && value("rslora") > value("floor"));
    }
    assert!(plot.read(3)[2].value.is_none(), "rank 3 was not trained");
    match pattern(&trained[0], Family::Lora) {
        Pattern::WorseFrom { best, last } => assert!(
            plot.summary
                .contains(&format!("LoRA is best at rank {}", best.0))
                && last.0 == 16
        ),
        Pattern::BestAtLast { .. } => assert!(plot.summary.contains("best at the largest rank")),
        Pattern::Level { rank, .. } => assert!(
            plot.summary
                .contains(&format!("LoRA is as good at rank {rank} as at rank 16"))
        ),
        Pattern::None => panic!("nothing has finished"),
    }
}

#[test]
fn errors_that_are_equal_in_two_digits_are_no_trend() {
    let pattern = super::final_error::pattern_of;
    assert_eq!(
        pattern(&[(2, 0.9), (4, 0.852), (8, 0.849), (16, 0.8541)]),
        Pattern::Level {
            rank: 4,
            last: (16, 0.8541)
        }
    );
    assert_eq!(
        pattern(&[(2, 0.004), (4, 0.000_1)]),
        Pattern::Level {
            rank: 2,
            last: (4, 0.000_1)
        }
    );
    assert_eq!(
        pattern(&[(2, 0.85), (4, 0.84), (8, 0.86)]),
        Pattern::WorseFrom {
            best: (4, 0.84),
            last: (8, 0.86)
        }
    );
    assert_eq!(
        pattern(&[(2, 0.85), (4, 0.84)]),
        Pattern::BestAtLast { last: (4, 0.84) }
    );
}

#[test]
fn what_diverged_is_said_and_has_no_point() {
    let trained = trained(vec![plan("d=24&k=24&steps=60&ranks=2,16&lr=1")]);
    let plot = final_error(&trained[0], &VIEW, None);
    assert!(
        plot.summary
            .contains("4 runs diverged, the first at step 2."),
        "{}",
        plot.summary
    );
    assert!(plot.read(2)[2].value.is_none());
}

#[test]
fn the_measured_first_steps_lie_along_their_laws() {
    let config = plan("").config;
    let steps = first_steps(&config).unwrap();
    assert_eq!(steps.len(), 4 * config.ranks.len());
    let plot = first_step(&steps, Optimizer::Sgd, config.which, Family::RsLora);
    for (name, law) in [
        ("sgd_lora_law", 1.0 / 64.0),
        ("sgd_rslora_law", 1.0),
        ("adam_rslora_law", 8.0),
    ] {
        let read = plot.read(64);
        let row = read.iter().find(|row| row.curve.name == name).unwrap();
        assert!((row.value.unwrap() / law - 1.0).abs() < 1e-12);
    }
    let said = &plot.summary;
    assert!(
        said.contains("of rank 1’s (theory: 1/64). With rsLoRA it gains"),
        "{said}"
    );
    assert!(drawn(&plot).contains("Adam, rsLoRA: α√r"));
}

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
    let said = |best: &[BestRates]| super::map::summary(best, best.len(), Family::Lora);
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
        super::one_rate::tuned_summary(
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
