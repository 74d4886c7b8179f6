//! What a worker reads of headers or of a report, on its way into the session: part by part, with the page free
//! between two parts.

use std::vec::IntoIter;

use rankscope_adapter::checkpoint::{
    Analysis, CheckpointError, Laid, Parameter, ReadReport, ReportError, Side,
};
use rankscope_engine::protocol::Answer;
use rankscope_engine::supervisor::{EngineEvent, Fault};
use rankscope_engine::{InParts, Unpacked};

use super::picked::problem;
use super::rows::Row;
use super::shared::Shared;
use crate::adapter::opening::Problem;

/// Parameters of a report that become rows together: a few milliseconds.
const ROWS_AT_ONCE: usize = 500;

/// What a worker was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What headers say.
    Headers,
    /// What a report of this name says.
    Report(String),
}

/// What is on its way.
#[derive(Debug)]
pub enum Arriving {
    /// Two checkpoints beside each other.
    Laid(InParts<Laid>),
    /// A report of this name.
    Report(String, InParts<ReadReport>),
    /// What has become rows of a report, what has not, and the report without either.
    Rows(
        Vec<Shared<Row>>,
        IntoIter<(Parameter, Analysis)>,
        Box<Opened>,
    ),
    /// All of it.
    Whole(Arrived),
}

/// A report, but for its rows.
#[derive(Debug)]
pub struct Opened {
    /// Its file's name.
    pub file: String,
    /// What it says, without the numbers.
    pub report: ReadReport,
}

/// What came of it.
#[derive(Debug)]
pub enum Arrived {
    /// Nothing is wrong with the one checkpoint that there is.
    Sound,
    /// Two checkpoints beside each other.
    Laid(Box<Laid>),
    /// A report and its rows.
    Report(Box<Opened>, Vec<Shared<Row>>),
    /// The checkpoints cannot be used, because of one side where one is named.
    Declined(Option<Side>, Problem),
    /// The report cannot be used.
    NoReport(Problem),
}

impl Arriving {
    /// What a worker says of it; none while it is still at work.
    pub fn of(asked: &Asked, event: EngineEvent) -> Option<Self> {
        let answer = match event {
            EngineEvent::Answered { outcome, .. } => outcome.map_err(|_| Fault::Malformed),
            EngineEvent::WorkerFailed {
                fault,
                gave_up: true,
            } => Err(fault),
            // It is started anew and does the same work again.
            EngineEvent::Progress(_) | EngineEvent::WorkerFailed { .. } => return None,
        };
        let read = match (asked, answer) {
            (Asked::Headers, Ok(Answer::CheckpointsRead(laid))) => {
                laid.open().map(|laid| match laid {
                    Ok(Some(parts)) => Self::Laid(parts),
                    Ok(None) => Self::Whole(Arrived::Sound),
                    Err(error) => Self::Whole(declined(&error)),
                })
            }
            (Asked::Report(file), Ok(Answer::ReportRead(report))) => {
                report.open().map(|report| match report {
                    Ok(parts) => Self::Report(file.clone(), parts),
                    Err(error) => Self::Whole(no_report(file, &error)),
                })
            }
            (_, Ok(_)) => None,
            (asked, Err(fault)) => Some(Self::Whole(failed(asked, &fault))),
        };
        Some(read.unwrap_or_else(|| Self::Whole(failed(asked, &Fault::Malformed))))
    }

    /// One more part of it.
    #[must_use]
    pub fn step(self) -> Self {
        match self {
            Self::Laid(parts) => match parts.unpack() {
                Unpacked::Partly(parts) => Self::Laid(parts),
                Unpacked::Whole(laid) => Self::Whole(Arrived::Laid(Box::new(laid))),
                Unpacked::Malformed => Self::Whole(failed(&Asked::Headers, &Fault::Malformed)),
            },
            Self::Report(file, parts) => match parts.unpack() {
                Unpacked::Partly(parts) => Self::Report(file, parts),
                Unpacked::Whole(mut report) => {
                    let found = std::mem::take(&mut report.found).into_iter();
                    let rows = Vec::with_capacity(found.len());
                    Self::Rows(rows, found, Box::new(Opened { file, report }))
                }
                Unpacked::Malformed => Self::Whole(failed(&Asked::Report(file), &Fault::Malformed)),
            },
            Self::Rows(mut rows, mut found, opened) => {
                for (parameter, analysis) in found.by_ref().take(ROWS_AT_ONCE) {
                    let row = Row::new(rows.len(), parameter, analysis.into());
                    rows.push(Shared::new(row));
                }
                if found.len() == 0 {
                    Self::Whole(Arrived::Report(opened, rows))
                } else {
                    Self::Rows(rows, found, opened)
                }
            }
            Self::Whole(arrived) => Self::Whole(arrived),
        }
    }
}

fn declined(error: &CheckpointError) -> Arrived {
    let side = match error {
        CheckpointError::File { side, .. } | CheckpointError::Gguf { side } => Some(*side),
        CheckpointError::NothingShared { .. } | CheckpointError::OtherModel { .. } => None,
    };
    Arrived::Declined(side, problem(error))
}

fn no_report(file: &str, error: &ReportError) -> Arrived {
    let problem = Problem {
        what: format!("“{file}” was not opened: {error}."),
        advice: "Open what “rankscope delta BASE TUNED --json” writes.",
    };
    Arrived::NoReport(problem)
}

fn failed(asked: &Asked, fault: &Fault) -> Arrived {
    let problem = |what: String| Problem {
        what: format!("{what} not opened: {fault}."),
        advice: "Open the files again.",
    };
    match asked {
        Asked::Headers => Arrived::Declined(None, problem("The checkpoints were".to_owned())),
        Asked::Report(file) => Arrived::NoReport(problem(format!("“{file}” was"))),
    }
}
