//! What stands around the literature of a statement.

use crate::claims::Verdict;
use crate::claims::ledger::{OptimizerUsed, Origin, RateUsed, Reading, Source, Subject};

pub const SUMMARY: &str = "Evidence";
pub const MEASURED_HERE: &str = "Measured here";
pub const FOR: &str = "For";
pub const AGAINST: &str = "Against";
/// Where a side has no source.
pub const NOTHING: &str = "Nothing that we have read.";
pub const CHANGE: &str = "What would change the verdict";
pub const LINK: &str = "Link to this card";
pub const JSON: &str = "JSON";
pub const BIBTEX: &str = "BibTeX";
pub const LIKE: &str = "Evidence like my setting:";
pub const OPTIMIZER: &str = "Optimizer";
pub const RATE: &str = "Learning rate";
pub const MODEL: &str = "Model";
pub const ALL: &str = "All statements";
/// Before a source that does not count.
pub const OTHER_SETTING: &str = "Another setting";

/// How a source was read.
pub const fn reading(read: Reading) -> &'static str {
    match read {
        Reading::Primary => "text read",
        Reading::Abstract => "abstract read",
        Reading::Measured => "our own runs",
    }
}

/// Who says a statement.
pub const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Article => "The article",
        Origin::People => "Often repeated",
    }
}

/// The conditions of a source that can be asked for, and then the others.
pub fn conditions(source: &Source) -> Vec<&str> {
    let optimizer = match source.optimizer {
        OptimizerUsed::Sgd => "SGD",
        OptimizerUsed::Adam => "Adam",
        OptimizerUsed::Both => "SGD and Adam",
        OptimizerUsed::None => "",
        OptimizerUsed::Unknown => "optimizer not said",
    };
    let rate = match source.rate {
        RateUsed::Tuned => "rate tuned for each rank",
        RateUsed::One => "one rate for all ranks",
        RateUsed::Both => "rate tuned, and one for all ranks",
        RateUsed::None => "",
        RateUsed::Unknown => "rate not said",
    };
    let subject = match source.subject {
        Subject::Matrix => "one matrix",
        Subject::LanguageModel => "language model",
        Subject::None => "",
    };
    let all = [optimizer, rate, subject, &source.conditions];
    all.into_iter().filter(|text| !text.is_empty()).collect()
}

/// "3 for, 2 against", and how many of them are like the reader's setting where one is set.
pub fn sources(supporting: usize, against: usize, counted: Option<usize>) -> String {
    let all = match (supporting, against) {
        (0, 0) => return "no literature".to_owned(),
        (supporting, 0) => format!("{supporting} for"),
        (0, against) => format!("{against} against"),
        (supporting, against) => format!("{supporting} for, {against} against"),
    };
    match counted {
        Some(counted) => format!("{all}; {counted} like my setting"),
        None => all,
    }
}

/// "3 hold".
pub fn counted(verdict: Verdict, count: usize) -> String {
    let (one, several) = match verdict {
        Verdict::Holds => ("holds", "hold"),
        Verdict::Partly => ("holds in part", "hold in part"),
        Verdict::Fails => ("does not hold", "do not hold"),
        Verdict::Assumed => ("is assumed", "are assumed"),
        Verdict::Open => ("is open", "are open"),
    };
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Of a link to a statement that is not there.
pub fn gone(id: &str) -> String {
    format!(
        "The link names a statement, “{id}”, that is not in this list. It may have had another name."
    )
}
