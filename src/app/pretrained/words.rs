//! What the section on a pretrained language model says, as carefully as the measurements allow. No
//! measured number is written here: each is an argument.

pub use super::limits::{conditions, limits, noise};
use super::written::{millions, nats, percent, percents, points, seeds, whole};
use rankscope_params::number::Format;
use rankscope_sim::pretrained::{
    CUT_RANK, Cutting, Findings, LARGE_RANK, OfSeed, PEOPLE, Pretrained, RATES, Rates, SMALL_RANK,
    Spectra, Surprise,
};

pub const HEADING: &str = "On a pretrained language model";
/// What the model is called where it comes from.
pub const MODEL: &str = "SmolLM2-135M-Instruct";
pub const LIMITS: &str = "What these runs do not show";
pub const CONDITIONS: &str = "Model, data, versions, and what was not run";
pub const RUNS: &str = "Every run";
pub const SPECTRA: &str = "The spectra in numbers";

pub const NOTE_CUTS: &str = "The last weights of full fine-tuning, with every ΔW cut to its r strongest directions. The largest rank is \
     the whole update. Style: held-out answers that keep the manner in every respect. Facts: the value is the \
     model’s first choice. Half as many facts: seed 0 alone.";
pub const NOTE_ENERGY: &str = "Each dot is the mean over all matrices. Random: matrices of drawn numbers with the same shapes.";
pub const NOTE_RATES: &str = "Each dot is an adapter. LoRA has α/r, rsLoRA α/√r. At rank 1 both are the same number. The second seed \
     was run at one learning rate.";
/// Behind a figure's key, where there is more than one seed.
pub const SECOND_SEED: &str = "paler: the second seed";
pub const NOTE_DRIFT: &str = "The same adapters. The untouched model’s own answers to everyday questions: the more they cost the tuned \
     model, the more it has forgotten.";

/// A share of what is possible that counts as all of it.
const NEARLY: f64 = 0.95;
/// A share of what the whole update does that counts as lost.
const LOST: f64 = 0.5;

/// The section's headline, of what the runs show.
pub fn headline(found: &Surprise) -> String {
    let lost = found.cut.iter().all(|cut| cut.value < LOST);
    let learnt = found.trained.value >= NEARLY;
    match (lost, learnt) {
        (true, true) => {
            format!(
                "What a cut to rank\u{a0}{CUT_RANK} loses, an adapter of rank\u{a0}{SMALL_RANK} learns."
            )
        }
        (false, true) => {
            format!("A cut to rank {CUT_RANK} keeps what an adapter of rank {SMALL_RANK} learns.")
        }
        (true, false) => format!(
            "A cut to rank {CUT_RANK} loses it, and an adapter of rank {SMALL_RANK} does not learn it."
        ),
        (false, false) => format!(
            "A cut to rank {CUT_RANK} keeps what an adapter of rank {SMALL_RANK} does not learn."
        ),
    }
}

/// The same in numbers, sentence by sentence.
pub fn headline_in_numbers(found: &Surprise) -> Vec<String> {
    vec![
        format!(
            "A language model that can already speak was taught {} new facts.",
            found.facts
        ),
        format!(
            "Train all its weights and cut the update to rank {CUT_RANK}: {} of the facts are left{}.",
            percents(&found.cut),
            seeds(&found.cut),
        ),
        format!(
            "Cut to rank {SMALL_RANK}, {} are left.",
            percents(&found.cut_small),
        ),
        format!(
            "Train an adapter at rank {SMALL_RANK} instead: it recalls {}{}.",
            percent(found.trained.value),
            seeds(&[found.trained]),
        ),
    ]
}

/// Under which conditions: a word, and what it is here.
pub fn headline_conditions(of: &Pretrained, found: &Surprise) -> Vec<(&'static str, String)> {
    vec![
        (
            "Model",
            format!(
                "{MODEL}: {} million weights in {} blocks",
                millions(of.model.parameters),
                of.model.blocks
            ),
        ),
        (
            "Task",
            format!(
                "city and job of {PEOPLE} invented people, {} of each",
                of.settings.values.first().copied().unwrap_or_default()
            ),
        ),
        (
            "Training",
            format!(
                "AdamW, all {} matrices; in full {} steps at {}, the adapter {} steps at {}",
                of.matrices(),
                found.full_steps,
                Format::Exact.write(found.full_rate),
                found.steps,
                Format::Exact.write(found.rate),
            ),
        ),
        (
            "Noise",
            format!("± {} points; one model, so no law", points(of.noise.recall)),
        ),
    ]
}

/// How to read the first figure.
pub fn note_recalled(found: &Findings) -> String {
    let Surprise {
        facts, steps, rate, ..
    } = &found.surprise;
    format!(
        "Line: all weights trained, the update then cut to rank r. Single dots: adapters with α/r at learning rate {}, \
         trained at rank r. Those that learn {facts} facts: rank {SMALL_RANK} after {steps} steps, rank {LARGE_RANK} after {}.",
        Format::Exact.write(*rate),
        found.limits.large.1,
    )
}

pub fn cutting(found: &Cutting) -> (&'static str, Vec<String>) {
    let kept = |part: &[OfSeed], whole: &[OfSeed]| -> Vec<f64> {
        let pairs = part.iter().zip(whole);
        pairs
            .map(|(part, whole)| part.value / whole.value)
            .collect()
    };
    let style = kept(&found.style, &found.style_whole);
    let facts = kept(&found.facts, &found.facts_whole);
    let right = style.iter().all(|&kept| kept >= LOST) && facts.iter().all(|&kept| kept < LOST);
    let title = if right {
        "Of cutting, the article is right."
    } else {
        "Of cutting, the article is not right here."
    };
    let sentences = vec![
        format!(
            "At rank {CUT_RANK} a style update still puts {} of the answers in the manner{}.",
            percents(&found.style),
            seeds(&found.style),
        ),
        format!("The whole update puts {}.", percents(&found.style_whole)),
        format!(
            "A facts update recalls {} of its facts{}.",
            percents(&found.facts),
            seeds(&found.facts),
        ),
        format!("The whole update recalls {}.", percents(&found.facts_whole)),
    ];
    (title, sentences)
}

pub fn spectrum(found: &Spectra) -> (&'static str, Vec<String>) {
    let title = if found.told {
        "The spectrum tells them apart."
    } else {
        "But the spectrum does not tell them apart."
    };
    let mut sentences = vec![
        format!(
            "At rank {CUT_RANK} a style update keeps {} of its energy{}.",
            percents(&found.style_energy),
            seeds(&found.style_energy),
        ),
        format!("A facts update keeps {}.", percents(&found.facts_energy)),
        format!(
            "90 % of the energy takes {} directions for style{}.",
            whole(&found.style_rank90),
            seeds(&found.style_rank90),
        ),
        format!("For facts it takes {}.", whole(&found.facts_rank90)),
        format!(
            "Random matrices of the same shapes take {}.",
            Format::Whole.write(found.random_rank90)
        ),
    ];
    if !found.told {
        sentences.push("Much energy is not much use.".to_owned());
    }
    (title, sentences)
}

pub fn training(found: &Surprise) -> (&'static str, Vec<String>) {
    let learnt = found.trained_fewer.iter().chain([&found.trained]);
    let title = if learnt.clone().all(|of| of.value >= NEARLY) {
        "Of training, “facts need rank” is wrong here."
    } else {
        "Of training, facts need rank here."
    };
    let sentences = vec![
        format!(
            "At rank {SMALL_RANK} an adapter recalls {} of {} facts{}.",
            percents(&found.trained_fewer),
            found.fewer_facts,
            seeds(&found.trained_fewer),
        ),
        format!(
            "After {} steps it recalls {} of {}{}.",
            found.steps,
            percent(found.trained.value),
            found.facts,
            seeds(&[found.trained]),
        ),
        "A cut tells what rank a finished update uses, not what rank training needs.".to_owned(),
    ];
    (title, sentences)
}

pub fn rate(found: &Rates) -> (&'static str, Vec<String>) {
    let [lora_low, ..] = found.lora;
    let [rslora_low, _, rslora_high] = found.rslora;
    let title = if rslora_low >= NEARLY && lora_low < LOST && rslora_high < LOST {
        "The learning rate decides, under either scale."
    } else {
        "The learning rate matters less than the scale."
    };
    let pairs = RATES
        .into_iter()
        .zip(found.lora.into_iter().zip(found.rslora));
    let at = |(rate, (lora, rslora))| {
        format!(
            "At {} α/r recalls {}, α/√r {}.",
            Format::Exact.write(rate),
            percent(lora),
            percent(rslora),
        )
    };
    let mut sentences = vec![format!(
        "Adapters of rank {LARGE_RANK} learn {} facts (seed {}).",
        found.facts, found.seed,
    )];
    sentences.extend(pairs.map(at));
    let [small, large] = found.gammas.map(|gamma| Format::Exact.write(gamma));
    let [low, ..] = RATES;
    sentences.push(format!(
        "Rank {SMALL_RANK} under α/r, too, recalls only {} at {}.",
        percent(found.small),
        Format::Exact.write(low),
    ));
    sentences.push(format!(
        "Its γ is {small}, where rank {LARGE_RANK} has {large}: it is the step that is small, not the rank that is large."
    ));
    (title, sentences)
}

pub fn step(found: &Rates) -> (&'static str, Vec<String>) {
    let [_, lora, _] = found.lora_drift;
    let [_, rslora, _] = found.rslora_drift;
    let title = if rslora > lora {
        "α/√r is a larger step, and forgets more."
    } else {
        "α/√r forgets no more than α/r."
    };
    let mut sentences = vec![format!(
        "The untouched model’s own answers cost it {} nats a token.",
        nats(found.base_drift)
    )];
    let pairs = found.lora_drift.into_iter().zip(found.rslora_drift);
    let after = RATES.into_iter().zip(pairs).map(|(rate, (lora, rslora))| {
        format!(
            "After rank {LARGE_RANK} at {} they cost {} with α/r, {} with α/√r.",
            Format::Exact.write(rate),
            nats(lora),
            nats(rslora),
        )
    });
    sentences.extend(after);
    sentences.push(format!("All of it with seed {}.", found.seed));
    (title, sentences)
}
