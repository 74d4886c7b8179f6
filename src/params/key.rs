//! The names of what can be set, by the field's words: one enum for each group of settings.

use super::declaration::Declaration;
use super::plain::{MAX_LIST_LENGTH, MAX_PLAIN_LENGTH};
use super::setting_key::SettingKey;

/// A parameter of the simulation or of how it is read, by the field's name for it.
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

/// Where a parameter stands among the controls of Explore.
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

/// A threshold of the rank rules, by the rules' name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Threshold {
    /// The share that PEFT's rule, `sv_fro` and `sv_cumulative` keep.
    Keep,
    /// How many times smaller than the first a singular value may be for `sv_ratio`.
    Ratio,
}

/// A number that resizing an adapter depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResizeNumber {
    /// The rank of every layer.
    Rank,
    /// The number of parameters.
    Budget,
}

/// A number that a training depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrainingNumber {
    /// η.
    LearningRate,
    /// Steps of each run.
    Steps,
}

/// What each of two adapters is multiplied by in their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MergeWeight {
    /// `w₁`.
    First,
    /// `w₂`.
    Second,
}

/// A number that the recall experiment depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecallNumber {
    /// N, the keys that are learned.
    Facts,
    /// η.
    LearningRate,
    /// Steps of each run.
    Steps,
}

/// What the Adapter view looks at of a file, as plain text: only the file says what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdapterText {
    /// The layer that is looked at.
    Layer,
    /// The column that the table is sorted by.
    Sort,
    /// What a layer's name has to have.
    Filter,
    /// The runtimes whose verdicts are shown, by their ids and commas.
    Runtimes,
}

/// A place for a state to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PinSlot {
    A,
    B,
    C,
}

impl Key {
    /// Every parameter, in the table's order: a shape before what it bounds.
    pub const ALL: [Self; 12] = [
        Self::Rows,
        Self::Columns,
        Self::TrueRank,
        Self::Noise,
        Self::StyleMax,
        Self::StyleMin,
        Self::FactsMax,
        Self::FactsMin,
        Self::Alpha,
        Self::RankLow,
        Self::RankHigh,
        Self::Seed,
    ];

    /// How many parameters there are.
    pub const COUNT: usize = Self::ALL.len();

    pub fn declaration(self) -> &'static Declaration {
        SettingKey::Param(self).declaration()
    }

    /// The parameter with this name in links, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut keys = Self::ALL.into_iter();
        keys.find(|key| key.declaration().name == name)
    }

    pub const fn group(self) -> Group {
        match self {
            Self::Alpha | Self::RankLow | Self::RankHigh => Group::Adapter,
            Self::TrueRank | Self::StyleMax | Self::StyleMin => Group::Style,
            Self::FactsMax | Self::FactsMin => Group::Facts,
            Self::Rows | Self::Columns | Self::Noise | Self::Seed => Group::Simulation,
        }
    }
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

impl Threshold {
    pub const ALL: [Self; 2] = [Self::Keep, Self::Ratio];
}

impl ResizeNumber {
    pub const ALL: [Self; 2] = [Self::Rank, Self::Budget];
}

impl TrainingNumber {
    pub const ALL: [Self; 2] = [Self::LearningRate, Self::Steps];
}

impl MergeWeight {
    pub const ALL: [Self; 2] = [Self::First, Self::Second];
}

impl RecallNumber {
    pub const ALL: [Self; 3] = [Self::Facts, Self::LearningRate, Self::Steps];
}

impl AdapterText {
    pub const ALL: [Self; 4] = [Self::Layer, Self::Sort, Self::Filter, Self::Runtimes];

    /// The most bytes that a link holds of it.
    pub const fn longest(self) -> usize {
        match self {
            Self::Layer | Self::Sort | Self::Filter => MAX_PLAIN_LENGTH,
            Self::Runtimes => MAX_LIST_LENGTH,
        }
    }
}

impl PinSlot {
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parameters_are_found_by_name() {
        for name in ["lr", "view", "keep", "pin_a", "D", ""] {
            assert_eq!(Key::from_name(name), None, "{name}");
        }
    }
}
