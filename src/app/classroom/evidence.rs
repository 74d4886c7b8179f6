//! The readings beside an exercise's controls.

use rankscope_lesson::{Exercise, Measured, Present, written};
use rankscope_params::number::Format;

/// The readings of an exercise, all of one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readings {
    values: Vec<Option<f64>>,
    fresh: bool,
}

impl Readings {
    /// Follows the state. `measured` is what was measured at `present`; without it the last
    /// readings stay, marked as not fresh.
    #[must_use]
    pub fn follow(
        self,
        exercise: &Exercise,
        present: &Present,
        measured: Option<&Measured>,
    ) -> Self {
        let Some(measured) = measured else {
            return Self {
                fresh: false,
                ..self
            };
        };
        let context = exercise.context(present);
        let context = context.with_measured(measured);
        let readings = exercise.readings.iter();
        Self {
            values: readings
                .map(|reading| reading.value.value(&context))
                .collect(),
            fresh: true,
        }
    }

    /// Whether they belong to the present state.
    pub const fn fresh(&self) -> bool {
        self.fresh
    }

    /// A reading as it is shown, and to its last digit; none where it is undefined or not measured yet.
    pub fn written(&self, index: usize) -> Option<(String, String)> {
        let value = self.values.get(index).copied().flatten()?;
        Some((written(value), Format::Exact.write(value)))
    }
}
