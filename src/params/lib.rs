//! What a reader can set: one declaration, its values, its link.
//!
//! [`TABLE`] is the only place that knows a parameter's name, range, step and default.
//! Sliders, the query string, the README's table and the property tests derive from it.

mod adapter;
pub mod bundle;
pub mod choice;
pub mod csv;
mod declaration;
mod notice;
pub mod number;
mod pins;
pub mod query;
mod table;
pub mod training;
mod values;

pub use adapter::{RankRules, THRESHOLDS, Threshold, ThresholdRow};
pub use choice::{
    Choice, Choices, Embed, Matrices, MatricesRank, Optimizer, Rival, Script, Sheet, SigmaAxis,
    Start, Theme, Transformer, TransformerRate, Update, View,
};
pub use declaration::{Declaration, Group, Key, Largest, Number, Scale};
pub use notice::Notice;
pub use pins::{MOST_PINS, PIN_LETTERS, Pins};
pub use table::TABLE;
pub use training::Training;
pub use values::{Difference, Ends, Params, Reading, UpdateParams};
