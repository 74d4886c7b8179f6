//! How an adapter is written: what of it is kept, in which ranks, under whose names, in which numbers.

use super::names::Names;
use super::resize::Resize;

/// The ranks of the tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranks {
    /// One for all, zeros filling up: this one, or the largest that is needed.
    One(Option<usize>),
    /// Each layer its own, which a config names in `rank_pattern` and `alpha_pattern`.
    Own,
}

/// The format of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// The source's, or F32 where its factors are of several or of none that is written: quantised ones.
    Source,
    /// F32.
    Single,
}

/// How an adapter is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Which directions are kept; all of them, as they are stored, where this is none.
    pub resize: Option<Resize>,
    /// The ranks of the tensors.
    pub ranks: Ranks,
    /// Whose names.
    pub names: Names,
    /// The format of the numbers.
    pub precision: Precision,
}

impl Options {
    /// What every runtime reads alike.
    pub const PORTABLE: Self = Self {
        resize: None,
        ranks: Ranks::One(None),
        names: Names::Peft,
        precision: Precision::Source,
    };
}
