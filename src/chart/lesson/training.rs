//! Training, step by step: the relative error after each step of a few runs, over the lowest error that is
//! possible at their rank. What the runs differ in is their names; what they have in common, the learning
//! rate above all, stands at the axis.

use std::collections::BTreeSet;

use super::super::training::strength;
use super::super::{Axis, Curve, Plot, Stroke, Tone, scaling_column, scaling_name};
use super::NO_ADAPTER;
use rankscope_params::number::{Format, significant};
use rankscope_params::{Choice, Optimizer};
use rankscope_sim::Scaling;
use rankscope_sim::training::{Family, Status, Trained, Trajectory};

/// Errors shown at least, so that what a student tries is drawn on one axis.
const ERRORS: (f64, f64) = (0.1, 1.2);
/// Of a run on its way to divergence the beginning is worth seeing.
const HIGHEST: f64 = 5.0;
/// How much of its colour a run of the second optimizer has.
const SECOND: f64 = 0.5;

const fn scaling(family: Family) -> Scaling {
    match family {
        Family::Lora => Scaling::Lora,
        Family::RsLora | Family::LoraRoot => Scaling::RsLora,
    }
}

/// A run with what it is of.
#[derive(Clone, Copy)]
struct Shown<'t> {
    trained: &'t Trained,
    run: &'t Trajectory,
}

impl Shown<'_> {
    fn optimizer(&self) -> Optimizer {
        self.trained.plan.config.optimizer
    }

    fn rate(&self) -> f64 {
        self.run.config.learning_rate()
    }

    fn rank(&self) -> usize {
        self.run.config.rank()
    }

    fn scaling(&self) -> Scaling {
        scaling(self.run.family)
    }
}

/// What not all of the runs have in common.
struct Differences {
    scalings: bool,
    optimizers: bool,
    rates: bool,
    ranks: Vec<usize>,
    first: Option<Optimizer>,
}

impl Differences {
    fn of(runs: &[Shown<'_>]) -> Self {
        let several = |differs: &dyn Fn(&Shown<'_>, &Shown<'_>) -> bool| {
            runs.first()
                .is_some_and(|first| runs.iter().any(|other| differs(first, other)))
        };
        let ranks: BTreeSet<usize> = runs.iter().map(Shown::rank).collect();
        Self {
            scalings: several(&|one, other| one.scaling() != other.scaling()),
            optimizers: several(&|one, other| one.optimizer() != other.optimizer()),
            rates: several(&|one, other| one.rate() != other.rate()),
            ranks: ranks.into_iter().collect(),
            first: runs.first().map(Shown::optimizer),
        }
    }

    /// "rank 16, LoRA", or what else tells this run from the others.
    fn name(&self, of: &Shown<'_>) -> String {
        let mut parts = Vec::new();
        if self.ranks.len() > 1 {
            parts.push(format!("rank {}", of.rank()));
        }
        if self.scalings || (self.ranks.len() < 2 && !self.optimizers && !self.rates) {
            parts.push(scaling_name(of.scaling()).to_owned());
        }
        if self.optimizers {
            parts.push(Choice::label(of.optimizer()).to_owned());
        }
        if self.rates {
            parts.push(format!("rate {}", significant(of.rate(), 3)));
        }
        if let Status::Diverged { .. } = of.run.status {
            parts.push("diverges".to_owned());
        }
        parts.join(", ")
    }

    fn curve(&self, of: &Shown<'_>) -> Curve {
        let (scaling, optimizer) = (of.scaling(), of.optimizer());
        let place = self.ranks.iter().position(|rank| *rank == of.rank());
        let paler = if self.first == Some(optimizer) {
            1.0
        } else {
            SECOND
        };
        let mut parts = vec![
            scaling_column(scaling).to_owned(),
            optimizer.name().to_owned(),
        ];
        if self.ranks.len() > 1 {
            parts.push(format!("rank_{}", of.rank()));
        }
        if self.rates {
            parts.push(format!("rate_{}", significant(of.rate(), 3)));
        }
        let steps = (0..).map(f64::from);
        Curve {
            name: parts.join("_").into(),
            label: self.name(of),
            named: true,
            tone: Tone::from(of.trained.plan.config.which),
            strength: match self.ranks.len() {
                0 | 1 => paler,
                ranks => paler * strength(place.unwrap_or_default(), ranks),
            },
            stroke: scaling.into(),
            dots: false,
            points: steps.zip(of.run.errors.iter().copied()).collect(),
        }
    }
}

/// What has been trained of each plan. `floor` is the lowest error possible, where all have one rank.
pub fn training<'t>(trained: impl IntoIterator<Item = &'t Trained>, floor: Option<f64>) -> Plot {
    let runs: Vec<Shown<'_>> = trained
        .into_iter()
        .flat_map(|trained| trained.runs.iter().map(move |run| Shown { trained, run }))
        .collect();
    let differences = Differences::of(&runs);
    let steps = runs.iter().map(|each| each.trained.plan.config.steps).max();
    let steps = steps.unwrap_or_default();
    let mut curves: Vec<Curve> = floor
        .map(|floor| lowest(floor, steps))
        .into_iter()
        .collect();
    curves.extend(runs.iter().map(|run| differences.curve(run)));
    let errors = curves.iter().flat_map(|curve| &curve.points);
    let positive = errors.map(|point| point.1).filter(|error| *error > 0.0);
    let (least, most) = positive.fold(ERRORS, |(least, most), error| {
        (error.min(least), error.max(most))
    });
    Plot {
        rules: vec![NO_ADAPTER],
        summary: said(&runs, &differences),
        ..Plot::new(
            Axis::steps(horizontal(&runs, &differences), steps),
            Axis::log(
                "relative error, log scale · 1 = no adapter",
                least,
                most.min(HIGHEST),
            ),
            curves,
        )
    }
}

/// "training step · SGD, learning rate 0.002"
fn horizontal(runs: &[Shown<'_>], differences: &Differences) -> String {
    let mut common = Vec::new();
    if let Some(first) = runs.first() {
        if !differences.optimizers {
            common.push(Choice::label(first.optimizer()).to_owned());
        }
        if !differences.rates {
            common.push(format!("learning rate {}", significant(first.rate(), 3)));
        }
    }
    if common.is_empty() {
        "training step".to_owned()
    } else {
        format!("training step · {}", common.join(", "))
    }
}

fn lowest(floor: f64, steps: usize) -> Curve {
    Curve {
        name: "floor".into(),
        label: "lowest possible".to_owned(),
        named: floor > 0.0,
        tone: Tone::Neutral,
        strength: 1.0,
        stroke: Stroke::Dotted,
        dots: false,
        points: vec![(0.0, floor), (steps as f64, floor)],
    }
}

/// "Rank 16 after 500 steps: LoRA 0.808 · rsLoRA 0.710."
fn said(runs: &[Shown<'_>], differences: &Differences) -> String {
    let mut said = Vec::new();
    let mut step = 0;
    for each in runs {
        let name = differences.name(each);
        match (each.run.status, each.run.errors.last()) {
            (Status::Diverged { .. }, _) => said.push(name),
            (_, Some(error)) => {
                said.push(format!("{name} {}", Format::Decimals(3).write(*error)));
                step = step.max(each.run.errors.len() - 1);
            }
            (_, None) => {}
        }
    }
    if said.is_empty() {
        return "The training begins.".to_owned();
    }
    let said = said.join(" · ");
    match differences.ranks.as_slice() {
        [rank] => format!("Rank {rank} after {step} steps: {said}."),
        _ => format!("After {step} steps: {said}."),
    }
}
