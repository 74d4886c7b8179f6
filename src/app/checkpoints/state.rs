//! What is open of two checkpoints, and what is known of their difference.

use rankscope_adapter::checkpoint::{CheckpointFiles, Grid, Plan, Side};
use rankscope_engine::supervisor::Fault;

use super::rows::{Row, Rows};
use super::shared::Shared;
use crate::adapter::opening::Problem;

/// One of the two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SideState {
    /// The number of its files; 0 where there are none.
    pub serial: u32,
    /// What it is called.
    pub name: String,
    /// Its files, once it is known where their headers are.
    pub files: Option<Shared<CheckpointFiles>>,
    /// Whether these are being read.
    pub is_reading: bool,
}

/// Where the results come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Two checkpoints that are open.
    Files(Shared<Plan>),
    /// A report of `rankscope delta --json`.
    Report {
        /// The report's file.
        file: String,
        /// What it says beside the numbers.
        remarks: Vec<String>,
    },
}

/// In which order matrices are looked at after the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they stand in the model.
    #[default]
    Model,
    /// Those first that changed most for their size.
    Strongest,
}

/// Why an analysis does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The reader lets it wait.
    Paused,
    /// The reader wants no more.
    Cancelled,
    /// Workers do not start.
    Failed(Fault),
}

/// A matrix of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name.
    pub path: String,
    /// Why, and what to do about it.
    pub why: String,
    pub advice: String,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Less than two checkpoints are open.
    Nothing,
    /// Headers are read.
    Reading,
    /// Matrices are analysed.
    Analysing,
    /// That was stopped.
    Stopped,
    /// Everything is known.
    Ready,
}

impl Progress {
    /// Its name in `data-open`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Reading => "reading",
            Self::Analysing => "analysing",
            Self::Stopped => "stopped",
            Self::Ready => "ready",
        }
    }
}

/// All of it. It is soon cloned and compared: what is large is shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckpointState {
    /// Base and tuned.
    pub sides: [SideState; 2],
    /// What is compared; none before both are open.
    pub source: Option<Source>,
    /// What is known.
    pub rows: Rows,
    /// Where in the model they stand.
    pub grid: Shared<Grid>,
    /// What could not be analysed.
    pub left_out: Shared<Vec<LeftOut>>,
    /// How many there are.
    pub all: usize,
    /// In which order they are looked at.
    pub order: Order,
    /// Whether their norms are taken, to know which is strongest.
    pub is_ordering: bool,
    /// Why it does not go on.
    pub stopped: Option<Stop>,
    /// What could not be opened.
    pub problems: Vec<Problem>,
}

impl CheckpointState {
    /// One of the two.
    pub const fn side(&self, side: Side) -> &SideState {
        let [base, tuned] = &self.sides;
        match side {
            Side::Base => base,
            Side::Tuned => tuned,
        }
    }

    pub(super) const fn side_mut(&mut self, side: Side) -> &mut SideState {
        let [base, tuned] = &mut self.sides;
        match side {
            Side::Base => base,
            Side::Tuned => tuned,
        }
    }

    /// How many are done with.
    pub fn done(&self) -> usize {
        self.rows.len() + self.left_out.len()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let reading = self.sides.iter().any(|side| side.is_reading);
        match &self.source {
            _ if reading => Progress::Reading,
            None => Progress::Nothing,
            Some(_) if self.done() >= self.all => Progress::Ready,
            Some(_) if self.stopped.is_some() => Progress::Stopped,
            Some(_) => Progress::Analysing,
        }
    }

    /// The plan, where two checkpoints are open.
    pub const fn plan(&self) -> Option<&Shared<Plan>> {
        match &self.source {
            Some(Source::Files(plan)) => Some(plan),
            Some(Source::Report { .. }) | None => None,
        }
    }

    /// The matrix that a link calls so: see [`Row::name_in_link`].
    pub fn row(&self, name: &str) -> Option<&Shared<Row>> {
        let mut rows = self.rows.iter().filter(|row| row.is_matrix());
        match name.strip_prefix('#') {
            Some(number) => {
                let index: usize = number.parse().ok()?;
                rows.find(|row| row.index == index)
            }
            None => rows.find(|row| row.path() == name),
        }
    }
}
