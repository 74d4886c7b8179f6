//! The errors of a few runs, of real, short trainings.

use rankscope_params::{Optimizer, Params};
use rankscope_sim::training::{ChunkedTraining, Family, Plan, Trained, TrainingConfig, train};

use super::super::training;
use super::is_drawn;

fn trained(optimizer: Optimizer, ranks: &[usize], rate: f64) -> Trained {
    let params = Params::default();
    let config = TrainingConfig {
        optimizer,
        learning_rate: rate,
        steps: 12,
        ranks: ranks.to_vec(),
        ..TrainingConfig::new(params.update(), 16.0)
    };
    let families = vec![Family::Lora];
    let mut training = ChunkedTraining::new(vec![Plan { config, families }]).unwrap();
    let mut session = None;
    while let Some(chunk) = training.next() {
        let growth = train(&mut session, &chunk, &mut || (), &mut || true).unwrap();
        training.take(&chunk, growth);
    }
    (*training.trained()[0]).clone()
}

#[test]
fn the_learning_rate_stands_at_the_axis_of_training() {
    let one = trained(Optimizer::Sgd, &[4], 0.002);
    let plot = training([&one], Some(0.5));
    assert_eq!(plot.x.title, "training step · SGD, learning rate 0.002");
    assert!(
        plot.summary.starts_with("Rank 4 after 12 steps: LoRA "),
        "{}",
        plot.summary
    );
    let floor = plot.curves.first().unwrap();
    assert_eq!(floor.points, [(0.0, 0.5), (12.0, 0.5)]);
    is_drawn(&plot);
    // Of two rates each run has its own.
    let other = trained(Optimizer::Sgd, &[4], 0.004);
    let both = training([&one, &other], None);
    assert!(!both.x.title.contains("0.002"));
    let labels: Vec<_> = both
        .curves
        .iter()
        .map(|curve| curve.label.as_str())
        .collect();
    assert_eq!(labels, ["rate 0.002", "rate 0.004"]);
}

#[test]
fn runs_of_several_ranks_are_told_apart_and_one_that_diverges_says_so() {
    let plot = training([&trained(Optimizer::Sgd, &[4, 16], 0.002)], None);
    let labels: Vec<_> = plot
        .curves
        .iter()
        .map(|curve| curve.label.as_str())
        .collect();
    assert_eq!(labels, ["rank 4", "rank 16"]);
    let diverged = training([&trained(Optimizer::Sgd, &[4, 16], 10.0)], None);
    assert!(
        diverged.summary.contains("diverges"),
        "{}",
        diverged.summary
    );
    is_drawn(&diverged);
}
