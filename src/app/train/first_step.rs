//! The measurement of the first step: what is shown while it is made, when it is there, and when it
//! fails.

use std::rc::Rc;

use crate::state::Trouble;
use crate::train::plan;
use crate::work::Work;
use rankscope_chart::{Plot, training};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::Optimizer;
use rankscope_sim::training::{Family, FirstStep, TrainingConfig};

/// How far the measurement is.
#[derive(Clone, Debug, PartialEq)]
pub enum FirstStepFigure {
    Measuring,
    Failed(Trouble),
    Measured(Rc<Plot>),
}

/// The job that measures the first step of a training.
pub fn job(config: &TrainingConfig) -> Job {
    Job::FirstSteps(Packed::of(&plan::of_first_step(config)))
}

impl FirstStepFigure {
    /// The figure of the newest measurement, unless the present one has failed.
    pub fn of(work: &Work, optimizer: Optimizer, rival: Family) -> Self {
        if let Some(trouble) = &work.trouble {
            return Self::Failed(trouble.clone());
        }
        work.done
            .as_deref()
            .and_then(opened)
            .map_or(Self::Measuring, |(config, steps)| {
                Self::Measured(training::first_step(&steps, optimizer, config.which, rival).into())
            })
    }
}

fn opened((job, answer): &(Job, Answer)) -> Option<(TrainingConfig, Vec<FirstStep>)> {
    match (job, answer) {
        (Job::FirstSteps(config), Answer::FirstSteps(steps)) => config.open().zip(steps.open()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rankscope_engine::protocol::Failure;
    use rankscope_engine::supervisor::{EngineEvent, Ticket};
    use rankscope_params::query;
    use rankscope_sim::training::first_steps;

    use super::*;
    use crate::Reduce;
    use crate::trouble::sentence;
    use crate::work::WorkAction;

    fn config(link: &str) -> TrainingConfig {
        plan::of_link(&query::read(link).0).config
    }

    /// What the engine answers to the measurement for a link.
    fn measured(work: Rc<Work>, link: &str) -> Rc<Work> {
        let job = job(&config(link));
        let outcome = first_steps(&plan::of_first_step(&config(link)))
            .map(|steps| Answer::FirstSteps(Packed::of(&steps)))
            .map_err(Failure::from);
        let ticket = Ticket {
            job: job.clone(),
            asked_at: 0.0,
        };
        work.reduce(WorkAction::Want(Some(job)))
            .reduce(WorkAction::Engine(EngineEvent::Answered {
                ticket,
                outcome,
            }))
    }

    #[test]
    fn a_measurement_that_fails_says_so_and_what_to_do() {
        let work = Rc::new(Work::default());
        let of = |work: &Work| FirstStepFigure::of(work, Optimizer::Sgd, Family::RsLora);
        assert_eq!(of(&work), FirstStepFigure::Measuring);
        let work = measured(work, "d=8&k=8");
        assert!(matches!(of(&work), FirstStepFigure::Measured(_)));
        // What was measured before is of other settings.
        let work = measured(work, "d=512&k=512");
        let FirstStepFigure::Failed(trouble) = of(&work) else {
            panic!("{work:?}")
        };
        let said = sentence(&trouble, false);
        assert!(said.contains("256 is the most"), "{said}");
        assert!(said.contains("Change one of them"), "{said}");
        let work = measured(work, "d=8&k=8");
        assert!(matches!(of(&work), FirstStepFigure::Measured(_)));
    }
}
