//! What must not be read out of the runs, how exact they are, and under which conditions they were made.

use super::words::MODEL;
use super::written::{counted, millions, percent, points, seeds};
use rankscope_params::number::{Format, significant};
use rankscope_sim::Scaling;
use rankscope_sim::pretrained::{
    Boundaries, Findings, LARGE_RANK, NotRun, Pretrained, RATES, SMALL_RANK,
};

/// What must not be read out of the runs: what somebody might say, and why it does not follow.
pub fn limits(of: &Pretrained, found: &Findings) -> Vec<(&'static str, Vec<String>)> {
    let Boundaries {
        one_matrix: [least, most],
        one_matrix_ranks: [first, last],
        bits_per_weight,
        half_after,
        half_after_high,
        large: (large, large_steps),
    } = &found.limits;
    let few = &of.limits;
    let [_, middle, high] = RATES.map(|rate| Format::Exact.write(rate));
    vec![
        (
            "That larger models do the same.",
            vec![
                format!(
                    "This is {} of {} million weights, of {} bits each.",
                    counted(few.models, "model"),
                    millions(of.model.parameters),
                    few.bits_per_weight,
                ),
                format!(
                    "The names are invented, a value is {}, and there was {}.",
                    counted(few.tokens_per_value, "token"),
                    counted(few.manners, "manner of speech"),
                ),
            ],
        ),
        (
            "That style needs more rank than facts, or less.",
            vec![
                "A fact is a single token; an answer in the manner must keep every rule of it."
                    .to_owned(),
                "The two measures are not on one scale.".to_owned(),
            ],
        ),
        (
            "That rank 1 has no limit.",
            vec![
                format!(
                    "{} facts are {} bits a weight, which is nowhere near one.",
                    found.surprise.facts,
                    significant(*bits_per_weight, 1),
                ),
                format!(
                    "Adapters on a single matrix might have found it, but learnt nothing: {} to {} at ranks {first} to {last}.",
                    percent(*least),
                    percent(*most),
                ),
            ],
        ),
        (
            "That LoRA equals full fine-tuning.",
            vec![
                format!(
                    "In full, half of a batch was recalled after {} steps, at rank {SMALL_RANK} after {}.",
                    half_after[0], half_after[1],
                ),
                format!(
                    "With {large_steps} steps for {} facts, rank {LARGE_RANK} recalled {} at {middle}{}; no other learning rate was tried.",
                    found.surprise.facts,
                    percent(large.value),
                    seeds(&[*large]),
                ),
            ],
        ),
        (
            "That α/r makes all ranks alike, or which learning rate is best.",
            vec![
                format!(
                    "At {high} rank {SMALL_RANK} recalled half of a batch after {} steps, rank {LARGE_RANK} after {}.",
                    half_after_high[0], half_after_high[1],
                ),
                "Three learning rates, each about three times the one before, give no exponent."
                    .to_owned(),
            ],
        ),
        (
            "That recall at a rank confirms the article’s share of energy.",
            vec!["The article’s is the energy of drawn numbers, this is recall.".to_owned()],
        ),
    ]
}

/// How exact the numbers are.
pub fn noise(of: &Pretrained) -> Vec<String> {
    let noise = &of.noise;
    vec![
        format!("Recall is known to ± {} points.", points(noise.recall)),
        format!(
            "So are answers in the manner, of which {} are judged.",
            of.settings.style_held_out
        ),
        format!(
            "Two style runs that differ by less than {} points do not differ.",
            points(noise.strict_between_runs)
        ),
        "For facts another seed draws other people; for style, another order.".to_owned(),
    ]
}

/// Model, data, versions, and what was not run.
pub fn conditions(of: &Pretrained) -> Vec<String> {
    let (settings, prompts, example) = (&of.settings, &of.prompts, &of.example);
    let (model, versions) = (&of.model, &of.versions);
    vec![
        format!(
            "{MODEL}, Apache-2.0, from a package whose weights have {} bits; they were rounded to bfloat16 once. Width              {}, {} heads, MLP {}, {} tokens.",
            of.limits.bits_per_weight,
            model.hidden,
            model.heads,
            model.intermediate,
            model.vocabulary,
        ),
        format!(
            "Facts: trained as “{}” and “{}”, {} sequences in a step. “{}” is never trained.",
            prompts.statement, prompts.question, settings.batch.facts, prompts.paraphrase,
        ),
        format!(
            "Style: {} questions are trained on, {} in a step. “{}” becomes “{}”.",
            settings.style_trained, settings.batch.style, example.base, example.styled,
        ),
        format!(
            "AdamW without decay or clipping; {} steps of warm-up, then linearly to zero. LoRA: α = {}. PEFT {}, torch              {}, transformers {}.",
            settings.warmup,
            Format::Exact.write(settings.alpha),
            versions.peft,
            versions.torch,
            versions.transformers,
        ),
        format!(
            "The order of the runs, and the later ones, were chosen as results came in. Planned and not run: {}.",
            of.not_run
                .iter()
                .map(planned)
                .collect::<Vec<_>>()
                .join("; ")
        ),
    ]
}

/// "facts, 100 people, α/r, rank 4 at 0.0003".
fn planned(run: &NotRun) -> String {
    let people = run.people.map(|people| format!(", {people} people"));
    let how = match (run.scaling, run.rank) {
        (Some(scaling), Some(rank)) => {
            let scale = match scaling.0 {
                Scaling::Lora => "α/r",
                Scaling::RsLora => "α/√r",
            };
            format!("{scale}, rank {rank}")
        }
        _ => "in full".to_owned(),
    };
    format!(
        "{}{}, {how} at {}",
        run.task.name(),
        people.unwrap_or_default(),
        Format::Exact.write(run.rate)
    )
}
