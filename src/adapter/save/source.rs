//! What a new layer is made of: a layer, or the weighted sum of two.

use serde::{Deserialize, Serialize};

use super::encode::is_written;
use crate::{Dtype, Layer, Report};

/// An update that is added to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Term {
    pub(super) layer: Layer,
    /// What its factors' product is multiplied by.
    pub(super) gamma: f64,
}

/// One layer to be written.
pub(super) struct Source<'r> {
    /// Its name, shape and γ, and the singular values of what is written. Of a sum these are the sum's, and γ is
    /// what its first term is multiplied by.
    pub(super) report: &'r Report,
    /// The second term.
    pub(super) added: Option<&'r Term>,
    /// Numbers that are stored of an update which is no product: all of its matrix.
    pub(super) whole: Option<u64>,
}

impl Source<'_> {
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        let added = self.added.map(|term| &term.layer);
        std::iter::once(&self.report.layer).chain(added)
    }

    /// The rank that holds all of it as it is stored.
    pub(super) fn inner(&self) -> usize {
        let inner = |layer: &Layer| layer.form.inner().unwrap_or(1);
        self.layers().map(inner).sum()
    }

    /// Numbers stored of it.
    pub(super) fn parameters(&self) -> u64 {
        let factors = || self.layers().map(Layer::parameters).sum();
        self.whole.unwrap_or_else(factors)
    }

    /// The format of its factors, where they have one that is written.
    pub(super) fn dtype(&self) -> Dtype {
        let tensors = self.layers().flat_map(|layer| layer.form.tensors());
        let mut formats = tensors.map(|tensor| tensor.dtype);
        match formats.next() {
            Some(first) if is_written(first) && formats.all(|other| other == first) => first,
            _ => Dtype::F32,
        }
    }
}
