//! The five statements: what is said, what became of it, what was found, and of which runs.

use super::super::written::{directions, joined, percent, percents, random, range, rate};
use super::{first, share};
use rankscope_chart::adapter::ENTROPY_RANK;
use rankscope_chart::measured::of_seeds;
use rankscope_params::TransformerRate;
use rankscope_params::number::{Format, significant};
use rankscope_sim::transformer::{
    ARTICLE_RANK, Facts, FallingScale, MeanSpread, OwnSpectrum, RootScale, SMALL_RANK, Style,
    Transformer, USUAL_RANK,
};

pub(crate) const STYLE: &str = "Style is low-rank.";
pub(crate) const FACTS: &str = "Facts are high-rank.";
pub(crate) const FALLING_SCALE: &str = "α/r keeps a high rank from helping.";
pub(crate) const ROOT_SCALE: &str = "α/√r fixes it.";
pub(crate) const OWN_SPECTRUM: &str = "An adapter’s spectrum tells what it has learned.";

pub(crate) const FALLING_SCALE_IN_THE_ARTICLE: &str = "The article says that the falling scale kills the learning signal. The first gradient falls as theory \
     says. What is learned depends on the learning rate as well.";
pub(crate) const ROOT_SCALE_IN_THE_ARTICLE: &str = "The article judges rsLoRA by a reconstruction error, which shows neither the gain nor the breakdown.";
pub(crate) const OWN_SPECTRUM_IN_THE_ARTICLE: &str = "In the article’s simulation the spectrum tells style from facts at a glance. In these adapters it does \
     not, or only with α/√r.";

pub(crate) fn style_why(found: &Style, measured: &Transformer) -> String {
    format!(
        "90 % of a real style update takes {} directions of {}, of facts {}. An adapter needs fewer.",
        Format::Whole.write(found.rank90.mean),
        measured.directions(),
        Format::Whole.write(found.facts_rank90.mean),
    )
}

pub(crate) fn facts_why(found: &Facts) -> String {
    let grows = if found.grows {
        "grows"
    } else {
        "does not always grow"
    };
    let longer = found.usual_longer.first().copied().unwrap_or_default();
    format!(
        "At {} steps recall {grows} with the rank. After {} steps rank {USUAL_RANK} recalls {}.",
        found.steps,
        found.longer_steps,
        share(longer)
    )
}

pub(crate) fn falling_scale_why(found: &FallingScale) -> String {
    let yes = if found.holds[0] { "Yes" } else { "No" };
    format!(
        "{yes} at learning rate {}. At {} the gap to α/√r {} from {} to {} points.",
        rate(TransformerRate::Low),
        rate(TransformerRate::Middle),
        shrinks(found),
        percent(found.gap),
        percent(found.gap_left),
    )
}

/// What becomes of the gap between α/r and α/√r at the middle rate.
fn shrinks(found: &FallingScale) -> &'static str {
    if found.gap_left < found.gap {
        "shrinks"
    } else {
        "goes"
    }
}

pub(crate) fn root_scale_why(found: &RootScale, seeds: &[u64]) -> String {
    let [yes, then] = found.holds.map(|holds| if holds { "Yes" } else { "No" });
    format!(
        "{yes} at learning rate {}: {} % at rank {}{}. {then} at {}: at most {} % above rank {}.",
        rate(TransformerRate::Low),
        percents(&found.low),
        found.ranks[1],
        of_seeds(seeds),
        rate(TransformerRate::High),
        percent(found.best_rslora),
        found.ranks[0],
    )
}

pub(crate) fn own_spectrum_why(found: &OwnSpectrum) -> String {
    let apart = |scaling: &str, apart: usize| {
        let ranks = match apart {
            0 => "at no rank".to_owned(),
            apart => format!("at {apart} of {} ranks", found.ranks),
        };
        format!("{scaling}, {ranks} do the tasks differ more than two seeds of one task.")
    };
    apart("With α/r", found.lora_apart)
}

pub(crate) fn style(found: &Style, measured: &Transformer) -> String {
    format!(
        "90 % of the energy of a style update takes {} directions of {}. For facts it takes {}. Random matrices \
         of these shapes take {}. Cut to rank {ARTICLE_RANK}, the style update gets {} %{} of held-out sentences \
         right. Uncut it gets {} %. An adapter trained at rank {SMALL_RANK} gets {} %. At rank {USUAL_RANK} it \
         gets {} %. The spectrum of a full update overstates the rank that LoRA needs.",
        directions(found.rank90),
        measured.directions(),
        directions(found.facts_rank90),
        random(&measured.gaussian),
        percents(&found.cut),
        of_seeds(&measured.seeds),
        percents(&found.whole),
        percents(&found.small),
        percents(&found.usual),
    )
}

pub(crate) fn style_in_the_article(energy: MeanSpread) -> String {
    format!(
        "The article calls style low-rank because its simulation builds it from a few directions. Of this style \
         {ARTICLE_RANK} directions keep {} ± {} % of the energy.",
        percent(energy.mean),
        percent(energy.spread),
    )
}

pub(crate) fn style_runs(steps: usize, measured: &Transformer) -> String {
    format!(
        "Full fine-tuning and adapters with α/r, learning rate {}, {steps} steps. ± is the standard deviation over \
         {} layers and {} seeds; two numbers are the seeds.",
        rate(TransformerRate::Low),
        measured.layers.len(),
        measured.seeds.len(),
    )
}

pub(crate) fn facts(found: &Facts, seeds: &[u64]) -> String {
    let [first, last] = found.ranks;
    let [at_first, at_last] = &found.recall;
    format!(
        "With α/√r, recall is {} %{} at rank {first}. It is {} % at rank {last}. Style gains at most {} points \
         past rank {USUAL_RANK}. After {} steps in place of {}, α/r at rank {USUAL_RANK} recalls {} %. Before, it \
         recalled {} %. So rank {USUAL_RANK} lacks speed here, not room. Rank {SMALL_RANK} recalls {} % by then.",
        percents(at_first),
        of_seeds(seeds),
        percents(at_last),
        percent(found.style_gain),
        found.longer_steps,
        found.steps,
        percents(&found.usual_longer),
        percent(found.usual),
        percents(&found.small_longer),
    )
}

pub(crate) fn facts_in_the_article(rank90: MeanSpread, all: usize) -> String {
    format!(
        "The article’s simulation gives facts every direction there is. Here 90 % of their energy takes {} of {all}: \
         more than style, far fewer than in a random matrix.",
        directions(rank90),
    )
}

pub(crate) fn facts_runs(found: &Facts, seeds: &[u64]) -> String {
    format!(
        "Learning rate {}, {} steps, {} seeds; {} steps with seed {} alone.",
        rate(TransformerRate::Low),
        found.steps,
        seeds.len(),
        found.longer_steps,
        first(seeds),
    )
}

pub(crate) fn falling_scale(found: &FallingScale, seeds: &[u64]) -> String {
    let rank = found.rank;
    format!(
        "At learning rate {}, rank {rank} recalls {} %{} with α/r. With α/√r it recalls {} %. The first gradient \
         falls with the rank to the power {} under α/r. Under α/√r the power is {}. At learning rate {}, {} times as much, \
         α/r recalls {} % at rank {rank}. The gap {} from {} to {} points.",
        rate(TransformerRate::Low),
        percents(&found.lora),
        of_seeds(seeds),
        percents(&found.rslora),
        range(found.lora_slopes),
        range(found.rslora_slopes),
        rate(TransformerRate::Middle),
        significant(
            TransformerRate::Middle.rate() / TransformerRate::Low.rate(),
            3
        ),
        percents(&found.lora_middle),
        shrinks(found),
        percent(found.gap),
        percent(found.gap_left),
    )
}

pub(crate) fn falling_scale_runs(steps: usize, seeds: &[u64]) -> String {
    format!(
        "New facts, {steps} steps; {} seeds at {}, seed {} alone at {}, whose gap is counted from that seed’s own run.",
        seeds.len(),
        rate(TransformerRate::Low),
        first(seeds),
        rate(TransformerRate::Middle),
    )
}

pub(crate) fn root_scale(found: &RootScale, seeds: &[u64]) -> String {
    let [first, last] = found.ranks;
    format!(
        "At learning rate {} it recalls {} %{} at rank {last}. At {} it breaks down: no rank above {first} recalls \
         more than {} %. There α/r reaches {} %. Style at rank {last} is right in {} %. At {}, rank {last} recalls \
         {} %. α/√r is a choice of scale: at rank {last} it is α/r with α = {}.",
        rate(TransformerRate::Low),
        percents(&found.low),
        of_seeds(seeds),
        rate(TransformerRate::High),
        percent(found.best_rslora),
        percent(found.best_lora),
        percents(&found.style),
        rate(TransformerRate::Middle),
        percents(&found.middle),
        Format::Exact.write(found.lora_alpha),
    )
}

pub(crate) fn root_scale_runs(steps: usize, seeds: &[u64]) -> String {
    format!(
        "{steps} steps, {} seeds at {}, seed {} alone at the other rates. No run gave infinite numbers: “breaks down” \
         means that it does not recall.",
        seeds.len(),
        rate(TransformerRate::Low),
        first(seeds),
    )
}

pub(crate) fn own_spectrum(found: &OwnSpectrum) -> String {
    let written = |values: &[f64]| joined(values, |value| Format::Decimals(2).write(value));
    let pair = |[style, facts]: &[Vec<f64>; 2]| {
        format!(
            "{} for style. For facts it is {}",
            written(style),
            written(facts)
        )
    };
    format!(
        "With α/r at rank {USUAL_RANK} the entropy rank is {}. At {} of {} ranks the tasks differ more than two \
         seeds of one task. With α/√r they do at {} ranks, and at rank {} it is {}.",
        pair(&found.lora),
        found.lora_apart,
        found.ranks,
        found.rslora_apart,
        found.rank,
        pair(&found.rslora),
    )
}

pub(crate) fn own_spectrum_runs(measured: &Transformer) -> String {
    format!(
        "Adapters at learning rate {}, {} steps; means over {} layers, one number for each of {} seeds. {ENTROPY_RANK}",
        rate(TransformerRate::Low),
        measured.last_step(),
        measured.layers.len(),
        measured.seeds.len(),
    )
}
