//! The layers of a file: every tensor put to the layer it belongs to, every pair checked.
//!
//! A layer is a pair `B (d × r, flattened)`, `A (r × k, flattened)`, perhaps with an α beside it. Of
//! a convolution, A is `(r, in, kernel…)` and `k = in · kernel`, B is `(d, r, 1…)`. What is wrong with
//! one layer leaves the others alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dtype::Dtype;
use super::header::{Header, Tensor};
use super::layer::{LARGEST_RANK, LARGEST_TENSOR, Layer};
use super::method::Method;
use super::module::natural_order;
use super::names::{self, Naming, Part, Role};
use super::{FileError, LayerError};

/// What a file holds, layer by layer, in natural order of their names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// The layers that can be analysed.
    pub layers: Vec<Layer>,
    /// Those that cannot, and why.
    pub left_out: Vec<LeftOut>,
    /// Tensors that belong to no update: biases, modules saved whole.
    pub other_tensors: Vec<String>,
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
    /// The layers of a file.
    ///
    /// # Errors
    /// [`FileError::NoTensors`] and, when no tensor is of a LoRA, the reason:
    /// [`FileError::Declined`], [`FileError::OtherPeft`], [`FileError::FullCheckpoint`]. A file all
    /// of whose layers are damaged is no error: the layers say why.
    pub fn of(header: &Header) -> Result<Self, FileError> {
        if header.tensors.is_empty() {
            return Err(FileError::NoTensors);
        }
        let (found, other_tensors) = LayerTensors::in_header(header);
        let mut layout = Self {
            layers: Vec::new(),
            left_out: Vec::new(),
            other_tensors,
        };
        for (path, found) in found {
            match found.layer(path) {
                Ok(layer) => layout.layers.push(layer),
                Err(error) => {
                    let path = path.to_owned();
                    layout.left_out.push(LeftOut { path, error });
                }
            }
        }
        layout
            .layers
            .sort_by_cached_key(|layer| natural_order(&layer.path));
        layout
            .left_out
            .sort_by_cached_key(|left| natural_order(&left.path));
        layout.or_reason(header)
    }

    /// Itself, or why there is nothing in it that could be analysed.
    fn or_reason(self, header: &Header) -> Result<Self, FileError> {
        let declined = |left: &LeftOut| match left.error {
            LayerError::Declined(method) => Some(method),
            _ => None,
        };
        let methods: Option<Vec<Method>> = self.left_out.iter().map(declined).collect();
        match methods {
            _ if !self.layers.is_empty() => Ok(self),
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

/// The tensors of one layer.
#[derive(Default)]
struct LayerTensors<'h> {
    down: Option<&'h Tensor>,
    up: Option<&'h Tensor>,
    alpha: Option<&'h Tensor>,
    naming: Option<Naming>,
    method: Option<Method>,
    repeated: Option<Role>,
}

impl<'h> LayerTensors<'h> {
    /// The layers of a file by name, and the tensors that belong to none.
    fn in_header(header: &'h Header) -> (BTreeMap<&'h str, Self>, Vec<String>) {
        let mut layers: BTreeMap<&str, Self> = BTreeMap::new();
        let mut other_tensors = Vec::new();
        for tensor in &header.tensors {
            match names::parse(&tensor.name) {
                Part::Of {
                    layer,
                    role,
                    naming,
                } => layers.entry(layer).or_default().take(tensor, role, naming),
                Part::Foreign { layer, method } => {
                    layers
                        .entry(layer)
                        .or_default()
                        .method
                        .get_or_insert(method);
                }
                Part::Other => other_tensors.push(tensor.name.clone()),
            }
        }
        // An α alone is no layer: other methods have one too, under names not known here.
        layers.retain(|_, found| {
            found.down.is_some() || found.up.is_some() || found.method.is_some()
        });
        (layers, other_tensors)
    }

    fn take(&mut self, tensor: &'h Tensor, role: Role, naming: Naming) {
        let place = match role {
            Role::Down => &mut self.down,
            Role::Up => &mut self.up,
            Role::Alpha => &mut self.alpha,
        };
        if place.replace(tensor).is_some() {
            self.repeated.get_or_insert(role);
        }
        if role != Role::Alpha {
            self.naming = Some(naming);
        }
    }

    /// The layer, when all of it is as it must be.
    fn layer(&self, path: &str) -> Result<Layer, LayerError> {
        if let Some(method) = self.method {
            return Err(LayerError::Declined(method));
        }
        if let Some(role) = self.repeated {
            return Err(LayerError::Repeated { role });
        }
        let half = |missing| LayerError::HalfPair { missing };
        let down = self.down.ok_or(half(Role::Down))?;
        let up = self.up.ok_or(half(Role::Up))?;
        let naming = self.naming.unwrap_or(Naming::Kohya);
        for tensor in [Some(down), Some(up), self.alpha].into_iter().flatten() {
            check_numbers(tensor)?;
        }
        let (rank, columns) = flattened(down)?;
        let (rows, up_rank) = flattened(up)?;
        if rank != up_rank {
            return Err(LayerError::InnerDimension {
                down: rank,
                up: up_rank,
            });
        }
        if rank == 0 {
            return Err(LayerError::ZeroRank);
        }
        if rows == 0 || columns == 0 {
            return Err(LayerError::NoEntries { rows, columns });
        }
        if rank > LARGEST_RANK as u64 {
            let largest = LARGEST_RANK;
            return Err(LayerError::RankTooLarge { rank, largest });
        }
        if self.alpha.is_some_and(|alpha| count(&alpha.shape) != 1) {
            return Err(LayerError::AlphaShape);
        }
        Ok(Layer {
            path: path.to_owned(),
            naming,
            down: down.clone(),
            up: up.clone(),
            alpha: self.alpha.cloned(),
            // Below `LARGEST_TENSOR` each, checked above.
            rank: rank as usize,
            rows: rows as usize,
            columns: columns as usize,
        })
    }
}

fn check_numbers(tensor: &Tensor) -> Result<(), LayerError> {
    let name = || tensor.name.clone();
    if !matches!(tensor.dtype, Dtype::F32 | Dtype::F16 | Dtype::BF16) {
        return Err(LayerError::Dtype {
            tensor: name(),
            dtype: tensor.dtype.to_string(),
        });
    }
    let bytes = tensor.bytes.end - tensor.bytes.start;
    if bytes > LARGEST_TENSOR {
        return Err(LayerError::TooLarge {
            tensor: name(),
            bytes,
            largest: LARGEST_TENSOR,
        });
    }
    Ok(())
}

/// The rows and columns of a factor: of a convolution's, all but the first side are columns.
fn flattened(tensor: &Tensor) -> Result<(u64, u64), LayerError> {
    match tensor.shape.as_slice() {
        // Up to three dimensions of a kernel.
        [first, rest @ ..] if (1..=4).contains(&rest.len()) => Ok((*first, count(rest))),
        shape => Err(LayerError::Shape {
            tensor: tensor.name.clone(),
            shape: shape.to_vec(),
        }),
    }
}

/// How many numbers a tensor of this shape has. A side of zero may hide an overflow of the others.
fn count(shape: &[u64]) -> u64 {
    shape
        .iter()
        .fold(1, |product, &side| product.saturating_mul(side))
}
