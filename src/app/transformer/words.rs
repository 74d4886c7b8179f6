//! What the section on a real transformer says, as carefully as the measurements allow. No measured
//! number is written here: each is an argument.

use super::written::{directions, joined, percent, percents, random, range, rate};
use rankscope_params::TransformerRate;
use rankscope_params::number::{Format, significant};
use rankscope_sim::transformer::{
    ARTICLE_RANK, Facts, FallingScale, MeanSpread, OwnSpectrum, RootScale, SMALL_RANK, Style,
    Transformer, USUAL_RANK,
};

pub const HEADING: &str = "On a real transformer";
pub const SHOW: &str = "Show what was measured";
pub const LOADING: &str = "Loading what was measured…";
pub const ABOUT: &str = "The claims above are about a simulation. A small transformer, with real PEFT, was taught a style and \
     new facts: once in full, once by adapters of many ranks. It agrees with the article in part. It is one \
     toy model, so nothing here is a law.";

pub const NOTE_ENERGY: &str = "Dots: means of the real updates, over layers and seeds; bars: one standard deviation to either side. \
     Pale: the two updates simulated in Explore, at its present settings. Point at a rank to see each layer.";
pub const NOTE_RECALL: &str = "Each dot is a run, the paler lines the second seed. Solid: LoRA, α/r. Dashed: rsLoRA, α/√r. At rank 1 \
     both are the same number, so one run stands for both. A line only joins its dots; dots without one are \
     adapters that were trained for longer.";
pub const NOTE_GRADIENT: &str = "Dots: measured before the first step, for both tasks and seeds. Lines: the laws. AdamW, with which all of \
     this was trained, divides the size of a gradient out; what a scale still does is to say how far the \
     product moves in a step.";
pub const NOTE_TRUNCATED: &str = "The last weights of full fine-tuning, with every layer’s update cut to its r strongest directions. The \
     paler lines are the second seed. Compare with what adapters of the same rank learn, above.";

pub const STYLE: &str = "Style is low-rank.";
pub const FACTS: &str = "Facts are high-rank.";
pub const FALLING_SCALE: &str = "α/r keeps a high rank from helping.";
pub const ROOT_SCALE: &str = "α/√r fixes it.";
pub const OWN_SPECTRUM: &str = "An adapter’s spectrum tells what it has learned.";

pub const FALLING_SCALE_IN_THE_ARTICLE: &str = "The article says that the falling scale kills the learning signal. The first gradient falls as its law \
     says; what is learned depends on the learning rate as well.";
pub const ROOT_SCALE_IN_THE_ARTICLE: &str = "The article judges rsLoRA by a reconstruction error, which shows neither the gain nor the breakdown.";
pub const OWN_SPECTRUM_IN_THE_ARTICLE: &str = "In the article’s simulation the spectrum tells style from facts at a glance. In these adapters it does \
     not, or only with α/√r.";

pub fn style(found: &Style, measured: &Transformer) -> String {
    format!(
        "Not what the weights show: 90 % of the energy of ΔW takes {} of {} directions, for facts {}, where \
         random matrices of these shapes take {}. Cut to rank {ARTICLE_RANK}, the update gets {} % of held-out \
         sentences right instead of {} %. Yet an adapter trained at rank {SMALL_RANK} gets {} %, at rank \
         {USUAL_RANK} {} %. A full update’s spectrum overstates the rank that LoRA needs.",
        directions(found.rank90),
        measured.directions(),
        directions(found.facts_rank90),
        random(&measured.gaussian),
        percents(&found.cut),
        percents(&found.whole),
        percents(&found.small),
        percents(&found.usual),
    )
}

pub fn style_in_the_article(energy: MeanSpread) -> String {
    format!(
        "The article calls style low-rank because its simulation builds it from a few directions. Of this style \
         {ARTICLE_RANK} directions hold {} ± {} % of the energy.",
        percent(energy.mean),
        percent(energy.spread),
    )
}

pub fn style_runs(steps: usize, measured: &Transformer) -> String {
    format!(
        "Full fine-tuning and adapters with α/r, learning rate {}, {steps} steps. ± is the standard deviation over \
         {} layers and {} seeds; two numbers are the seeds.",
        rate(TransformerRate::Low),
        measured.layers.len(),
        measured.seeds.len(),
    )
}

pub fn facts(found: &Facts) -> String {
    let [first, last] = found.ranks;
    let [at_first, at_last] = &found.recall;
    let grows = if found.grows {
        "grows"
    } else {
        "does not always grow"
    };
    format!(
        "In part. At equal steps recall {grows} with the rank: with α/√r it is {} % at rank {first} and {} % at rank \
         {last}, while style gains at most {} points past rank {USUAL_RANK}. But after {} steps in place of \
         {}, α/r at rank {USUAL_RANK} recalls {} %, where it was {} %: at this size rank {USUAL_RANK} lacks speed, \
         not room. At rank {SMALL_RANK} it is {} % by then.",
        percents(at_first),
        percents(at_last),
        percent(found.style_gain),
        found.longer_steps,
        found.steps,
        percents(&found.usual_longer),
        percent(found.usual),
        percents(&found.small_longer),
    )
}

pub fn facts_in_the_article(rank90: MeanSpread, all: usize) -> String {
    format!(
        "The article’s simulation gives facts every direction there is. Here 90 % of their energy takes {} of {all}: \
         more than style, far fewer than in a random matrix.",
        directions(rank90),
    )
}

pub fn facts_runs(found: &Facts, seeds: &[u64]) -> String {
    format!(
        "Learning rate {}, {} steps, {} seeds; {} steps with seed {} alone.",
        rate(TransformerRate::Low),
        found.steps,
        seeds.len(),
        found.longer_steps,
        first(seeds),
    )
}

pub fn falling_scale(found: &FallingScale) -> String {
    let rank = found.rank;
    format!(
        "So at one fixed learning rate: at {} recall at rank {rank} is {} % with α/r and {} % with α/√r. The first \
         gradient falls with the rank to the power {} under α/r, and {} under α/√r. But at {}, {} times the rate, \
         α/r recalls {} % at rank {rank}: of the gap of {} points {} are left.",
        rate(TransformerRate::Low),
        percents(&found.lora),
        percents(&found.rslora),
        range(found.lora_slopes),
        range(found.rslora_slopes),
        rate(TransformerRate::Middle),
        significant(
            TransformerRate::Middle.rate() / TransformerRate::Low.rate(),
            3
        ),
        percents(&found.lora_middle),
        percent(found.gap),
        percent(found.gap_left),
    )
}

pub fn falling_scale_runs(steps: usize, seeds: &[u64]) -> String {
    format!(
        "New facts, {steps} steps; {} seeds at {}, seed {} alone at {}, whose gap is counted from that seed’s own run.",
        seeds.len(),
        rate(TransformerRate::Low),
        first(seeds),
        rate(TransformerRate::Middle),
    )
}

pub fn root_scale(found: &RootScale) -> String {
    let [first, last] = found.ranks;
    format!(
        "So at {}: {} % at rank {last}. At {} it breaks down: no rank above {first} recalls more than {} %, where \
         α/r reaches {} %, and style at rank {last} is right in {} %. At {} rank {last} is lost already, at {} %. \
         It is a choice of scale, not a cure: α/√r at rank {last} is α/r with α = {}.",
        rate(TransformerRate::Low),
        percents(&found.low),
        rate(TransformerRate::High),
        percent(found.best_rslora),
        percent(found.best_lora),
        percents(&found.style),
        rate(TransformerRate::Middle),
        percents(&found.middle),
        Format::Exact.write(found.lora_alpha),
    )
}

pub fn root_scale_runs(steps: usize, seeds: &[u64]) -> String {
    format!(
        "{steps} steps, {} seeds at {}, seed {} alone at the other rates. No run gave infinite numbers: “breaks down” \
         means that it does not recall.",
        seeds.len(),
        rate(TransformerRate::Low),
        first(seeds),
    )
}

pub fn own_spectrum(found: &OwnSpectrum) -> String {
    let written = |values: &[f64]| joined(values, |value| Format::Decimals(2).write(value));
    let pair = |[style, facts]: &[Vec<f64>; 2]| {
        format!("{} for style, {} for facts", written(style), written(facts))
    };
    format!(
        "Not with α/r: at rank {USUAL_RANK} the entropy rank is {}, and at {} of {} ranks the two tasks are further \
         apart than two seeds of one. With α/√r they are at {}: at rank {} {}.",
        pair(&found.lora),
        found.lora_apart,
        found.ranks,
        found.rslora_apart,
        found.rank,
        pair(&found.rslora),
    )
}

pub fn own_spectrum_runs(measured: &Transformer) -> String {
    format!(
        "Adapters at learning rate {}, {} steps; means over {} layers, one number for each of {} seeds.",
        rate(TransformerRate::Low),
        measured.last_step(),
        measured.layers.len(),
        measured.seeds.len(),
    )
}

/// The seed with which everything was run.
fn first(seeds: &[u64]) -> String {
    seeds.first().map_or_else(String::new, ToString::to_string)
}
