//! What an exercise trains while it is looked at: the runs and the adapters that its readings name.

use crate::state::Shown;
use rankscope_lesson::{Exercise, Figure, FinalRun, Measurement, Present, recall};
use rankscope_params::Update;
use rankscope_sim::Scaling;
use rankscope_sim::recall::RecallPlan;
use rankscope_sim::training::{Family, Plan, TrainingConfig};

/// What is trained for an exercise's figure of training: every run that its readings name at this state,
/// those that differ only in their rank, or only in their scale, together.
pub fn training_plans(exercise: &Exercise, present: &Present) -> Vec<Plan> {
    let is_training = |figure: &Figure| matches!(figure, Figure::Training { .. });
    if !exercise.figures.iter().any(is_training) {
        return vec![];
    }
    let wanted = exercise.live_measurement(present);
    let mut plans: Vec<Plan> = Vec::new();
    for run in &wanted.trainings.runs {
        let new = plan(&wanted, run);
        let same = |plan: &&mut Plan| {
            let ranks = plan.config.ranks.clone();
            let config = TrainingConfig {
                ranks,
                ..new.config.clone()
            };
            plan.config == config && plan.families == new.families
        };
        match plans.iter_mut().find(same) {
            Some(plan) => plan.config.ranks.push(run.rank),
            None => plans.push(new),
        }
    }
    for plan in &mut plans {
        plan.config.ranks.sort_unstable();
        plan.config.ranks.dedup();
    }
    let mut joined: Vec<Plan> = Vec::new();
    for plan in plans {
        match joined.iter_mut().find(|other| other.config == plan.config) {
            Some(other) => other.families.extend(plan.families),
            None => joined.push(plan),
        }
    }
    joined
}

fn plan(wanted: &Measurement, run: &FinalRun) -> Plan {
    let config = TrainingConfig {
        which: run.which,
        optimizer: run.optimizer,
        learning_rate: run.learning_rate,
        steps: run.steps,
        ranks: vec![run.rank],
        ..TrainingConfig::new(wanted.update, run.alpha)
    };
    let family = match run.scaling {
        Scaling::Lora => Family::Lora,
        Scaling::RsLora => Family::RsLora,
    };
    Plan {
        config,
        families: vec![family],
    }
}

/// What is learned for an exercise's figure of recall: every adapter that its readings name at this state.
pub fn recall_plans(exercise: &Exercise, present: &Present) -> Vec<RecallPlan> {
    if !exercise.figures.contains(&Figure::Recall) {
        return vec![];
    }
    let Measurement { update, trainings } = exercise.live_measurement(present);
    recall::plans(&trainings.recalls, &update)
}

/// The lowest error that is possible at the rank of these plans, where the singular values are known and
/// all have one rank.
pub fn lowest_error(plans: &[Plan], shown: Option<&Shown>) -> Option<f64> {
    let config = &plans.first()?.config;
    let &[rank] = config.ranks.as_slice() else {
        return None;
    };
    let alike = |plan: &Plan| plan.config.ranks == [rank] && plan.config.which == config.which;
    if !plans.iter().all(alike) {
        return None;
    }
    let shown = shown.filter(|shown| shown.update == config.update)?;
    let spectrum = match config.which {
        Update::Style => &shown.spectra.style,
        Update::Facts => &shown.spectra.facts,
    };
    spectrum.floor(rank)
}
