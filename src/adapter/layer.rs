//! One layer: its tensors, and the singular values of the update they make.
//!
//! [`Form`] says how. γ only scales: `σ(γ·ΔW) = |γ| σ(ΔW)`. So the tensors are analysed once, and a config
//! that comes later re-derives what it changes.
//!
//! A zero update (B = 0, as every LoRA starts) has as many singular values of zero.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::LayerError;
use super::form::{Form, Low};
use super::header::Tensor;
use super::names::{Naming, module_path};
use super::stack::Stack;
use super::weights::vector;
use rankscope_sim::Spectrum;

/// The largest rank analysed: the core's singular values take time with the cube of it.
pub const LARGEST_RANK: usize = 2048;
/// The largest factor read: as bytes, what a page can hold beside everything else.
pub const LARGEST_TENSOR: u64 = 1 << 30;
/// The most numbers of a factor that is multiplied out: a quarter of a gigabyte in 64 bits.
pub const LARGEST_DENSE: usize = 1 << 25;

/// A layer whose tensors fit together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name in the file, without the factor's ending; of a stacked expert with its index: `L[7]`.
    pub path: String,
    /// Whose names it has.
    pub naming: Naming,
    /// Its tensors, and what they make.
    pub form: Form,
    /// α, where the file holds it.
    pub alpha: Option<Tensor>,
    /// AdaLoRA's count of directions, where the file holds it.
    pub direction_count: Option<Tensor>,
    /// r: what α is divided by.
    pub rank: usize,
    /// d, what the layer gives.
    pub rows: usize,
    /// k, what the layer takes; of a convolution, times its kernel.
    pub columns: usize,
    /// Which expert it is, of those stacked in its tensors.
    pub expert: Option<Expert>,
    /// Whether norms are trained beside it, as DoRA does: then γBA is the change of the directions alone.
    pub has_magnitude: bool,
}

/// One of the experts stacked in a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expert {
    /// Its place, from 0.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

/// What the numbers of a layer give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// The singular values of the update, before any scale.
    pub spectrum: Spectrum,
    /// α, where the file holds it.
    pub alpha: Option<f64>,
    /// AdaLoRA's count of directions, where the file holds it.
    pub direction_count: Option<f64>,
}

impl Layer {
    /// Its path as the model knows it; of a stacked expert, that of the module that holds all of them.
    pub fn module_path(&self) -> Cow<'_, str> {
        let path = match self.expert {
            Some(_) => self
                .path
                .rsplit_once('[')
                .map_or(&*self.path, |(path, _)| path),
            None => &self.path,
        };
        module_path(path)
    }

    /// The experts in a plain pair of matrices whose rank is a multiple of `rank`; none where it is no
    /// such pair, or its rank is `rank`.
    pub(super) fn as_stack(&self, rank: u64) -> Option<Result<Vec<Self>, LayerError>> {
        let Form::Low(Low::Pair { up, down }) = &self.form else {
            return None;
        };
        let stacked = self.rank as u64;
        let is_plain = up.tensor.shape.len() == 2 && down.tensor.shape.len() == 2;
        if !is_plain || rank == 0 || stacked == rank || !stacked.is_multiple_of(rank) {
            return None;
        }
        let stack = Stack::of(&self.path, self.naming, &down.tensor, &up.tensor);
        stack.map_or_else(|error| Some(Err(error)), |stack| stack.experts(Some(rank)))
    }

    /// Whether it is one of several experts in the same tensors.
    pub fn is_expert(&self) -> bool {
        self.expert.is_some()
    }

    /// Its tensors, α among them.
    pub fn tensors(&self) -> impl Iterator<Item = &Tensor> {
        let counts = [self.alpha.as_ref(), self.direction_count.as_ref()];
        self.form
            .tensors()
            .into_iter()
            .chain(counts.into_iter().flatten())
    }

    /// How many bytes of the file its tensors take: of a stacked expert, its share.
    pub fn bytes(&self) -> u64 {
        let bytes = |tensor: &Tensor| tensor.bytes.end.saturating_sub(tensor.bytes.start);
        let all = self.tensors().map(bytes).fold(0, u64::saturating_add);
        all / self.expert.map_or(1, |expert| expert.of.max(1) as u64)
    }

    /// How many numbers are stored of its update: `r(d + k)` of a pair.
    pub fn parameters(&self) -> u64 {
        self.form.numbers()
    }

    /// `r(d + k)`: how many numbers a pair of this rank would have.
    pub fn parameters_at(&self, rank: usize) -> u64 {
        rank as u64 * (self.rows as u64 + self.columns as u64)
    }

    /// The largest rank the update can have: `min(r, d, k)` of a pair.
    pub fn max_rank(&self) -> usize {
        self.form.max_rank()
    }

    /// True when r is larger than the matrix: a smaller rank would hold the same.
    pub fn has_idle_rank(&self) -> bool {
        self.rank > self.rows.min(self.columns)
    }

    /// The singular values of its update and its α, from the bytes of each of its tensors.
    ///
    /// # Errors
    /// When bytes are missing, a number or α is not finite, or the singular values do not settle.
    pub fn product<'b>(
        &self,
        bytes: &(dyn Fn(&Tensor) -> &'b [u8] + 'b),
    ) -> Result<Product, LayerError> {
        self.product_with_progress(bytes, &mut |_| ())
    }

    /// As [`Layer::product`], calling `progress` between its steps with the share done, in `0..=1`.
    ///
    /// # Errors
    /// As [`Layer::product`].
    pub fn product_with_progress<'b>(
        &self,
        bytes: &(dyn Fn(&Tensor) -> &'b [u8] + 'b),
        progress: &mut dyn FnMut(f64),
    ) -> Result<Product, LayerError> {
        // Before the long part, so that a wrong α is said at once.
        let one = |tensor: &Tensor| match vector(tensor, bytes) {
            Ok(numbers) => Ok(numbers.first().copied().unwrap_or_default()),
            Err(LayerError::NotFinite { .. }) => Err(LayerError::AlphaValue(
                "infinite or not a number".to_owned(),
            )),
            Err(error) => Err(error),
        };
        let alpha = self.alpha.as_ref().map(one).transpose()?;
        let direction_count = self.direction_count.as_ref().map(one).transpose()?;
        let rows = (self.rows + self.columns) as f64;
        let mut done = 0;
        let mut step = |height: usize| {
            done += height;
            progress((done as f64 / rows).min(1.0));
        };
        let spectrum = self.form.spectrum(bytes, &mut step)?;
        Ok(Product {
            spectrum,
            alpha,
            direction_count,
        })
    }
}
