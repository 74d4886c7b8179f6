//! What the measurements say, as carefully as they allow. No number is written here: each is worked
//! out, and so is each verdict.

use super::super::Scaling;
use super::super::claims::Verdict;
use super::written::{directions, joined, mean, percent, percents, random, rate, some};
use super::{Moments, Recipe, Transformer};
use rankscope_params::number::{Format, significant};
use rankscope_params::{TransformerRate, Update};

/// The rank that the article gives its style.
const ARTICLE_RANK: usize = 4;
/// The smallest adapter that is more than one direction.
const SMALL_RANK: usize = 2;
/// The rank at which a usual adapter begins.
const USUAL_RANK: usize = 8;
/// A share of what is possible that counts as all of it.
const NEARLY: f64 = 0.95;
/// A share of what is possible that counts as nothing learned.
const NOTHING: f64 = 0.2;

/// Something that is said of real fine-tunings, held against these.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its name in element ids.
    pub id: &'static str,
    /// What is said.
    pub says: &'static str,
    /// What has become of it here.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// How that compares with the article.
    pub article: String,
    /// Of which runs it was found.
    pub runs: String,
}

/// Every statement that the measurements lead to: all of them, for a complete file.
pub fn statements(of: &Transformer) -> Vec<Statement> {
    let all = [style, facts, falling_scale, root_scale, own_spectrum];
    all.iter().filter_map(|statement| statement(of)).collect()
}

fn style(of: &Transformer) -> Option<Statement> {
    let task = Update::Style;
    let step = of.last_step();
    let whole = of.truncated_at(task, of.directions());
    let cut = of.truncated_at(task, ARTICLE_RANK);
    let adapter = |rank| some(of.accuracy_at(usual(of, task, Scaling::Lora), rank));
    let (small, usual_rank) = (adapter(SMALL_RANK)?, adapter(USUAL_RANK)?);
    let kept =
        |values: &[f64]| Some(Moments::of(values)?.mean >= NEARLY * Moments::of(&whole)?.mean);
    let energy = of.energy(task, step, ARTICLE_RANK)?;
    Some(Statement {
        id: "real-style",
        says: "Style is low-rank.",
        verdict: part([kept(&cut)?, kept(&usual_rank)?]),
        found: format!(
            "Not what the weights show: 90 % of the energy of ΔW takes {} of {} directions, for facts {}, where \
             random matrices of these shapes take {}. Cut to rank {ARTICLE_RANK}, the update gets {} % of held-out \
             sentences right instead of {} %. Yet an adapter trained at rank {SMALL_RANK} gets {} %, at rank \
             {USUAL_RANK} {} %. A full update’s spectrum overstates the rank that LoRA needs.",
            directions(of.rank90(task, step)?),
            of.directions(),
            directions(of.rank90(Update::Facts, step)?),
            random(&of.gaussian),
            percents(&some(cut)?),
            percents(&some(whole.clone())?),
            percents(&small),
            percents(&usual_rank),
        ),
        article: format!(
            "The article calls style low-rank because its simulation builds it from a few directions. Of this style \
             {ARTICLE_RANK} directions hold {} ± {} % of the energy.",
            percent(energy.mean),
            percent(energy.spread),
        ),
        runs: format!(
            "Full fine-tuning and adapters with α/r, learning rate {}, {step} steps. ± is the standard deviation over \
             {} layers and {} seeds; two numbers are the seeds.",
            rate(TransformerRate::Low),
            of.layers.len(),
            of.seeds.len(),
        ),
    })
}

fn facts(of: &Transformer) -> Option<Statement> {
    let recipe = usual(of, Update::Facts, Scaling::RsLora);
    let last = of.ranks.last().copied()?;
    let first = of.ranks.first().copied()?;
    let at = |rank| of.accuracy_at(recipe, rank);
    let means: Option<Vec<f64>> = of.ranks.iter().map(|&rank| mean(&at(rank))).collect();
    let grows = means?.is_sorted_by(|one, next| one < next);
    let steps = of.longest(Update::Facts, USUAL_RANK);
    let steps = steps.filter(|&steps| steps > recipe.steps)?;
    let lora = usual(of, Update::Facts, Scaling::Lora);
    let long = |rank| some(of.accuracy_at(Recipe { steps, ..lora }, rank));
    let long_usual = long(USUAL_RANK)?;
    Some(Statement {
        id: "real-facts",
        says: "Facts are high-rank.",
        verdict: part([grows, mean(&long_usual)? < NEARLY]),
        found: format!(
            "In part. At equal steps recall {} with the rank: with α/√r it is {} % at rank {first} and {} % at rank \
             {last}, while style gains at most {} points past rank {USUAL_RANK}. But after {steps} steps in place of \
             {}, α/r at rank {USUAL_RANK} recalls {} %, where it was {} %: at this size rank {USUAL_RANK} lacks speed, \
             not room. At rank {SMALL_RANK} it is {} % by then.",
            if grows {
                "grows"
            } else {
                "does not always grow"
            },
            percents(&some(at(first))?),
            percents(&some(at(last))?),
            percent(style_gain(of)?),
            recipe.steps,
            percents(&long_usual),
            percent(*of.accuracy_at(lora, USUAL_RANK).first()?),
            percents(&long(SMALL_RANK)?),
        ),
        article: format!(
            "The article’s simulation gives facts every direction there is. Here 90 % of their energy takes {} of {}: \
             more than style, far fewer than in a random matrix.",
            directions(of.rank90(Update::Facts, recipe.steps)?),
            of.directions(),
        ),
        runs: format!(
            "Learning rate {}, {} steps, {} seeds; {steps} steps with seed {} alone.",
            rate(TransformerRate::Low),
            recipe.steps,
            of.seeds.len(),
            of.seeds.first()?,
        ),
    })
}

fn falling_scale(of: &Transformer) -> Option<Statement> {
    let last = of.ranks.last().copied()?;
    let at = |scaling, rate: TransformerRate| {
        let recipe = usual(of, Update::Facts, scaling);
        let rate = rate.rate();
        some(of.accuracy_at(Recipe { rate, ..recipe }, last))
    };
    let low = at(Scaling::Lora, TransformerRate::Low)?;
    let root = at(Scaling::RsLora, TransformerRate::Low)?;
    let middle = at(Scaling::Lora, TransformerRate::Middle)?;
    // Only the first seed was run at the other rate, so it is held against its own runs.
    let possible = root.first()?;
    let (gap, left) = (possible - low.first()?, possible - middle.first()?);
    let kept_back = mean(&low)? < NEARLY * mean(&root)?;
    Some(Statement {
        id: "real-falling-scale",
        says: "α/r keeps a high rank from helping.",
        verdict: part([kept_back, left > 0.5 * gap]),
        found: format!(
            "So at one fixed learning rate: at {} recall at rank {last} is {} % with α/r and {} % with α/√r. The first \
             gradient falls with the rank to the power {} under α/r, and {} under α/√r. But at {}, {} times the rate, \
             α/r recalls {} % at rank {last}: of the gap of {} points {} are left.",
            rate(TransformerRate::Low),
            percents(&low),
            percents(&root),
            slopes(of, Scaling::Lora)?,
            slopes(of, Scaling::RsLora)?,
            rate(TransformerRate::Middle),
            significant(TransformerRate::Middle.rate() / TransformerRate::Low.rate(), 3),
            percents(&middle),
            percent(gap),
            percent(left),
        ),
        article: "The article says that the falling scale kills the learning signal. The first gradient falls as its \
                  law says; what is learned depends on the learning rate as well."
            .to_owned(),
        runs: format!(
            "New facts, {} steps; {} seeds at {}, seed {} alone at {}, whose gap is counted from that seed’s own run.",
            of.last_step(),
            of.seeds.len(),
            rate(TransformerRate::Low),
            of.seeds.first()?,
            rate(TransformerRate::Middle),
        ),
    })
}

fn root_scale(of: &Transformer) -> Option<Statement> {
    let (first, last) = (of.ranks.first().copied()?, of.ranks.last().copied()?);
    let recipe = |task, scaling, rate: TransformerRate| Recipe {
        rate: rate.rate(),
        ..usual(of, task, scaling)
    };
    let best = |scaling| {
        let recipe = recipe(Update::Facts, scaling, TransformerRate::High);
        let above = of.ranks.iter().filter(|&&rank| rank > first);
        let values = above.flat_map(|&rank| of.accuracy_at(recipe, rank));
        values.max_by(f64::total_cmp)
    };
    let (root, lora) = (best(Scaling::RsLora)?, best(Scaling::Lora)?);
    let at_last = |task, rate| some(of.accuracy_at(recipe(task, Scaling::RsLora, rate), last));
    let low = at_last(Update::Facts, TransformerRate::Low)?;
    let middle = at_last(Update::Facts, TransformerRate::Middle)?;
    let style = at_last(Update::Style, TransformerRate::High)?;
    Some(Statement {
        id: "real-root-scale",
        says: "α/√r fixes it.",
        verdict: part([mean(&low)? >= NEARLY, root >= NOTHING]),
        found: format!(
            "So at {}: {} % at rank {last}. At {} it breaks down: no rank above {first} recalls more than {} %, where \
             α/r reaches {} %, and style at rank {last} is right in {} %. At {} rank {last} is lost already, at {} %. \
             It is a choice of scale, not a cure: α/√r at rank {last} is α/r with α = {}.",
            rate(TransformerRate::Low),
            percents(&low),
            rate(TransformerRate::High),
            percent(root),
            percent(lora),
            percents(&style),
            rate(TransformerRate::Middle),
            percents(&middle),
            Format::Exact.write(Scaling::RsLora.lora_alpha(of.alpha, last)),
        ),
        article: "The article judges rsLoRA by a reconstruction error, which shows neither the gain nor the breakdown."
            .to_owned(),
        runs: format!(
            "{} steps, {} seeds at {}, seed {} alone at the other rates. No run gave infinite numbers: “breaks down” \
             means that it does not recall.",
            of.last_step(),
            of.seeds.len(),
            rate(TransformerRate::Low),
            of.seeds.first()?,
        ),
    })
}

fn own_spectrum(of: &Transformer) -> Option<Statement> {
    let last = of.ranks.last().copied()?;
    let at = |task, scaling, rank| some(of.entropy_rank_at(usual(of, task, scaling), rank));
    // Of one direction there is nothing to tell.
    let wider: Vec<usize> = of.ranks.iter().copied().filter(|&rank| rank > 1).collect();
    let apart = |scaling| -> Option<Vec<usize>> {
        let mut apart = wider.clone();
        let told = |rank: &usize| {
            let style = at(Update::Style, scaling, *rank)?;
            let facts = at(Update::Facts, scaling, *rank)?;
            Some(told_apart(&style, &facts))
        };
        apart.retain(|rank| told(rank) == Some(true));
        Some(apart)
    };
    let (lora, root) = (apart(Scaling::Lora)?, apart(Scaling::RsLora)?);
    let written = |values: Vec<f64>| joined(&values, |value| Format::Decimals(2).write(value));
    let pair = |scaling, rank| {
        Some(format!(
            "{} for style, {} for facts",
            written(at(Update::Style, scaling, rank)?),
            written(at(Update::Facts, scaling, rank)?),
        ))
    };
    Some(Statement {
        id: "real-own-spectrum",
        says: "An adapter’s spectrum tells what it has learned.",
        verdict: part([!lora.is_empty(), !root.is_empty()]),
        found: format!(
            "Not with α/r: at rank {USUAL_RANK} the entropy rank is {}, and at {} of {} ranks the two tasks are further \
             apart than two seeds of one. With α/√r they are at {}: at rank {last} {}.",
            pair(Scaling::Lora, USUAL_RANK)?,
            lora.len(),
            wider.len(),
            root.len(),
            pair(Scaling::RsLora, last)?,
        ),
        article: "In the article’s simulation the spectrum tells style from facts at a glance. In these adapters it \
                  does not, or only with α/√r."
            .to_owned(),
        runs: format!(
            "Adapters at learning rate {}, {} steps; means over {} layers, one number for each of {} seeds.",
            rate(TransformerRate::Low),
            of.last_step(),
            of.layers.len(),
            of.seeds.len(),
        ),
    })
}

/// The adapters of which there are all seeds and ranks.
fn usual(of: &Transformer, task: Update, scaling: Scaling) -> Recipe {
    Recipe {
        task,
        scaling,
        rate: TransformerRate::Low.rate(),
        steps: of.last_step(),
    }
}

/// The most that style gains past the usual rank, with any scaling and seed.
fn style_gain(of: &Transformer) -> Option<f64> {
    let gains = Scaling::ALL.iter().flat_map(|&scaling| {
        let recipe = usual(of, Update::Style, scaling);
        of.seeds.iter().filter_map(move |&seed| {
            let points = of.accuracy(recipe, seed);
            let usual = points.iter().find(|point| point.0 == USUAL_RANK)?.1;
            let past = points.iter().filter(|point| point.0 > USUAL_RANK);
            past.map(|point| point.1 - usual).max_by(f64::total_cmp)
        })
    });
    gains.max_by(f64::total_cmp)
}

/// Whether two groups are further from each other than the members of one are.
fn told_apart(style: &[f64], facts: &[f64]) -> bool {
    let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let within = (most(style) - least(style)).max(most(facts) - least(facts));
    least(facts) - most(style) > within || least(style) - most(facts) > within
}

/// The least and the largest slope of the first gradient, over tasks and seeds.
fn slopes(of: &Transformer, scaling: Scaling) -> Option<String> {
    let mut slopes = Vec::new();
    for task in [Update::Style, Update::Facts] {
        for &seed in &of.seeds {
            slopes.push(of.gradient_slope(usual(of, task, scaling), seed)?);
        }
    }
    let least = slopes.iter().copied().min_by(f64::total_cmp)?;
    let most = slopes.iter().copied().max_by(f64::total_cmp)?;
    let written = |slope: f64| Format::Decimals(2).write(slope).replace('-', "−");
    Some(format!("{} to {}", written(least), written(most)))
}

const fn part(holds: [bool; 2]) -> Verdict {
    match holds {
        [true, true] => Verdict::Holds,
        [false, false] => Verdict::Fails,
        _ => Verdict::Partly,
    }
}
