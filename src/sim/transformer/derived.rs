//! Averages, spreads and slopes of what was measured.

use super::file::{Adapter, Checkpoint, Full};
use super::{Recipe, Transformer};
use rankscope_params::Update;

/// Mean and spread of some values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanSpread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation: of these values, not an estimate for others.
    pub spread: f64,
}

impl MeanSpread {
    /// Of some values; none of no values.
    pub fn of(values: &[f64]) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares = values.iter().map(|value| (value - mean).powi(2));
        Some(Self {
            mean,
            spread: (squares.sum::<f64>() / count).sqrt(),
        })
    }
}

/// The exponent of a power law: the slope of the least-squares line through the logarithms.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<_> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (x, y) = (mean(|log| log.0), mean(|log| log.1));
    let (mut across, mut along) = (0.0, 0.0);
    for log in &logs {
        across += (log.0 - x) * (log.1 - y);
        along += (log.0 - x).powi(2);
    }
    (along > 0.0).then(|| across / along)
}

impl Transformer {
    /// The steps of which there are weights, from the first.
    pub fn steps(&self) -> Vec<usize> {
        let checkpoints = self.full.first().map(|run| &run.checkpoints);
        let checkpoints = checkpoints.into_iter().flatten();
        checkpoints.map(|checkpoint| checkpoint.step).collect()
    }

    /// The last of them, which is also the last step of the adapters.
    pub fn last_step(&self) -> usize {
        self.steps().last().copied().unwrap_or_default()
    }

    /// Directions that the layers have: the last rank to which an update was cut.
    pub fn directions(&self) -> usize {
        let cuts = self.full.iter().flat_map(|run| &run.truncated);
        cuts.map(|cut| cut.rank).max().unwrap_or_default()
    }

    /// The mean of the layers' E(r) over all seeds, and its spread.
    pub fn energy(&self, task: Update, step: usize, rank: usize) -> Option<MeanSpread> {
        let column = self.column(rank)?;
        let layers = self.at(task, step).flat_map(|at| &at.energy);
        let values: Vec<f64> = layers.filter_map(|row| row.get(column).copied()).collect();
        MeanSpread::of(&values)
    }

    /// One layer's E(r), averaged over the seeds.
    pub fn layer_energy(
        &self,
        task: Update,
        step: usize,
        layer: usize,
        rank: usize,
    ) -> Option<f64> {
        let column = self.column(rank)?;
        let seeds = self.at(task, step);
        let values: Vec<f64> = seeds
            .filter_map(|at| at.energy.get(layer)?.get(column).copied())
            .collect();
        MeanSpread::of(&values).map(|moments| moments.mean)
    }

    /// The smallest rank with 90 % of a layer's energy, over layers and seeds.
    pub fn rank90(&self, task: Update, step: usize) -> Option<MeanSpread> {
        let ranks = self.at(task, step).flat_map(|at| &at.rank90);
        let ranks: Vec<f64> = ranks.map(|&rank| rank as f64).collect();
        MeanSpread::of(&ranks)
    }

    /// At how many ranks style holds more of its energy than facts do of theirs.
    pub fn style_ahead(&self, step: usize) -> usize {
        let ahead = |rank: &&usize| {
            let mean = |task| self.energy(task, step, **rank).map(|moments| moments.mean);
            mean(Update::Style) > mean(Update::Facts)
        };
        self.ranks.iter().filter(ahead).count()
    }

    /// Accuracy when every layer's ΔW is cut to rank r, against r.
    pub fn truncated(&self, task: Update, seed: u64) -> Vec<(usize, f64)> {
        let run = self.runs(task).find(|run| run.seed == seed);
        let cuts = run.into_iter().flat_map(|run| &run.truncated);
        cuts.map(|cut| (cut.rank, cut.accuracy)).collect()
    }

    /// The same at one rank, for every seed.
    pub fn truncated_at(&self, task: Update, rank: usize) -> Vec<f64> {
        let cuts = self.runs(task).flat_map(|run| &run.truncated);
        cuts.filter(|cut| cut.rank == rank)
            .map(|cut| cut.accuracy)
            .collect()
    }

    /// Accuracy of a recipe's adapters against rank, for one seed.
    pub fn accuracy(&self, recipe: Recipe, seed: u64) -> Vec<(usize, f64)> {
        self.against_rank(recipe, seed, |adapter| adapter.accuracy)
    }

    /// The same at one rank, for every seed that was run.
    pub fn accuracy_at(&self, recipe: Recipe, rank: usize) -> Vec<f64> {
        self.at_rank(recipe, rank, |adapter| adapter.accuracy)
    }

    /// The norm of the first gradient of a recipe's adapters against rank, for one seed.
    pub fn gradient(&self, recipe: Recipe, seed: u64) -> Vec<(usize, f64)> {
        self.against_rank(recipe, seed, |adapter| adapter.gradient)
    }

    /// The power of the rank with which that norm goes.
    pub fn gradient_slope(&self, recipe: Recipe, seed: u64) -> Option<f64> {
        let points = self.gradient(recipe, seed).into_iter();
        let points: Vec<_> = points.map(|(rank, norm)| (rank as f64, norm)).collect();
        slope(&points)
    }

    /// The entropy rank of a recipe's adapters at one rank, for every seed that was run.
    pub fn entropy_rank_at(&self, recipe: Recipe, rank: usize) -> Vec<f64> {
        self.at_rank(recipe, rank, |adapter| adapter.entropy_rank)
    }

    /// The same for one seed.
    pub fn entropy_rank(&self, recipe: Recipe, rank: usize, seed: u64) -> Option<f64> {
        let found = self
            .adapters(recipe)
            .find(|run| (run.rank, run.seed) == (rank, seed));
        found.map(|adapter| adapter.entropy_rank)
    }

    /// The most steps that an adapter of a rank was trained.
    pub fn longest(&self, task: Update, rank: usize) -> Option<usize> {
        let adapters = self
            .lora
            .iter()
            .filter(|run| run.task == task && run.rank == rank);
        adapters.map(|adapter| adapter.steps).max()
    }

    fn column(&self, rank: usize) -> Option<usize> {
        self.ranks.iter().position(|&known| known == rank)
    }

    fn runs(&self, task: Update) -> impl Iterator<Item = &Full> {
        self.full.iter().filter(move |run| run.task == task)
    }

    fn at(&self, task: Update, step: usize) -> impl Iterator<Item = &Checkpoint> {
        let checkpoints = self.runs(task).flat_map(|run| &run.checkpoints);
        checkpoints.filter(move |at| at.step == step)
    }

    fn adapters(&self, recipe: Recipe) -> impl Iterator<Item = &Adapter> {
        self.lora.iter().filter(move |run| {
            let made = Recipe {
                task: run.task,
                scaling: run.scaling,
                rate: run.rate,
                steps: run.steps,
            };
            made == recipe
        })
    }

    fn against_rank(
        &self,
        recipe: Recipe,
        seed: u64,
        value: fn(&Adapter) -> f64,
    ) -> Vec<(usize, f64)> {
        let of_seed = self.adapters(recipe).filter(|run| run.seed == seed);
        let mut points: Vec<_> = of_seed.map(|run| (run.rank, value(run))).collect();
        points.sort_unstable_by_key(|point| point.0);
        points
    }

    fn at_rank(&self, recipe: Recipe, rank: usize, value: fn(&Adapter) -> f64) -> Vec<f64> {
        let found = self.adapters(recipe).filter(|run| run.rank == rank);
        found.map(value).collect()
    }
}
