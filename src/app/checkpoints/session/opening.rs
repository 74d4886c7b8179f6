//! What is opened: files of either side, or a report; and the two exchanged. What takes long is read by a worker.

use std::collections::{HashMap, VecDeque};

use rankscope_adapter::checkpoint::{CheckpointFiles, Laid, Plan, Side};

use super::{CheckpointCommand, CheckpointSession, Phase};
use crate::adapter::opening::Problem;
use crate::adapter::plan::PickedFile;
use crate::checkpoints::arriving::{Arrived, Opened};
use crate::checkpoints::picked::Picked;
use crate::checkpoints::rows::Row;
use crate::checkpoints::shared::Shared;
use crate::checkpoints::state::{CheckpointState, LeftOut, SideState, Source};

impl CheckpointSession {
    /// Files for a side, in place of those it has.
    pub(super) fn picked(&mut self, side: Side, files: &[PickedFile]) -> Vec<CheckpointCommand> {
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
        // What is being read is of other files.
        self.reading += 1;
        self.last_serial += 1;
        let serial = self.last_serial;
        self.change(|state| {
            *state.side_mut(side) = SideState {
                serial,
                name: picked.name.clone(),
                files: None,
                is_reading: true,
            };
            state.problems.clear();
        });
        commands.push(CheckpointCommand::FindHeaders {
            side,
            serial,
            picked,
        });
        commands
    }

    /// Nothing is known of any two any more.
    pub(super) fn forget(&mut self) -> Vec<CheckpointCommand> {
        let commands = self.halt();
        self.phase = Phase::Telling;
        self.norms.clear();
        self.order.clear();
        self.exchanging = false;
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

    pub(super) fn headers(
        &mut self,
        serial: u32,
        files: Result<CheckpointFiles, Problem>,
    ) -> Vec<CheckpointCommand> {
        let mut sides = Side::ALL.into_iter();
        let Some(side) = sides.find(|side| self.state.side(*side).serial == serial) else {
            // Others were picked meanwhile.
            return Vec::new();
        };
        self.change(|state| match files {
            Ok(files) => state.side_mut(side).files = Some(Shared::new(files)),
            Err(problem) => {
                *state.side_mut(side) = SideState::default();
                state.problems = vec![problem];
            }
        });
        self.read_what_is_left()
    }

    /// Has headers read that have not been.
    fn read_what_is_left(&mut self) -> Vec<CheckpointCommand> {
        let waits = |side: &SideState| side.is_reading && side.files.is_some();
        if self.state.sides.iter().any(waits) {
            let sides = self.state.sides.each_ref();
            return vec![self.read(sides.map(SideState::clone))];
        }
        Vec::new()
    }

    fn read(&mut self, sides: [SideState; 2]) -> CheckpointCommand {
        self.reading += 1;
        let files = |side: SideState| side.files.map(|files| (*files).clone());
        CheckpointCommand::ReadHeaders {
            ticket: self.reading,
            of: sides.each_ref().map(|side| side.serial),
            sides: sides.map(files),
        }
    }

    pub(super) fn report(&mut self, name: String) -> Vec<CheckpointCommand> {
        self.reading += 1;
        self.exchanging = false;
        vec![CheckpointCommand::ReadReport {
            ticket: self.reading,
            name,
        }]
    }

    /// What was read. What was open stays open where it cannot be used.
    pub(super) fn arrived(
        &mut self,
        ticket: u32,
        arrived: Arrived,
        now: f64,
    ) -> Vec<CheckpointCommand> {
        if ticket != self.reading {
            return Vec::new();
        }
        match arrived {
            Arrived::Sound => {
                self.change(|state| read(&mut state.sides));
                Vec::new()
            }
            Arrived::Laid(laid) if self.exchanging => self.exchanged(*laid, now),
            Arrived::Laid(laid) => {
                self.change(|state| read(&mut state.sides));
                self.lay(*laid);
                self.begin(now)
            }
            Arrived::Report(opened, rows) => self.opened(*opened, rows),
            Arrived::Declined(side, problem) => {
                let exchanging = std::mem::take(&mut self.exchanging);
                self.change(|state| {
                    match side {
                        Some(side) => *state.side_mut(side) = SideState::default(),
                        None => read(&mut state.sides),
                    }
                    state.problems = vec![problem];
                });
                if exchanging {
                    return self.begin(now);
                }
                self.read_what_is_left()
            }
            Arrived::NoReport(problem) => {
                self.change(|state| state.problems = vec![problem]);
                let mut commands = self.read_what_is_left();
                // Two that were to be exchanged stay as they are.
                if !self.pool.is_busy() {
                    commands.extend(self.begin(now));
                }
                commands
            }
        }
    }

    fn lay(&mut self, laid: Laid) {
        let Laid { plan, order, grid } = laid;
        self.order = order;
        self.change(|state| {
            state.all = plan.matrices.len();
            state.grid = Shared::new(grid);
            state.source = Some(Source::Files(Shared::new(plan)));
        });
    }

    fn opened(&mut self, opened: Opened, rows: Vec<Shared<Row>>) -> Vec<CheckpointCommand> {
        let commands = self.forget();
        let Opened { file, report } = opened;
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
            state.rows = Shared::new(rows);
            state.grid = Shared::new(report.grid);
            state.left_out = Shared::new(left_out);
            state.problems.clear();
            state.source = Some(Source::Report {
                file,
                remarks: report.remarks,
            });
        });
        commands
    }

    /// Base becomes tuned. What was found stays: only the sign of ΔW changes, and what is relative to the base.
    pub(super) fn exchange(&mut self) -> Vec<CheckpointCommand> {
        match &self.state.source {
            Some(Source::Files(_)) => {
                let mut commands = self.halt();
                self.exchanging = true;
                let mut sides = self.state.sides.each_ref().map(SideState::clone);
                sides.reverse();
                commands.push(self.read(sides));
                commands
            }
            source => {
                let is_report = source.is_some();
                self.change(|state| {
                    state.sides.reverse();
                    if is_report {
                        let rows = state.rows.iter();
                        let rows = rows
                            .map(|row| Shared::new(row.exchanged(row.index, row.path().to_owned())))
                            .collect();
                        state.rows = Shared::new(rows);
                    }
                });
                self.read_what_is_left()
            }
        }
    }

    /// The two are laid beside each other the other way round.
    fn exchanged(&mut self, laid: Laid, now: f64) -> Vec<CheckpointCommand> {
        self.exchanging = false;
        let mut commands = self.halt();
        let before = self.state();
        self.norms.clear();
        self.lay(laid);
        let (Some(old), Some(plan)) = (before.plan(), self.state.plan().cloned()) else {
            return commands;
        };
        let rows = in_other_order(&before, old, &plan);
        self.change(|state| {
            state.sides.reverse();
            state.rows = Shared::new(rows);
            state.left_out = Shared::default();
        });
        commands.extend(self.begin(now));
        commands
    }
}

/// What has been waited for is here.
fn read(sides: &mut [SideState; 2]) {
    for side in sides.iter_mut().filter(|side| side.files.is_some()) {
        side.is_reading = false;
    }
}

/// The rows of an old plan in the order of a new one, whose base is the old one's tuned checkpoint.
fn in_other_order(before: &CheckpointState, old: &Plan, new: &Plan) -> Vec<Shared<Row>> {
    // Experts of one tensor have its name together, and stand in the same order.
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, matrix) in new.matrices.iter().enumerate() {
        let places = places.entry(&matrix.tuned.tensor.name).or_default();
        places.push_back(index);
    }
    let known: HashMap<usize, &Shared<Row>> =
        before.rows.iter().map(|row| (row.index, row)).collect();
    let mut rows = Vec::new();
    for (index, matrix) in old.matrices.iter().enumerate() {
        let of_name = places.get_mut(&*matrix.base.tensor.name);
        let Some(place) = of_name.and_then(VecDeque::pop_front) else {
            continue;
        };
        if let (Some(row), Some(matrix)) = (known.get(&index), new.matrices.get(place)) {
            let path = matrix.parameter.path.clone();
            rows.push(Shared::new(row.exchanged(place, path)));
        }
    }
    rows.sort_by_key(|row| row.index);
    rows
}
