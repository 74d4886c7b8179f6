//! What is opened: files of either side, or a report; and the two exchanged.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use rankscope_adapter::checkpoint::{Checkpoint, Layer, Part, Plan, Report, Side};

use super::{CheckpointCommand, CheckpointSession, Phase, ReadHeaders};
use crate::adapter::opening::Problem;
use crate::adapter::plan::PickedFile;
use crate::checkpoints::picked::{Picked, problem};
use crate::checkpoints::rows::Row;
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
    pub(super) fn forget(&mut self) -> Vec<CheckpointCommand> {
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

    pub(super) fn headers(
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

    pub(super) fn report(&mut self, name: String, bytes: Option<&[u8]>) -> Vec<CheckpointCommand> {
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
    pub(super) fn exchange(&mut self, now: f64) -> Vec<CheckpointCommand> {
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
}
