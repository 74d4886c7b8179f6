//! A run allocates when it is made, and never in a step.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use rankscope_params::Params;
use rankscope_sim::Scaling;
use rankscope_sim::training::{Optimizer, Run, Status, TrainingConfig, TrainingTarget};

#[test]
fn a_run_allocates_when_it_is_made_and_its_steps_do_not() {
    let update = Params::default().update();
    for optimizer in Optimizer::ALL {
        let config = TrainingConfig {
            optimizer,
            steps: 20,
            ranks: vec![1, 8, 30],
            ..TrainingConfig::new(update, 16.0)
        };
        let target = Arc::new(TrainingTarget::draw(&update, config.which).unwrap());
        for run in config.runs(Scaling::RsLora).unwrap() {
            let mut made = None;
            let making = allocation_counter::measure(|| {
                made = Some(Run::new(Arc::clone(&target), run));
            });
            let mut run = made.unwrap();
            let stepping = allocation_counter::measure(|| {
                run.advance(usize::MAX);
            });
            assert!(making.count_total > 0, "the allocations are not counted");
            assert_eq!(stepping.count_total, 0, "{optimizer:?}");
            assert_eq!(run.status(), Status::Finished);
        }
    }
}
