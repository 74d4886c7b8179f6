//! The figures of the recall experiment: each a [`Plot`](crate::Plot), drawn like any other.

mod boards;
mod by_rank;
mod capacity;
mod cut;
pub mod lesson;
mod spectrum;
mod steps;
#[cfg(test)]
mod tests;

pub use boards::plot as boards;
pub use by_rank::plot as by_rank;
pub use capacity::{csv as capacity_csv, plot as capacity};
pub use cut::plot as cut;
pub use spectrum::plot as spectrum;
pub use steps::plot as steps;

use super::{Curve, Stroke, Tone};
use crate::training::{family_column, family_name};
use rankscope_params::Task;
use rankscope_params::number;
use rankscope_sim::recall::{Board, RecallResults, RecallTrajectory};
use rankscope_sim::training::{Family, Status};

/// The figures of the Recall view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecallFigure {
    /// Which keys are answered right, a board for each rank and family.
    Boards,
    /// The same of keys that nobody learned from.
    HeldOut,
    /// Recall against step of LoRA, a curve for each rank.
    Steps,
    /// The same of what LoRA is trained beside.
    StepsRival,
    /// Recall against rank.
    ByRank,
    /// Singular values of the full update.
    Spectrum,
    /// An adapter trained at a rank beside the full update cut to it.
    Cut,
    /// Recall against rank and number of facts.
    Capacity,
}

impl RecallFigure {
    /// Every figure.
    pub const ALL: [Self; 8] = [
        Self::Boards,
        Self::HeldOut,
        Self::Steps,
        Self::StepsRival,
        Self::ByRank,
        Self::Spectrum,
        Self::Cut,
        Self::Capacity,
    ];

    /// Its name in element ids and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boards => "recall-boards",
            Self::HeldOut => "recall-held-out",
            Self::Steps => "recall-steps",
            Self::StepsRival => "recall-steps-rival",
            Self::ByRank => "recall-by-rank",
            Self::Spectrum => "recall-spectrum",
            Self::Cut => "recall-cut",
            Self::Capacity => "recall-capacity",
        }
    }

    /// Its heading, where LoRA is trained beside `rival`.
    pub const fn title(self, rival: Family) -> &'static str {
        match (self, rival) {
            (Self::Boards, _) => "What each rank remembers",
            (Self::HeldOut, _) => "Keys never seen in training",
            (Self::Steps, _) => "LoRA, step by step",
            (Self::StepsRival, Family::LoraRoot) => "LoRA with α·√r, step by step",
            (Self::StepsRival, _) => "rsLoRA, step by step",
            (Self::ByRank, _) => "Recall by rank",
            (Self::Spectrum, _) => "Singular values of the full update",
            (Self::Cut, _) => "Recall, trained or cut",
            (Self::Capacity, _) => "How many facts a rank holds",
        }
    }
}

/// What is shown of the results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecallView {
    /// What LoRA is compared with.
    pub rival: Family,
    /// The step the reader has gone back to; none for the last.
    pub step: Option<usize>,
}

impl RecallView {
    /// LoRA and its rival.
    const fn families(self) -> [Family; 2] {
        [Family::Lora, self.rival]
    }
}

impl From<Task> for Tone {
    fn from(task: Task) -> Self {
        match task {
            Task::Facts => Self::Facts,
            Task::Style => Self::Style,
        }
    }
}

/// A family's dashes.
const fn stroke(family: Family) -> Stroke {
    match family {
        Family::Lora => Stroke::Solid,
        Family::RsLora | Family::LoraRoot => Stroke::Dashed,
    }
}

/// Recall in percent.
fn percent(board: Board<'_>) -> f64 {
    100.0 * board.recall()
}

/// "44.0 %" of a percentage, and never a false 100 or 0.
pub fn written(percent: f64) -> String {
    number::percent(percent / 100.0)
}

/// The board of a run at the step shown: that one, or the last, or the newest while it goes on.
fn shown_board(run: &RecallTrajectory, step: Option<usize>) -> Option<Board<'_>> {
    match (step, run.status) {
        (Some(step), _) => run.board(step),
        (None, Status::Running) => run.newest(),
        (None, _) => run.final_board(),
    }
}

/// The same of held-out keys: the newest exam that is not after the step.
fn shown_exam(run: &RecallTrajectory, step: Option<usize>) -> Option<Board<'_>> {
    if matches!(run.status, Status::Diverged { .. }) && step.is_none() {
        return None;
    }
    let step = step.unwrap_or_else(|| run.made());
    run.exam(step).map(|(_, board)| board)
}

/// A curve of percentages by rank, of runs as far as they are known.
fn rank_curve(
    results: &RecallResults,
    family: Family,
    board: impl Fn(&RecallTrajectory) -> Option<f64>,
) -> Curve {
    let points = results
        .of(family)
        .filter_map(|(rank, run)| Some((rank as f64, board(run)?)));
    Curve {
        name: family_column(family).into(),
        label: family_name(family).to_owned(),
        named: true,
        tone: tone(results),
        strength: 1.0,
        stroke: stroke(family),
        dots: true,
        points: points.collect(),
    }
}

/// The hue of what is learned.
fn tone(results: &RecallResults) -> Tone {
    let task = results.config().map(|config| config.task);
    task.unwrap_or_default().into()
}

/// The ranks, as configured.
fn ranks(results: &RecallResults) -> &[usize] {
    results
        .config()
        .map(|config| config.ranks.as_slice())
        .unwrap_or_default()
}

/// "diverged at step 37", for a run that did.
pub fn divergence(run: &RecallTrajectory) -> Option<String> {
    match run.status {
        Status::Diverged { step } => Some(format!("diverged at step {step}")),
        Status::Running | Status::Finished => None,
    }
}

/// Runs that diverged before they are only counted.
const NAMED: usize = 3;

/// " LoRA at rank 2 diverged at step 37." of every run of LoRA and its rival that did; of many how many,
/// and the first step.
fn divergences(results: &RecallResults, families: &[Family]) -> String {
    let mut diverged = Vec::new();
    for &family in families {
        for (rank, run) in results.of(family) {
            if let Status::Diverged { step } = run.status {
                diverged.push((family, rank, step));
            }
        }
    }
    let first = diverged.iter().map(|(_, _, step)| step).min();
    if let Some(first) = first.filter(|_| diverged.len() > NAMED) {
        let count = diverged.len();
        return format!(" {count} runs diverged, the first at step {first}.");
    }
    let said = diverged.iter().map(|(family, rank, step)| {
        let name = family_name(*family);
        format!(" {name} at rank {rank} diverged at step {step}.")
    });
    said.collect()
}

/// What the keys are called.
fn called(task: Task) -> &'static str {
    match task {
        Task::Facts => "facts",
        Task::Style => "examples",
    }
}
