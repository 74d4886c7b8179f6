//! What is said of two adapters, sentence by sentence.

use rankscope_adapter::Summary;
use rankscope_adapter::compare::Pairing;
use rankscope_adapter::save::Carried;
use rankscope_params::number::{Format, percent, significant};

use super::super::state::AdapterState;
use super::super::words::{count, facts};
use super::overall::Overall;
use super::rows::{Cell, CompareColumn};

pub const TITLE: &str = "Beside another adapter";
pub const NOTE: &str = "Open a second adapter of the same model to see, layer by layer, whether the two do the same, and to save \
     their weighted sum.";
pub const CHOOSE: &str = "Choose the second adapter";
pub const CHOOSE_FOLDER: &str = "Choose its folder";
pub const ASK: &str = "Nothing says at which scale the second adapter was trained, so γ = 1 is taken: norms, ratios and the sum \
     depend on it. Choose its adapter_config.json as well.";
pub const CLOSE: &str = "Close the second adapter";
pub const TABLE_CAPTION: &str = "Cosine: of the two updates. Angles: between their row and their column spaces, the mean in degrees, with \
     the smallest and the largest. Shared energy: how much of each lies in the other’s spaces, on average. \
     Norms: the second’s over the first’s. Rank of the sum: for 99 % of its energy, with that for 90 % and the \
     numerical rank.";
pub const MERGE: &str = "Their weighted sum";
pub const MERGE_NOTE: &str = "What is saved is w₁ΔW₁ + w₂ΔW₂. The factors are put side by side, [B₁ B₂] and [A₁; A₂], and \
     so the sum is exact; it may be truncated as any adapter.";
pub const TRUNCATE: &str = "Resize the sum, to what is set for “Resize”";
pub const SAVE_MERGED: &str = "Save the sum";
pub const RETRY: &str = "Try again";
pub const TABLE: &str = "Every layer that both have";
pub const NO_SCALE: &str = "the scale of one of the two is not known";

/// A column's heading.
pub const fn label(column: CompareColumn) -> &'static str {
    match column {
        CompareColumn::Cosine => "cosine",
        CompareColumn::AngleRows => "angle of rows",
        CompareColumn::AngleColumns => "angle of columns",
        CompareColumn::SharedEnergy => "shared energy",
        CompareColumn::NormRatio => "‖ΔW₂‖/‖ΔW₁‖",
        CompareColumn::RankOfSum => "rank of the sum",
    }
}

/// A cell's number as the page shows it.
pub fn cell(column: CompareColumn, cell: Cell) -> String {
    let Some(value) = cell.value else {
        return "–".to_owned();
    };
    match column {
        CompareColumn::AngleRows | CompareColumn::AngleColumns => {
            format!("{}°", Format::Decimals(1).write(to_tenths(value)))
        }
        CompareColumn::RankOfSum => Format::Whole.write(value),
        CompareColumn::SharedEnergy => percent(value),
        CompareColumn::Cosine => Format::Decimals(3).write(value),
        CompareColumn::NormRatio => significant(value, 3),
    }
}

/// The range beside it; none where the column has none.
pub fn range(column: CompareColumn, cell: Cell) -> Option<String> {
    let (least, most) = cell.range?;
    let format = match column {
        CompareColumn::AngleRows | CompareColumn::AngleColumns => Format::Decimals(1),
        CompareColumn::RankOfSum => Format::Whole,
        _ => return None,
    };
    let rounded = |value| match format {
        Format::Decimals(_) => to_tenths(value),
        _ => value,
    };
    Some(format!(
        "({}–{})",
        format.write(rounded(least)),
        format.write(rounded(most))
    ))
}

/// An angle of float64's rounding is none.
fn to_tenths(angle: f64) -> f64 {
    (10.0 * angle).round() / 10.0
}

/// One of the two: its file, which often has the other's name, and what tells them apart.
pub fn named(name: &str, summary: &Summary) -> String {
    format!("{name} · {}", facts(summary))
}

/// That the configs name different base models. Where one is stored is of no account.
pub fn different_bases(first: &AdapterState, second: &AdapterState) -> Option<String> {
    let carried = |state: &AdapterState| {
        let config = state.config.as_ref();
        config.map_or_else(Carried::default, |config| Carried::of(&config.bytes))
    };
    let (first, second) = (carried(first), carried(second));
    let (first, second) = (first.base_model()?, second.base_model()?);
    let name = |path: &str| {
        let path = path.trim_end_matches(['/', '\\']).to_lowercase();
        path.rsplit(['/', '\\']).next().map(str::to_owned)
    };
    (name(first) != name(second)).then(|| {
        format!(
            "Their configs name different base models, {first} and {second}. Their sum may work on neither."
        )
    })
}

/// How far the second's analysis is.
pub fn reading(done: usize, all: usize) -> String {
    if all == 0 {
        return "Opening the second adapter…".to_owned();
    }
    format!("Second adapter: layer {done} of {all}")
}

/// Rows are left.
pub fn more(shown: usize, all: usize) -> String {
    format!("Show more: {shown} of {all} are shown")
}

/// How far the comparison is.
pub fn progress(done: usize, all: usize) -> String {
    format!("Pair {done} of {all}")
}

/// The verdict, of all pairs or of those compared so far.
pub fn verdict(overall: &Overall, pairing: &Pairing, complete: bool) -> String {
    if pairing.pairs.is_empty() && pairing.shapes_differ.is_empty() {
        return "No layer of one has a partner in the other: these are adapters of different models."
            .to_owned();
    }
    if pairing.is_of_different_models() {
        return format!(
            "These are adapters of different models: {} of one name differ in shape.",
            count(pairing.shapes_differ.len(), "layer")
        );
    }
    match (overall.scale(), overall.multiple, overall.cosine) {
        _ if overall.compared == 0 && !complete => "The two are being compared…".to_owned(),
        _ if overall.compared == 0 => {
            "No layer could be compared. The reasons are below.".to_owned()
        }
        _ if overall.zero == overall.compared => {
            "One of the two updates is zero, so there is no angle between them.".to_owned()
        }
        (Some(scale), ..) if complete => same(scale, pairing),
        (None, Some((least, most)), _) if complete => format!(
            "Each layer of the second is the first’s times a number of its own, from {} to {}.",
            significant(least, 3),
            significant(most, 3)
        ),
        (.., Some(cosine)) => differ(overall, cosine),
        (.., None) => "Nothing can be said of the two.".to_owned(),
    }
}

/// One adapter is the other times a number.
fn same(scale: f64, pairing: &Pairing) -> String {
    let whole = pairing.only_first.is_empty()
        && pairing.only_second.is_empty()
        && pairing.shapes_differ.is_empty();
    let they = if whole {
        "They are"
    } else {
        "Where both have a layer, they are"
    };
    let size = scale.abs();
    let near = |number: f64| (size / number - 1.0).abs() < 1e-3;
    let scaled = match () {
        () if near(1.0) => String::new(),
        () if near(0.5) => " at half the scale".to_owned(),
        () if near(2.0) => " at twice the scale".to_owned(),
        () => format!(" at {} times the scale", significant(size, 3)),
    };
    let sign = match (scale < 0.0, scaled.is_empty()) {
        (false, _) => "",
        (true, true) => " with the opposite sign",
        (true, false) => " and with the opposite sign",
    };
    format!("{they} the same adapter{scaled}{sign}.")
}

fn differ(overall: &Overall, cosine: f64) -> String {
    let layers = |number: usize| {
        if number == overall.compared {
            "every layer".to_owned()
        } else {
            format!("{number} of {}", count(overall.compared, "layer"))
        }
    };
    let what = match (overall.agree, overall.oppose) {
        (0, 0) => "The two neither agree nor oppose each other in any layer.".to_owned(),
        (agree, 0) => format!("The two agree in {}.", layers(agree)),
        (0, oppose) => format!("The two oppose each other in {}.", layers(oppose)),
        (agree, oppose) => {
            format!(
                "The two agree in {} and oppose each other in {}.",
                layers(agree),
                layers(oppose)
            )
        }
    };
    format!("{what} {}", of_all(cosine))
}

fn of_all(cosine: f64) -> String {
    let written = Format::Decimals(2).write(cosine);
    let meaning = match cosine.abs() {
        size if size < 0.1 => "the two updates are nearly orthogonal",
        _ if cosine < 0.0 => "one partly cancels the other",
        size if size < 0.5 => "the two updates overlap in part",
        _ => "the two updates point largely the same way",
    };
    format!("The cosine of all layers together is {written}: {meaning}.")
}

/// What the sum needs.
pub fn rank_of_sum(overall: &Overall) -> Option<String> {
    let (least, most) = overall.rank_of_sum?;
    let whole = |value: f64| Format::Whole.write(value);
    let rank = if least == most {
        format!("rank {}", whole(most))
    } else {
        format!("ranks {} to {}", whole(least), whole(most))
    };
    Some(format!(
        "Their weighted sum needs {rank} to hold 99 % of its energy in each layer."
    ))
}

/// Why A and B are not averaged apart.
pub fn apart(overall: &Overall) -> String {
    let why = "Adding A and B apart, as in (B₁ + B₂)(A₁ + A₂), is not the sum: it also holds B₁A₂ and B₂A₁, which neither \
               adapter has.";
    match overall.apart {
        Some(share) => format!(
            "{why} Here that would be wrong by {} of the sum.",
            percent(share)
        ),
        None => why.to_owned(),
    }
}

/// What has no partner.
pub fn unpaired(pairing: &Pairing) -> Vec<String> {
    let parts = [
        (pairing.only_first.len(), "only in the first"),
        (pairing.only_second.len(), "only in the second"),
        (
            pairing.shapes_differ.len(),
            "of one name and different shapes",
        ),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    parts
        .map(|(number, what)| format!("{} {what}", count(number, "layer")))
        .collect()
}

/// The same in a sentence.
pub fn not_paired(parts: &[String]) -> String {
    format!("Not compared: {}.", parts.join(", "))
}

/// Why nothing more is compared.
pub fn stopped(fault: &rankscope_engine::supervisor::Fault) -> String {
    format!("The comparison stands still: {fault}.")
}
