//! A reader's own adapter: untrusted bytes become layers, spectra, and the ranks that would do.
//!
//! LoRA's update of a layer is `ΔW = γBA`, B `d × r` and A `r × k`. From a file that is read piece by
//! piece, each piece when it is asked for:
//!
//! 1. [`header_bytes`] of the first eight bytes says where the header is; [`Header::parse`] reads it;
//! 2. [`Layout::of`] puts the tensors to layers, and says of each that cannot be analysed why;
//!    [`Contents::read`] is both, with the place of each layer in its model;
//! 3. [`Layer::product`] of the bytes of one layer's tensors is the spectrum of BA; a [`Batch`] is several;
//! 4. [`Report::new`] scales it by γ, which an [`Config`] says; [`Summary`] and [`export`] follow.
//!
//! From there an adapter is written anew: see [`save`]. Two adapters are laid beside each other: see
//! [`compare`].
//!
//! Steps 1 to 3 are done once a file. The config, and what the rank rules keep, only re-derive step 4.

pub mod batch;
pub mod checkpoint;
pub mod compare;
pub mod config;
mod contents;
mod dtype;
mod error;
pub mod export;
mod factor;
mod form;
mod gather;
pub mod gguf;
mod header;
mod kind;
mod layer;
mod layout;
mod method;
mod module;
pub mod names;
pub mod pattern;
mod places;
mod ranges;
pub mod ranks;
mod report;
pub mod runtimes;
pub mod save;
mod scale;
mod shards;
mod stack;
mod summary;
mod training;
pub mod triangle;
mod weights;

pub use batch::Batch;
pub use config::{Config, ScaleRule, Start};
pub use contents::Contents;
pub use dtype::Dtype;
pub use error::{ConfigError, FileError, LayerError};
pub use factor::Factor;
pub use form::{Form, Low};
pub use header::{Header, LARGEST_HEADER, PREFIX_BYTES, Tensor, header_bytes};
pub use kind::{FIRST_BYTES, FileKind};
pub use layer::{Expert, LARGEST_DENSE, LARGEST_RANK, LARGEST_TENSOR, Layer, Product};
pub use layout::{Layout, LeftOut};
pub use method::Method;
pub use module::{Place, folded, natural_order, places};
pub use places::Places;
pub use ranks::{Keep, RankRule, Ratio, Thresholds};
pub use report::{Column, Measures, Report};
pub use scale::{Scale, Source};
pub use shards::{listed_files, missing_shards, shard};
pub use stack::Stack;
pub use summary::Summary;
pub use training::Training;
