//! Some runs trained together, a little at a time.
//!
//! Turns go round: each adapter that still has steps to go makes one, so all boards fill together. The full
//! matrix, which has no board, follows when they are done. What a
//! session has done after so many turns depends on its plan and on nothing else. So a request for more
//! says where it goes on from, and a session that was lost is made up for, to the same bits: as in
//! [`training`](crate::training).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::RecallError;
use super::config::{Learner, RecallPlan};
use super::cut::{CutFull, cut};
use super::exam::{Exam, Examiner};
use super::questions::{self, Questions};
use super::run::RecallRun;
use crate::training::Status;
use crate::training::panels::Panels;

/// Turns made up for between two reports of progress.
const TURNS_PER_PROGRESS: usize = 16;

/// A plan, and how many of its turns have been made and reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecallChunk {
    /// What is trained.
    pub plan: RecallPlan,
    /// Turns made before.
    pub from: usize,
}

/// What has been added since a chunk's beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecallGrowth {
    /// Turns made in all.
    pub turns: usize,
    /// Of each run, in the plan's order.
    pub runs: Vec<RunGrowth>,
    /// The full matrix, with the chunk in which it has made its last step.
    pub cut: Option<CutFull>,
}

/// What has been added to a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunGrowth {
    /// New boards, one after the other.
    pub boards: Vec<u8>,
    /// New exams.
    pub exams: Vec<Exam>,
    /// How far the run is.
    pub status: Status,
}

/// A plan under way.
#[derive(Debug)]
pub struct RecallSession {
    plan: RecallPlan,
    questions: Arc<Questions>,
    examiner: Option<Examiner>,
    runs: Vec<Examined>,
    cut: Option<CutFull>,
    turns: usize,
    /// The run whose turn it is.
    next: usize,
}

#[derive(Debug)]
struct Examined {
    run: RecallRun,
    exams: Vec<Exam>,
}

impl RecallSession {
    /// A session before its first turn.
    ///
    /// # Errors
    /// As [`RecallPlan::runs`].
    pub fn new(plan: &RecallPlan) -> Result<Self, RecallError> {
        let runs = plan.runs()?;
        let (seen, held_out) = questions::draw(&plan.config);
        let questions = Arc::new(seen);
        let width = plan.config.width;
        let examined = |config| Examined {
            run: RecallRun::new(Arc::clone(&questions), config),
            exams: Vec::new(),
        };
        Ok(Self {
            plan: plan.clone(),
            runs: runs.into_iter().map(examined).collect(),
            examiner: held_out.map(|held_out| Examiner::new(held_out.into(), width)),
            questions,
            cut: None,
            turns: 0,
            next: 0,
        })
    }

    /// Has the next run that can make a step make it; false when none can.
    ///
    /// # Errors
    /// As the decomposition of the full matrix, after its last step.
    pub fn turn(&mut self) -> Result<bool, RecallError> {
        let adapters_run = self
            .runs
            .iter()
            .any(|examined| !examined.is_full() && examined.run.status() == Status::Running);
        let (before, after) = self.runs.split_at_mut(self.next);
        let first = self.next;
        let mut queue = (first..)
            .zip(after)
            .chain((0..).zip(before))
            .filter(|(_, examined)| examined.run.status() == Status::Running)
            .filter(|(_, examined)| !(adapters_run && examined.is_full()));
        let Some((number, examined)) = queue.next() else {
            return Ok(false);
        };
        let status = examined.run.step();
        let step = examined.run.made();
        let diverged = matches!(status, Status::Diverged { .. });
        if let Some(examiner) = &mut self.examiner
            && !diverged
            && Examiner::is_due(step, self.plan.config.steps)
        {
            let exam = examiner.examine(examined.run.model(), step);
            examined.exams.push(exam);
        }
        if status == Status::Finished && examined.is_full() {
            self.cut = Some(self.cut_full(number)?);
        }
        self.next = number + 1;
        self.turns += 1;
        Ok(true)
    }

    fn cut_full(&mut self, number: usize) -> Result<CutFull, RecallError> {
        let width = self.plan.config.width;
        let mut weights = Panels::zeros(width, width);
        if let Some(full) = self.runs.get(number) {
            full.run.model().write_weights(&mut weights);
        }
        let mut seen = Examiner::new(Arc::clone(&self.questions), width);
        let ranks = &self.plan.config.ranks;
        cut(&weights.matrix(), ranks, &mut seen, self.examiner.as_mut())
    }
}

/// What has been reported of a run before.
struct Reported {
    boards: usize,
    exams: usize,
}

impl Examined {
    fn is_full(&self) -> bool {
        self.run.config().learner() == Learner::Full
    }

    /// The board before any step is reported with the first chunk.
    fn reported(&self, from: usize) -> Reported {
        let all = Reported {
            boards: self.run.boards().len(),
            exams: self.exams.len(),
        };
        let none = Reported {
            boards: 0,
            exams: 0,
        };
        if from == 0 { none } else { all }
    }

    fn growth(&self, reported: &Reported) -> RunGrowth {
        let boards = self.run.boards().get(reported.boards..);
        let exams = self.exams.get(reported.exams..);
        RunGrowth {
            boards: boards.unwrap_or_default().to_vec(),
            exams: exams.unwrap_or_default().to_vec(),
            status: self.run.status(),
        }
    }
}

/// Trains on from where the chunk says, until all runs are done or `go_on`, asked after each turn,
/// answers no. `alive` is called now and then while a session that was lost is made up for.
///
/// # Errors
/// As [`RecallSession::new`] and [`RecallSession::turn`].
pub fn learn(
    session: &mut Option<RecallSession>,
    chunk: &RecallChunk,
    alive: &mut dyn FnMut(),
    go_on: &mut dyn FnMut() -> bool,
) -> Result<RecallGrowth, RecallError> {
    let at_hand = session.take();
    let fitting = at_hand.filter(|held| held.plan == chunk.plan && held.turns == chunk.from);
    let mut held = match fitting {
        Some(held) => held,
        None => RecallSession::new(&chunk.plan)?,
    };
    while held.turns < chunk.from && held.turn()? {
        if held.turns.is_multiple_of(TURNS_PER_PROGRESS) {
            alive();
        }
    }
    let reported = held.runs.iter().map(|run| run.reported(chunk.from));
    let reported: Vec<Reported> = reported.collect();
    let cut_before = held.cut.is_some();
    while held.turn()? && go_on() {}
    let runs = held.runs.iter().zip(&reported);
    let growth = RecallGrowth {
        turns: held.turns,
        runs: runs.map(|(run, before)| run.growth(before)).collect(),
        cut: held.cut.clone().filter(|_| !cut_before),
    };
    *session = Some(held);
    Ok(growth)
}
