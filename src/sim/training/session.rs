//! Some runs trained together, a little at a time.
//!
//! Turns go round: each run that still has steps to go makes one, so all curves grow together. What
//! a session has done after so many turns depends on its plan and on nothing else. So a request for
//! more says where it goes on from, and a session that was lost is made up for by training again, to
//! the same bits.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Family, Run, RunConfig, Status, TrainingConfig, TrainingError, TrainingTarget};

/// Turns made up for between two reports of progress.
const TURNS_PER_PROGRESS: usize = 16;

/// What is trained together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The ranks, and how they are trained.
    pub config: TrainingConfig,
    /// One run for each rank and each of these, families first.
    pub families: Vec<Family>,
}

impl Plan {
    /// Its runs, in order.
    ///
    /// # Errors
    /// As [`TrainingConfig::runs`].
    pub fn runs(&self) -> Result<Vec<(Family, RunConfig)>, TrainingError> {
        let mut runs = Vec::new();
        for &family in &self.families {
            let of_family = self.config.runs_of(family)?;
            runs.extend(of_family.into_iter().map(|run| (family, run)));
        }
        Ok(runs)
    }
}

/// A plan, and how many of its turns have been made and reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    /// What is trained.
    pub plan: Plan,
    /// Turns made before.
    pub from: usize,
}

/// What has been added since a chunk's beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// Turns made in all.
    pub turns: usize,
    /// Of each run, in the plan's order: its new errors, and how far it is.
    pub runs: Vec<(Vec<f64>, Status)>,
}

/// A plan under way.
#[derive(Debug)]
pub struct Session {
    plan: Plan,
    runs: Vec<Run>,
    turns: usize,
    /// The run whose turn it is.
    next: usize,
}

impl Session {
    /// A session before its first turn.
    ///
    /// # Errors
    /// As [`Plan::runs`] and [`TrainingTarget::draw`].
    pub fn new(plan: &Plan) -> Result<Self, TrainingError> {
        // Checked before anything is drawn, which for a large matrix takes long.
        let runs = plan.runs()?;
        let target = Arc::new(TrainingTarget::draw(
            &plan.config.update,
            plan.config.which,
        )?);
        let run = |(_, config)| Run::new(Arc::clone(&target), config);
        Ok(Self {
            plan: plan.clone(),
            runs: runs.into_iter().map(run).collect(),
            turns: 0,
            next: 0,
        })
    }

    /// Has the next run that can make a step make it; false when none can.
    pub fn turn(&mut self) -> bool {
        let (before, after) = self.runs.split_at_mut(self.next);
        let first = self.next;
        let mut queue = (first..)
            .zip(after)
            .chain((0..).zip(before))
            .filter(|(_, run)| run.status() == Status::Running);
        let Some((number, run)) = queue.next() else {
            return false;
        };
        run.step();
        self.next = number + 1;
        self.turns += 1;
        true
    }
}

/// Trains on from where the chunk says, until all runs are done or `go_on`, asked after each turn,
/// answers no. `alive` is called now and then while a session that was lost is made up for.
///
/// # Errors
/// As [`Session::new`].
pub fn train(
    session: &mut Option<Session>,
    chunk: &Chunk,
    alive: &mut dyn FnMut(),
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Growth, TrainingError> {
    let at_hand = session.take();
    let fitting = at_hand.filter(|held| held.plan == chunk.plan && held.turns == chunk.from);
    let mut held = match fitting {
        Some(held) => held,
        None => Session::new(&chunk.plan)?,
    };
    while held.turns < chunk.from && held.turn() {
        if held.turns.is_multiple_of(TURNS_PER_PROGRESS) {
            alive();
        }
    }
    // Each run's first error is 1, before any step, and reported with the first chunk.
    let reported = |run: &Run| {
        if chunk.from == 0 {
            0
        } else {
            run.errors().len()
        }
    };
    let before: Vec<usize> = held.runs.iter().map(reported).collect();
    while held.turn() && go_on() {}
    let grown = |(run, before): (&Run, usize)| {
        let errors = run.errors().get(before..).unwrap_or_default();
        (errors.to_vec(), run.status())
    };
    let growth = Growth {
        turns: held.turns,
        runs: held.runs.iter().zip(before).map(grown).collect(),
    };
    *session = Some(held);
    Ok(growth)
}
