//! What a reader can set: one declaration, its values, its link.
//!
//! [`SETTINGS`] is the only place that knows a setting's name, label, help, range, step and default.
//! Controls, the query string, notices, the README's tables and the property tests derive from it.
//! Code that uses the values reads them by type: `link.params.get(Key::Noise)`, `link.choices.view`.

pub mod bundle;
pub mod choice;
pub mod csv;
mod declaration;
mod id;
mod key;
mod link;
mod merging;
mod notice;
pub mod number;
mod pins;
mod plain;
pub mod query;
mod rank_rules;
pub mod recall;
mod resizing;
mod setting_key;
mod settings;
pub mod training;
mod update_params;
mod value;
mod values;

pub use choice::{
    Choice, ChoiceKey, Choices, Embed, LikeModel, LikeOptimizer, LikeRate, Matrices, MatricesRank,
    Optimizer, Present, RankAxis, Resize, Rival, Sample, Script, Sheet, SigmaAxis, Source, Start,
    Step, Task, Theme, TrainAxis, Transformer, TransformerRate, Update, View, Width,
};
pub use declaration::{
    ChoiceOption, Declaration, Default, Kind, Largest, MostRank, Number, Numeric, Scale,
};
pub use id::{MAX_ID_LENGTH, is_id};
pub use key::{
    AdapterText, Group, Key, MergeWeight, PinSlot, RecallNumber, ResizeNumber, Threshold,
    TrainingNumber,
};
pub use link::{Input, Link};
pub use merging::Merging;
pub use notice::Notice;
pub use pins::{MOST_PINS, PIN_LETTERS, Pins};
pub use plain::{MAX_PLAIN_LENGTH, is_plain};
pub use rank_rules::RankRules;
pub use recall::Recall;
pub use resizing::{LARGEST_RESIZED_RANK, Resizing};
pub use setting_key::SettingKey;
pub use settings::SETTINGS;
pub use training::{Training, TrainingContext};
pub use update_params::{DrawParams, Ends, Reading, UpdateParams};
pub use value::{Value, listed};
pub use values::{Difference, Params};
