//! What the Train view says.

use rankscope_chart::training::{family_name, standing};
use rankscope_params::number::Format;
use rankscope_params::{Optimizer, Update};
use rankscope_sim::training::{Equivalence, Family, Trained, TrainingConfig};

pub const HEADLINE: &str = "What is the scale for? Train adapters and see.";
pub const MEASURING: &str = "The first step is being measured…";

/// The name of the step ruler.
pub const STEP_RULER: &str = "Training step that the charts show";

pub const PALER: &str = "Paler = smaller rank";
pub const LOWEST: &str = "lowest possible";
/// The heading of the final errors, at a step that was gone back to.
pub const ERROR_BY_RANK: &str = "Error by rank, after the step shown";
pub const NOTE_FINAL_ERROR: &str = "Dotted: lowest error possible at this rank.";
pub const NOTE_FIRST_STEP: &str =
    "Dots: measured, with this seed. Lines: theory, the average over seeds.";

pub const MAP_HEADING: &str = "Which learning rate is best?";
pub const MAP_IT: &str = "Map it";
pub const NOTE_MAP: &str = "Stronger shade = lower error, between no adapter and the lowest possible at this rank. Outlined: within \
     2 % of the rank’s best, or equal to it in two digits. Grey: worse than no adapter. Dots: best rate; lines: theory.";

/// What γ is for a family.
const fn scale(family: Family) -> &'static str {
    match family {
        Family::Lora => "α/r for LoRA",
        Family::RsLora => "α/√r for rsLoRA",
        Family::LoraRoot => "α·√r/r for LoRA with α·√r",
    }
}

/// What is trained.
pub fn subline(config: &TrainingConfig, rival: Family) -> String {
    let (rows, columns) = (config.update.rows, config.update.columns);
    format!(
        "We train B and A so that γ·B·A matches ΔW, the simulated {} update, {rows} × {columns}. γ is {}, {}. \
         B starts at zero, A at random. Matrix size, noise and singular values come from Explore.",
        config.which.name(),
        scale(Family::Lora),
        scale(rival),
    )
}

/// How both families stand at the largest rank: "After step 500, SGD at learning rate 0.002. Rank 64:
/// LoRA 0.984, rsLoRA still running."
pub fn caption(trained: &Trained, rival: Family, step: Option<usize>) -> String {
    let config = &trained.plan.config;
    let how = how(config.optimizer, config.learning_rate);
    let at = |family: Family, rank: usize| {
        let run = trained.run(family, rank)?;
        Some(format!("{} {}", family_name(family), standing(run, step)))
    };
    let last = config.ranks.last().copied();
    let both = last.and_then(|rank| Some((rank, at(Family::Lora, rank)?, at(rival, rank)?)));
    let Some((rank, lora, rival)) = both else {
        return format!("{how}, {} steps. Press Run to start.", config.steps);
    };
    let after = match step {
        Some(step) => format!("After step {step}"),
        None if trained.finished() => format!("After step {}", config.steps),
        None => "Running".to_owned(),
    };
    format!("{after}, {how}. Rank {rank}: {lora}, {rival}.")
}

/// "SGD at learning rate 0.002".
fn how(optimizer: Optimizer, learning_rate: f64) -> String {
    format!(
        "{} at learning rate {}",
        optimizer.label(),
        Format::Exact.write(learning_rate)
    )
}

/// What a map is for; it tries so many `rates`.
pub fn about_map(rates: usize) -> String {
    format!(
        "Each rank is trained with {rates} learning rates. A good scale lets one learning rate work at every rank."
    )
}

/// Whether rsLoRA and LoRA with α·√r are the same, of what has been trained.
pub fn equivalence(found: Equivalence) -> String {
    let Equivalence { errors, same } = found;
    if same == errors {
        format!("LoRA with α·√r and rsLoRA with α: all {errors} errors are the same, bit for bit.")
    } else {
        format!("LoRA with α·√r and rsLoRA with α: {same} of {errors} errors are the same.")
    }
}

/// What the table of final errors shows.
pub fn table_caption(config: &TrainingConfig) -> String {
    format!(
        "Error after step {}, {} update, {}",
        config.steps,
        match config.which {
            Update::Style => "style",
            Update::Facts => "facts",
        },
        how(config.optimizer, config.learning_rate),
    )
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::training::{ChunkedTraining, train};

    use super::*;
    use crate::train::{map, plan, untrained};

    const SMALL: &str = "d=6&k=5&steps=6&ranks=1,2&lr=0.01";

    fn said(link: &str, turns: usize, step: Option<usize>) -> String {
        let plan = plan::of_link(&query::read(link).0);
        let mut training = ChunkedTraining::new(vec![plan]).expect("a plan");
        let (mut session, mut left) = (None, turns);
        while let Some(chunk) = training.next().filter(|_| left > 0) {
            let growth = train(&mut session, &chunk, &mut || (), &mut || {
                left -= 1;
                left > 0
            });
            training.take(&chunk, growth.expect("a training"));
        }
        let trained = &training.trained()[0];
        caption(trained, map::rival(&trained.plan), step)
    }

    #[test]
    fn a_caption_never_knows_more_than_the_chart() {
        let running = said(SMALL, 1, None);
        assert!(
            running.starts_with("Running, SGD at learning rate 0.01. Rank 2: LoRA "),
            "{running}"
        );
        assert!(running.ends_with("rsLoRA still running."), "{running}");
        let done = said(SMALL, 1000, None);
        assert!(done.starts_with("After step 6, SGD"), "{done}");
        assert!(!done.contains("still running"), "{done}");
        let before = said(SMALL, 1000, Some(0));
        assert!(
            before.ends_with("Rank 2: LoRA 1.000, rsLoRA 1.000."),
            "{before}"
        );
    }

    #[test]
    fn what_lora_is_compared_with_has_its_own_name_everywhere() {
        let root = format!("{SMALL}&rival=lora_root");
        let said = said(&root, 1000, None);
        assert!(said.contains("LoRA with α·√r 0."), "{said}");
        let plan = plan::of_link(&query::read(&root).0);
        let subline = subline(&plan.config, map::rival(&plan));
        assert!(subline.contains("α·√r/r for LoRA with α·√r."), "{subline}");
        assert!(!subline.contains("rsLoRA"), "{subline}");
    }

    #[test]
    fn before_a_run_the_reader_is_told_what_to_press() {
        let plan = plan::of_link(&query::read("").0);
        let said = caption(&untrained(plan), Family::RsLora, None);
        assert_eq!(
            said,
            "SGD at learning rate 0.002, 500 steps. Press Run to start."
        );
    }
}
