//! What is said of the runtimes.

use rankscope_adapter::runtimes::{Kind, Source, Verdict};
use rankscope_params::number::significant;

use super::super::column::exact;
use super::super::words::count;
use super::{Concerned, Line, Picked};

pub const TITLE: &str = "Where it will run";
pub const LEDE: &str = "ρ is the scale that a runtime applies, over the one that was trained. At 1 the adapter runs as trained.";
pub const CAPTION: &str = "A line for each runtime, the worst first";
pub const OF_THE_OTHERS: &str = "The lines below are about the layers that could be analysed.";
pub const TO_DO: &str = "What to do";
pub const TO_PORTABLE: &str = "Make it right everywhere";
pub const PICK: &str = "Pick the runtimes you use";
pub const PICK_NOTE: &str = "The link keeps your pick.";
pub const SHOW_ALL: &str = "Show all";
pub const PORTABLE: &str = "Saved as a portable adapter, with the scale folded into B, it reads alike in every runtime of PEFT’s files.";

/// Runtimes that a sentence names.
const NAMED: usize = 6;
/// Digits of ρ.
const DIGITS: usize = 3;

/// Which run the adapter as trained.
pub fn right(lines: &[&Line<'_>]) -> String {
    let names = lines.iter().map(|line| line.verdict.runtime.name);
    let named: Vec<&str> = names.take(NAMED).collect();
    let more = match lines.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{} run it as trained: {}{more}",
        lines.len(),
        named.join(", ")
    )
}

/// What becomes of the adapter, in a few words.
pub fn what(verdict: &Verdict) -> String {
    let (least, most) = (verdict.least.unwrap_or(1.0), verdict.most.unwrap_or(1.0));
    match verdict.kind {
        Kind::Right => "as trained".to_owned(),
        Kind::Refuses => "refuses it".to_owned(),
        Kind::Drops => "drops a part in silence".to_owned(),
        Kind::Unknown => "not known".to_owned(),
        Kind::Weak if least == most => weaker(least, ""),
        Kind::Weak if most > 1.0 => format!(
            "{}, other layers {}",
            weaker(least, "up to "),
            stronger(most, "up to ")
        ),
        Kind::Weak => weaker(least, "up to "),
        Kind::Strong if least == most => stronger(most, ""),
        Kind::Strong if least < 1.0 => format!(
            "{}, other layers {}",
            stronger(most, "up to "),
            weaker(least, "up to ")
        ),
        Kind::Strong => stronger(most, "up to "),
    }
}

fn weaker(factor: f64, up_to: &str) -> String {
    if factor == 0.0 {
        return "turned off".to_owned();
    }
    format!(
        "weaker by a factor of {up_to}{}",
        significant(1.0 / factor, DIGITS)
    )
}

fn stronger(factor: f64, up_to: &str) -> String {
    if factor.is_infinite() {
        return "turned on, although α is 0".to_owned();
    }
    format!(
        "stronger by a factor of {up_to}{}",
        significant(factor, DIGITS)
    )
}

/// ρ as the table shows it.
pub fn factor(factor: Option<f64>) -> String {
    match factor {
        None => "–".to_owned(),
        Some(factor) if factor.is_infinite() => "∞".to_owned(),
        Some(factor) => significant(factor, DIGITS),
    }
}

/// ρ to its last digit, as a script reads it; empty where it is not known.
pub fn value(factor: Option<f64>) -> String {
    match factor {
        Some(factor) if factor.is_infinite() => "Infinity".to_owned(),
        factor => exact(factor),
    }
}

/// Which layers a verdict is about: "All 14 layers", "3 of 14 layers".
pub fn concerned(concerned: &Concerned, all: usize) -> String {
    match concerned {
        Concerned::All if all == 1 => "The only layer".to_owned(),
        Concerned::All => format!("All {}", count(all, "layer")),
        Concerned::Some(layers) => format!("{} of {}", layers.len(), count(all, "layer")),
    }
}

/// Of layers that are not listed.
pub fn more(number: usize) -> String {
    format!("and {} more", count(number, "layer"))
}

/// What the versions before the newest do.
pub fn earlier(verdict: &Verdict) -> String {
    format!("{}: {}.", verdict.runtime.versions, what(verdict))
}

/// Of which versions something was read, and when.
pub fn version(source: &Source) -> String {
    match source.date {
        Some(date) => format!("{}, {date}", source.version),
        None => source.version.to_owned(),
    }
}

/// How many of the runtimes are shown.
pub fn shown(picked: &Picked) -> String {
    let runtimes = count(picked.len(), "runtime");
    let verb = if picked.len() == 1 { "is" } else { "are" };
    format!("Only the {runtimes} you picked {verb} shown.")
}

/// Of a name in a link that is none of a runtime here.
pub fn unknown(names: &[String]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    (!quoted.is_empty())
        .then(|| format!("Runtimes that are not known here: {}.", quoted.join(", ")))
}

/// What to write into the config: `α' = α√r`.
pub(super) fn remedy(alpha: f64) -> String {
    let whole = if alpha.fract() == 0.0 {
        ""
    } else {
        " Ollama’s importer takes whole numbers only."
    };
    format!(
        "With `lora_alpha` = {} and `use_rslora` = false in the config, the scale is the same without rsLoRA. Every runtime here that reads the config then applies it.{whole}",
        significant(alpha, 9)
    )
}
