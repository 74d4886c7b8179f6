//! The layers of a file: every tensor put to the layer it belongs to, every layer's tensors checked.
//!
//! A layer is mostly a pair `B (d × r, flattened)`, `A (r × k, flattened)`, perhaps with an α beside it. Of
//! a convolution, A is `(r, in, kernel…)` and `k = in · kernel`, B is `(d, r, 1…)`. [`Form`](super::form::Form)
//! lists the others. What is wrong with one layer leaves the others alone.

use std::mem::take;

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::gather::{ByName, Gathered, Made, gather};
use super::header::Header;
use super::layer::Layer;
use super::method::Method;
use super::module::natural_order;
use super::names::{self, Naming};
use super::stack::Stack;
use super::{FileError, LayerError};

/// What a file holds, layer by layer, in natural order of their names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// The layers that can be analysed.
    pub layers: Vec<Layer>,
    /// Those that cannot, and why.
    pub left_out: Vec<LeftOut>,
    /// Mixtures whose number of experts only a config says; see [`Layout::with_experts`].
    pub stacks: Vec<Stack>,
    /// Tensors that belong to no update: biases, modules saved whole.
    pub other_tensors: Vec<String>,
    /// The adapters in the file by name, the first of which is looked at unless another was asked for; one
    /// without a name is empty.
    pub adapters: Vec<String>,
}

/// A layer that is not analysed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The layer, as the file names it.
    pub path: String,
    /// Why.
    pub error: LayerError,
}

impl Layout {
    /// The layers of a file; of several adapters in it, those of the one of this name, or else of the first.
    ///
    /// # Errors
    /// [`FileError::NoTensors`] and, when no tensor is of a LoRA, the reason:
    /// [`FileError::Declined`], [`FileError::Ungathered`], [`FileError::OtherPeft`],
    /// [`FileError::FullCheckpoint`]. A file all of whose layers are damaged is no error: the layers say
    /// why.
    pub fn of(header: &Header, adapter: Option<&str>) -> Result<Self, FileError> {
        if header.tensors.is_empty() {
            return Err(FileError::NoTensors);
        }
        let all = ByName::of(header);
        let Gathered {
            layers: found,
            adapters,
            other,
        } = gather(header, adapter);
        let mut layout = Self {
            layers: Vec::new(),
            left_out: Vec::new(),
            stacks: Vec::new(),
            other_tensors: other,
            adapters,
        };
        for (path, found) in found {
            match found.made(path, &all) {
                Ok(Made::Layer(layer)) => layout.layers.push(*layer),
                Ok(Made::Stack(stack)) => match stack.experts(None) {
                    Some(experts) => layout.take(path, experts),
                    None => layout.stacks.push(stack),
                },
                Err(error) => layout.take(path, Err(error)),
            }
        }
        layout.sort();
        layout.or_reason(header)
    }

    /// With the experts of [`Layout::stacks`] as layers, where the config says r.
    ///
    /// Where it says that parameters are adapted directly (`target_parameters`), a pair whose rank is a
    /// multiple of r is a stack too, whatever its name. Without a config each stack is left out, and why.
    #[must_use]
    pub fn with_experts(mut self, config: Option<&Config>) -> Self {
        if self.stacks.is_empty() && !config.is_some_and(Config::stacks_experts) {
            return self;
        }
        let rank = |path: &str| {
            // A pattern that cannot be decided is told with the scale.
            let setting = config?.setting(&names::module_path(path)).ok()??;
            Some((setting.rank?, setting.stacks_experts))
        };
        let asked = |layer: &Layer| {
            let plain = layer.naming == Naming::Peft && layer.expert.is_none();
            let (rank, stacks) = plain.then(|| rank(&layer.path)).flatten()?;
            stacks.then(|| layer.as_stack(rank)).flatten()
        };
        let mut changed = !self.stacks.is_empty();
        for layer in take(&mut self.layers) {
            match asked(&layer) {
                Some(experts) => {
                    changed = true;
                    self.take(&layer.path, experts);
                }
                None => self.layers.push(layer),
            }
        }
        for stack in self.stacks.clone() {
            let asked = rank(&stack.path).map(|(rank, _)| rank);
            let experts = stack.experts(asked);
            let experts = experts.unwrap_or(Err(LayerError::Declined(Method::Experts)));
            self.take(&stack.path, experts);
        }
        if changed {
            self.sort();
        }
        self
    }

    /// Whether a config may change which layers there are.
    pub fn depends_on_config(&self, config: &Config) -> bool {
        !self.stacks.is_empty() || config.stacks_experts()
    }

    fn take(&mut self, path: &str, layers: Result<Vec<Layer>, LayerError>) {
        match layers {
            Ok(layers) => self.layers.extend(layers),
            Err(error) => {
                let path = path.to_owned();
                self.left_out.push(LeftOut { path, error });
            }
        }
    }

    fn sort(&mut self) {
        self.layers
            .sort_by_cached_key(|layer| natural_order(&layer.path));
        self.left_out
            .sort_by_cached_key(|left| natural_order(&left.path));
    }

    /// Itself, or why there is nothing in it that could be analysed.
    fn or_reason(self, header: &Header) -> Result<Self, FileError> {
        if !self.layers.is_empty() || !self.stacks.is_empty() {
            return Ok(self);
        }
        let empty = |left: &LeftOut| matches!(left.error, LayerError::Empty { .. });
        if !self.left_out.is_empty() && self.left_out.iter().all(empty) {
            let count = self.left_out.len();
            return Err(FileError::Ungathered { count });
        }
        let declined = |left: &LeftOut| match left.error {
            LayerError::Declined(method) => Some(method),
            _ => None,
        };
        let methods: Option<Vec<Method>> = self.left_out.iter().map(declined).collect();
        match methods {
            None => Ok(self),
            Some(methods) => Err(if let Some(&method) = methods.first() {
                let count = methods.len();
                FileError::Declined { method, count }
            } else if header
                .tensors
                .iter()
                .any(|tensor| names::is_pefts(&tensor.name))
            {
                FileError::OtherPeft
            } else {
                let tensors = header.tensors.len();
                FileError::FullCheckpoint { tensors }
            }),
        }
    }
}
