//! What the section on a small transformer says, as carefully as the measurements allow. No measured
//! number is written here: each is an argument.

pub(super) mod statements;

use super::Surprise;
use super::written::rate;
use rankscope_params::TransformerRate;
use rankscope_params::number::Format;
use rankscope_sim::transformer::Transformer;

pub const HEADING: &str = "On a small transformer";
pub const LOADING: &str = "Loading what was measured…";
pub const FURTHER: &str = "What else the transformer shows";
pub const ABOUT: &str = "A small transformer, with real PEFT, was taught a style and new facts: once in full, once by adapters \
     of many ranks. It supports the article in part. It is one toy model, so nothing here is a law.";
pub const MORE: &str = "Numbers, and the article";
pub const RUNS: &str = "Runs and seeds";
pub const CONDITIONS: &str = "Model, data, versions, limits";

pub const LEARNING_RATE: &str = "Learning rate";
/// What the marks of the story's figure are.
pub const SINGLE_DOTS: &str = "Blue: style, orange: facts. Solid: LoRA, dashed: rsLoRA. Paler: second seed. Single dots: trained for longer.";
pub const NOTE_RECALLED: &str = "Dark: all weights trained, the update then cut to rank r. Colour: adapters trained at rank r. Dots without a \
     line: LoRA, trained for longer.";
pub const NOTE_ENERGY: &str = "Dots: means of the real updates, over layers and seeds; bars: one standard deviation to either side. \
     Pale: the two updates simulated in Explore, at its present settings. Point at a rank to see each layer.";
pub const NOTE_RECALL: &str = "Each dot is a run, the paler lines the second seed. Solid: LoRA, α/r. Dashed: rsLoRA, α/√r. At rank 1 \
     both are the same number, so one run stands for both. A line joins neighbouring ranks only where both were \
     run. Dots without a line: trained for longer.";
pub const NOTE_GRADIENT: &str = "Dots: measured before the first step, for both tasks and seeds. Lines: theory. AdamW, with which all of \
     this was trained, divides the size of a gradient out. The scale still sets how far the product moves in a \
     step.";
pub const NOTE_TRUNCATED: &str = "The last weights of full fine-tuning, with every layer’s update cut to its r strongest directions. The \
     paler lines are the second seed. Compare with what adapters of the same rank learn, above.";

/// Why it stands behind the pretrained model.
pub fn bridge(measured: &Transformer) -> String {
    let [first, last] = [measured.ranks.first(), measured.ranks.last()];
    format!(
        "The pretrained model has few runs for each question. This transformer is a toy, but has more: ranks {} to {}, \
         with seeds {}.",
        first.copied().unwrap_or_default(),
        last.copied().unwrap_or_default(),
        joined_seeds(&measured.seeds, " and "),
    )
}

/// The section's headline, of what the runs show.
pub fn surprise(found: &Surprise) -> String {
    /// So many times as much is another result, not another seed.
    const CLEARLY: f64 = 2.0;
    let rank = found.rank;
    let [lora, rslora] = found.trained;
    let trained = f64::max(lora, rslora);
    if trained >= CLEARLY * found.cut {
        format!("An adapter of rank\u{a0}{rank} learns what a cut to rank\u{a0}{rank} loses.")
    } else if found.cut >= CLEARLY * trained {
        format!(
            "A cut to rank\u{a0}{rank} keeps what an adapter of rank\u{a0}{rank} does not learn."
        )
    } else {
        format!(
            "An adapter of rank\u{a0}{rank} and a cut to rank\u{a0}{rank} recall about as much."
        )
    }
}

/// The same in numbers, sentence by sentence.
pub fn surprise_in_numbers(found: &Surprise) -> Vec<String> {
    let rank = found.rank;
    let [lora, rslora] = found.trained.map(share);
    let mut said = vec![
        format!(
            "Train all weights and cut the update to rank {rank}: {} of the new facts are left.",
            share(found.cut)
        ),
        format!("Train an adapter of rank {rank} instead: {lora} with LoRA, {rslora} with rsLoRA."),
    ];
    if let Some((steps, recall)) = found.longer {
        said.push(format!(
            "After {steps} steps LoRA recalls {}.",
            share(recall)
        ));
    }
    said
}

/// Under which conditions: a word, and what it is here.
pub fn surprise_conditions(measured: &Transformer) -> Vec<(&'static str, String)> {
    let model = &measured.model;
    vec![
        (
            "Model",
            format!(
                "a Llama of {} layers, width {}, trained from scratch",
                model.blocks, model.hidden
            ),
        ),
        (
            "Task",
            format!("new facts about {} invented people", measured.people),
        ),
        (
            "Training",
            format!(
                "AdamW, learning rate {}, α = {}, {} steps",
                rate(TransformerRate::Low),
                Format::Exact.write(measured.alpha),
                measured.last_step(),
            ),
        ),
        (
            "Runs",
            format!(
                "means of seeds {}; the longer run has seed {} alone",
                joined_seeds(&measured.seeds, " and "),
                first(&measured.seeds)
            ),
        ),
    ]
}

/// A share in percent, without decimals.
fn share(share: f64) -> String {
    format!("{}\u{202f}%", Format::Whole.write(100.0 * share))
}

fn joined_seeds(seeds: &[u64], between: &str) -> String {
    let seeds: Vec<String> = seeds.iter().map(ToString::to_string).collect();
    seeds.join(between)
}

/// The seed with which everything was run.
fn first(seeds: &[u64]) -> String {
    seeds.first().map_or_else(String::new, ToString::to_string)
}
