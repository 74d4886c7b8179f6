//! An adapter written anew: portable, or resized.
//!
//! **Portable**: every pair zero-padded to one rank R, B multiplied by γ, and a config with
//! `r = lora_alpha = R`. Every runtime that takes PEFT's files, or pairs `lora_A` and `lora_B`, then applies
//! γ = 1. **Resized**: the best approximation of `γBA` of a smaller rank.
//! **Merged**: either of a weighted sum of two, see [`Plan::merged`]. **Extracted**: of updates that are no
//! products, see [`Plan::extracted`].
//!
//! 1. [`Plan::new`] says what will be written: names, ranks, sizes, a [`Certificate`], and what the file will not
//!    hold. Whatever can be wrong beforehand is told here.
//! 2. [`Job::make`] makes one layer's bytes, from the bytes of its tensors. Jobs are independent of each other,
//!    and plain data: workers do them, several small ones as a [`JobBatch`].
//! 3. A [`Writer`] puts what they made in order, and gives the file piece by piece.
//!
//! The format of the new numbers is the source's or F32; what rounding does is measured on the bytes.

mod batch;
mod certificate;
mod config;
mod encode;
mod error;
mod extracted;
mod header;
mod job;
mod merge;
mod names;
mod options;
mod orthogonal;
mod pause;
mod plan;
mod planned;
mod resize;
mod singular;
mod source;
mod unfolded;
mod writer;
mod zip;

pub use batch::{JobBatch, MadeBatch};
pub use certificate::{Certificate, LayerCertificate};
pub use config::Carried;
pub use error::{SaveError, Unnamed};
pub use extracted::Update;
pub(crate) use job::first_directions;
pub use job::{Job, Made, Receipt};
pub use merge::{Merge, Merged};
pub use names::Names;
pub use options::{Options, Precision, Ranks};
pub(crate) use orthogonal::Orthogonal;
pub(crate) use pause::each;
pub use pause::{Pause, at_once, none};
pub use plan::{Adapter, Plan};
pub use resize::Resize;
pub(crate) use singular::Singular;
pub use unfolded::{Unfolded, UnfoldedKind};
pub use writer::{Writer, Written};
pub use zip::Archive;
