//! The figures of real, short trainings.

use super::*;
use crate::{Plot, Size, Theme, svg};
use rankscope_params::{Optimizer, query};
use rankscope_sim::simulate;
use rankscope_sim::training::{ChunkedTraining, Plan, Trained, TrainingConfig, first_steps, train};
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
    svg(plot, &Theme::LIGHT, size)
}

const SMALL: &str = "d=24&k=24&steps=60&ranks=2,4,8,16&lr=0.01";

#[test]
fn the_error_curves_are_named_by_their_ranks_and_have_a_file_of_every_step() {
    let trained = trained(vec![plan(SMALL)]);
    let plot = errors(&trained[0], Family::RsLora);
    let drawn = drawn(&plot);
    for name in ["LoRA 16", "rsLoRA 16", "no update", "training step"] {
        assert!(drawn.contains(name), "{name}");
    }
    let csv = plot.csv();
    assert!(csv.starts_with("step,lora_2,lora_4,"), "{csv:.60}");
    assert_eq!(csv.lines().count(), 62);
    assert!(
        plot.summary
            .starts_with("After 60 of 60 steps of SGD on the facts update, rank 16")
    );
}

#[test]
fn the_final_errors_stand_over_the_floor_and_a_u_is_said() {
    let plan = plan(SMALL);
    let spectra = simulate(&plan.config.update, &mut |_| ()).unwrap();
    let trained = trained(vec![plan]);
    let plot = final_error(&trained[0], Family::RsLora, Some(&spectra.facts));
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
        Pattern::None => panic!("nothing has finished"),
    }
}

#[test]
fn what_diverged_is_said_and_has_no_point() {
    let trained = trained(vec![plan("d=24&k=24&steps=60&ranks=2,16&lr=1")]);
    let plot = final_error(&trained[0], Family::RsLora, None);
    assert!(
        plot.summary.contains("LoRA at rank 2 diverged at step"),
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
    let plot = first_step(&steps, Optimizer::Sgd, config.which);
    for (name, law) in [
        ("sgd_lora_law", 1.0 / 64.0),
        ("sgd_rslora_law", 1.0),
        ("adam_rslora_law", 8.0),
    ] {
        let read = plot.read(64);
        let row = read.iter().find(|row| row.curve.name == name).unwrap();
        assert!((row.value.unwrap() / law - 1.0).abs() < 1e-12);
    }
    assert!(plot.summary.contains("law: 0.0156"), "{}", plot.summary);
    assert!(drawn(&plot).contains("Adam, rsLoRA: α√r"));
}

#[test]
fn a_map_marks_one_rate_for_each_rank() {
    let base = plan("d=16&k=16&steps=30&ranks=2,4,8");
    let rates = rates(base.config.learning_rate);
    let plans = rates.iter().map(|&learning_rate| {
        let mut plan = base.clone();
        plan.config.learning_rate = learning_rate;
        plan
    });
    let trained = trained(plans.collect());
    let plot = map(&trained, Family::Lora);
    assert_eq!(plot.cells.len(), 3 * rates.len());
    assert_eq!(plot.cells.iter().filter(|cell| cell.marked).count(), 3);
    for cell in &plot.cells {
        let best = best_rates(&trained, Family::Lora);
        let best = best.iter().find(|best| best.0 as f64 == cell.at.0).unwrap();
        assert!(cell.value.is_none_or(|error| error >= best.2));
    }
    assert!(map_csv(&plot).starts_with("rank,learning_rate,error\r\n2,"));
    assert!(
        plot.summary.contains("best learning rate"),
        "{}",
        plot.summary
    );
    drawn(&plot);
}
