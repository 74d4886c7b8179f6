//! What is to be said of all matrices together, in words.

use super::analysis::{Analysis, DeltaColumn};
use super::matrix::{Kind, Parameter};
use super::plan::{Exchanged, Plan};
use rankscope_params::number::significant;

/// From this `‖ΔW‖/‖W₀‖` of all layers on the two have nothing in common: of independent weights of equal size it is
/// √2.
const UNRELATED: f64 = 1.0;
/// Names in a list before the others are counted.
const MOST_NAMES: usize = 3;

/// A parameter and what was found of it.
pub type Found<'a> = (&'a Parameter, &'a Analysis);

/// What the two are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing has been analysed.
    Nothing,
    /// The same bytes.
    EqualToTheBit,
    /// The same numbers in different formats.
    EqualInValue,
    /// Nothing rises above what rounding to the stored formats leaves.
    OnlyRounding,
    /// Weights that were not trained from each other.
    Unrelated,
    /// One was trained from the other.
    Changed,
}

impl Verdict {
    /// Of what was found so far.
    pub fn of(found: &[Found<'_>]) -> Self {
        let all = |holds: fn(&Analysis) -> bool| found.iter().all(|(_, analysis)| holds(analysis));
        if found.is_empty() {
            Self::Nothing
        } else if all(|analysis| analysis.is_equal_to_the_bit) {
            Self::EqualToTheBit
        } else if all(|analysis| analysis.changed == 0) {
            Self::EqualInValue
        } else if relative(found).is_some_and(|relative| relative >= UNRELATED) {
            Self::Unrelated
        } else if all(|analysis| analysis.above_floor().is_none_or(|above| above == 0))
            && found.iter().any(|(_, analysis)| analysis.values.is_some())
        {
            Self::OnlyRounding
        } else {
            Self::Changed
        }
    }

    /// Its name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::EqualToTheBit => "equal_to_the_bit",
            Self::EqualInValue => "equal_in_value",
            Self::OnlyRounding => "only_rounding",
            Self::Unrelated => "unrelated",
            Self::Changed => "changed",
        }
    }

    /// In a sentence; none where one was trained from the other, of which there is more to say: [`headline`].
    pub const fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Nothing => Some("No matrix could be analysed."),
            Self::EqualToTheBit => {
                Some("These are equal to the bit: there is no change to analyse.")
            }
            Self::EqualInValue => Some("All numbers are equal; only their formats differ."),
            Self::OnlyRounding => Some(
                "Nothing rises above what rounding to the stored formats leaves: the two are conversions of the same weights, or the change was too small for their format.",
            ),
            Self::Unrelated => Some(
                "These weights have nothing in common: the change is as large as the weights themselves, so the second was not trained from the first.",
            ),
            Self::Changed => None,
        }
    }
}

/// `√Σ‖ΔW‖² / √Σ‖W₀‖²` of all that was found, vectors apart.
pub fn relative(found: &[Found<'_>]) -> Option<f64> {
    let matrices = || {
        found
            .iter()
            .filter(|(parameter, _)| parameter.kind != Kind::Vector)
    };
    let sum = |of: fn(&Analysis) -> f64| {
        matrices()
            .map(|(_, analysis)| of(analysis) * of(analysis))
            .sum::<f64>()
    };
    let (change, base) = (
        sum(|analysis| analysis.frobenius),
        sum(|analysis| analysis.base_norm),
    );
    (base > 0.0).then(|| (change / base).sqrt())
}

/// The share of the energy of all layers that an adapter of this rank would keep.
pub fn kept(found: &[Found<'_>], rank: usize) -> Option<f64> {
    let (mut held, mut total) = (0.0, 0.0);
    for (_, analysis) in layers(found) {
        let energy = analysis.frobenius * analysis.frobenius;
        if let Some(share) = analysis.energy(rank) {
            held += share.value * energy;
            total += energy;
        }
    }
    (total > 0.0).then(|| held / total)
}

fn layers<'f, 'a>(found: &'f [Found<'a>]) -> impl Iterator<Item = &'f Found<'a>> {
    found
        .iter()
        .filter(|(parameter, _)| parameter.kind.is_extracted())
}

/// "90 % of the change sits in 41 directions of 576, by layer 12 to 210; an adapter of rank 16 would keep 61 %."
pub fn headline(found: &[Found<'_>], rank: usize) -> Option<String> {
    let ranked = layers(found).filter_map(|(parameter, analysis)| {
        let rank = DeltaColumn::Rank90.value(analysis)?.value as usize;
        Some((rank, parameter.smaller_side()))
    });
    let mut ranks: Vec<(usize, usize)> = ranked.collect();
    ranks.sort_unstable();
    let (middle, of) = *ranks.get(ranks.len() / 2)?;
    let (least, most) = (ranks.first()?.0, ranks.last()?.0);
    let kept = percent(kept(found, rank)?);
    let spread = if least == most {
        String::new()
    } else {
        format!(", by layer {least} to {most}")
    };
    Some(format!(
        "90\u{202f}% of the change sits in {middle} directions of {of}{spread}; an adapter of rank {rank} would keep {kept}."
    ))
}

fn percent(share: f64) -> String {
    format!("{}\u{202f}%", significant(100.0 * share, 2))
}

/// What a LoRA cut from a full update is worth beside one that is trained.
pub const CUT_IS_NOT_TRAINED: &str =
    "Cut from a full update, rank r keeps less than an adapter trained at rank r learns.";

impl Plan {
    /// What is to be said before anything is analysed, sentence by sentence.
    pub fn remarks(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (side, files) in ["base", "tuned"].iter().zip(&self.missing_files) {
            if !files.is_empty() {
                said.push(format!(
                    "Of the {side} checkpoint {} missing: what is in the others is analysed.",
                    listed(files)
                ));
            }
        }
        for (side, how) in ["base", "tuned"].iter().zip(&self.quantised) {
            if let Some(how) = how {
                said.push(format!(
                    "The {side} checkpoint is quantised ({how}): its quantised layers are left out. Open it as it was before."
                ));
            }
        }
        if let Some(why) = self.exchanged {
            said.push(format!(
                "{} ΔW then only changes its sign: exchange the two before a LoRA is made of it.",
                match why {
                    Exchanged::Vocabulary =>
                        "Base and tuned may be exchanged: the base has the larger vocabulary.",
                    Exchanged::Wrappers =>
                        "Base and tuned may be exchanged: the base has the names of a trainer.",
                }
            ));
        }
        let cut = self
            .matrices
            .iter()
            .filter(|matrix| matrix.is_cut)
            .map(|matrix| matrix.parameter.path.clone());
        let cut: Vec<String> = cut.collect();
        if !cut.is_empty() {
            said.push(format!(
                "The shapes of {} differ: compared is what both have.",
                names(&cut)
            ));
        }
        if !self.shapes_differ.is_empty() {
            said.push(format!(
                "The shapes of {} share no part.",
                names(&self.shapes_differ)
            ));
        }
        for unpaired in &self.unpaired {
            if let Some(embedding) = &unpaired.tied_to {
                said.push(format!(
                    "{} is in the {} checkpoint alone: the other has tied it to {embedding}.",
                    unpaired.name, unpaired.side
                ));
            }
        }
        for side in super::Side::ALL {
            let alone = self
                .unpaired
                .iter()
                .filter(|unpaired| unpaired.side == side && unpaired.tied_to.is_none());
            let alone: Vec<String> = alone.map(|unpaired| unpaired.name.clone()).collect();
            if !alone.is_empty() {
                said.push(format!(
                    "In the {side} checkpoint alone: {}.",
                    names(&alone)
                ));
            }
        }
        said
    }
}

fn listed(files: &[String]) -> String {
    let verb = if files.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names(files))
}

/// The first names, and how many more there are.
pub fn names(all: &[String]) -> String {
    let first = all.get(..MOST_NAMES).unwrap_or(all).join(", ");
    match all.len().saturating_sub(MOST_NAMES) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
