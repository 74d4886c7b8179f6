//! What the article says, held against the present parameters.
//!
//! Each statement is the article's, about its own settings. What is found is computed from the
//! settings in force, so at others a statement may fail that holds at the article's. Where a theorem
//! settles a matter whatever the settings are, it is named.

mod claim;

pub use claim::{Basis, Claim, Verdict};

use super::training::{FirstStep, Optimizer};
use super::{Scaling, Spectra, Spectrum};
use rankscope_params::number::{Format, significant};
use rankscope_params::query::Link;
use rankscope_params::{Choices, Key, SigmaAxis, Start, Transformer, Update, View};

/// Ranks of the article's table of errors.
const ERROR_RANKS: [usize; 6] = [2, 4, 8, 16, 32, 48];
/// The last rank of the article's table of scales.
const LAST_RANK: usize = 64;
/// “About 28 %”: so many points off is still about it.
const ABOUT: f64 = 1.0;
/// “Well”: an error this many times the least possible is not.
const WELL: f64 = 1.1;
/// “Kills”: less than this share of the signal is left.
const KILLED: f64 = 0.1;
/// Energy that counts as all of it.
const NEARLY_ALL: f64 = 0.99;

const ECKART_YOUNG: Basis = Basis::Theorem(
    "Eckart and Young 1936: no matrix of rank r is nearer than the truncated SVD",
    "https://doi.org/10.1007/BF02288367",
);
const LORA: Basis = Basis::Theorem("LoRA’s definition of γ", "https://arxiv.org/abs/2106.09685");
const RSLORA: Basis = Basis::Theorem(
    "Kalajdzievski 2023: only α/√r keeps learning stable at every rank",
    "https://arxiv.org/abs/2312.03732",
);

/// Every statement, held against a state. `steps` are the first steps of training on the facts
/// update, once they are measured.
pub fn claims(link: &Link, spectra: &Spectra, steps: Option<&[FirstStep]>) -> Vec<Claim> {
    vec![
        style_energy(link, &spectra.style),
        facts_energy(link, &spectra.facts),
        lora_reconstructs(link, &spectra.style),
        rslora_lowers(link, spectra),
        scales_fall(link),
        signal_dies(link, steps),
        low_and_high(link, spectra),
    ]
}

fn style_energy(link: &Link, style: &Spectrum) -> Claim {
    let energy = energy(style, 4);
    Claim {
        id: "style-energy",
        says: "Rank 4 holds over 99 % of the style update.",
        verdict: judged(energy.map(|energy| energy > 99.0)),
        found: match energy {
            Some(energy) => format!(
                "Rank 4 holds {} % of it. The simulation built it with true rank {}, so this is put in, not found out.",
                percent(energy),
                link.params.update().true_rank,
            ),
            None => no_rank(4),
        },
        basis: &[Basis::Measured, ECKART_YOUNG],
        checks: vec![("Energy kept", explore(link, &[(Key::RankLow, 4.0)]))],
    }
}

fn facts_energy(link: &Link, facts: &Spectrum) -> Claim {
    let energy = energy(facts, 8);
    Claim {
        id: "facts-energy",
        says: "Rank 8 holds about 28 % of the facts update.",
        verdict: judged(energy.map(|energy| (energy - 28.0).abs() <= ABOUT)),
        found: match energy {
            Some(energy) => format!("Rank 8 holds {} % of it.", percent(energy)),
            None => no_rank(8),
        },
        basis: &[Basis::Measured, ECKART_YOUNG],
        checks: vec![("Energy kept", explore(link, &[(Key::RankHigh, 8.0)]))],
    }
}

fn lora_reconstructs(link: &Link, style: &Spectrum) -> Claim {
    let alpha = link.params.reading().alpha;
    let at = |rank| {
        let within = rank <= style.max_rank();
        let error = style.error(rank, Scaling::Lora.factor(alpha, rank));
        error.zip(style.floor(rank)).filter(|_| within)
    };
    let both = at(4).zip(at(8));
    let well = |(error, floor): (f64, f64)| error < 1.0 && error <= WELL * floor;
    Claim {
        id: "lora-reconstructs",
        says: "At ranks 4 to 8, LoRA reconstructs the style update well.",
        verdict: both.map_or(Verdict::Open, |(low, high)| part([well(low), well(high)])),
        found: match both {
            Some((low, high)) => format!(
                "By the article’s own measure its error is {} at rank 4 and {} at rank 8, where {} and {} are \
                 possible and no update at all scores 1. Only γ = 1, which is r = α, leaves the best product as it is.",
                three(low.0),
                three(high.0),
                three(low.1),
                three(high.1),
            ),
            None => no_rank(8),
        },
        basis: &[Basis::Measured, ECKART_YOUNG],
        checks: vec![(
            "Reconstruction error",
            explore(link, &[(Key::RankLow, 4.0), (Key::RankHigh, 8.0)]),
        )],
    }
}

fn rslora_lowers(link: &Link, spectra: &Spectra) -> Claim {
    let alpha = link.params.reading().alpha;
    let max_rank = spectra.style.max_rank();
    let mut compared = 0;
    let mut lower = 0;
    let mut worse_than_nothing = 0;
    for spectrum in [&spectra.style, &spectra.facts] {
        for rank in ERROR_RANKS.into_iter().filter(|&rank| rank <= max_rank) {
            let error = |scaling: Scaling| spectrum.error(rank, scaling.factor(alpha, rank));
            if let Some((lora, rslora)) = error(Scaling::Lora).zip(error(Scaling::RsLora)) {
                compared += 1;
                lower += usize::from(rslora < lora);
                worse_than_nothing += usize::from(rslora > 1.0);
            }
        }
    }
    let verdict = match lower {
        _ if compared == 0 => Verdict::Open,
        0 => Verdict::Fails,
        lower if lower == compared => Verdict::Holds,
        _ => Verdict::Partly,
    };
    Claim {
        id: "rslora-lowers",
        says: "rsLoRA lowers the reconstruction error.",
        verdict,
        found: format!(
            "It is below LoRA’s in {lower} of the article’s {compared} comparisons, and above 1, worse than no \
             update, in {worse_than_nothing}. This measure cannot show what rsLoRA is for: training can.",
        ),
        basis: &[Basis::Measured],
        checks: vec![
            ("Reconstruction error", explore(link, &[])),
            ("Training", train(link, Optimizer::Sgd)),
        ],
    }
}

fn scales_fall(link: &Link) -> Claim {
    let alpha = link.params.reading().alpha;
    let last = |scaling: Scaling| significant(scaling.factor(alpha, LAST_RANK), 3);
    let as_said = Scaling::Lora.factor(alpha, LAST_RANK) == 0.25;
    Claim {
        id: "scales-fall",
        says: "From rank 1 to 64, α/r falls from 16 to 0.25 and α/√r from 16 to 2.",
        verdict: judged(Some(as_said)),
        found: format!(
            "With α = {} they fall from {} to {} and to {}: by 64 and by 8, whatever α is.",
            significant(alpha, 4),
            significant(alpha, 4),
            last(Scaling::Lora),
            last(Scaling::RsLora),
        ),
        basis: &[LORA],
        checks: vec![("What the scale does", explore(link, &[]))],
    }
}

fn signal_dies(link: &Link, steps: Option<&[FirstStep]>) -> Claim {
    let at = |optimizer, scaling| {
        let of = |step: &&FirstStep| (step.optimizer, step.scaling) == (optimizer, scaling);
        steps?.iter().rfind(of)
    };
    let sgd = at(Optimizer::Sgd, Scaling::Lora);
    let adam = at(Optimizer::Adam, Scaling::Lora);
    let both = sgd.zip(adam);
    Claim {
        id: "signal-dies",
        says: "The falling scale α/r kills the learning signal at high rank.",
        verdict: both.map_or(Verdict::Open, |(sgd, adam)| {
            part([sgd.drop < KILLED, adam.drop < KILLED])
        }),
        found: match both {
            Some((sgd, adam)) => format!(
                "At rank {} the first step of SGD gains {} times what it gains at rank 1, by its law {}. \
                 Adam’s first step, a sign, gains {} times as much, by its law {}. So it depends on the optimizer.",
                sgd.rank,
                significant(sgd.drop, 3),
                significant(sgd.law, 3),
                significant(adam.drop, 3),
                significant(adam.law, 3),
            ),
            None => "The first steps are not measured, or cannot be at these settings.".to_owned(),
        },
        basis: &[Basis::Measured, RSLORA],
        checks: vec![
            ("Training with SGD", train(link, Optimizer::Sgd)),
            ("Training with Adam", train(link, Optimizer::Adam)),
        ],
    }
}

fn low_and_high(link: &Link, spectra: &Spectra) -> Claim {
    let enough = |spectrum: &Spectrum| {
        let mut ranks = 1..=spectrum.max_rank();
        ranks.find(|&rank| {
            spectrum
                .energy(rank)
                .is_some_and(|energy| energy >= NEARLY_ALL)
        })
    };
    let said =
        |rank: Option<usize>| rank.map_or("no rank".to_owned(), |rank| format!("rank {rank}"));
    let mut log = explore(link, &[]);
    log.choices.sigma_axis = SigmaAxis::Log;
    Claim {
        id: "low-and-high",
        says: "Style is low-rank, facts are high-rank.",
        verdict: Verdict::Assumed,
        found: format!(
            "The simulation draws them so: 99 % of the style update takes {}, of the facts update {}, of {}. \
             Whether real updates are like this, real updates have to say: below are some.",
            said(enough(&spectra.style)),
            said(enough(&spectra.facts)),
            spectra.style.max_rank(),
        ),
        basis: &[Basis::Assumption],
        checks: vec![("Singular values", log), ("A real transformer", real(link))],
    }
}

fn judged(holds: Option<bool>) -> Verdict {
    match holds {
        Some(true) => Verdict::Holds,
        Some(false) => Verdict::Fails,
        None => Verdict::Open,
    }
}

fn part(holds: [bool; 2]) -> Verdict {
    match holds {
        [true, true] => Verdict::Holds,
        [false, false] => Verdict::Fails,
        _ => Verdict::Partly,
    }
}

/// Energy in percent, where the matrix has this rank.
fn energy(spectrum: &Spectrum, rank: usize) -> Option<f64> {
    let within = rank <= spectrum.max_rank();
    spectrum
        .energy(rank)
        .filter(|_| within)
        .map(|energy| 100.0 * energy)
}

fn no_rank(rank: usize) -> String {
    format!("At these settings the matrix has no rank {rank}, or the update is zero.")
}

fn percent(value: f64) -> String {
    Format::Decimals(2).write(value)
}

fn three(value: f64) -> String {
    Format::Decimals(3).write(value)
}

/// The state of Explore with some parameters set.
fn explore(link: &Link, set: &[(Key, f64)]) -> Link {
    let mut link = link.clone();
    link.choices = Choices {
        view: View::Explore,
        ..link.choices
    };
    for &(key, value) in set {
        link.params = link.params.with(key, value).0;
    }
    link
}

/// What a real transformer showed, as after its last step unless another is open.
fn real(link: &Link) -> Link {
    let mut link = link.clone();
    link.choices.view = View::Claims;
    if link.choices.transformer == Transformer::Closed {
        link.choices.transformer = Transformer::Step500;
    }
    link
}

/// The facts update in training.
fn train(link: &Link, optimizer: Optimizer) -> Link {
    let mut link = link.clone();
    link.choices = Choices {
        view: View::Train,
        update: Update::Facts,
        optimizer,
        run: Start::AtOnce,
        ..link.choices
    };
    link
}

#[cfg(test)]
mod tests;
