//! The analysis of two checkpoints: events in, commands for the browser out.
//!
//! First a dozen telling matrices, spread over depth and kind, so that there is soon an answer; then all of them, in
//! the order of the model or the strongest first. Which is strongest is known from their norms alone, which are taken
//! before: reading takes a tenth of the time that singular values do. Vectors come last.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use rankscope_adapter::checkpoint::{
    Aim, Analysis, Checkpoint, Kind, Layer, Matrix, MatrixBatch, MatrixError, Part, Plan, Report,
    Side, TELLING,
};
use rankscope_engine::supervisor::Fault;

use super::picked::{Picked, problem};
use super::rows::Row;
use super::state::{CheckpointState, LeftOut, Order, SideState, Source, Stop};
use crate::adapter::opening::Problem;
use crate::adapter::plan::PickedFile;
use crate::adapter::pool::{BatchOutcome, LayerOutcome, Pool, PoolCommand};
use crate::adapter::state::Failure;

/// Multiplications of a decomposition for each byte that the schedule counts: it puts a megabyte into a batch, which
/// is then half a second of work.
const WORK_A_BYTE: u64 = 512;
/// The same of norms, which are as fast as a file is read.
const READ_A_BYTE: u64 = 32;

/// The header of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadHeader {
    /// The file's name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// The bytes that [`picked::header`](super::picked::header) named.
    pub header: Vec<u8>,
}

/// What was read of a side's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadHeaders {
    /// Of each file of weights.
    pub files: Vec<ReadHeader>,
    /// The index.
    pub index: Option<Vec<u8>>,
}

/// What happened.
#[derive(Debug)]
pub enum CheckpointEvent {
    /// The view is on the page.
    Entered,
    /// It no longer is.
    Left,
    /// Files were picked for a side.
    Picked(Side, Vec<PickedFile>),
    /// The headers of a side's files were read, or why not.
    Headers(Side, u32, Result<ReadHeaders, Problem>),
    /// A report was picked: its file's name, and its bytes where they could be read.
    Report(String, Option<Vec<u8>>),
    /// The reader exchanges the two.
    Exchanged,
    /// The reader lets the analysis wait.
    Paused,
    /// The reader wants no more of it.
    Cancelled,
    /// The reader lets it go on.
    Resumed,
    /// The reader wants another order.
    Ordered(Order),
    /// A worker's answer.
    Answered {
        /// The worker.
        worker: usize,
        /// The ticket.
        ticket: u32,
        /// What came of the batch.
        outcome: BatchOutcome<Analysis, MatrixError>,
    },
    /// The time that [`CheckpointSession::deadline`] named has come.
    Deadline,
}

/// What the browser is to do, in this order.
#[derive(Debug, PartialEq)]
pub enum CheckpointCommand {
    /// Read the headers of files that were picked last for a side, and keep the files under a number.
    ReadHeaders {
        /// The side.
        side: Side,
        /// The number.
        serial: u32,
        /// Which of them.
        picked: Picked,
    },
    /// Have a worker analyse matrices.
    Analyse {
        /// The worker.
        worker: usize,
        /// Its answer's ticket.
        ticket: u32,
        /// The numbers of the files of base and tuned, whose bytes follow each other.
        of: [u32; 2],
        /// The matrices.
        batch: MatrixBatch,
    },
    /// Stop what a worker does.
    Cancel {
        /// The worker.
        worker: usize,
    },
    /// End all workers.
    ReleaseWorkers,
}

/// What workers do at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The first few matrices.
    Telling,
    /// The norms of all others.
    Norms,
    /// All others.
    Rest,
}

/// The session.
#[derive(Debug)]
pub struct CheckpointSession {
    state: Rc<CheckpointState>,
    pool: Pool<Analysis, MatrixError>,
    phase: Phase,
    /// `‖ΔW‖/‖W₀‖` of matrices of which it was asked for.
    norms: HashMap<usize, f64>,
    in_view: bool,
    last_serial: u32,
    revision: u32,
}

impl CheckpointSession {
    /// On a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        Self {
            state: Rc::default(),
            pool: Pool::new(cores),
            phase: Phase::Telling,
            norms: HashMap::new(),
            in_view: false,
            last_serial: 0,
            revision: 0,
        }
    }

    /// What is open and known.
    pub fn state(&self) -> Rc<CheckpointState> {
        Rc::clone(&self.state)
    }

    /// Grows with every change of the state.
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// When to send [`CheckpointEvent::Deadline`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        self.pool.deadline()
    }

    /// Whether this ticket is what the worker is to do now.
    pub fn is_current(&self, worker: usize, ticket: u32) -> bool {
        self.pool.is_current(worker, ticket)
    }

    /// Takes in what happened at time `now`, in milliseconds, and returns what is to be done about it.
    pub fn handle(&mut self, event: CheckpointEvent, now: f64) -> Vec<CheckpointCommand> {
        let mut commands = match event {
            CheckpointEvent::Entered => {
                self.in_view = true;
                Vec::new()
            }
            CheckpointEvent::Left => {
                self.in_view = false;
                Vec::new()
            }
            CheckpointEvent::Picked(side, files) => self.picked(side, &files),
            CheckpointEvent::Headers(side, serial, headers) => {
                self.headers(side, serial, headers, now)
            }
            CheckpointEvent::Report(name, bytes) => self.report(name, bytes.as_deref()),
            CheckpointEvent::Exchanged => self.exchange(now),
            CheckpointEvent::Paused => self.stop(Stop::Paused),
            CheckpointEvent::Cancelled => self.stop(Stop::Cancelled),
            CheckpointEvent::Resumed => {
                self.change(|state| state.stopped = None);
                self.begin(now)
            }
            CheckpointEvent::Ordered(order) => {
                self.change(|state| state.order = order);
                if self.phase == Phase::Telling || self.state.stopped.is_some() {
                    // What comes after is chosen when its turn comes.
                    Vec::new()
                } else {
                    let mut commands = self.halt();
                    commands.extend(self.go_on(now));
                    commands
                }
            }
            CheckpointEvent::Answered {
                worker,
                ticket,
                outcome,
            } => {
                let next = self.pool.answered(worker, ticket, outcome, now);
                self.carry_out(next, now)
            }
            CheckpointEvent::Deadline => {
                let delivery = self.pool.deliver(now);
                self.carry_out(delivery, now)
            }
        };
        if !self.in_view && !self.pool.is_busy() {
            commands.push(CheckpointCommand::ReleaseWorkers);
        }
        commands
    }

    fn change(&mut self, change: impl FnOnce(&mut CheckpointState)) {
        change(Rc::make_mut(&mut self.state));
        self.revision += 1;
    }

    /// Files for a side, in place of those it has.
    fn picked(&mut self, side: Side, files: &[PickedFile]) -> Vec<CheckpointCommand> {
        if files.is_empty() {
            return Vec::new();
        }
        let picked = match Picked::of(side, files) {
            Ok(picked) => picked,
            Err(problem) => {
                self.change(|state| state.problems = vec![problem]);
                return Vec::new();
            }
        };
        let mut commands = self.forget();
        self.last_serial += 1;
        let serial = self.last_serial;
        self.change(|state| {
            *state.side_mut(side) = SideState {
                serial,
                name: picked.name.clone(),
                checkpoint: None,
                is_reading: true,
            };
            state.problems.clear();
        });
        commands.push(CheckpointCommand::ReadHeaders {
            side,
            serial,
            picked,
        });
        commands
    }

    /// Nothing is known of any two any more.
    fn forget(&mut self) -> Vec<CheckpointCommand> {
        let commands = self.halt();
        self.phase = Phase::Telling;
        self.norms.clear();
        self.change(|state| {
            let kept = std::mem::take(state);
            *state = CheckpointState {
                sides: kept.sides,
                order: kept.order,
                problems: kept.problems,
                ..CheckpointState::default()
            };
        });
        commands
    }

    fn headers(
        &mut self,
        side: Side,
        serial: u32,
        headers: Result<ReadHeaders, Problem>,
        now: f64,
    ) -> Vec<CheckpointCommand> {
        if self.state.side(side).serial != serial {
            return Vec::new();
        }
        let read = headers.and_then(|read| {
            let parts = read.files.iter().map(|file| Part {
                name: &file.name,
                header: &file.header,
                bytes: file.bytes,
            });
            let parts: Vec<Part<'_>> = parts.collect();
            Checkpoint::read(side, &parts, read.index.as_deref()).map_err(|error| problem(&error))
        });
        self.change(|state| match read {
            Ok(checkpoint) => {
                let own = state.side_mut(side);
                own.is_reading = false;
                own.checkpoint = Some(Rc::new(checkpoint));
            }
            Err(problem) => {
                *state.side_mut(side) = SideState::default();
                state.problems = vec![problem];
            }
        });
        self.lay(now)
    }

    /// Lays two checkpoints beside each other, when both are open, and begins.
    fn lay(&mut self, now: f64) -> Vec<CheckpointCommand> {
        if self.plan() {
            self.begin(now)
        } else {
            Vec::new()
        }
    }

    /// Lays two checkpoints beside each other; false where that is not possible.
    fn plan(&mut self) -> bool {
        let [Some(base), Some(tuned)] = self.state.sides.each_ref().map(|side| &side.checkpoint)
        else {
            return false;
        };
        match Plan::new(base, tuned) {
            Ok(plan) => self.change(|state| {
                state.all = plan.matrices.len();
                state.source = Some(Source::Files(Rc::new(plan)));
            }),
            Err(error) => self.change(|state| state.problems = vec![problem(&error)]),
        }
        self.state.plan().is_some()
    }

    fn report(&mut self, name: String, bytes: Option<&[u8]>) -> Vec<CheckpointCommand> {
        let parsed = match bytes.map(Report::parse) {
            Some(Ok(report)) => Ok(report),
            Some(Err(error)) => Err(Problem {
                what: format!("“{name}” was not opened: {error}."),
                advice: "Open what “rankscope delta BASE TUNED --json” writes.",
            }),
            None => Err(Problem::unreadable(&name)),
        };
        let report = match parsed {
            Ok(report) => report,
            Err(problem) => {
                self.change(|state| state.problems = vec![problem]);
                return Vec::new();
            }
        };
        let commands = self.forget();
        let row = |(index, layer): (usize, &Layer)| {
            let (parameter, analysis) = layer.found();
            Rc::new(Row::new(index, parameter, Rc::new(analysis)))
        };
        let rows: Vec<Rc<Row>> = report.layers.iter().enumerate().map(row).collect();
        let left_out = report.failed.into_iter().map(|failed| LeftOut {
            path: failed.layer,
            why: failed.error,
            advice: failed.advice,
        });
        let left_out: Vec<LeftOut> = left_out.collect();
        self.change(|state| {
            let named = |name: String| SideState {
                name,
                ..SideState::default()
            };
            state.sides = [named(report.base), named(report.tuned)];
            state.all = rows.len() + left_out.len();
            state.rows = Rc::new(rows);
            state.left_out = Rc::new(left_out);
            state.problems.clear();
            state.source = Some(Source::Report {
                file: name,
                remarks: report.remarks,
            });
        });
        commands
    }

    /// Base becomes tuned. What was found stays: only the sign of ΔW changes, and what is relative to the base.
    fn exchange(&mut self, now: f64) -> Vec<CheckpointCommand> {
        let mut commands = self.halt();
        self.norms.clear();
        let before = self.state();
        self.change(|state| {
            state.sides.reverse();
            state.source = None;
        });
        match &before.source {
            Some(Source::Report { file, remarks }) => {
                let source = Source::Report {
                    file: file.clone(),
                    remarks: remarks.clone(),
                };
                let rows = before.rows.iter();
                let rows = rows.map(|row| Rc::new(row.exchanged(row.index, row.path().to_owned())));
                let rows = Rc::new(rows.collect());
                self.change(|state| {
                    state.source = Some(source);
                    state.rows = rows;
                });
            }
            Some(Source::Files(old)) => {
                self.change(|state| {
                    state.rows = Rc::default();
                    state.left_out = Rc::default();
                });
                commands.extend(self.lay_exchanged(&before, old, now));
            }
            None => {}
        }
        commands
    }

    fn lay_exchanged(
        &mut self,
        before: &CheckpointState,
        old: &Plan,
        now: f64,
    ) -> Vec<CheckpointCommand> {
        if !self.plan() {
            return Vec::new();
        }
        let Some(plan) = self.state.plan().map(Rc::clone) else {
            return Vec::new();
        };
        // Experts of one tensor have its name together, and stand in the same order.
        let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for (index, matrix) in plan.matrices.iter().enumerate() {
            let places = places.entry(&matrix.tuned.tensor.name).or_default();
            places.push_back(index);
        }
        let known: HashMap<usize, &Rc<Row>> =
            before.rows.iter().map(|row| (row.index, row)).collect();
        let mut rows = Vec::new();
        for (index, matrix) in old.matrices.iter().enumerate() {
            let of_name = places.get_mut(&*matrix.base.tensor.name);
            let Some(place) = of_name.and_then(VecDeque::pop_front) else {
                continue;
            };
            if let (Some(row), Some(matrix)) = (known.get(&index), plan.matrices.get(place)) {
                let path = matrix.parameter.path.clone();
                rows.push(Rc::new(row.exchanged(place, path)));
            }
        }
        rows.sort_by_key(|row| row.index);
        self.change(|state| state.rows = Rc::new(rows));
        self.begin(now)
    }

    fn stop(&mut self, why: Stop) -> Vec<CheckpointCommand> {
        self.change(|state| {
            state.stopped = Some(why);
            state.is_ordering = false;
        });
        self.halt()
    }

    /// Ends what is under way, and keeps what was found.
    fn halt(&mut self) -> Vec<CheckpointCommand> {
        let stopped = self.pool.stop();
        self.took_in(stopped)
    }

    /// The first of what is not known.
    fn begin(&mut self, now: f64) -> Vec<CheckpointCommand> {
        self.phase = Phase::Telling;
        if self.state.stopped.is_some() {
            return Vec::new();
        }
        let Some(plan) = self.state.plan() else {
            return Vec::new();
        };
        let known = self.known();
        let telling = plan.order().into_iter().take(TELLING);
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
    fn go_on(&mut self, now: f64) -> Vec<CheckpointCommand> {
        let Some(plan) = self.state.plan().map(Rc::clone) else {
            return Vec::new();
        };
        let known = self.known();
        let mut left: Vec<usize> = plan.order();
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
    fn carry_out(
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
        let Some(plan) = self.state.plan().map(Rc::clone) else {
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
                Ok(analysis) => rows.push(Rc::new(Row::new(index, parameter, analysis))),
                Err(failure) => left_out.push(left(parameter.path, &failure)),
            }
        }
        self.change(|state| {
            let all = Rc::make_mut(&mut state.rows);
            all.extend(rows);
            all.sort_by_key(|row| row.index);
            Rc::make_mut(&mut state.left_out).extend(left_out);
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
