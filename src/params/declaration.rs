//! What there is to know about a parameter: the rows of [`TABLE`] are of this type.

use super::number::round_to_significant;
use super::table::TABLE;

/// A parameter, by the field's name for it. [`TABLE`] holds its [`Declaration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// `d`, the rows of the weight matrix.
    Rows,
    /// `k`, the columns of the weight matrix.
    Columns,
    /// `t`, the number of directions the style update is built from.
    TrueRank,
    /// Standard deviation of the Gaussian noise added to every entry.
    Noise,
    /// First (largest by default) singular value of the style update.
    StyleMax,
    /// Last singular value of the style update.
    StyleMin,
    /// First (largest by default) singular value of the facts update.
    FactsMax,
    /// Last singular value of the facts update.
    FactsMin,
    /// `α`, the numerator of both scales.
    Alpha,
    /// The smaller of the two inspected ranks.
    RankLow,
    /// The larger of the two inspected ranks.
    RankHigh,
    /// Seed of NumPy's legacy random stream.
    Seed,
}

/// Where a parameter stands among the controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// α and the inspected ranks: what the adapter is. They only re-derive curves.
    Adapter,
    /// Shape, noise and seed of the simulation.
    Simulation,
    /// The style update.
    Style,
    /// The facts update.
    Facts,
}

impl Group {
    /// Every group, in the order the page shows them.
    pub const ALL: [Self; 4] = [Self::Adapter, Self::Style, Self::Facts, Self::Simulation];

    /// The group's heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Adapter => "The adapter",
            Self::Style => "Style update",
            Self::Facts => "Facts update",
            Self::Simulation => "The simulation",
        }
    }
}

/// The largest value a parameter may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Largest {
    /// The same whatever the others are.
    Fixed(f64),
    /// `m = min(d, k)`, the largest rank the matrix can have.
    SmallerDimension,
}

/// How a slider's travel maps to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal travel, equal difference. `step` is in the parameter's unit.
    Linear,
    /// Equal travel, equal ratio. `step` is in powers of two.
    Logarithmic,
}

impl Scale {
    /// Where a slider stands for `value`: the value itself, or its power of two.
    pub fn position(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => value.log2(),
        }
    }

    /// The value of a slider's `position`. On a logarithmic scale it has four significant digits:
    /// a slider is no place for sixteen.
    pub fn value_at(self, position: f64) -> f64 {
        match self {
            Self::Linear => position,
            Self::Logarithmic => round_to_significant(position.exp2(), 4),
        }
    }
}

/// Which numbers a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Whole numbers only.
    Whole,
    /// Any real number in the range.
    Real,
}

/// Everything there is to know about a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// Which parameter this is.
    pub key: Key,
    /// Its name in links, in `data-` attributes and in the README.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// Its unit, in words; empty for a pure number.
    pub unit: &'static str,
    /// One sentence for somebody who meets it for the first time.
    pub help: &'static str,
    /// Its place among the controls.
    pub group: Group,
    /// Smallest value.
    pub smallest: f64,
    /// Largest value.
    pub largest: Largest,
    /// The slider's step: see [`Scale`].
    pub step: f64,
    /// The slider's scale.
    pub scale: Scale,
    /// Whole or real.
    pub number: Number,
    /// The value it has when nothing is said. Capped by [`Largest::SmallerDimension`].
    pub default: f64,
}

impl Key {
    /// How many parameters there are.
    pub const COUNT: usize = 12;

    /// This parameter's row of [`TABLE`].
    pub const fn declaration(self) -> &'static Declaration {
        const ROWS: &[Declaration; Key::COUNT] = &TABLE;
        // In bounds: the discriminants are 0..COUNT, and a test holds the order.
        #[expect(clippy::indexing_slicing)]
        &ROWS[self as usize]
    }

    /// The parameter with this name in links, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.key)
    }
}

impl Declaration {
    /// The nearest value this parameter can take when the matrix's largest rank is `max_rank`.
    pub fn nearest(&self, value: f64, max_rank: usize) -> f64 {
        let largest = match self.largest {
            Largest::Fixed(value) => value,
            Largest::SmallerDimension => max_rank as f64,
        };
        let value = match self.number {
            Number::Whole => value.round(),
            Number::Real => value,
        };
        // `max` last, so that even a matrix without ranks has a smallest one. Adding zero turns
        // −0 into 0, which would otherwise be written "-0".
        value.min(largest).max(self.smallest) + 0.0
    }

    /// Where a slider stands for `value`: see [`Scale::position`].
    pub fn position(&self, value: f64) -> f64 {
        self.scale.position(value)
    }

    /// The value of a slider's `position`: see [`Scale::value_at`].
    pub fn value_at(&self, position: f64) -> f64 {
        self.scale.value_at(position)
    }

    /// The range in words, as the README and the notices give it.
    pub fn range(&self) -> String {
        match self.largest {
            Largest::Fixed(largest) => format!("{}…{largest}", self.smallest),
            Largest::SmallerDimension => format!("{}…min(d, k)", self.smallest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_finds_its_own_row() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.key as usize, index);
            assert_eq!(row.key.declaration().name, row.name);
            assert_eq!(Key::from_name(row.name), Some(row.key));
        }
    }

    #[test]
    fn a_slider_reaches_both_ends_and_the_default() {
        for row in &TABLE {
            let Largest::Fixed(largest) = row.largest else {
                continue;
            };
            for value in [row.smallest, row.default, largest] {
                assert_eq!(row.value_at(row.position(value)), value, "{}", row.name);
            }
        }
    }

    #[test]
    fn each_default_is_a_value_its_parameter_can_take() {
        for row in &TABLE {
            assert_eq!(row.nearest(row.default, 64), row.default, "{}", row.name);
        }
    }
}
