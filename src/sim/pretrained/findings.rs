//! What the measurements show, as numbers: each that the words, the figures and the verdicts rest on.
//! Shares are one for each seed.

use super::{Adapter, Full, Measured, Pretrained, Recipe, Scaling};
use rankscope_params::Update;

/// The rank of a cut that is spoken of: at which most adapters begin.
pub const CUT_RANK: usize = 8;
/// The smallest adapter.
pub const SMALL_RANK: usize = 1;
/// The largest.
pub const LARGE_RANK: usize = 64;
/// Invented people of the full fine-tuning that was cut with two seeds.
pub const PEOPLE: usize = 200;
/// Invented people of the runs at several learning rates.
pub const GRID_PEOPLE: usize = 100;
/// The learning rates of the adapters, from the smallest.
pub const RATES: [f64; 3] = [0.0003, 0.001, 0.003];
/// The seed with which everything was run.
const FIRST_SEED: u64 = 0;
/// A batch that is recalled by so much before it is learnt.
const HALF: f64 = 0.5;
/// Steps between two values of a run's course.
const COURSE_STEPS: usize = 10;

/// A value, and the seed of its run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfSeed {
    pub seed: u64,
    pub value: f64,
}

/// Everything that is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    pub surprise: Surprise,
    pub cutting: Cutting,
    pub spectrum: Spectra,
    pub rates: Rates,
    pub limits: Boundaries,
}

/// What a cut loses and an adapter learns.
#[derive(Clone, Debug, PartialEq)]
pub struct Surprise {
    /// Facts about [`PEOPLE`].
    pub facts: usize,
    /// Steps of the full fine-tuning.
    pub full_steps: usize,
    /// Its learning rate.
    pub full_rate: f64,
    /// Recall of its update, whole.
    pub whole: Vec<OfSeed>,
    /// Cut to [`CUT_RANK`].
    pub cut: Vec<OfSeed>,
    /// Cut to [`SMALL_RANK`].
    pub cut_small: Vec<OfSeed>,
    /// Steps of the adapter of [`SMALL_RANK`].
    pub steps: usize,
    /// What it recalls of as many facts.
    pub trained: OfSeed,
    /// Facts about [`GRID_PEOPLE`].
    pub fewer_facts: usize,
    /// What adapters of [`SMALL_RANK`] recall of these.
    pub trained_fewer: Vec<OfSeed>,
    /// The learning rate of these adapters.
    pub rate: f64,
}

/// What is left of both updates when they are cut to [`CUT_RANK`].
#[derive(Clone, Debug, PartialEq)]
pub struct Cutting {
    pub style: Vec<OfSeed>,
    pub style_whole: Vec<OfSeed>,
    pub facts: Vec<OfSeed>,
    pub facts_whole: Vec<OfSeed>,
}

/// What the singular values of both updates say: means over all matrices.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectra {
    /// The share of the energy at [`CUT_RANK`].
    pub style_energy: Vec<OfSeed>,
    pub facts_energy: Vec<OfSeed>,
    /// The smallest rank with 90 % of it.
    pub style_rank90: Vec<OfSeed>,
    pub facts_rank90: Vec<OfSeed>,
    /// The same of random matrices of the same shapes.
    pub random_rank90: f64,
    /// Whether style takes fewer directions than facts, with every seed: as the article has it.
    pub told: bool,
}

/// What the learning rate decides: runs of [`LARGE_RANK`] at [`RATES`], with one seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    pub seed: u64,
    /// Facts that they were taught.
    pub facts: usize,
    /// Recall under α/r.
    pub lora: [f64; 3],
    /// Recall under α/√r.
    pub rslora: [f64; 3],
    /// Drift under α/r.
    pub lora_drift: [f64; 3],
    /// Drift under α/√r.
    pub rslora_drift: [f64; 3],
    /// Drift of the untouched model.
    pub base_drift: f64,
    /// Recall of [`SMALL_RANK`] at the smallest rate.
    pub small: f64,
    /// Its γ, and that of [`LARGE_RANK`] under α/r.
    pub gammas: [f64; 2],
}

/// What the runs do not show.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries {
    /// The smallest and the largest recall of adapters on a single matrix.
    pub one_matrix: [f64; 2],
    /// Their ranks.
    pub one_matrix_ranks: [usize; 2],
    /// Bits of the facts in each weight of the adapter of [`SMALL_RANK`] that recalls most.
    pub bits_per_weight: f64,
    /// Steps until half of a batch is recalled before it is learnt: in full, and with [`SMALL_RANK`].
    pub half_after: [usize; 2],
    /// The same at the largest learning rate, with [`SMALL_RANK`] and with [`LARGE_RANK`].
    pub half_after_high: [usize; 2],
    /// Recall of [`PEOPLE`] with [`LARGE_RANK`], its steps and its seed.
    pub large: (OfSeed, usize),
}

impl Findings {
    /// What the measurements show; none when runs are missing that it follows from.
    pub fn of(measured: &Pretrained) -> Option<Self> {
        Some(Self {
            surprise: surprise(measured)?,
            cutting: cutting(measured)?,
            spectrum: spectra(measured)?,
            rates: rates(measured)?,
            limits: boundaries(measured)?,
        })
    }
}

/// Adapters that are taught facts at a learning rate.
fn recipe(people: usize, scaling: Scaling, rate: f64, steps: usize) -> Recipe {
    Recipe {
        task: Update::Facts,
        people: Some(people),
        scaling,
        rate,
        steps,
    }
}

/// Values of full updates, one for each seed; none when there is no run, or one lacks its value.
fn each<'a>(
    runs: impl Iterator<Item = &'a Full>,
    value: impl Fn(&Full) -> Option<f64>,
) -> Option<Vec<OfSeed>> {
    let of = |run: &Full| {
        let (seed, value) = (run.seed, value(run)?);
        Some(OfSeed { seed, value })
    };
    let values: Vec<OfSeed> = runs.map(of).collect::<Option<_>>()?;
    (!values.is_empty()).then_some(values)
}

fn at(rank: usize) -> impl Fn(&Full) -> Option<f64> {
    move |run| {
        let cut = run.cuts.iter().find(|cut| cut.rank == rank);
        cut.map(|cut| cut.measured.share())
    }
}

fn of_seed(run: &Adapter) -> OfSeed {
    OfSeed {
        seed: run.seed,
        value: run.measured.share(),
    }
}

/// The run of a rank that was trained longest on the facts of [`PEOPLE`].
fn longest(measured: &Pretrained, rank: usize) -> Option<&Adapter> {
    let of_people = |run: &&Adapter| run.people == Some(PEOPLE) && run.rank == rank;
    let runs = measured.on_all_matrices().filter(of_people);
    runs.max_by_key(|run| run.steps)
}

/// The steps of the runs at several learning rates.
fn grid_steps(measured: &Pretrained) -> Option<usize> {
    measured.steps(Update::Facts, Some(GRID_PEOPLE))
}

fn surprise(measured: &Pretrained) -> Option<Surprise> {
    let full = || measured.cut(Update::Facts, Some(PEOPLE));
    let first = full().next()?;
    let small = longest(measured, SMALL_RANK)?;
    let fewer = recipe(
        GRID_PEOPLE,
        Scaling::Lora,
        small.rate,
        grid_steps(measured)?,
    );
    let fewer = measured
        .adapters(fewer)
        .filter(|run| run.rank == SMALL_RANK);
    let trained_fewer: Vec<OfSeed> = fewer.map(of_seed).collect();
    let facts_each = measured.settings.facts_each;
    (!trained_fewer.is_empty()).then_some(Surprise {
        facts: PEOPLE * facts_each,
        full_steps: first.steps,
        full_rate: first.rate,
        whole: each(full(), |run| Some(run.measured.share()))?,
        cut: each(full(), at(CUT_RANK))?,
        cut_small: each(full(), at(SMALL_RANK))?,
        steps: small.steps,
        trained: of_seed(small),
        fewer_facts: GRID_PEOPLE * facts_each,
        trained_fewer,
        rate: small.rate,
    })
}

fn cutting(measured: &Pretrained) -> Option<Cutting> {
    let style = || measured.cut(Update::Style, None);
    let facts = || measured.cut(Update::Facts, Some(PEOPLE));
    let uncut = |run: &Full| Some(run.measured.share());
    Some(Cutting {
        style: each(style(), at(CUT_RANK))?,
        style_whole: each(style(), uncut)?,
        facts: each(facts(), at(CUT_RANK))?,
        facts_whole: each(facts(), uncut)?,
    })
}

fn spectra(measured: &Pretrained) -> Option<Spectra> {
    let style = || measured.cut(Update::Style, None);
    let facts = || measured.cut(Update::Facts, Some(PEOPLE));
    let energy = |run: &Full| measured.energy(&run.spectrum.as_ref()?.mean, CUT_RANK);
    let rank90 = |run: &Full| Some(run.spectrum.as_ref()?.mean.rank90);
    let (style_rank90, facts_rank90) = (each(style(), rank90)?, each(facts(), rank90)?);
    let below = |style: &OfSeed| facts_rank90.iter().all(|facts| style.value < facts.value);
    Some(Spectra {
        style_energy: each(style(), energy)?,
        facts_energy: each(facts(), energy)?,
        told: style_rank90.iter().all(below),
        style_rank90,
        facts_rank90,
        random_rank90: measured.random()?.rank90,
    })
}

fn rates(measured: &Pretrained) -> Option<Rates> {
    let steps = grid_steps(measured)?;
    let run = |scaling, rate, rank| {
        let recipe = recipe(GRID_PEOPLE, scaling, rate, steps);
        measured.adapter(recipe, rank, FIRST_SEED)
    };
    let large = |scaling, value: fn(&Measured) -> Option<f64>| {
        let at = |rate| value(&run(scaling, rate, LARGE_RANK)?.measured);
        let [low, middle, high] = RATES.map(at);
        Some([low?, middle?, high?])
    };
    let share = |found: &Measured| Some(found.share());
    let [low, ..] = RATES;
    let small = run(Scaling::Lora, low, SMALL_RANK)?;
    let full = measured.cut(Update::Facts, Some(GRID_PEOPLE)).next()?;
    let untouched = full.cuts.iter().find(|cut| cut.rank == 0)?;
    Some(Rates {
        seed: FIRST_SEED,
        facts: GRID_PEOPLE * measured.settings.facts_each,
        lora: large(Scaling::Lora, share)?,
        rslora: large(Scaling::RsLora, share)?,
        lora_drift: large(Scaling::Lora, Measured::drift)?,
        rslora_drift: large(Scaling::RsLora, Measured::drift)?,
        base_drift: untouched.measured.drift()?,
        small: small.measured.share(),
        gammas: [small.gamma, run(Scaling::Lora, low, LARGE_RANK)?.gamma],
    })
}

fn boundaries(measured: &Pretrained) -> Option<Boundaries> {
    let mut recalls: Vec<f64> = Vec::new();
    let mut ranks: Vec<usize> = Vec::new();
    for run in measured.on_one_matrix() {
        recalls.push(run.measured.share());
        ranks.push(run.rank);
    }
    recalls.sort_by(f64::total_cmp);
    ranks.sort_unstable();
    let small = longest(measured, SMALL_RANK)?;
    let large = longest(measured, LARGE_RANK)?;
    let bits = measured.settings.bits_per_person * PEOPLE as f64 / small.parameters as f64;
    let steps = grid_steps(measured)?;
    let half = |rate, rank| {
        let grid = recipe(GRID_PEOPLE, Scaling::Lora, rate, steps);
        half_after(&measured.adapter(grid, rank, FIRST_SEED)?.course)
    };
    let [_, _, high] = RATES;
    let full = measured.cut(Update::Facts, Some(GRID_PEOPLE)).next()?;
    Some(Boundaries {
        one_matrix: [*recalls.first()?, *recalls.last()?],
        one_matrix_ranks: [*ranks.first()?, *ranks.last()?],
        bits_per_weight: bits,
        half_after: [half_after(&full.course)?, half(small.rate, SMALL_RANK)?],
        half_after_high: [half(high, SMALL_RANK)?, half(high, LARGE_RANK)?],
        large: (of_seed(large), large.steps),
    })
}

/// The steps after which half of a batch is recalled before it is learnt.
fn half_after(course: &[f64]) -> Option<usize> {
    let reached = course.iter().position(|&share| share >= HALF)?;
    Some(COURSE_STEPS * (reached + 1))
}
