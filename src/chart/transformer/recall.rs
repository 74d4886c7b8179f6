//! Accuracy after the last step against rank, at one learning rate: each seed a curve, each run a dot.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, TASKS, figure_plot, label, of_seeds, percents,
    rank_axis, strength, written,
};
use super::super::{Axis, Stroke, Tone, scaling_column, scaling_name};
use super::RECALL;
use rankscope_params::number::Format;
use rankscope_params::{TransformerRate, Update};
use rankscope_sim::Scaling;
use rankscope_sim::transformer::{Recipe, Transformer};

/// The figure at a learning rate.
pub fn plot(of: &Transformer, rate: TransformerRate) -> MeasuredFigure {
    let first = of.ranks.first().copied().unwrap_or(1);
    let last = of.ranks.last().copied().unwrap_or(1);
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    for task in TASKS {
        for scaling in Scaling::ALL {
            let recipe = recipe(of, task, scaling, rate);
            for (number, &seed) in of.seeds.iter().enumerate() {
                let own = MeasuredColumn {
                    name: format!("{}_{}_{seed}", task.name(), scaling_column(scaling)),
                    heading: format!("{}, {}, seed {seed}", task.name(), scaling_name(scaling)),
                    tone: Tone::from(task),
                    stroke: scaling.into(),
                    values: percents(of.accuracy(recipe, seed)),
                };
                let label = label(
                    number,
                    format!("{}, {}", task.name(), scaling_name(scaling)),
                );
                curves.extend(own.curves(&label, strength(number), scaling.into(), &of.ranks));
                columns.push(own);
            }
        }
    }
    // Behind: those of further seeds, and facts before style.
    curves.reverse();
    if let Some(longer) = longer(of, rate) {
        // Two dots without a line: a name would lie on one of them.
        curves.push(longer.curve("", 1.0, Stroke::Unjoined));
        columns.push(longer);
    }
    let plot = figure_plot(
        rank_axis(first, last),
        Axis::linear("right after the last step, %", 100.0),
        curves,
        summary(of, rate),
    );
    MeasuredFigure {
        named: RECALL,
        plot: plot.into(),
        place: Place::Rank,
        places: of.ranks.clone().into(),
        columns,
        empty: "not run",
    }
}

fn recipe(of: &Transformer, task: Update, scaling: Scaling, rate: TransformerRate) -> Recipe {
    Recipe {
        task,
        scaling,
        rate: rate.rate(),
        steps: of.last_step(),
    }
}

/// The adapters that were trained for longer than the others.
fn longer(of: &Transformer, rate: TransformerRate) -> Option<MeasuredColumn> {
    let task = Update::Facts;
    let usual = recipe(of, task, Scaling::Lora, rate);
    let longest = of.ranks.iter().filter_map(|&rank| of.longest(task, rank));
    let steps = longest.max().filter(|&steps| steps > usual.steps)?;
    let seed = *of.seeds.first()?;
    let values = percents(of.accuracy(Recipe { steps, ..usual }, seed));
    (!values.is_empty()).then(|| MeasuredColumn {
        name: format!(
            "{}_{}_{seed}_longer",
            task.name(),
            scaling_column(Scaling::Lora)
        ),
        heading: format!(
            "{}, {}, {steps} steps",
            task.name(),
            scaling_name(Scaling::Lora)
        ),
        tone: Tone::from(task),
        stroke: Stroke::Solid,
        values,
    })
}

/// "Learning rate 0.001, rank 64: LoRA is right in …" and what was not run.
fn summary(of: &Transformer, rate: TransformerRate) -> String {
    let last = of.ranks.last().copied().unwrap_or(1);
    let at = |task, scaling| of.accuracy_at(recipe(of, task, scaling, rate), last);
    let said = |task: Update, what: &str| {
        let (lora, rslora) = (at(task, Scaling::Lora), at(task, Scaling::RsLora));
        if lora.is_empty() && rslora.is_empty() {
            return String::new();
        }
        format!(
            " LoRA is right in {} of {what}. rsLoRA is right in {}.",
            written(&lora),
            written(&rslora),
        )
    };
    let was_run = |seed: &u64| {
        let mut runs = TASKS
            .iter()
            .map(|&task| recipe(of, task, Scaling::Lora, rate));
        runs.any(|recipe| !of.accuracy(recipe, *seed).is_empty())
    };
    let run: Vec<u64> = of.seeds.iter().copied().filter(was_run).collect();
    format!(
        "Learning rate {}, rank {last}{}:{}{}{}",
        Format::Exact.write(rate.rate()),
        of_seeds(&run),
        said(Update::Facts, "the new facts"),
        said(Update::Style, "held-out sentences of the style"),
        missing(of, rate),
    )
}

/// What was not run at a rate, in words.
fn missing(of: &Transformer, rate: TransformerRate) -> String {
    let mut parts = Vec::new();
    for (number, seed) in of.seeds.iter().enumerate() {
        let ranks = |task| {
            let run = |scaling| of.accuracy(recipe(of, task, scaling, rate), *seed);
            let mut ranks: Vec<usize> = Scaling::ALL
                .iter()
                .flat_map(|&scaling| run(scaling))
                .map(|point| point.0)
                .collect();
            ranks.sort_unstable();
            ranks.dedup();
            ranks
        };
        let none = TASKS.iter().all(|&task| ranks(task).is_empty());
        if none && number > 0 {
            parts.push(format!("seed {seed}"));
            continue;
        }
        for task in TASKS {
            let run = ranks(task);
            let left: Vec<String> = of
                .ranks
                .iter()
                .filter(|rank| !run.contains(rank))
                .map(ToString::to_string)
                .collect();
            if run.is_empty() {
                parts.push(task.name().to_owned());
            } else if !left.is_empty() {
                parts.push(format!("{} at rank {}", task.name(), left.join(", ")));
            }
        }
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" Not run at this rate: {}.", parts.join("; "))
    }
}
