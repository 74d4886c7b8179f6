//! What there is to know about a setting: the rows of [`SETTINGS`](super::SETTINGS) are of this type.

use super::number::{Format, round_to_significant};
use super::setting_key::SettingKey;
use super::training::{MOST_RANKS, TrainingContext};

/// Everything there is to know about a setting.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    pub key: SettingKey,
    /// Its name in links, in element ids, in `data-` attributes and in the README.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// Its unit, in words; empty for a pure number.
    pub unit: &'static str,
    /// One sentence for somebody who meets it for the first time.
    pub help: &'static str,
    pub kind: Kind,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number in a range.
    Number(Numeric),
    /// One of a few; the first is the default.
    Choice(&'static [ChoiceOption]),
    /// A few ranks, ascending, each at most this.
    Ranks(MostRank),
    /// A state: a query inside the query.
    State,
    /// Names of parameters, by commas.
    Parameters,
    /// The id of an exercise or of a statement.
    Id,
    /// A short text of one line.
    Text,
}

/// The largest rank of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MostRank {
    /// `m = min(d, k)`, of the simulated updates.
    SmallerDimension,
    /// The width of the recall experiment.
    Width,
}

/// One of the options of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// Its name in links and element ids.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
}

/// A number in a range.
#[derive(Clone, Copy, Debug)]
pub struct Numeric {
    pub smallest: f64,
    pub largest: Largest,
    pub number: Number,
    pub default: Default,
    /// How a slider's travel maps to values.
    pub scale: Scale,
    /// The slider's step: see [`Scale`].
    pub step: f64,
    /// Whether there is a slider beside the number field.
    pub slider: bool,
}

/// The largest value a number may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Largest {
    /// The same whatever the others are.
    Fixed(f64),
    /// `m = min(d, k)`, the largest rank the matrix can have.
    SmallerDimension,
}

/// The value a number has when nothing is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// The same whatever the others are, but never above the largest.
    Fixed(f64),
    /// The optimizer's usual learning rate.
    OfOptimizer,
    /// The same for the recall experiment.
    OfRecallOptimizer,
}

/// How a slider's travel maps to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal travel, equal difference. The step is in the setting's unit.
    Linear,
    /// Equal travel, equal ratio. The step is in powers of two. A slider is no place for sixteen
    /// digits: what it lands on has this many significant ones.
    Logarithmic { digits: usize },
}

/// Which numbers a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Whole numbers only.
    Whole,
    /// Any real number in the range.
    Real,
}

impl Numeric {
    /// A whole number with a linear slider.
    pub(super) const fn whole(smallest: f64, largest: Largest, default: f64) -> Self {
        Self {
            smallest,
            largest,
            number: Number::Whole,
            default: Default::Fixed(default),
            scale: Scale::Linear,
            step: 1.0,
            slider: true,
        }
    }

    /// A real number with a linear slider.
    pub(super) const fn real(smallest: f64, largest: f64, step: f64, default: f64) -> Self {
        Self {
            smallest,
            largest: Largest::Fixed(largest),
            number: Number::Real,
            default: Default::Fixed(default),
            scale: Scale::Linear,
            step,
            slider: true,
        }
    }

    /// A real number with a logarithmic slider.
    pub(super) const fn logarithmic(
        smallest: f64,
        largest: f64,
        (step, digits): (f64, usize),
        default: Default,
    ) -> Self {
        Self {
            smallest,
            largest: Largest::Fixed(largest),
            number: Number::Real,
            default,
            scale: Scale::Logarithmic { digits },
            step,
            slider: true,
        }
    }

    /// The largest value when the matrix's largest rank is `max_rank`.
    pub fn largest(&self, max_rank: usize) -> f64 {
        match self.largest {
            Largest::Fixed(value) => value,
            Largest::SmallerDimension => max_rank as f64,
        }
    }

    /// The value when nothing is said.
    pub fn default(&self, context: TrainingContext) -> f64 {
        let default = match self.default {
            Default::Fixed(value) => value,
            Default::OfOptimizer => context.optimizer.default_learning_rate(),
            Default::OfRecallOptimizer => context.optimizer.default_recall_rate(),
        };
        self.nearest(default, context.max_rank)
    }

    /// The nearest value it can take when the matrix's largest rank is `max_rank`.
    pub fn nearest(&self, value: f64, max_rank: usize) -> f64 {
        let value = match self.number {
            Number::Whole => value.round(),
            Number::Real => value,
        };
        // `max` last, so that even a matrix without ranks has a smallest one. Adding zero turns
        // −0 into 0, which would otherwise be written "-0".
        value.min(self.largest(max_rank)).max(self.smallest) + 0.0
    }

    /// Where a slider stands for `value`: the value itself, or its power of two.
    pub fn position(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => value,
            Scale::Logarithmic { .. } => value.log2(),
        }
    }

    /// The value of a slider's `position`.
    pub fn value_at(&self, position: f64) -> f64 {
        match self.scale {
            Scale::Linear => position,
            Scale::Logarithmic { digits } => round_to_significant(position.exp2(), digits),
        }
    }

    /// The range in words.
    fn range(&self) -> String {
        let smallest = Format::Exact.write(self.smallest);
        match self.largest {
            Largest::Fixed(largest) => format!("{smallest}…{}", Format::Exact.write(largest)),
            Largest::SmallerDimension => format!("{smallest}…min(d, k)"),
        }
    }
}

impl Declaration {
    /// What it takes in words, as the README and the notices give it; nothing for what is not made
    /// of numbers.
    pub fn range(&self) -> String {
        match &self.kind {
            Kind::Number(numeric) => numeric.range(),
            Kind::Ranks(MostRank::SmallerDimension) => {
                format!("up to {MOST_RANKS} of 1…min(d, k)")
            }
            Kind::Ranks(MostRank::Width) => format!("up to {MOST_RANKS} of 1…width"),
            Kind::Choice(_) | Kind::State | Kind::Parameters | Kind::Id | Kind::Text => {
                String::new()
            }
        }
    }

    /// Whether its range depends on the matrix.
    pub(super) const fn depends_on_shape(&self) -> bool {
        match &self.kind {
            Kind::Number(numeric) => matches!(numeric.largest, Largest::SmallerDimension),
            Kind::Ranks(_) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Optimizer, SETTINGS};
    use super::*;

    const CONTEXT: TrainingContext = TrainingContext {
        optimizer: Optimizer::Sgd,
        max_rank: 64,
    };

    fn numerics() -> impl Iterator<Item = (&'static str, &'static Numeric)> {
        SETTINGS.iter().filter_map(|row| match &row.kind {
            Kind::Number(numeric) => Some((row.name, numeric)),
            _ => None,
        })
    }

    #[test]
    fn a_slider_reaches_both_ends_and_the_default() {
        for (name, numeric) in numerics().filter(|(_, numeric)| numeric.slider) {
            let largest = numeric.largest(CONTEXT.max_rank);
            for value in [numeric.smallest, numeric.default(CONTEXT), largest] {
                let reached = numeric.value_at(numeric.position(value));
                assert_eq!(reached, value, "{name}");
            }
        }
    }

    #[test]
    fn each_default_is_a_value_its_setting_can_take() {
        for (name, numeric) in numerics() {
            if let Default::Fixed(value) = numeric.default {
                assert_eq!(numeric.nearest(value, CONTEXT.max_rank), value, "{name}");
            }
        }
    }

    #[test]
    fn the_default_learning_rate_is_the_optimizers() {
        let rate = super::super::TrainingNumber::LearningRate.numeric();
        let of = |optimizer| {
            rate.default(TrainingContext {
                optimizer,
                ..CONTEXT
            })
        };
        assert_eq!((of(Optimizer::Sgd), of(Optimizer::Adam)), (0.002, 0.001));
    }
}
