//! Everything that Start says.

use rankscope_params::number::{grouped, percent};
use rankscope_params::{Choice, Params, Step, Update, View};
use rankscope_sim::{Spectra, Spectrum};

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

/// A step of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryStep {
    pub step: Step,
    pub title: &'static str,
    /// At most 45 words.
    pub text: &'static str,
    pub take_away: &'static str,
    /// The one thing to do.
    pub action: &'static str,
    /// Over the figure.
    pub figure: &'static str,
}

/// The steps, in order.
pub const STORY: [StoryStep; 8] = [
    StoryStep {
        step: Step::Product,
        title: "An update is a difference",
        text: "Fine-tuning adds a matrix ΔW to a frozen weight matrix W. LoRA builds ΔW from two thin \
               matrices, B and A. The side they share is the rank r. Fewer ranks, fewer numbers, and \
               a coarser ΔW.",
        take_away: "Rank r: how many directions ΔW can have.",
        action: "Try rank 1",
        figure: "ΔW = B · A",
    },
    StoryStep {
        step: Step::Style,
        title: "Style has a cliff",
        text: "The simulated style update is made of four directions and a little noise. Each singular \
               value is the strength of one direction. Four carry nearly everything. Raise the noise \
               and watch the cliff drown.",
        take_away: "A cliff means that a small adapter is enough.",
        action: "Drown the cliff",
        figure: "Singular values of style",
    },
    StoryStep {
        step: Step::Facts,
        title: "Facts have none",
        text: "The simulated facts update uses all 64 directions, and each is nearly as strong as the one \
               before. Whatever you leave out is missing. We built it so: an assumption, not a finding.",
        take_away: "Without a cliff, a small rank loses most.",
        action: "Show me 90 %",
        figure: "Singular values of facts",
    },
    StoryStep {
        step: Step::Scale,
        title: "Then there is the scale",
        text: "Before B·A is added, it is multiplied. LoRA multiplies by α/r, rsLoRA by α/√r. Keep α, \
               raise the rank, and the factor falls. Many people set α = 2r: then LoRA’s factor is 2 at \
               every rank.",
        take_away: "Twice the rank: α/r halves, α/√r falls by 29 %.",
        action: "Set α = 64",
        figure: "What B·A is multiplied by",
    },
    StoryStep {
        step: Step::Training,
        title: "What the scale is for",
        text: "The factor also sets how large each training step is. Here are twelve adapters, after 500 steps \
               on the facts update. With plain gradient descent at learning rate 0.002, α/r holds large ranks \
               back. With Adam at 0.001, both scales agree up to rank 32.",
        take_away: "The scale changes how fast an adapter learns.",
        action: "Now with Adam",
        figure: "Error left after training",
    },
    StoryStep {
        step: Step::Recall,
        title: "What facts cost",
        text: "Here adapters learn random facts, each cell one of them. A cell lights up once its fact is \
               remembered. Ask for more facts and watch the small ranks fall behind. This is one linear map, \
               not a language model.",
        take_away: "Twice the rank, twice the facts.",
        action: "Twice the facts",
        figure: "Facts remembered",
    },
    StoryStep {
        step: Step::Transformer,
        title: "A real transformer",
        text: "We taught a tiny Llama new facts, with AdamW. At learning rate 0.001, rsLoRA leads. At \
               0.0025, rsLoRA at rank 64 collapses and α/r does well. One toy model, two seeds: no law. A pretrained language model, in \
               Evidence, shows the same.",
        take_away: "The learning rate matters as much as the scale.",
        action: "Try 0.0025",
        figure: "New facts recalled",
    },
    StoryStep {
        step: Step::Yours,
        title: "Now yours",
        text: "Open a LoRA file. See which rank each layer needs and what its product is multiplied by. \
               The file stays on your machine.",
        take_away: "Nothing is uploaded.",
        action: "Open a sample",
        figure: "Your adapter",
    },
];

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

/// "1 / 7", and for the last "Your turn".
pub fn number(step: Step) -> String {
    let steps = STORY.len() - 1;
    match Step::ALL.iter().position(|other| *other == step) {
        Some(number) if number <= steps => format!("{number} / {steps}"),
        _ => "Your turn".to_owned(),
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
mod tests {
    use rankscope_params::query;

    use super::*;

    fn spectra(link: &str) -> (Params, Spectra) {
        let params = query::read(link).0.params;
        let spectra = rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap();
        (params, spectra)
    }

    fn said(link: &str) -> String {
        let (params, spectra) = spectra(link);
        let rank = params.reading().rank_low;
        let Kept {
            style,
            joint,
            facts,
        } = kept(&spectra, rank);
        format!("{HEADLINE}{rank} keeps {style} {joint} {facts}.").replace('\u{202f}', " ")
    }

    #[test]
    fn the_headline_says_simulated_and_the_article_s_numbers() {
        assert_eq!(
            said(""),
            "Of two simulated updates, rank 4 keeps 99.2 % of style but only 14.9 % of facts."
        );
        assert!(
            said("r_low=48").contains("% of style and 95.4 % of facts")
                || said("r_low=48").contains(" and ")
        );
        assert_eq!(
            said("r_low=64"),
            "Of two simulated updates, rank 64 keeps 100 % of style and 100 % of facts."
        );
        assert!(said("style_max=0&style_min=0&noise=0").contains("keeps nothing of style and "));
    }

    #[test]
    fn what_is_stored_is_counted() {
        let size = |link: &str| {
            let params = query::read(link).0.params;
            super::size(&params, params.reading().rank_low).replace('\u{202f}', " ")
        };
        assert_eq!(size(""), "Rank 4 stores 512 numbers instead of 4 096.");
        assert_eq!(
            size("r_low=32"),
            "Rank 32 stores as many numbers as ΔW itself."
        );
        assert_eq!(
            size("r_low=48"),
            "Rank 48 stores more numbers than ΔW itself."
        );
        assert_eq!(
            size("r_low=64"),
            "Rank 64 keeps everything, in 8 192 numbers instead of 4 096."
        );
    }

    #[test]
    fn the_lede_follows_the_settings() {
        let built = |link: &str| {
            let (params, spectra) = spectra(link);
            super::built(&params, Some(&spectra))
        };
        assert_eq!(
            built(""),
            "Style is built from 4 directions and a little noise, facts from all 64."
        );
        assert_eq!(
            built("true_rank=1&noise=0&d=32"),
            "Style is built from 1 direction, facts from all 32."
        );
        assert_eq!(
            built("style_max=0&style_min=0&noise=0"),
            "Style is zero: there is nothing to keep."
        );
    }

    #[test]
    fn a_step_has_at_most_forty_five_words_and_one_thing_to_do() {
        for step in STORY {
            assert!(step.text.split_whitespace().count() <= 45, "{}", step.title);
            assert!(!step.action.is_empty() && !step.take_away.is_empty());
        }
        assert_eq!(number(Step::Product), "1 / 7");
        assert_eq!(number(Step::Recall), "6 / 7");
        assert_eq!(number(Step::Transformer), "7 / 7");
        assert_eq!(number(Step::Yours), "Your turn");
    }

    #[test]
    fn the_captions_are_the_shares() {
        let (params, spectra) = spectra("");
        let captions = captions(Update::Facts, &params, &spectra.facts, 4);
        let text = captions.map(|[first, rest]| format!("{first}{rest}").replace('\u{202f}', " "));
        assert_eq!(
            text,
            ["Facts 64 directions", "14.9 % kept", "85.1 % missing"]
        );
    }
}
