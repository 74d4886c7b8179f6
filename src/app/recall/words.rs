//! What the Recall view says.

mod finding;

pub use finding::{caption, needs};

use rankscope_chart::recall::written;
use rankscope_chart::training::family_name;
use rankscope_params::number::{Format, grouped, significant};
use rankscope_params::{Optimizer, Task};
use rankscope_sim::recall::{HELD_OUT, RecallConfig, RecallResults};

use super::calculator::{Adapted, Estimate, MEASURED, REPORTED};
use super::map::CapacityMap;

/// The heading.
pub const fn headline(task: Task) -> &'static str {
    match task {
        Task::Facts => "What rank do facts need? Watch adapters learn them.",
        Task::Style => "What rank does a style need? Watch adapters learn it.",
    }
}

/// What the tabs at the thumb say.
pub const FACTS: &str = "facts";
pub const TRUE_RANK: &str = "true rank";
pub const DOUBLE: &str = "Double the facts";
pub const HALVE: &str = "Halve them";
/// The name of the step ruler.
pub const STEP_RULER: &str = "Training step that the boards show";

pub const NOTE_BOARDS: &str = "Each board is one adapter, each cell one key. A cell is lit while the adapter answers its key \
     right. The answer is the largest of the numbers γ·B·A·key; γ is α/r for LoRA and α/√r for rsLoRA. Given more than it \
     can hold, an adapter may keep fewer than it could.";
/// Leads from the boards to the map.
pub const TO_MAP: &str = "How many does each rank hold?";
pub const NOTE_HELD_OUT: &str = "The same adapters, asked about 2\u{202f}000 keys that they did not learn from. They are asked ten times \
     during training.";
pub const NOTE_STEPS: &str = "One line for each rank, paler = smaller rank.";
pub const NOTE_BY_RANK: &str = "Each dot is one adapter after the last step.";
pub const NOTE_SPECTRUM: &str = "The full update is a matrix without a rank limit, trained on the same keys at 2.5 times the learning \
     rate. The article draws spectra like this one.";
pub const NOTE_CUT: &str = "Solid: an adapter trained at rank r. Dotted: the full update, cut to its r strongest directions.";
pub const NOTE_MAP: &str = "Stronger shade = more of the facts recalled, in %. Solid line: 90\u{202f}% recalled. Dotted: constant \
     bits per parameter, fitted to it. Dashed: 2 bits per parameter, reported of language models. A bit per parameter: a fact is one of V answers and so has \
     log₂ V bits; the parameters are the r·2V numbers of B and A.";

pub const PIN: &str = "Pin this run";
pub const PINNED: &str = "Pinned runs";
pub const ABOUT_PIN: &str = "Keeps it as ghosts behind the next ones in “Recall by rank”.";

pub const MAP_HEADING: &str = "How many facts does a rank hold?";
pub const MAP_IT: &str = "Map it";
pub const ABOUT_MAP: &str = "Trains LoRA at each rank on 16 to 1\u{202f}024 facts and finds where recall falls below 90\u{202f}%.";

pub const CUT_HEADING: &str = "Trained at a rank, or cut to it";
pub const ABOUT_CUT: &str = "A spectrum says how much of a finished update a rank keeps. It does not say what rank was needed \
     to learn it. A pretrained language model shows the same: Evidence opens with it.";

pub const SCRIPT_HEADING: &str = "In Python";
pub const ABOUT_SCRIPT: &str = "A NumPy script that prints the table of recall.";
pub const COPY_SCRIPT: &str = "Copy as NumPy";

pub const CALCULATOR_HEADING: &str = "How many facts fit your adapter?";
pub const MODEL: &str = "model";
/// Before the name of the adapter that is open.
pub const OPEN_ADAPTER: &str = "open adapter";
pub const ADAPTED: &str = "adapted layers";
pub const RANK: &str = "rank r";
pub const BITS_PER_FACT: &str = "bits per fact";
pub const ABOUT_BITS: &str =
    "A fact with one of a billion answers has 30 bits; one of 64 answers, as above, has 6.";

/// What is said of a source, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub text: &'static str,
    pub name: &'static str,
    pub address: &'static str,
}

/// What the calculator rests on besides this page's own map.
pub const SOURCES: [Source; 2] = [
    Source {
        text: "Language models store 2 bits of knowledge per parameter (abstract):",
        name: "Allen-Zhu and Li 2024, Knowledge Capacity Scaling Laws",
        address: "https://arxiv.org/abs/2404.05405",
    },
    Source {
        text: "2 bits per parameter as a rule of thumb; at equal parameters, adapters on attention alone did worse \
               than on the MLP:",
        name: "Schulman et al. 2025, LoRA Without Regret",
        address: "https://doi.org/10.64434/tml.20250929",
    },
];

/// What is learned, and by whom.
pub fn subline(config: &RecallConfig) -> String {
    let RecallConfig { facts, width, .. } = *config;
    let each = 2 * width;
    let adapter = format!(
        "A LoRA adapter adds two thin matrices to a frozen one. Their thin side is its rank r: together they hold r × {each} \
         numbers."
    );
    match config.task {
        Task::Facts => format!(
            "{adapter} A fact is a key of {width} random numbers with an answer of its own, one of {width}, like a name with \
             its phone number. A cell lights up while its fact is answered right."
        ),
        Task::Style => format!(
            "{adapter} A style is one rule, here of rank {}, that answers every key. Adapters learn it from {facts} examples \
             and are then asked {} keys they never saw. A cell lights up while its key is answered right.",
            config.rule_rank,
            grouped(HELD_OUT)
        ),
    }
}

/// How it is learned.
pub fn method(config: &RecallConfig) -> String {
    format!(
        "{}, {} steps, α {}, seed {}",
        how(config.optimizer, config.learning_rate),
        config.steps,
        Format::Exact.write(config.alpha),
        config.seed,
    )
}

/// That the rule has a lower rank than was asked for; none where it has not.
pub fn rule_note(asked: usize, config: &RecallConfig) -> Option<String> {
    let lowered = config.task == Task::Style && asked > config.rule_rank;
    lowered.then(|| {
        let RecallConfig { rule_rank, width, .. } = *config;
        format!("A rule of width {width} has at most rank {width}: the true rank {asked} counts as {rule_rank}.")
    })
}

/// "Adam at learning rate 0.02".
fn how(optimizer: Optimizer, learning_rate: f64) -> String {
    let rate = Format::Exact.write(learning_rate);
    format!("{} at learning rate {rate}", optimizer.label())
}

/// "128 facts, SGD": what is otherwise in a run that is kept than in the one that is shown.
pub fn what_differs(kept: &RecallResults, present: &RecallResults) -> String {
    let Some((kept_config, config)) = kept.config().zip(present.config()) else {
        return String::new();
    };
    let exact = |number: f64| Format::Exact.write(number);
    let RecallConfig {
        task,
        facts,
        width,
        rule_rank,
        seed,
        optimizer,
        learning_rate,
        alpha,
        steps,
        ref ranks,
    } = *kept_config;
    let rival = super::rival(kept);
    let written: Vec<String> = ranks.iter().map(ToString::to_string).collect();
    let parts = [
        (task != config.task, task.label().to_owned()),
        (facts != config.facts, format!("{facts} facts")),
        (width != config.width, format!("width {width}")),
        (
            rule_rank != config.rule_rank && task == Task::Style,
            format!("true rank {rule_rank}"),
        ),
        (optimizer != config.optimizer, optimizer.label().to_owned()),
        (
            learning_rate != config.learning_rate,
            format!("learning rate {}", exact(learning_rate)),
        ),
        (alpha != config.alpha, format!("α {}", exact(alpha))),
        (steps != config.steps, format!("{steps} steps")),
        (seed != config.seed, format!("seed {seed}")),
        (
            *ranks != config.ranks,
            format!("ranks {}", written.join(" ")),
        ),
        (
            rival != super::rival(present),
            format!("beside {}", family_name(rival)),
        ),
    ];
    let differing = parts.into_iter().filter(|(differs, _)| *differs);
    let said: Vec<String> = differing.map(|(_, said)| said).collect();
    if said.is_empty() {
        return "the same settings".to_owned();
    }
    said.join(", ")
}

/// What the table of recall shows.
pub fn table_caption(config: &RecallConfig) -> String {
    let what = match config.task {
        Task::Facts => "facts",
        Task::Style => "examples of a style",
    };
    format!(
        "Recall after step {}, {} {what}, {}",
        config.steps,
        config.facts,
        how(config.optimizer, config.learning_rate),
    )
}

/// What the table of capacities shows.
pub fn capacity_caption(map: &CapacityMap) -> String {
    let Some(base) = map.base() else {
        return String::new();
    };
    format!(
        "Facts that LoRA recalls to 90\u{202f}%, width {}, {}. A rank has no row if it recalls 90\u{202f}% of none of these numbers of facts, or of all.",
        base.width,
        how(base.optimizer, base.learning_rate)
    )
}

/// How far a map is.
pub fn map_progress(map: &CapacityMap) -> String {
    format!("{} of the map", written(100.0 * map.share()))
}

/// The bits per parameter that the calculator counts with at least: those of the map, once it has a
/// plateau, or of the default one.
pub fn measured_bits(map: &CapacityMap) -> f64 {
    map.plateau().map_or(MEASURED, |plateau| plateau.bits)
}

/// "21.0 million parameters hold 34.6 to 41.9 million bits: 1.15 to 1.40 million facts."
pub fn estimate(of: &Estimate) -> String {
    if of.parameters <= 0.0 {
        return "No layer is adapted.".to_owned();
    }
    format!(
        "{} parameters hold {} to {} bits: about {} to {} facts.",
        large(of.parameters),
        large(of.bits.0),
        large(of.bits.1),
        large(of.facts.0),
        large(of.facts.1),
    )
}

/// What the estimate rests on.
pub fn rests_on(map: &CapacityMap, adapted: Adapted) -> String {
    let measured = Format::Decimals(2).write(measured_bits(map));
    let from = if map.plateau().is_some() {
        "measured by the map above"
    } else {
        "measured by the map above at its defaults"
    };
    let layers = match adapted {
        Adapted::All => "Attention and MLP layers differ in what they hold; here all count alike.",
        Adapted::Attention => "Attention layers held less than MLP layers in what was published.",
        Adapted::Mlp => "MLP layers held more than attention layers in what was published.",
    };
    format!(
        "From {measured} bits per parameter, {from} on one linear map, to {REPORTED}, reported of language models. \
         A model is not one map: take it as an order of magnitude. {layers}"
    )
}

/// "21.0 million", with three digits.
fn large(number: f64) -> String {
    for (size, name) in [(1e9, "billion"), (1e6, "million")] {
        if number >= size {
            return format!("{} {name}", significant(number / size, 3));
        }
    }
    if number >= 1000.0 {
        // Three digits of it, as a whole number.
        let unit = 10_f64.powf(number.log10().floor() - 2.0);
        return grouped(((number / unit).round() * unit) as usize);
    }
    significant(number, 3)
}
