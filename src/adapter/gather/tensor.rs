//! A tensor of a layer as a factor: its numbers, its shape, and what they are multiplied by.

use std::collections::HashMap;

use super::super::LayerError;
use super::super::dtype::Dtype;
use super::super::factor::Factor;
use super::super::form::{Form, Low};
use super::super::header::{Header, Tensor, count};
use super::super::layer::{LARGEST_DENSE, LARGEST_RANK, LARGEST_TENSOR};
use super::super::names::{MULTIPLIERS, Role};

/// The tensors of a file that others' numbers are multiplied by, by name, and the formats of those others.
pub(in super::super) struct ByName<'h> {
    multipliers: HashMap<&'h str, &'h Tensor>,
    /// The formats of which some tensor has a multiplier.
    multiplied: Vec<Dtype>,
}

impl<'h> ByName<'h> {
    /// Of a file's tensors.
    pub(in super::super) fn of(header: &'h Header) -> Self {
        let tensors = header.tensors.iter();
        let multipliers = tensors.filter(|tensor| {
            let name = tensor.name.as_str();
            MULTIPLIERS.iter().any(|ending| name.ends_with(ending))
        });
        let multipliers = multipliers.map(|tensor| (tensor.name.as_str(), tensor));
        let mut all = Self {
            multipliers: multipliers.collect(),
            multiplied: Vec::new(),
        };
        for tensor in &header.tensors {
            if !all.multiplied.contains(&tensor.dtype) && all.multiplier(tensor).is_some() {
                all.multiplied.push(tensor.dtype);
            }
        }
        all
    }

    /// The tensor that holds what another's numbers are multiplied by.
    fn multiplier(&self, tensor: &Tensor) -> Option<&'h Tensor> {
        if self.multipliers.is_empty() {
            return None;
        }
        let without_weight = tensor.name.strip_suffix(".weight").unwrap_or(&tensor.name);
        MULTIPLIERS.iter().find_map(|ending| {
            let beside = [tensor.name.as_str(), without_weight];
            let mut names = beside.iter().map(|name| format!("{name}{ending}"));
            names.find_map(|name| self.multipliers.get(name.as_str()).copied())
        })
    }
}

/// A tensor as a matrix: of a convolution's, all but the first side are columns.
pub(super) fn matrix(
    tensor: &Tensor,
    transposed: bool,
    all: &ByName<'_>,
) -> Result<Factor, LayerError> {
    let (rows, columns) = match tensor.shape.as_slice() {
        // ZeRO-3 and FSDP leave this of a parameter that was not gathered.
        shape if count(shape) == 0 => {
            return Err(LayerError::Empty {
                tensor: tensor.name.clone(),
            });
        }
        // Up to three dimensions of a kernel.
        [first, rest @ ..] if (1..=4).contains(&rest.len()) => (*first, count(rest)),
        shape => {
            return Err(LayerError::Shape {
                tensor: tensor.name.clone(),
                shape: shape.to_vec(),
            });
        }
    };
    // Below `LARGEST_TENSOR` each, as its bytes are.
    let factor = Factor::row_by_row(tensor, rows as usize, columns as usize);
    let factor = match all.multiplier(tensor) {
        Some(multiplier) => factor.multiplied_by(multiplier)?,
        None if tensor.dtype.is_whole() => {
            return Err(LayerError::NoMultiplier {
                tensor: tensor.name.clone(),
                dtype: tensor.dtype.to_string(),
            });
        }
        // Numbers of eight bits may be as they are, or scaled. Where the file scales others they are scaled.
        None if is_eight_bit(tensor.dtype) && all.multiplied.contains(&tensor.dtype) => {
            return Err(LayerError::NoMultiplier {
                tensor: tensor.name.clone(),
                dtype: tensor.dtype.to_string(),
            });
        }
        None => factor,
    };
    Ok(if transposed {
        factor.transposed()
    } else {
        factor
    })
}

const fn is_eight_bit(dtype: Dtype) -> bool {
    matches!(dtype, Dtype::F8_E4M3 | Dtype::F8_E5M2)
}

pub(super) fn check_numbers(tensor: &Tensor, role: Role) -> Result<(), LayerError> {
    let name = || tensor.name.clone();
    if !tensor.dtype.is_read() {
        return Err(LayerError::Dtype {
            tensor: name(),
            dtype: tensor.dtype.to_string(),
        });
    }
    let bytes = tensor.bytes.end - tensor.bytes.start;
    if role != Role::Alpha && bytes > LARGEST_TENSOR {
        return Err(LayerError::TooLarge {
            tensor: name(),
            bytes,
            largest: LARGEST_TENSOR,
        });
    }
    Ok(())
}

pub(super) fn check_rank(form: &Form, rank: u64) -> Result<(), LayerError> {
    let largest = LARGEST_RANK;
    // What the triangles and the core are as wide as.
    let inner = match form {
        Form::Hadamard(first, second) => first.max_rank().saturating_mul(second.max_rank()) as u64,
        _ => rank,
    };
    if inner > largest as u64 {
        return Err(LayerError::RankTooLarge { rank, largest });
    }
    if let Form::Hadamard(..) | Form::Kronecker(..) | Form::Low(Low::Tucker { .. }) = form {
        let (rows, columns) = form.shape();
        let entries = rows.max(columns).saturating_mul(inner.max(1) as usize);
        if entries > LARGEST_DENSE {
            let largest = LARGEST_DENSE;
            return Err(LayerError::DenseTooLarge { entries, largest });
        }
    }
    Ok(())
}
