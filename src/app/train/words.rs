//! What the Train view says.

use rankscope_params::Update;
use rankscope_sim::training::Equivalence;

pub const HEADLINE: &str = "What is the scaling for? Train adapters and see.";
pub const RUN_FIRST: &str = "Press Run to see it.";
pub const MEASURING: &str = "The first step is being measured…";

pub const NOTE_ERRORS: &str = "Solid: LoRA. Dashed: rsLoRA. The paler, the smaller the rank; where there is room, a name and \
     its rank.";
pub const NOTE_FINAL_ERROR: &str = "Dotted: the least that any adapter of this rank can leave.";
pub const NOTE_FIRST_STEP: &str =
    "Dots: measured, with this seed. Lines: the laws, which hold on average over seeds.";

pub const MAP_HEADING: &str = "Which learning rate is best?";
pub const NOTE_MAP: &str =
    "Fuller colour: less is missing. Outlined: the best learning rate of the rank. ×: diverged.";

/// What is trained.
pub fn subline(update: Update, rows: usize, columns: usize) -> String {
    format!(
        "Each adapter γBA is fitted to the {} update, {rows} × {columns}, by gradient descent from the usual \
         start: A at random, B zero. LoRA takes γ = α/r, rsLoRA γ = α/√r. Shape, noise and strengths are \
         those of Explore.",
        update.name(),
    )
}

/// What a map is for; it tries so many `rates`.
pub fn about_map(rates: usize) -> String {
    format!(
        "Every rank again, with {rates} learning rates instead of one. A scaling is easy to use when the \
         best one stays where it is while the rank grows."
    )
}

/// Whether rsLoRA and LoRA with α√r are the same, of what has been trained.
pub fn equivalence(found: Equivalence) -> String {
    let Equivalence { errors, same } = found;
    if same == errors {
        format!(
            "LoRA with α√r and rsLoRA with α: all {errors} errors are the same, bit for bit. One curve lies \
             on the other."
        )
    } else {
        format!("LoRA with α√r and rsLoRA with α: {same} of {errors} errors are the same.")
    }
}

/// What the table of final errors shows.
pub fn table_caption(update: Update) -> String {
    format!(
        "Error after the last step, on the {} update; the floor is the least any adapter of that rank can \
         have",
        update.name(),
    )
}
