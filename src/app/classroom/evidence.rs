//! What an exercise shows beside its text: the figures of its charts, and its readings.

use crate::state::Shown;
use rankscope_chart::{self as chart, Plot, lesson};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, Figure, Measured, Measurement, recall};
use rankscope_params::number::{Format, significant};
use rankscope_params::{Params, Update};
use rankscope_sim::Scaling;
use rankscope_sim::recall::RecallPlan;
use rankscope_sim::training::{Family, Plan, TrainingConfig};

/// Significant digits of a reading.
const DIGITS: usize = 4;

/// The figure of Explore that a figure of an exercise is, if it is one.
pub const fn figure(figure: &Figure) -> Option<chart::Figure> {
    match figure {
        Figure::Spectrum(_) => Some(chart::Figure::Spectrum),
        Figure::Variance(_) => Some(chart::Figure::Variance),
        Figure::Scaling(_) => Some(chart::Figure::Scaling),
        Figure::Error(_) => Some(chart::Figure::Error),
        _ => None,
    }
}

/// What is trained for an exercise's chart of training: every run that its readings name at these
/// parameters, those that differ only in their scale together.
pub fn training_plans(exercise: &Exercise, present: &Params) -> Vec<Plan> {
    let training = |figure: &Figure| matches!(figure, Figure::Training { .. });
    if !exercise.figures.iter().any(training) {
        return vec![];
    }
    let wanted = exercise.live_measurement(&exercise.start(present));
    let mut plans: Vec<Plan> = Vec::new();
    for run in &wanted.trainings.runs {
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
        match plans.iter_mut().find(|plan| plan.config == config) {
            Some(plan) => plan.families.push(family),
            None => plans.push(Plan {
                config,
                families: vec![family],
            }),
        }
    }
    plans
}

/// What is learned for an exercise's chart of recall: every adapter that its readings name at these
/// parameters.
pub fn recall_plans(exercise: &Exercise, present: &Params) -> Vec<RecallPlan> {
    if !exercise.figures.contains(&Figure::Recall) {
        return vec![];
    }
    let Measurement { update, trainings } = exercise.live_measurement(&exercise.start(present));
    recall::plans(&trainings.recalls, &update)
}

/// The lowest error that is possible at the rank of these plans, where the singular values are known.
pub fn lowest_error(plans: &[Plan], shown: Option<&Shown>) -> Option<f64> {
    let config = &plans.first()?.config;
    let shown = shown.filter(|shown| shown.update == config.update)?;
    let spectrum = match config.which {
        Update::Style => &shown.spectra.style,
        Update::Facts => &shown.spectra.facts,
    };
    spectrum.floor(*config.ranks.first()?)
}

/// The two real adapters at the inspected rank.
pub fn adapters(present: &Params) -> Plot {
    let layers = |task| rankscope_lesson::sample::layers(task);
    let rank = present.reading().rank_low;
    lesson::adapters(layers(Update::Style), layers(Update::Facts), rank)
}

/// The engine's job for a measurement.
pub fn measure(wanted: &Measurement) -> Job {
    Job::Measure(Packed::of(wanted))
}

/// The result of such a job.
pub fn measured(answer: &Answer) -> Option<Measured> {
    match answer {
        Answer::Measured(packed) => packed.open(),
        _ => None,
    }
}

/// The readings of an exercise, all of one set of parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readings {
    values: Vec<Option<f64>>,
    fresh: bool,
}

impl Readings {
    /// Follows the parameters. `measured` is what was measured at `present`; without it the last
    /// readings stay, marked as not fresh.
    #[must_use]
    pub fn follow(
        self,
        exercise: &Exercise,
        present: &Params,
        measured: Option<&Measured>,
    ) -> Self {
        let Some(measured) = measured else {
            return Self {
                fresh: false,
                ..self
            };
        };
        let present = exercise.start(present);
        let context = exercise.context(&present).with_measured(measured);
        let readings = exercise.readings.iter();
        Self {
            values: readings
                .map(|reading| reading.value.value(&context))
                .collect(),
            fresh: true,
        }
    }

    /// Whether they belong to the present parameters.
    pub const fn fresh(&self) -> bool {
        self.fresh
    }

    /// A reading as it is shown, and to its last digit; none where it is undefined or not measured yet.
    pub fn written(&self, index: usize) -> Option<(String, String)> {
        let value = self.values.get(index).copied().flatten()?;
        Some((significant(value, DIGITS), Format::Exact.write(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_lesson::{ExerciseId, course};
    use rankscope_params::Key;

    /// Of the exercise that doubles them.
    const FACTS: usize = 130;

    fn exercise(id: &str) -> Exercise {
        let id = ExerciseId::try_from(id.to_owned()).unwrap();
        course::exercise(&id).unwrap()
    }

    #[test]
    fn the_chart_of_training_shows_the_runs_of_the_readings() {
        let exercise = exercise("training-collapse");
        let present = exercise.prepared(&rankscope_lesson::Student::default());
        let present = present.with(Key::RankLow, 16.0).0;
        let plans = training_plans(&exercise, &present);
        let [plan] = &plans[..] else {
            panic!("one plan: {plans:?}")
        };
        assert_eq!(plan.families, [Family::Lora, Family::RsLora]);
        assert_eq!(
            (plan.config.ranks.as_slice(), plan.config.steps),
            (&[16][..], 500)
        );
        assert_eq!(lowest_error(&plans, None), None);
    }

    #[test]
    fn the_chart_of_recall_shows_the_adapters_of_the_readings_each_by_a_worker() {
        let exercise = exercise("double-the-facts");
        let present = exercise.prepared(&rankscope_lesson::Student::default());
        let plans = recall_plans(&exercise, &present.with(Key::RankLow, 5.0).0);
        let shown: Vec<_> = plans
            .iter()
            .map(|plan| (plan.config.facts, plan.config.ranks.clone()))
            .collect();
        assert_eq!(shown, [(FACTS, vec![3]), (2 * FACTS, vec![5])]);
        assert!(plans.iter().all(|plan| plan.runs().is_ok()));
        const { assert!(recall::MOST_PLANS <= crate::recall::run::WORKERS) };
    }

    #[test]
    fn another_optimizer_is_another_plan() {
        let exercise = exercise("adams-twist");
        let present = exercise.prepared(&rankscope_lesson::Student::default());
        assert_eq!(training_plans(&exercise, &present).len(), 2);
    }

    #[test]
    fn the_exercise_on_adapters_shows_theirs() {
        let exercise = exercise("style-or-facts");
        assert_eq!(exercise.figures, [Figure::Adapters]);
        let present = exercise.prepared(&rankscope_lesson::Student::default());
        assert_eq!(training_plans(&exercise, &present), []);
        let plot = adapters(&present);
        assert!(plot.curves.iter().all(|curve| curve.points.len() == 8));
    }
}
