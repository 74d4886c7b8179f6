//! Under which conditions everything was measured: what has to be known of every statement.

use super::written::rate;
use rankscope_params::TransformerRate;
use rankscope_params::number::Format;
use rankscope_sim::transformer::Transformer;

/// Under which conditions all of it was measured.
pub fn conditions(of: &Transformer) -> Vec<String> {
    let (model, versions) = (&of.model, &of.versions);
    vec![
        format!(
            "One toy: a Llama-shaped transformer of {} blocks, width {}, {} heads, MLP {}, {} words, trained from \
             scratch on synthetic sentences until it knew every fact. Larger models may behave otherwise.",
            model.blocks, model.hidden, model.heads, model.intermediate, model.vocabulary,
        ),
        format!(
            "Style: known facts about {} people, {} each, said in another manner; measured on people who were held \
             out. Facts: new facts for {} people; measured as recall of these.",
            of.people, of.facts_each, of.people,
        ),
        format!(
            "Full fine-tuning of all {} linear layers: AdamW, learning rate {}, {} steps of {} sentences. LoRA on the \
             same layers: α = {}, AdamW. PEFT {}, torch {}, transformers {}.",
            of.layers.len(),
            Format::Exact.write(of.full_rate),
            of.last_step(),
            of.batch,
            Format::Exact.write(of.alpha),
            versions.peft,
            versions.torch,
            versions.transformers,
        ),
        format!(
            "{} seeds for full fine-tuning and for learning rate {}; one for the other rates, of which the grid is \
             coarse. The runs at {} and the longer ones were added after the others had been seen.",
            of.seeds.len(),
            rate(TransformerRate::Low),
            rate(TransformerRate::Middle),
        ),
    ]
}
