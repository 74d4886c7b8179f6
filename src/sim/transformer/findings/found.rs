//! How each finding follows from the measurements; none where runs are missing.

use super::{
    ARTICLE_RANK, Facts, FallingScale, NEARLY, NOTHING, OwnSpectrum, RootScale, SMALL_RANK, Style,
    USUAL_RANK,
};
use crate::Scaling;
use crate::transformer::{MeanSpread, Recipe, Transformer};
use rankscope_params::{TransformerRate, Update};

pub(super) fn style(of: &Transformer) -> Option<Style> {
    let task = Update::Style;
    let steps = of.last_step();
    let whole = some(of.truncated_at(task, of.directions()))?;
    let cut = some(of.truncated_at(task, ARTICLE_RANK))?;
    let adapter = |rank| some(of.accuracy_at(usual(of, task, Scaling::Lora), rank));
    let usual = adapter(USUAL_RANK)?;
    let kept = |values: &[f64]| Some(mean(values)? >= NEARLY * mean(&whole)?);
    Some(Style {
        steps,
        rank90: of.rank90(task, steps)?,
        facts_rank90: of.rank90(Update::Facts, steps)?,
        energy: of.energy(task, steps, ARTICLE_RANK)?,
        small: adapter(SMALL_RANK)?,
        holds: [kept(&cut)?, kept(&usual)?],
        cut,
        whole,
        usual,
    })
}

pub(super) fn facts(of: &Transformer) -> Option<Facts> {
    let rslora = usual(of, Update::Facts, Scaling::RsLora);
    let lora = usual(of, Update::Facts, Scaling::Lora);
    let ranks = ends(of)?;
    let at = |rank| of.accuracy_at(rslora, rank);
    let means: Option<Vec<f64>> = of.ranks.iter().map(|&rank| mean(&at(rank))).collect();
    let grows = means?.is_sorted_by(|one, next| one < next);
    let steps = of.longest(Update::Facts, USUAL_RANK);
    let steps = steps.filter(|&steps| steps > lora.steps)?;
    let longer = |rank| some(of.accuracy_at(Recipe { steps, ..lora }, rank));
    let usual_longer = longer(USUAL_RANK)?;
    Some(Facts {
        steps: lora.steps,
        longer_steps: steps,
        ranks,
        recall: [some(at(ranks[0]))?, some(at(ranks[1]))?],
        grows,
        style_gain: style_gain(of)?,
        usual: *of.accuracy_at(lora, USUAL_RANK).first()?,
        small_longer: longer(SMALL_RANK)?,
        rank90: of.rank90(Update::Facts, lora.steps)?,
        holds: [grows, mean(&usual_longer)? < NEARLY],
        usual_longer,
    })
}

pub(super) fn falling_scale(of: &Transformer) -> Option<FallingScale> {
    let [_, rank] = ends(of)?;
    let at = |scaling, rate: TransformerRate| {
        let recipe = usual(of, Update::Facts, scaling);
        let rate = rate.rate();
        some(of.accuracy_at(Recipe { rate, ..recipe }, rank))
    };
    let lora = at(Scaling::Lora, TransformerRate::Low)?;
    let rslora = at(Scaling::RsLora, TransformerRate::Low)?;
    let lora_middle = at(Scaling::Lora, TransformerRate::Middle)?;
    // Only the first seed was run at the other rate, so it is held against its own runs.
    let possible = rslora.first()?;
    let (gap, gap_left) = (possible - lora.first()?, possible - lora_middle.first()?);
    let kept_back = mean(&lora)? < NEARLY * mean(&rslora)?;
    Some(FallingScale {
        rank,
        lora_slopes: slopes(of, Scaling::Lora)?,
        rslora_slopes: slopes(of, Scaling::RsLora)?,
        gap,
        gap_left,
        holds: [kept_back, gap_left > 0.5 * gap],
        lora,
        rslora,
        lora_middle,
    })
}

pub(super) fn root_scale(of: &Transformer) -> Option<RootScale> {
    let ranks = ends(of)?;
    let [first, last] = ranks;
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
    let best_rslora = best(Scaling::RsLora)?;
    let at_last = |task, rate| some(of.accuracy_at(recipe(task, Scaling::RsLora, rate), last));
    let low = at_last(Update::Facts, TransformerRate::Low)?;
    Some(RootScale {
        ranks,
        middle: at_last(Update::Facts, TransformerRate::Middle)?,
        best_rslora,
        best_lora: best(Scaling::Lora)?,
        style: at_last(Update::Style, TransformerRate::High)?,
        lora_alpha: Scaling::RsLora.lora_alpha(of.alpha, last),
        holds: [mean(&low)? >= NEARLY, best_rslora >= NOTHING],
        low,
    })
}

pub(super) fn own_spectrum(of: &Transformer) -> Option<OwnSpectrum> {
    let [_, rank] = ends(of)?;
    let at = |task, scaling, rank| some(of.entropy_rank_at(usual(of, task, scaling), rank));
    let both = |scaling, rank| {
        Some([
            at(Update::Style, scaling, rank)?,
            at(Update::Facts, scaling, rank)?,
        ])
    };
    let wider = of.ranks.iter().copied().filter(|&rank| rank > 1);
    let apart = |scaling| {
        let is_apart = |rank: &usize| {
            let both: Option<[Vec<f64>; 2]> = both(scaling, *rank);
            both.is_some_and(|[style, facts]| are_apart(&style, &facts))
        };
        wider.clone().filter(is_apart).count()
    };
    let (lora_apart, rslora_apart) = (apart(Scaling::Lora), apart(Scaling::RsLora));
    Some(OwnSpectrum {
        rank,
        ranks: wider.clone().count(),
        lora_apart,
        rslora_apart,
        lora: both(Scaling::Lora, USUAL_RANK)?,
        rslora: both(Scaling::RsLora, rank)?,
        holds: [lora_apart > 0, rslora_apart > 0],
    })
}

/// The smallest and the largest rank of the adapters.
fn ends(of: &Transformer) -> Option<[usize; 2]> {
    Some([*of.ranks.first()?, *of.ranks.last()?])
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
fn are_apart(style: &[f64], facts: &[f64]) -> bool {
    let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let within = (most(style) - least(style)).max(most(facts) - least(facts));
    least(facts) - most(style) > within || least(style) - most(facts) > within
}

/// The least and the largest slope of the first gradient, over tasks and seeds.
fn slopes(of: &Transformer, scaling: Scaling) -> Option<[f64; 2]> {
    let mut slopes = Vec::new();
    for task in [Update::Style, Update::Facts] {
        for &seed in &of.seeds {
            slopes.push(of.gradient_slope(usual(of, task, scaling), seed)?);
        }
    }
    let least = slopes.iter().copied().min_by(f64::total_cmp)?;
    let most = slopes.iter().copied().max_by(f64::total_cmp)?;
    Some([least, most])
}

fn mean(values: &[f64]) -> Option<f64> {
    MeanSpread::of(values).map(|moments| moments.mean)
}

/// None where nothing was run.
fn some(values: Vec<f64>) -> Option<Vec<f64>> {
    (!values.is_empty()).then_some(values)
}
