//! A run of the recall experiment allocates when it is made, and never in a step.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use rankscope_params::{Optimizer, Task};
use rankscope_sim::recall::{RecallConfig, RecallPlan, RecallRun, draw};
use rankscope_sim::training::{Family, Status};

#[test]
fn a_run_allocates_when_it_is_made_and_its_steps_do_not() {
    for optimizer in Optimizer::ALL {
        let plan = RecallPlan {
            config: RecallConfig {
                facts: 50,
                steps: 20,
                optimizer,
                // By factors, and by their product.
                ranks: vec![1, 8, 64],
                ..RecallConfig::new(Task::Style)
            },
            families: vec![Family::RsLora],
            full: true,
        };
        let questions = Arc::new(draw(&plan.config).0);
        for config in plan.runs().unwrap() {
            let mut made = None;
            let making = allocation_counter::measure(|| {
                made = Some(RecallRun::new(Arc::clone(&questions), config));
            });
            let mut run = made.unwrap();
            let stepping = allocation_counter::measure(|| {
                run.advance(usize::MAX);
            });
            assert!(making.count_total > 0, "the allocations are not counted");
            assert_eq!(stepping.count_total, 0, "{config:?}");
            assert_eq!(run.status(), Status::Finished);
        }
    }
}
