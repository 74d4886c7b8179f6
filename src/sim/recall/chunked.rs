//! Learning in chunks, on the side that asks for them: what has come back, and what to ask for next.
//!
//! The side that trains may lose its state at any point and make up for it: see
//! [`learn`](super::learn).

use std::rc::Rc;

use super::RecallError;
use super::board::Board;
use super::capacity::RECALLED;
use super::config::{Learner, RecallConfig, RecallPlan};
use super::cut::{CutFull, TruncatedRecall};
use super::exam::Exam;
use super::questions::HELD_OUT;
use super::session::{RecallChunk, RecallGrowth, RunGrowth};
use crate::training::{Family, Status};

/// A plan under way.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkedRecall {
    learned: Rc<Learned>,
    turns: usize,
}

/// What is known of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The plan.
    pub plan: RecallPlan,
    /// Its runs, in its order.
    pub runs: Vec<RecallTrajectory>,
    /// The full matrix, once it has been trained.
    pub cut: Option<CutFull>,
}

/// What one run answers, as far as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct RecallTrajectory {
    /// Who learns.
    pub learner: Learner,
    /// N.
    keys: usize,
    /// Steps, if it does not diverge.
    steps: usize,
    boards: Vec<u8>,
    exams: Vec<Exam>,
    /// How far it is.
    pub status: Status,
}

impl RecallTrajectory {
    /// Steps made.
    pub fn made(&self) -> usize {
        let boards = self.boards.len() / Board::bytes_of(self.keys).max(1);
        boards.saturating_sub(1)
    }

    /// The board after a step; none where it has not been made.
    pub fn board(&self, step: usize) -> Option<Board<'_>> {
        let bytes = Board::bytes_of(self.keys);
        let board = self.boards.get(step * bytes..(step + 1) * bytes)?;
        Some(Board::new(board, self.keys))
    }

    /// The newest board.
    pub fn newest(&self) -> Option<Board<'_>> {
        self.board(self.made())
    }

    /// The board after a step, or without one after the last, once all are made.
    pub fn board_at(&self, step: Option<usize>) -> Option<Board<'_>> {
        match step {
            Some(step) => self.board(step),
            None => self.final_board(),
        }
    }

    /// The board after the last step, once all are made; none when it diverged.
    pub fn final_board(&self) -> Option<Board<'_>> {
        self.newest().filter(|_| self.status == Status::Finished)
    }

    /// Recall before the first step and after each, in `0..=1`.
    pub fn recalls(&self) -> impl Iterator<Item = f64> {
        let boards = self.boards.chunks(Board::bytes_of(self.keys).max(1));
        boards.map(|board| Board::new(board, self.keys).recall())
    }

    /// The newest exam that is not after a step, with when it was taken.
    pub fn exam(&self, step: usize) -> Option<(usize, Board<'_>)> {
        let exam = self.exams.iter().rev().find(|exam| exam.step <= step)?;
        Some((exam.step, Board::new(&exam.board, HELD_OUT)))
    }

    /// The exam after the last step, once all are made.
    pub fn final_exam(&self) -> Option<Board<'_>> {
        let exam = self.exams.last();
        let exam =
            exam.filter(|exam| self.status == Status::Finished && exam.step == self.steps)?;
        Some(Board::new(&exam.board, HELD_OUT))
    }

    fn take(&mut self, growth: RunGrowth) {
        self.boards.extend(growth.boards);
        self.exams.extend(growth.exams);
        self.status = growth.status;
    }

    /// Share done.
    fn share(&self) -> f64 {
        match self.status {
            Status::Running => self.made() as f64 / self.steps as f64,
            Status::Finished | Status::Diverged { .. } => 1.0,
        }
    }
}

impl Learned {
    /// What is known of a plan before anything is asked for.
    ///
    /// # Errors
    /// As [`RecallPlan::runs`].
    pub fn nothing(plan: RecallPlan) -> Result<Self, RecallError> {
        let runs = plan.runs()?.into_iter().map(|run| RecallTrajectory {
            learner: run.learner(),
            keys: plan.config.facts,
            steps: run.steps(),
            boards: Vec::new(),
            exams: Vec::new(),
            status: Status::Running,
        });
        Ok(Self {
            runs: runs.collect(),
            plan,
            cut: None,
        })
    }

    /// The run of a family at a rank.
    pub fn run(&self, family: Family, rank: usize) -> Option<&RecallTrajectory> {
        let learner = Learner::Adapter { family, rank };
        self.runs.iter().find(|run| run.learner == learner)
    }

    /// What the full matrix cut to a rank recalls.
    pub fn truncated(&self, rank: usize) -> Option<&TruncatedRecall> {
        let mut truncated = self.cut.iter().flat_map(|cut| &cut.truncated);
        truncated.find(|truncated| truncated.rank == rank)
    }

    /// Whether no run has steps to go.
    pub fn finished(&self) -> bool {
        self.runs.iter().all(|run| run.status != Status::Running)
    }

    /// Share done of all steps, in `0..=1`.
    pub fn share(&self) -> f64 {
        let shares: f64 = self.runs.iter().map(RecallTrajectory::share).sum();
        if self.runs.is_empty() {
            1.0
        } else {
            shares / self.runs.len() as f64
        }
    }
}

impl ChunkedRecall {
    /// A plan of which nothing has been learned yet.
    ///
    /// # Errors
    /// As [`RecallPlan::runs`].
    pub fn new(plan: RecallPlan) -> Result<Self, RecallError> {
        Ok(Self {
            learned: Rc::new(Learned::nothing(plan)?),
            turns: 0,
        })
    }

    /// What is known of the plan.
    pub fn learned(&self) -> &Rc<Learned> {
        &self.learned
    }

    /// What to ask for next; none when everything is done.
    pub fn next(&self) -> Option<RecallChunk> {
        (!self.learned.finished()).then(|| RecallChunk {
            plan: self.learned.plan.clone(),
            from: self.turns,
        })
    }

    /// Takes in the answer to a chunk. One that was not asked for last changes nothing.
    pub fn take(&mut self, chunk: &RecallChunk, growth: RecallGrowth) {
        if self.next().as_ref() != Some(chunk) {
            return;
        }
        let learned = Rc::make_mut(&mut self.learned);
        for (run, growth) in learned.runs.iter_mut().zip(growth.runs) {
            run.take(growth);
        }
        learned.cut = learned.cut.take().or(growth.cut);
        self.turns = growth.turns;
    }
}

/// Plans that are trained beside each other. What is asked of all of them together takes them to be of the
/// same questions.
#[derive(Clone, Debug, PartialEq)]
pub struct RecallResults {
    plans: Vec<Rc<Learned>>,
}

impl RecallResults {
    /// Of these plans.
    pub fn new(plans: Vec<Rc<Learned>>) -> Self {
        Self { plans }
    }

    /// Each plan by itself.
    pub fn plans(&self) -> &[Rc<Learned>] {
        &self.plans
    }

    /// How they are trained; none of no plan.
    pub fn config(&self) -> Option<&RecallConfig> {
        self.plans.first().map(|learned| &learned.plan.config)
    }

    /// The families, in their order.
    pub fn families(&self) -> impl Iterator<Item = Family> {
        let plans = self.plans.iter();
        plans.flat_map(|learned| learned.plan.families.iter().copied())
    }

    /// The run of a family at a rank.
    pub fn run(&self, family: Family, rank: usize) -> Option<&RecallTrajectory> {
        self.plans
            .iter()
            .find_map(|learned| learned.run(family, rank))
    }

    /// The runs of a family, by rank.
    pub fn of(&self, family: Family) -> impl Iterator<Item = (usize, &RecallTrajectory)> {
        let runs = self.plans.iter().flat_map(|learned| &learned.runs);
        runs.filter_map(move |run| match run.learner {
            Learner::Adapter { family: own, rank } if own == family => Some((rank, run)),
            _ => None,
        })
    }

    /// The smallest rank of a family that recalls [`RECALLED`] of its keys in the end.
    pub fn smallest(&self, family: Family) -> Option<usize> {
        let holds = |run: &RecallTrajectory| {
            run.final_board()
                .is_some_and(|board| board.recall() >= RECALLED)
        };
        let mut runs = self.of(family);
        runs.find_map(|(rank, run)| holds(run).then_some(rank))
    }

    /// The full matrix in training.
    pub fn full(&self) -> Option<&RecallTrajectory> {
        let mut runs = self.plans.iter().flat_map(|learned| &learned.runs);
        runs.find(|run| run.learner == Learner::Full)
    }

    /// The full matrix, once it has been trained.
    pub fn cut(&self) -> Option<&CutFull> {
        self.plans.iter().find_map(|learned| learned.cut.as_ref())
    }

    /// What the full matrix cut to a rank recalls.
    pub fn truncated(&self, rank: usize) -> Option<&TruncatedRecall> {
        self.plans
            .iter()
            .find_map(|learned| learned.truncated(rank))
    }

    /// Whether no run has steps to go.
    pub fn finished(&self) -> bool {
        self.plans.iter().all(|learned| learned.finished())
    }

    /// Steps made by the run that is furthest: so many can be gone back.
    pub fn made(&self) -> usize {
        let runs = self.plans.iter().flat_map(|learned| &learned.runs);
        runs.map(RecallTrajectory::made).max().unwrap_or_default()
    }
}
