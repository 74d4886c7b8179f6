//! Everything that Start says.

mod story;

use rankscope_params::number::{grouped, percent};
use rankscope_params::{Params, Update, View};
use rankscope_sim::{Spectra, Spectrum};

pub use self::story::{STORY, StoryStep, number};

/// From this difference of two shares on, the updates are contrasted.
const CONTRAST: f64 = 0.2;
/// Noise above this is more than a little: at 64 × 64 it holds a twelfth of the style update's energy.
const LITTLE_NOISE: f64 = 0.03;

pub const PROJECT: &str = "Rankscope";
pub const TITLE: &str = "Rankscope – what can a low-rank adapter hold?";
/// The headline up to the rank.
pub const HEADLINE: &str = "Of two simulated updates, rank ";
pub const ONWARD: &str = "Why is that so? Seven short steps ↓";
pub const ENERGY: &str = "Energy kept";
pub const ENERGY_NOTE: &str = "share of ΔW’s squared entries that rank r keeps";
pub const SLIDER: &str = "Rank r of the adapter";

pub const STARTING: &str = "The handle moves as soon as the calculation has loaded.";
pub const NO_SCRIPT: &str = "Rankscope computes in your browser and needs JavaScript, which is switched off. This picture shows \
     rank 4.";

pub const STORY_LOADING: &str = "The story is loading…";

/// The article that the page began with.
pub const ARTICLE: &str = "“The LoRA Assumption That Breaks in Production”";
pub const ARTICLE_ADDRESS: &str =
    "https://www.marktechpost.com/2026/04/27/the-lora-assumption-that-breaks-in-production/";
pub const ARTICLE_SOURCE: &str = "MarkTechPost, 27 April 2026";

/// What rank r keeps, after "rank r".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// "99.2 % of style"
    pub style: String,
    /// "but only"
    pub joint: &'static str,
    /// "14.9 % of facts"
    pub facts: String,
}

/// What a rank keeps of both updates.
pub fn kept(spectra: &Spectra, rank: usize) -> Kept {
    let (style, facts) = (spectra.style.energy(rank), spectra.facts.energy(rank));
    let of = |share: Option<f64>, update: Update| match share {
        Some(share) => format!("{} of {}", percent(share), update.name()),
        None => format!("nothing of {}", update.name()),
    };
    let (a, b) = (style.unwrap_or(0.0), facts.unwrap_or(0.0));
    Kept {
        style: of(style, Update::Style),
        joint: if (a - b).abs() < CONTRAST {
            "and"
        } else if a > b && b < 0.5 {
            "but only"
        } else {
            "but"
        },
        facts: of(facts, Update::Facts),
    }
}

/// What the updates are built from.
pub fn built(params: &Params, spectra: Option<&Spectra>) -> String {
    let update = params.update();
    let directions = |count: usize| match count {
        1 => "1 direction".to_owned(),
        count => format!("{count} directions"),
    };
    let noise = if update.noise == 0.0 {
        ""
    } else if update.noise <= LITTLE_NOISE {
        " and a little noise"
    } else {
        " and noise"
    };
    let zero = |spectrum: fn(&Spectra) -> &Spectrum| {
        spectra.is_some_and(|spectra| spectrum(spectra).is_zero())
    };
    match (
        zero(|spectra| &spectra.style),
        zero(|spectra| &spectra.facts),
    ) {
        (true, true) => "Both updates are zero: there is nothing to keep.".to_owned(),
        (true, false) => "Style is zero: there is nothing to keep.".to_owned(),
        (false, true) => "Facts is zero: there is nothing to keep.".to_owned(),
        (false, false) => format!(
            "Style is built from {}{noise}, facts from all {}.",
            directions(update.true_rank),
            update.rows.min(update.columns),
        ),
    }
}

/// What an update is, and what a rank.
pub const WHAT: &str = "Fine-tuning adds an update to a model’s weights. A LoRA adapter of rank r keeps r directions of it.";

/// What an adapter of this rank stores.
pub fn size(params: &Params, rank: usize) -> String {
    let update = params.update();
    let (adapter, full) = (
        rank * (update.rows + update.columns),
        update.rows * update.columns,
    );
    let most = rank == update.rows.min(update.columns);
    match adapter {
        _ if adapter < full => format!(
            "Rank {rank} stores {} numbers instead of {}.",
            grouped(adapter),
            grouped(full)
        ),
        _ if adapter == full => format!("Rank {rank} stores as many numbers as ΔW itself."),
        _ if most => format!(
            "Rank {rank} keeps everything, in {} numbers instead of {}.",
            grouped(adapter),
            grouped(full)
        ),
        _ => format!("Rank {rank} stores more numbers than ΔW itself."),
    }
}

/// The heads of the three columns of heat maps; the rank follows the second.
pub const MAP_HEADS: [&str; 3] = ["ΔW, the update", "best copy, rank ", "what is left"];

/// Below the maps of an update: a first word, and what follows it.
pub fn captions(
    update: Update,
    params: &Params,
    spectrum: &Spectrum,
    rank: usize,
) -> [[String; 2]; 3] {
    let directions = match update {
        Update::Style => params.update().true_rank,
        Update::Facts => params.update().rows.min(params.update().columns),
    };
    let name = match update {
        Update::Style => "Style",
        Update::Facts => "Facts",
    };
    let share = spectrum.energy(rank);
    let text = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
    let plural = if directions == 1 { "" } else { "s" };
    [
        [name.to_owned(), format!(" {directions} direction{plural}")],
        [text(share), " kept".to_owned()],
        [text(share.map(|share| 1.0 - share)), " missing".to_owned()],
    ]
}

/// What a heat map shows, for who does not see it.
pub fn map_label(
    update: Update,
    column: usize,
    rank: usize,
    spectrum: Option<&Spectrum>,
) -> String {
    let name = update.name();
    let share = spectrum.and_then(|spectrum| spectrum.energy(rank));
    match (column, share) {
        (1, Some(share)) => format!(
            "Best copy of the {name} update with rank {rank}: it keeps {}.",
            percent(share)
        ),
        (1, None) => format!("Best copy of the {name} update with rank {rank}."),
        (2, Some(share)) => format!(
            "What rank {rank} leaves of the {name} update: {}.",
            percent(1.0 - share)
        ),
        (2, None) => format!("What rank {rank} leaves of the {name} update."),
        _ => format!("The simulated {name} update as a heat map."),
    }
}

/// What the slider says at a rank.
pub fn value_text(spectra: Option<&Spectra>, rank: usize) -> String {
    let Some(spectra) = spectra else {
        return format!("rank {rank}");
    };
    let Kept { style, facts, .. } = kept(spectra, rank);
    format!("rank {rank}: keeps {style}, {facts}")
}

/// What the chart shows, for who does not see it.
pub fn chart_label(spectra: Option<&Spectra>, rank: usize) -> String {
    format!("Energy kept against rank. {}.", value_text(spectra, rank))
}

pub const AVERAGED: &str = "Each cell of these maps is the mean of a block of entries.";

/// What B and A store at a rank.
pub fn product_count(params: &Params, rank: usize) -> String {
    let update = params.update();
    format!(
        "B and A: {} numbers. ΔW: {}.",
        grouped(rank * (update.rows + update.columns)),
        grouped(update.rows * update.columns),
    )
}

/// Where each matrix stands in the picture of the product.
pub const PRODUCT_KEY: &str = "Left: B, one column for each rank. Above: A, one row for each rank. Where they meet: B·A. Point at \
     an entry: it is a row of B times a column of A.";

/// What the picture of the product shows, for who does not see it.
pub fn product_label(rank: usize) -> String {
    format!(
        "B with {rank} columns, A with {rank} rows, and their product, the style update’s best copy of rank {rank}."
    )
}

/// What the bars show, for who does not see them.
pub fn bars_label(spectra: Option<&Spectra>, update: Update, rank: usize) -> String {
    let name = update.name();
    let shown = spectra.map(|spectra| match update {
        Update::Style => &spectra.style,
        Update::Facts => &spectra.facts,
    });
    let kept = shown.and_then(|spectrum| spectrum.energy(rank.min(spectrum.max_rank())));
    match kept {
        Some(kept) => format!(
            "Singular values of {name} as bars. Rank {rank} keeps {}.",
            percent(kept)
        ),
        None => format!("Singular values of {name} as bars."),
    }
}

/// How near a rank is to the goal of the third step.
pub fn goal(kept: Option<String>, won: bool, rank: usize) -> String {
    match kept {
        Some(kept) if won => format!("It takes rank {rank} to keep {kept}."),
        Some(kept) => format!("Rank {rank} keeps {kept}. The goal is 90\u{202f}%."),
        None => "Facts is zero: there is nothing to keep.".to_owned(),
    }
}

/// Where to go on from here: a view, a heading and a line.
pub const DOORS: [(View, &str, &str); 3] = [
    (
        View::Explore,
        "Explore",
        "Every slider, four charts, your own settings in a link.",
    ),
    (
        View::Evidence,
        "Evidence",
        "Which of the claims hold, on paper and in a real transformer.",
    ),
    (
        View::Adapter,
        "Your adapter",
        "The rank each layer of your LoRA file needs.",
    ),
];

#[cfg(test)]
mod tests;
