//! What the first step gains, as far as the gradient tells, and how that depends on the rank.
//!
//! At the start B = 0, so `∇_A = 0` and `∇_B = −γ W Aᵀ`. To first order the step lowers the loss by
//! `η‖∇_B‖²_F` (SGD) or, Adam's first step being a sign, `η‖∇_B‖₁`, the sum of magnitudes. With
//! `wᵢ` the rows of W, the averages over A are
//!
//! - SGD: `η · γ²r · ‖W‖²_F / 3k`, exactly, since an entry of A has variance `1/3k`;
//! - Adam: `η · γr · √(2/3πk) Σᵢ‖wᵢ‖`, as far as `wᵢ·a`, a sum of k terms, is normal.
//!
//! So in α and r the four laws are
//!
//! | | LoRA | rsLoRA |
//! |---|---|---|
//! | SGD, `γ²r` | `α²/r` | `α²` |
//! | Adam, `γr` | `α` | `α√r` |
//!
//! One draw of A strays from the average, the more the fewer directions W has and the smaller r is:
//! with SGD at r = 1, by a sixth of it for the facts update and by nearly all of it for the style
//! update (one standard deviation, at the defaults). So a drop is better shown relative to the
//! average at r = 1, [`first_step_average`], than relative to the one draw there.

use std::f64::consts::PI;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Optimizer, Run, RunConfig, TrainingConfig, TrainingError, TrainingTarget};
use crate::Scaling;

/// The first step of one run, relative to the average at r = 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstStep {
    /// The rule of the step.
    pub optimizer: Optimizer,
    /// The rule of γ.
    pub scaling: Scaling,
    /// r.
    pub rank: usize,
    /// [`first_step_drop`], measured.
    pub drop: f64,
    /// [`first_step_law`], predicted.
    pub law: f64,
}

/// The first step at each of the ranks, with either optimizer and either scaling.
///
/// # Errors
/// As [`TrainingConfig::runs`] and [`TrainingTarget::draw`].
pub fn first_steps(config: &TrainingConfig) -> Result<Vec<FirstStep>, TrainingError> {
    // Checked before anything is drawn, which for a large matrix takes long.
    config.runs(Scaling::Lora)?;
    let target = Arc::new(TrainingTarget::draw(&config.update, config.which)?);
    let mut steps = Vec::new();
    for optimizer in Optimizer::ALL {
        for scaling in Scaling::ALL {
            let config = TrainingConfig {
                optimizer,
                ..config.clone()
            };
            let alone = TrainingConfig {
                ranks: vec![1],
                ..config.clone()
            };
            let average: f64 = alone
                .runs(scaling)?
                .iter()
                .map(|run| first_step_average(&target, run))
                .sum();
            let law = |rank| first_step_law(optimizer, scaling, config.alpha, rank);
            steps.extend(config.runs(scaling)?.into_iter().map(|run| FirstStep {
                optimizer,
                scaling,
                rank: run.rank(),
                drop: first_step_drop(&target, run) / average,
                law: law(run.rank()) / law(1),
            }));
        }
    }
    Ok(steps)
}

/// How far the first step lowers the loss `½‖E‖²_F`, to first order. No step is made.
pub fn first_step_drop(target: &Arc<TrainingTarget>, config: RunConfig) -> f64 {
    let mut run = Run::new(Arc::clone(target), config);
    let gradient = run.gradient_of_b().iter();
    let slope: f64 = match config.optimizer() {
        Optimizer::Sgd => gradient.map(|entry| entry * entry).sum(),
        Optimizer::Adam => gradient.map(|entry| entry.abs()).sum(),
    };
    config.learning_rate() * slope
}

/// What [`first_step_drop`] is on average over A, which the run's seed draws.
pub fn first_step_average(target: &TrainingTarget, config: &RunConfig) -> f64 {
    let columns = target.columns() as f64;
    let constant = match config.optimizer() {
        Optimizer::Sgd => target.norm() * target.norm() / (3.0 * columns),
        Optimizer::Adam => target.row_norms() * (2.0 / (3.0 * PI * columns)).sqrt(),
    };
    let (optimizer, scaling) = (config.optimizer(), config.scaling());
    let law = first_step_law(optimizer, scaling, config.alpha(), config.rank());
    config.learning_rate() * constant * law
}

/// What the drop of the first step is in proportion to, whatever W is.
pub fn first_step_law(optimizer: Optimizer, scaling: Scaling, alpha: f64, rank: usize) -> f64 {
    let rank = rank as f64;
    match (optimizer, scaling) {
        (Optimizer::Sgd, Scaling::Lora) => alpha * alpha / rank,
        (Optimizer::Sgd, Scaling::RsLora) => alpha * alpha,
        (Optimizer::Adam, Scaling::Lora) => alpha,
        (Optimizer::Adam, Scaling::RsLora) => alpha * rank.sqrt(),
    }
}
