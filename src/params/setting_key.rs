//! [`SettingKey`], which names any setting, and where its declaration stands in [`SETTINGS`].

use super::choice::ChoiceKey;
use super::declaration::{Declaration, Kind, Numeric};
use super::key::{
    AdapterText, Key, MergeWeight, PinSlot, RecallNumber, ResizeNumber, Threshold, TrainingNumber,
};
use super::settings::SETTINGS;

/// Anything a link holds. [`SETTINGS`] has its [`Declaration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettingKey {
    /// A parameter, which pinned states and exercises hold too.
    Param(Key),
    /// One of a few options.
    Choice(ChoiceKey),
    /// A threshold of the rank rules.
    Threshold(Threshold),
    /// A number that resizing depends on.
    Resize(ResizeNumber),
    /// A number of the training.
    Training(TrainingNumber),
    /// The ranks that are trained.
    TrainingRanks,
    /// The weight of one of two adapters in their sum.
    Merge(MergeWeight),
    /// A number of the recall experiment.
    Recall(RecallNumber),
    /// The ranks of the recall experiment.
    RecallRanks,
    /// A pinned state.
    Pin(PinSlot),
    /// The controls that come with an embedded figure.
    Controls,
    /// The open exercise.
    Exercise,
    /// The open statement of Evidence.
    Claim,
    /// What is looked at of an adapter.
    Adapter(AdapterText),
}

// Where each group begins in `SETTINGS`.
const CHOICES: usize = Key::COUNT;
const THRESHOLDS: usize = CHOICES + ChoiceKey::COUNT;
const RESIZING: usize = THRESHOLDS + Threshold::ALL.len();
const TRAINING: usize = RESIZING + ResizeNumber::ALL.len();
const TRAINING_RANKS: usize = TRAINING + TrainingNumber::ALL.len();
const RECALL: usize = TRAINING_RANKS + 1;
const RECALL_RANKS: usize = RECALL + RecallNumber::ALL.len();
const MERGING: usize = RECALL_RANKS + 1;
const PINS: usize = MERGING + MergeWeight::ALL.len();
const CONTROLS: usize = PINS + PinSlot::ALL.len();
const EXERCISE: usize = CONTROLS + 1;
const CLAIM: usize = EXERCISE + 1;
const ADAPTER: usize = CLAIM + 1;

impl SettingKey {
    /// How many settings there are.
    pub const COUNT: usize = ADAPTER + AdapterText::ALL.len();

    /// Its row in [`SETTINGS`].
    const fn row(self) -> usize {
        match self {
            Self::Param(key) => key as usize,
            Self::Choice(key) => CHOICES + key as usize,
            Self::Threshold(key) => THRESHOLDS + key as usize,
            Self::Resize(key) => RESIZING + key as usize,
            Self::Training(key) => TRAINING + key as usize,
            Self::TrainingRanks => TRAINING_RANKS,
            Self::Merge(weight) => MERGING + weight as usize,
            Self::Recall(key) => RECALL + key as usize,
            Self::RecallRanks => RECALL_RANKS,
            Self::Pin(slot) => PINS + slot as usize,
            Self::Controls => CONTROLS,
            Self::Exercise => EXERCISE,
            Self::Claim => CLAIM,
            Self::Adapter(text) => ADAPTER + text as usize,
        }
    }

    pub fn declaration(self) -> &'static Declaration {
        // In bounds: see `COUNT`.
        #[expect(clippy::indexing_slicing)]
        &SETTINGS[self.row()]
    }
}

/// Defines `numeric` for keys whose rows, from the given one on, are all numbers. That they are, and
/// that each stands in its place, is checked as this is compiled.
macro_rules! numbers {
    ($($group:ty: $variant:ident from $first:expr),+ $(,)?) => {
        $(impl $group {
            /// Its range, default and slider.
            pub fn numeric(self) -> &'static Numeric {
                // An index out of bounds would not compile.
                #[expect(clippy::indexing_slicing)]
                const ROWS: [&Numeric; <$group>::ALL.len()] = {
                    let mut rows = [&NOTHING; <$group>::ALL.len()];
                    let mut at = 0;
                    while at < rows.len() {
                        let row = &SETTINGS[$first + at];
                        assert!(row.key.row() == $first + at, "a setting is out of place");
                        match &row.kind {
                            Kind::Number(numeric) => rows[at] = numeric,
                            _ => panic!("this setting is a number"),
                        }
                        at += 1;
                    }
                    rows
                };
                // In bounds: the discriminants are those of `ALL`.
                #[expect(clippy::indexing_slicing)]
                ROWS[self as usize]
            }
        }

        impl From<$group> for SettingKey {
            fn from(key: $group) -> Self {
                Self::$variant(key)
            }
        })+
    };
}

/// Stands in `ROWS` until each row has been looked up.
const NOTHING: Numeric = Numeric::whole(0.0, super::Largest::Fixed(0.0), 0.0);

numbers! {
    Key: Param from 0,
    Threshold: Threshold from THRESHOLDS,
    ResizeNumber: Resize from RESIZING,
    TrainingNumber: Training from TRAINING,
    MergeWeight: Merge from MERGING,
    RecallNumber: Recall from RECALL,
}

impl From<ChoiceKey> for SettingKey {
    fn from(key: ChoiceKey) -> Self {
        Self::Choice(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_finds_its_own_row() {
        for (index, row) in SETTINGS.iter().enumerate() {
            assert_eq!(row.key.row(), index, "{}", row.name);
            assert_eq!(row.key.declaration().name, row.name);
        }
        for key in Key::ALL {
            assert_eq!(Key::from_name(key.declaration().name), Some(key));
        }
    }
}
