//! The steps of the story: its texts, and how they are numbered.

use rankscope_params::{Choice, Step};

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

/// "1 / 7", and for the last "Your turn".
pub fn number(step: Step) -> String {
    let steps = STORY.len() - 1;
    match Step::ALL.iter().position(|other| *other == step) {
        Some(number) if number <= steps => format!("{number} / {steps}"),
        _ => "Your turn".to_owned(),
    }
}
