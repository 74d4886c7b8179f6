//! The figures of real, short trainings.

mod rates;

use super::*;
use crate::{Export, Plot, Size, Theme};
use rankscope_params::{Optimizer, TrainAxis, query};
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
