//! What is analysed: which matrices come next, and what becomes of an answer.

use std::collections::HashSet;

use rankscope_adapter::checkpoint::{
    Aim, Analysis, Kind, Matrix, MatrixBatch, MatrixError, TELLING,
};
use rankscope_engine::supervisor::Fault;

use super::{CheckpointCommand, CheckpointSession, Phase};
use crate::adapter::pool::{LayerOutcome, PoolCommand};
use crate::adapter::state::Failure;
use crate::checkpoints::rows::Row;
use crate::checkpoints::shared::Shared;
use crate::checkpoints::state::{LeftOut, Order, Stop};

/// Multiplications of a decomposition for each byte that the schedule counts: it puts a megabyte into a batch, which
/// is then half a second of work.
const WORK_A_BYTE: u64 = 512;
/// The same of norms, which are as fast as a file is read.
const READ_A_BYTE: u64 = 32;

impl CheckpointSession {
    pub(super) fn stop(&mut self, why: Stop) -> Vec<CheckpointCommand> {
        self.change(|state| {
            state.stopped = Some(why);
            state.is_ordering = false;
        });
        self.halt()
    }

    /// Ends what is under way, and keeps what was found.
    pub(super) fn halt(&mut self) -> Vec<CheckpointCommand> {
        let stopped = self.pool.stop();
        self.took_in(stopped)
    }

    /// The first of what is not known.
    pub(super) fn begin(&mut self, now: f64) -> Vec<CheckpointCommand> {
        self.phase = Phase::Telling;
        if self.state.stopped.is_some() {
            return Vec::new();
        }
        if self.state.plan().is_none() {
            return Vec::new();
        }
        let known = self.known();
        let telling = self.order.iter().copied().take(TELLING);
        let telling: Vec<usize> = telling.filter(|index| !known.contains(index)).collect();
        if telling.is_empty() {
            return self.go_on(now);
        }
        self.start(telling, now)
    }

    fn known(&self) -> HashSet<usize> {
        let left_out: HashSet<&str> = self.state.left_out.iter().map(|left| &*left.path).collect();
        let all = self
            .state
            .plan()
            .map(|plan| plan.matrices.iter().enumerate());
        let left_out = all
            .into_iter()
            .flatten()
            .filter(|(_, matrix)| left_out.contains(&*matrix.parameter.path))
            .map(|(index, _)| index);
        let known = self.state.rows.iter().map(|row| row.index);
        known.chain(left_out).collect()
    }

    /// All the others, their norms before where the strongest come first.
    pub(super) fn go_on(&mut self, now: f64) -> Vec<CheckpointCommand> {
        let Some(plan) = self.state.plan().cloned() else {
            return Vec::new();
        };
        let known = self.known();
        let mut left = self.order.clone();
        left.retain(|index| !known.contains(index));
        if self.state.order == Order::Strongest {
            let unknown = left.iter().copied();
            let unknown: Vec<usize> = unknown
                .filter(|index| !self.norms.contains_key(index))
                .collect();
            if !unknown.is_empty() && self.phase != Phase::Norms {
                self.phase = Phase::Norms;
                self.change(|state| state.is_ordering = true);
                return self.start(unknown, now);
            }
            let norm = |index: &usize| self.norms.get(index).copied().unwrap_or_default();
            left.sort_by(|a, b| norm(b).total_cmp(&norm(a)));
        }
        let vectors = plan.matrices.iter().enumerate();
        let vectors = vectors
            .filter(|(index, matrix)| {
                matrix.parameter.kind == Kind::Vector && !known.contains(index)
            })
            .map(|(index, _)| index);
        left.extend(vectors);
        self.phase = Phase::Rest;
        self.change(|state| state.is_ordering = false);
        self.start(left, now)
    }

    fn start(&mut self, indices: Vec<usize>, now: f64) -> Vec<CheckpointCommand> {
        let Some(plan) = self.state.plan() else {
            return Vec::new();
        };
        let norms = self.phase == Phase::Norms;
        let cost = |matrix: &Matrix| {
            let parameter = &matrix.parameter;
            if norms || parameter.kind == Kind::Vector {
                matrix.bytes() / READ_A_BYTE
            } else {
                let side = parameter.smaller_side() as u64;
                parameter.numbers().saturating_mul(side) / WORK_A_BYTE
            }
        };
        let costs = plan.matrices.iter().map(cost).collect();
        let commands = self.pool.start(costs, indices, now);
        self.took_in(commands)
    }

    /// As [`Self::took_in`], and what comes next when everything asked for is done.
    pub(super) fn carry_out(
        &mut self,
        commands: impl IntoIterator<Item = PoolCommand<Analysis, MatrixError>>,
        now: f64,
    ) -> Vec<CheckpointCommand> {
        let mut next = self.took_in(commands);
        let is_idle = !self.pool.is_busy() && self.pool.deadline().is_none();
        let goes_on = self.state.stopped.is_none() && self.phase != Phase::Rest;
        if is_idle && goes_on && self.state.plan().is_some() {
            next.extend(self.go_on(now));
        }
        next
    }

    fn took_in(
        &mut self,
        commands: impl IntoIterator<Item = PoolCommand<Analysis, MatrixError>>,
    ) -> Vec<CheckpointCommand> {
        let mut next = Vec::new();
        for command in commands {
            match command {
                PoolCommand::Analyse {
                    worker,
                    ticket,
                    layers,
                } => next.extend(self.analyse(worker, ticket, &layers)),
                PoolCommand::Cancel { worker } => next.push(CheckpointCommand::Cancel { worker }),
                PoolCommand::Deliver(found) => self.deliver(found),
                PoolCommand::GiveUp(fault) => self.give_up(fault),
            }
        }
        next
    }

    fn give_up(&mut self, fault: Fault) {
        self.change(|state| state.stopped = Some(Stop::Failed(fault)));
    }

    fn analyse(&self, worker: usize, ticket: u32, indices: &[usize]) -> Option<CheckpointCommand> {
        let plan = self.state.plan()?;
        let aim = if self.phase == Phase::Norms {
            Aim::Norms
        } else {
            Aim::Spectrum
        };
        let matrices = indices.iter().filter_map(|index| plan.matrices.get(*index));
        Some(CheckpointCommand::Analyse {
            worker,
            ticket,
            of: self.state.sides.each_ref().map(|side| side.serial),
            batch: MatrixBatch::of(matrices.map(|matrix| (matrix.clone(), aim)).collect()),
        })
    }

    fn deliver(&mut self, found: Vec<(usize, LayerOutcome<Analysis, MatrixError>)>) {
        let Some(plan) = self.state.plan().cloned() else {
            return;
        };
        if self.phase == Phase::Norms {
            // What failed is asked for again, and says then why.
            let norms = found.into_iter().filter_map(|(index, analysis)| {
                Some((index, analysis.ok()?.relative().unwrap_or(f64::INFINITY)))
            });
            self.norms.extend(norms);
            return;
        }
        let (mut rows, mut left_out) = (Vec::new(), Vec::new());
        for (index, outcome) in found {
            let Some(matrix) = plan.matrices.get(index) else {
                continue;
            };
            let parameter = matrix.parameter.clone();
            match outcome {
                Ok(analysis) => rows.push(Shared::new(Row::new(index, parameter, analysis))),
                Err(failure) => left_out.push(left(parameter.path, &failure)),
            }
        }
        self.change(|state| {
            let all = state.rows.make_mut();
            all.extend(rows);
            all.sort_by_key(|row| row.index);
            if !left_out.is_empty() {
                state.left_out.make_mut().extend(left_out);
            }
        });
    }
}

fn left(path: String, failure: &Failure<MatrixError>) -> LeftOut {
    let (why, advice) = match failure {
        Failure::Layer(error) => (error.to_string(), error.advice()),
        Failure::Worker(fault) => (
            fault.to_string(),
            "It may need more memory than there is: use the command rankscope.",
        ),
    };
    LeftOut {
        path,
        why,
        advice: advice.to_owned(),
    }
}
