//! What is said of two checkpoints, sentence by sentence.

use rankscope_adapter::checkpoint::{
    Analysis, Kind, Measured, NotHeld, Side, Verdict, headline, names,
};
use rankscope_params::number::significant;

use super::rows::{Row, Rows, found};
use super::state::{CheckpointState, Progress, Source, Stop};

pub const TITLE: &str = "Your full fine-tune: what rank did it really need?";
pub const LEDE: &str = "Open a model and what was trained from it. Rankscope takes the singular values of the change in every matrix, and cuts a LoRA from it.";
pub const KINDS_OF_FILE: &str = "Safetensors, whole or in parts, with or without their index. F64, F32, F16, BF16 and 8-bit floats.";
pub const PRIVACY: &str =
    "Files are read on this machine, some rows at a time. Nothing is sent anywhere.";
pub const ADAPTER_INSTEAD: &str = "Open an adapter instead";
pub const CHECKPOINTS_INSTEAD: &str = "Compare two checkpoints instead";
pub const BASE: &str = "Base model";
pub const TUNED: &str = "Tuned model";
pub const CHOOSE: &str = "Choose files";
pub const REPORT: &str = "Open a report";
pub const REPORT_NOTE: &str =
    "Where the files are too large to move, “rankscope delta BASE TUNED --json” writes a report.";
pub const EXCHANGE: &str = "Exchange the two";
pub const STRONGEST: &str = "Strongest first";
pub const PAUSE: &str = "Pause";
pub const STOP: &str = "Stop";
pub const GO_ON: &str = "Go on";
pub const MAP: &str = "Where it changed";
pub const TABLE: &str = "Every matrix";
pub const RANK: &str = "Rank of an adapter";
pub const LORA: &str = "Cut a LoRA out of it";
pub const LORA_NOTE: &str = "Each layer keeps its first singular directions, which is the best approximation of their number. The file is PEFT’s folder as a zip, with γ = 1.";
pub const FORMAT: &str = "Number format";
pub const SAVE: &str = "Save as PEFT";
pub const NOT_HELD: &str = "Changed, and not in it";
pub const FILTER: &str = "Matrices with";
pub const REPORT_HAS_NO_WEIGHTS: &str =
    "A report has no weights. Open the two checkpoints to save a LoRA.";

/// What is to be said of all that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What `data-verdict` says.
    pub verdict: &'static str,
    /// The same in a sentence; none where nothing is known.
    said: Option<String>,
}

impl Summary {
    /// Of these, and an adapter of this rank.
    pub fn of(rows: &Rows, rank: usize) -> Self {
        let found = found(rows);
        let verdict = Verdict::of(&found);
        let said = || {
            let said = verdict.sentence().map(str::to_owned);
            let said = said.or_else(|| headline(&found, rank));
            said.unwrap_or_else(|| {
                "None of the layers that a LoRA could hold has changed.".to_owned()
            })
        };
        Self {
            verdict: verdict.name(),
            said: (!found.is_empty()).then(said),
        }
    }
}

/// The sentence over everything.
pub fn sentence(progress: Progress, summary: &Summary) -> String {
    let none = match progress {
        Progress::Nothing => return TITLE.to_owned(),
        Progress::Reading => return "Opening…".to_owned(),
        Progress::Analysing | Progress::Stopped => "Reading the first matrices…",
        Progress::Ready => "No matrix could be analysed.",
    };
    summary.said.clone().unwrap_or_else(|| none.to_owned())
}

/// What qualifies it.
pub fn remarks(source: Option<&Source>) -> Vec<String> {
    match source {
        None => Vec::new(),
        Some(Source::Files(plan)) => plan.remarks(),
        Some(Source::Report { file, remarks }) => {
            let mut said = vec![format!("“{file}” is a report of rankscope delta.")];
            said.extend(remarks.iter().cloned());
            said
        }
    }
}

/// How far it is.
pub fn progress(state: &CheckpointState) -> String {
    let (done, all) = (state.done(), state.all);
    match &state.stopped {
        Some(Stop::Paused) => format!("Paused after {done} of {all} parameters."),
        Some(Stop::Cancelled) => format!("Stopped after {done} of {all} parameters."),
        Some(Stop::Failed(fault)) => {
            format!("Stopped after {done} of {all} parameters: {fault}.")
        }
        None if state.is_ordering => format!("{done} of {all}; looking for the strongest…"),
        None => format!("Parameter {done} of {all}"),
    }
}

/// "1 matrix", "210 matrices".
pub fn matrices(count: usize) -> String {
    match count {
        1 => "1 matrix".to_owned(),
        count => format!("{count} matrices"),
    }
}

/// Which side, in words.
pub const fn side(side: Side) -> &'static str {
    match side {
        Side::Base => BASE,
        Side::Tuned => TUNED,
    }
}

/// What changed and a LoRA does not hold.
pub fn not_held(not_held: &NotHeld) -> String {
    format!(
        "{} with ‖ΔW‖ = {}: {}.",
        not_held.kind.counted(not_held.names.len()),
        significant(not_held.frobenius, 3),
        names(&not_held.names)
    )
}

/// One matrix: its shape, what changed of it, and how much.
pub fn matrix(row: &Row) -> String {
    let Analysis {
        changed, numbers, ..
    } = *row.analysis;
    let share = significant(100.0 * changed as f64 / numbers.max(1) as f64, 3);
    format!(
        "{} × {}, {}. Of its numbers {share}\u{202f}% differ.",
        row.parameter.rows,
        row.parameter.columns,
        kind(row.parameter.kind),
    )
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Linear => "a linear layer",
        Kind::Convolution => "a convolution",
        Kind::Expert => "one of several experts",
        Kind::Transposed => "a layer stored transposed",
        Kind::Embedding => "an embedding",
        Kind::Head => "an output layer",
        Kind::Vector => "a vector",
    }
}

/// What rounding to the stored formats may leave, and how many directions rise above it.
pub fn floor(row: &Row) -> String {
    let (floor, above) = (row.analysis.floor, row.analysis.above_floor());
    match above {
        _ if floor == 0.0 => "The stored formats leave no rounding.".to_owned(),
        Some(0) => format!(
            "Rounding to the stored formats may leave singular values up to {}: none is above.",
            significant(floor, 3)
        ),
        Some(above) => format!(
            "Rounding to the stored formats may leave singular values up to {}. Above are {above} directions.",
            significant(floor, 3)
        ),
        None => String::new(),
    }
}

/// That a matrix's values are bounds, and how wide they are.
pub fn uncertainty(row: &Row) -> Option<String> {
    let values = row.analysis.values.as_ref()?;
    let bounds = values.bounds.as_ref()?;
    let missed = bounds.residual / row.analysis.frobenius.max(f64::MIN_POSITIVE);
    Some(format!(
        "Its first {} singular values of {} are known, each between two bounds. What they leave of ‖ΔW‖ is {}\u{202f}%.",
        values.values.len(),
        values.count,
        significant(100.0 * missed.min(1.0), 3)
    ))
}

/// A share of the energy, with its bounds.
pub fn energy(rank: usize, share: Measured) -> String {
    let percent = |share: f64| significant(100.0 * share, 3);
    if share.is_exact() {
        return format!(
            "Rank {rank} keeps {}\u{202f}% of its energy.",
            percent(share.value)
        );
    }
    format!(
        "Rank {rank} keeps {} to {}\u{202f}% of its energy.",
        percent(share.least),
        percent(share.most)
    )
}
