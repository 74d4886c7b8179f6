//! What the measurements show, as numbers and decisions: five findings, one for each statement that is
//! held against them. Accuracies are shares, one for each seed.

use super::{MeanSpread, Recipe, Transformer};
use crate::Scaling;
use rankscope_params::{TransformerRate, Update};

/// The rank that the article gives its style.
pub const ARTICLE_RANK: usize = 4;
/// The smallest adapter that is more than one direction.
pub const SMALL_RANK: usize = 2;
/// The rank at which a usual adapter begins.
pub const USUAL_RANK: usize = 8;
/// A share of what is possible that counts as all of it.
pub const NEARLY: f64 = 0.95;
/// A share of what is possible that counts as nothing learned.
const NOTHING: f64 = 0.2;

/// Everything that is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    pub style: Style,
    pub facts: Facts,
    pub falling_scale: FallingScale,
    pub root_scale: RootScale,
    pub own_spectrum: OwnSpectrum,
}

/// Whether style is low-rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Steps of the full fine-tuning and of the adapters.
    pub steps: usize,
    /// The smallest rank with 90 % of the energy of the style updates.
    pub rank90: MeanSpread,
    /// The same of the facts updates.
    pub facts_rank90: MeanSpread,
    /// The share of the style updates' energy at [`ARTICLE_RANK`].
    pub energy: MeanSpread,
    /// Accuracy of the full updates cut to [`ARTICLE_RANK`].
    pub cut: Vec<f64>,
    /// Accuracy of the full updates.
    pub whole: Vec<f64>,
    /// Accuracy of adapters of [`SMALL_RANK`].
    pub small: Vec<f64>,
    /// Accuracy of adapters of [`USUAL_RANK`].
    pub usual: Vec<f64>,
    /// Whether the cut update, and a usual adapter, are nearly as good as the full update.
    pub holds: [bool; 2],
}

/// Whether facts are high-rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Steps of the usual adapters.
    pub steps: usize,
    /// Steps of those that were trained longest.
    pub longer_steps: usize,
    /// The smallest and the largest rank of the adapters.
    pub ranks: [usize; 2],
    /// Recall with rsLoRA at these.
    pub recall: [Vec<f64>; 2],
    /// Whether mean recall grows from each rank to the next.
    pub grows: bool,
    /// The most accuracy that style gains past [`USUAL_RANK`].
    pub style_gain: f64,
    /// Recall of LoRA at [`USUAL_RANK`] after the usual steps, with the first seed.
    pub usual: f64,
    /// The same after the longer training.
    pub usual_longer: Vec<f64>,
    /// Of LoRA at [`SMALL_RANK`] after the longer training.
    pub small_longer: Vec<f64>,
    /// The smallest rank with 90 % of the energy of the facts updates.
    pub rank90: MeanSpread,
    /// Whether recall grows with the rank, and whether a usual adapter lacks something even after
    /// the longer training.
    pub holds: [bool; 2],
}

/// Whether α/r keeps a high rank from helping.
#[derive(Clone, Debug, PartialEq)]
pub struct FallingScale {
    /// The largest rank.
    pub rank: usize,
    /// Recall there with LoRA at the low learning rate.
    pub lora: Vec<f64>,
    /// With rsLoRA at the low learning rate.
    pub rslora: Vec<f64>,
    /// With LoRA at the middle learning rate.
    pub lora_middle: Vec<f64>,
    /// The least and the largest power of the rank with which the first gradient goes, under LoRA.
    pub lora_slopes: [f64; 2],
    /// The same under rsLoRA.
    pub rslora_slopes: [f64; 2],
    /// How far LoRA is behind rsLoRA at the low rate, with the first seed.
    pub gap: f64,
    /// How much of that is left at the middle rate.
    pub gap_left: f64,
    /// Whether LoRA is kept back at the low rate, and whether most of the gap is left at another.
    pub holds: [bool; 2],
}

/// Whether α/√r mends it.
#[derive(Clone, Debug, PartialEq)]
pub struct RootScale {
    /// The smallest and the largest rank.
    pub ranks: [usize; 2],
    /// Recall with rsLoRA at the largest rank and the low learning rate.
    pub low: Vec<f64>,
    /// The same at the middle rate.
    pub middle: Vec<f64>,
    /// The best recall of rsLoRA above the smallest rank, at the high rate.
    pub best_rslora: f64,
    /// The same of LoRA.
    pub best_lora: f64,
    /// Accuracy of style with rsLoRA at the largest rank and the high rate.
    pub style: Vec<f64>,
    /// LoRA's α that is rsLoRA at the largest rank.
    pub lora_alpha: f64,
    /// Whether rsLoRA recalls nearly everything at the low rate, and anything at the high one.
    pub holds: [bool; 2],
}

/// Whether an adapter's spectrum tells style from facts.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSpectrum {
    /// The largest rank.
    pub rank: usize,
    /// Ranks above 1: of one direction there is no spectrum.
    pub ranks: usize,
    /// At how many of them the tasks are further apart than two seeds of one, under LoRA.
    pub lora_apart: usize,
    /// The same under rsLoRA.
    pub rslora_apart: usize,
    /// Entropy ranks of style and facts at [`USUAL_RANK`] under LoRA.
    pub lora: [Vec<f64>; 2],
    /// At the largest rank under rsLoRA.
    pub rslora: [Vec<f64>; 2],
    /// Whether the tasks are apart anywhere under LoRA, and under rsLoRA.
    pub holds: [bool; 2],
}

impl Findings {
    /// What the measurements show; none when runs are missing that it follows from.
    pub fn of(measured: &Transformer) -> Option<Self> {
        Some(Self {
            style: style(measured)?,
            facts: facts(measured)?,
            falling_scale: falling_scale(measured)?,
            root_scale: root_scale(measured)?,
            own_spectrum: own_spectrum(measured)?,
        })
    }
}

fn style(of: &Transformer) -> Option<Style> {
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

fn facts(of: &Transformer) -> Option<Facts> {
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

fn falling_scale(of: &Transformer) -> Option<FallingScale> {
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

fn root_scale(of: &Transformer) -> Option<RootScale> {
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

fn own_spectrum(of: &Transformer) -> Option<OwnSpectrum> {
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
