//! Training in chunks, on the side that asks for them: what has come back, and what to ask for next.
//!
//! The side that trains may lose its state at any point and make up for it: see
//! [`session`](super::session).

use std::rc::Rc;

use super::{Chunk, Family, Growth, Plan, RunConfig, Status, TrainingError};

/// Some plans, trained one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkedTraining {
    trained: Vec<Rc<Trained>>,
    /// The index of the plan under way.
    current: usize,
    /// Its turns that have come back.
    turns: usize,
}

/// What is known of one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// The plan.
    pub plan: Plan,
    /// Its runs, in its order.
    pub runs: Vec<Trajectory>,
}

/// How far two families' errors are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Equivalence {
    /// Errors compared.
    pub errors: usize,
    /// Those of them that are the same, bit for bit.
    pub same: usize,
}

/// The errors of one run, as far as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// How its γ follows from α.
    pub family: Family,
    /// What it depends on.
    pub config: RunConfig,
    /// The relative error before the first step and after each.
    pub errors: Vec<f64>,
    /// How far it is.
    pub status: Status,
}

impl Trajectory {
    /// The error after the last step, once all are made; none when it diverged.
    pub fn final_error(&self) -> Option<f64> {
        let last = self.errors.last().copied();
        last.filter(|_| self.status == Status::Finished)
    }

    /// Share done.
    fn share(&self) -> f64 {
        match self.status {
            Status::Running => {
                let made = self.errors.len().saturating_sub(1);
                made as f64 / self.config.steps() as f64
            }
            Status::Finished | Status::Diverged { .. } => 1.0,
        }
    }
}

impl Trained {
    /// The runs of a family, by rank.
    pub fn of(&self, family: Family) -> impl Iterator<Item = &Trajectory> {
        self.runs.iter().filter(move |run| run.family == family)
    }

    /// The run of a family at a rank.
    pub fn run(&self, family: Family, rank: usize) -> Option<&Trajectory> {
        self.of(family).find(|run| run.config.rank() == rank)
    }

    /// How far rsLoRA's errors and those of LoRA with α√r are the same; none when not both are
    /// trained.
    pub fn equivalence(&self) -> Option<Equivalence> {
        let bits = |run: &Trajectory| -> Vec<u64> {
            run.errors.iter().map(|error| error.to_bits()).collect()
        };
        let pairs = self.of(Family::RsLora).zip(self.of(Family::LoraRoot));
        pairs.fold(None, |found, (rslora, lora)| {
            let mut found = found.unwrap_or_default();
            let (rslora, lora) = (bits(rslora), bits(lora));
            found.errors += rslora.len().max(lora.len());
            found.same += rslora.iter().zip(&lora).filter(|(a, b)| a == b).count();
            Some(found)
        })
    }

    /// Whether no run has steps to go.
    pub fn finished(&self) -> bool {
        self.runs.iter().all(|run| run.status != Status::Running)
    }
}

impl ChunkedTraining {
    /// Plans of which nothing has been trained yet.
    ///
    /// # Errors
    /// As [`Plan::runs`], of the first plan that cannot be trained.
    pub fn new(plans: Vec<Plan>) -> Result<Self, TrainingError> {
        let untrained = |plan: Plan| {
            let runs = plan.runs()?;
            let run = |(family, config)| Trajectory {
                family,
                config,
                errors: Vec::new(),
                status: Status::Running,
            };
            let runs = runs.into_iter().map(run).collect();
            Ok(Rc::new(Trained { plan, runs }))
        };
        Ok(Self {
            trained: plans
                .into_iter()
                .map(untrained)
                .collect::<Result<_, TrainingError>>()?,
            current: 0,
            turns: 0,
        })
    }

    /// What is known of each plan.
    pub fn trained(&self) -> &[Rc<Trained>] {
        &self.trained
    }

    /// What to ask for next; none when everything is done.
    pub fn next(&self) -> Option<Chunk> {
        self.trained.get(self.current).map(|trained| Chunk {
            plan: trained.plan.clone(),
            from: self.turns,
        })
    }

    /// Takes in the answer to a chunk. One that was not asked for last changes nothing.
    pub fn take(&mut self, chunk: &Chunk, growth: Growth) {
        if self.next().as_ref() != Some(chunk) {
            return;
        }
        let Some(trained) = self.trained.get_mut(self.current).map(Rc::make_mut) else {
            return;
        };
        for (run, (errors, status)) in trained.runs.iter_mut().zip(growth.runs) {
            run.errors.extend(errors);
            run.status = status;
        }
        self.turns = growth.turns;
        if trained.finished() {
            self.current += 1;
            self.turns = 0;
        }
    }

    /// Whether there is nothing more to ask.
    pub fn finished(&self) -> bool {
        self.current >= self.trained.len()
    }

    /// Share done, in `0..=1`, of the operations that all plans take together.
    pub fn share(&self) -> f64 {
        let runs = self.trained.iter().flat_map(|trained| &trained.runs);
        let (done, all) = runs.fold((0.0, 0.0), |(done, all), run| {
            // A step takes as long as its rank is large.
            let weight = run.config.rank() as f64;
            (done + weight * run.share(), all + weight)
        });
        if all > 0.0 { done / all } else { 1.0 }
    }
}
