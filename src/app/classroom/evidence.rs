//! What an exercise shows beside its text: the figures of its charts, and its readings.

use rankscope_chart::Figure;
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Chart, EvalContext, Exercise, Measured, Measurement};
use rankscope_params::Params;
use rankscope_params::number::{Format, significant};

/// Significant digits of a reading.
const DIGITS: usize = 4;

/// The figure of a chart.
pub const fn figure(chart: Chart) -> Figure {
    match chart {
        Chart::Spectrum => Figure::Spectrum,
        Chart::Variance => Figure::Variance,
        Chart::Scaling => Figure::Scaling,
        Chart::Error => Figure::Error,
    }
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
        let context = EvalContext::new(present, measured);
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
