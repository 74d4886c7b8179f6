//! What is said of saving, sentence by sentence.

use rankscope_adapter::save::{Certificate, Plan, Precision, Unfolded};
use rankscope_params::number::{Format, percent, significant};

use super::super::words::{count, grouped};
use super::offer::{MOST_IN_MEMORY, Refusal};
use super::options::{Form, NameChoice, RankTaken, reading_patterns};
use super::run::Failure;
use super::session::{Ended, SaveState, SavedFile, WriteFault};

/// The section.
pub const TITLE: &str = "Save an adapter that is right everywhere";
pub const NOTE: &str = "Runtimes differ in how they read r, α and the patterns of both. Here γ is put into B and α is set to r, so every runtime applies γ = 1.";
pub const PORTABLE: &str = "Portable";
pub const PORTABLE_NOTE: &str =
    "Nothing is left out. Layers of a smaller rank are filled up with zeros.";
pub const RESIZED: &str = "Resize";
pub const RESIZED_NOTE: &str = "Each layer keeps its largest singular directions: the best approximation of its rank. A and B are made equally large.";
pub const BY_RULE: &str = "The share to keep and the largest ratio are those set above.";
pub const SHARES: &str = "A share of the present parameters";
pub const RANKS_TAKEN: &str = "A rank that a runtime takes";
pub const OWN_RANKS: &str = "Each layer its own rank";
pub const NAMES: &str = "Names";
pub const MODEL: &str = "Model of the pipeline";
pub const MODEL_IN_FILE: &str = "as the file says";
pub const PRECISION: &str = "Number format";
pub const PORTABLE_RANK: &str = "Rank of every layer";
pub const SAVE_PORTABLE: &str = "Save portable";
pub const SAVE_RESIZED: &str = "Save resized";
pub const CANCEL: &str = "Stop";
pub const CERTIFICATE: &str = "Every layer";
pub const LEFT_OUT: &str = "Left out of the new file, or uncertain in it";
/// An error of float64's rounding alone.
const EXACT: f64 = 1e-12;
/// Decomposing a layer of this rank takes seconds.
const LARGE_RANK: usize = 512;
/// Names that are listed before the rest is only counted.
const LISTED: usize = 3;

/// The name of a choice of names.
pub const fn names(choice: NameChoice) -> &'static str {
    match choice {
        NameChoice::Peft => "PEFT, with its config",
        NameChoice::Diffusers => "diffusers",
        NameChoice::Kohya => "kohya, α beside the factors",
    }
}

/// The name of a format of numbers.
pub const fn precision(choice: Precision) -> &'static str {
    match choice {
        Precision::Source => "as in the source",
        Precision::Single => "F32",
    }
}

/// A button that sets the largest rank a runtime takes by default.
pub fn taken(limit: RankTaken) -> String {
    format!("{}’s default, {}", limit.runtime, limit.rank)
}

/// Why that rank.
pub fn taken_help(limit: RankTaken) -> String {
    format!(
        "{} is {} unless {} says otherwise",
        limit.option, limit.rank, limit.runtime
    )
}

/// What ranks of their own need, and what is done otherwise.
pub fn own_ranks_note(own: bool) -> String {
    if !own {
        return "Without it, every layer is padded with zeros to the largest rank. The file is then larger and needs no patterns."
            .to_owned();
    }
    let reading = reading_patterns().into_iter();
    let reading: Vec<String> = reading
        .map(|(name, versions)| format!("{name} ({versions})"))
        .collect();
    format!(
        "Such a file is not right everywhere. Its ranks stand in rank_pattern and alpha_pattern, which {} read. Other runtimes run it at wrong scales or refuse it.",
        reading.join(", ")
    )
}

/// Something the new file does not hold, with the layers or tensors concerned.
pub fn unfolded(unfolded: &Unfolded) -> String {
    let reason = unfolded.kind.reason();
    let names = &unfolded.names;
    let listed: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    match names.len() {
        0 => reason.to_owned(),
        all if all <= LISTED => format!("{reason} ({})", listed.join(", ")),
        all => format!(
            "{reason} ({} and {} more)",
            listed.join(", "),
            all - listed.len()
        ),
    }
}

/// Why nothing is offered, and what to do about it.
pub fn refusal(refusal: &Refusal) -> (String, &'static str) {
    match refusal {
        Refusal::NotAnalysed => ("Not every layer has been analysed.".to_owned(), ""),
        Refusal::Worker { path, fault } => (
            format!("The layer {path} was not analysed: {fault}."),
            "Open the file again.",
        ),
        Refusal::Save(error) => (sentence(&error.to_string()), error.advice()),
        Refusal::TooLargeForMemory { bytes } => (
            format!(
                "The file would have {}. This browser cannot write files piece by piece, and up to {} are put together in memory.",
                size(*bytes),
                size(MOST_IN_MEMORY)
            ),
            "Resize it, or open this page in Chrome or Edge.",
        ),
    }
}

/// What would be written.
pub fn offered(form: Form, plan: &Plan) -> String {
    let certificate = plan.certificate();
    let layers = count(certificate.layers.len(), "layer");
    let bytes = size(plan.weights_bytes());
    match form {
        Form::Portable => format!("{layers}, {bytes}.{}", padding(certificate)),
        Form::Resized | Form::Merged | Form::Cut => format!(
            "{layers}, {bytes}. {}{}{}",
            kept(certificate),
            padding(certificate),
            patience(form, certificate)
        ),
    }
}

/// How many numbers the file holds, where zeros are among them.
pub(super) fn padding(certificate: &Certificate) -> String {
    if certificate.parameters_written == certificate.parameters {
        return String::new();
    }
    format!(
        " The file holds {} numbers, the zeros that smaller layers are padded with among them.",
        grouped(certificate.parameters_written)
    )
}

/// That it takes long, where it does: the time of a decomposition grows with the cube of the rank.
fn patience(form: Form, certificate: &Certificate) -> &'static str {
    let layers = &certificate.layers;
    // What is cut is decomposed as it was analysed, whose time the reader has seen.
    if form != Form::Cut && layers.iter().any(|layer| layer.rank_before > LARGE_RANK) {
        " Layers of a rank above 512 take ten seconds each and more."
    } else {
        ""
    }
}

/// What is kept, for all layers in one sentence.
pub fn kept(certificate: &Certificate) -> String {
    let parameters = format!(
        "{} of {} parameters",
        grouped(certificate.parameters),
        grouped(certificate.parameters_before)
    );
    match (certificate.energy, certificate.error) {
        (_, Some(error)) if error < EXACT => format!("{parameters}: nothing is left out."),
        (Some(energy), Some(error)) => format!(
            "{parameters} keep {} of the energy; ‖ΔW − ΔW′‖/‖ΔW‖ is {}.",
            percent(energy),
            small(error)
        ),
        _ => format!("{parameters}; every update is zero."),
    }
}

/// What was saved.
pub fn saved(saved: &SavedFile) -> String {
    let written = &saved.written;
    let rounding = written
        .rounding_of_all
        .map_or_else(String::new, |rounding| {
            if rounding == 0.0 {
                " No number had to be rounded.".to_owned()
            } else {
                format!(
                    " Rounding adds an error of {}, measured on the bytes written.",
                    small(rounding)
                )
            }
        });
    format!(
        "“{}” is written. {}{rounding} The certificate is in the file’s metadata too.",
        saved.name,
        kept(saved.plan.certificate())
    )
}

/// Why there is no file, and what to do about it.
pub fn ended(ended: &Ended) -> (String, &'static str) {
    let nothing = |what: &str| format!("{what} Nothing was kept of the file.");
    match ended {
        Ended::Cancelled => (nothing("Stopped."), ""),
        Ended::NotWritten(WriteFault::Full) => (
            nothing("There is not enough room on the disk, or the browser may not take more."),
            "Make room, or pick another place.",
        ),
        Ended::NotWritten(WriteFault::NotAllowed) => (
            nothing("The browser may not write there."),
            "Pick another place.",
        ),
        Ended::NotWritten(WriteFault::Other(what)) => (
            nothing(&format!("The file could not be written ({what}).")),
            "Save again, or pick another place.",
        ),
        Ended::NotMade(Failure::Worker(fault)) => (
            nothing(&sentence(&fault.to_string())),
            "Save again. If it fails again, the file needs more memory than there is.",
        ),
        Ended::NotMade(Failure::Save(error)) => {
            (nothing(&sentence(&error.to_string())), error.advice())
        }
    }
}

/// How far a save is.
pub fn progress(state: &SaveState) -> String {
    match state {
        SaveState::Opening(_) => "Pick a place for the file…".to_owned(),
        SaveState::Writing { done, all, .. } => format!("Layer {done} of {all} is written"),
        SaveState::Nothing | SaveState::Saved(_) | SaveState::Ended(..) => String::new(),
    }
}

/// How many more lines there are.
pub fn more(left: usize) -> String {
    format!("Show more of {left}")
}

/// "1.36 MB".
pub fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    let units = [(1e9, "GB"), (1e6, "MB"), (1e3, "KB")];
    let unit = units.iter().find(|(unit, _)| bytes >= *unit);
    match unit {
        Some((unit, name)) => format!("{}\u{202f}{name}", significant(bytes / unit, 3)),
        None => format!("{bytes} bytes"),
    }
}

/// An error, which may be as small as a number's last digit.
fn small(error: f64) -> String {
    Format::Decimals(4).write(error)
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
