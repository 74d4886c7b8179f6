//! A mixture's experts in one pair of tensors.
//!
//! | shapes of A and B | written by | expert e |
//! |---|---|---|
//! | `(E·r, k)`, `(d, r·E)` | PEFT's `target_parameters` | rows `e·r…` of A, columns `e, e + E, …` of B |
//! | `(E, r, k)`, `(E, d, r)` | mlx-lm's switch layers, llama.cpp, fused experts | slice e of both |
//! | `(E, k, r)`, `(E, r, d)` | the same, transposed | slice e of both |
//!
//! In two dimensions only the config says r, and with it E. Each expert is a layer of its own rank and scale.
//!
//! Source: PEFT's `ParamWrapper.get_delta_weight` in `tuners/lora/layer.py`, version 0.21: A is reshaped to
//! `(E, r, k)`, B to `(d, r, E)`.

use serde::{Deserialize, Serialize};

use super::LayerError;
use super::factor::Factor;
use super::form::{Form, Low};
use super::header::{Tensor, count};
use super::layer::{Expert, LARGEST_RANK, Layer};
use super::names::Naming;

/// The experts of one layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// The layer, as the file names it.
    pub path: String,
    /// Whose names it has.
    pub naming: Naming,
    down: Tensor,
    up: Tensor,
}

/// Whether a pair holds several experts: three dimensions that fit, or PEFT's name of a module of experts.
pub(super) fn is_stacked(path: &str, naming: Naming, down: &Tensor, up: &Tensor) -> bool {
    match (down.shape.as_slice(), up.shape.as_slice()) {
        // A convolution over one dimension: A `(r, in, kernel)`, B `(d, r, 1)`.
        ([rank, ..], [_, inner, 1]) if rank == inner && !names_experts(path) => false,
        ([a, b, c], [d, e, f]) => a == d && (b == f || c == e),
        ([_, _], [_, _]) => naming == Naming::Peft && names_experts(path),
        _ => false,
    }
}

/// PEFT wraps a module's parameters one around the other, so the last component may be `base_layer`.
fn names_experts(path: &str) -> bool {
    let mut components = path
        .rsplit('.')
        .filter(|component| *component != "base_layer");
    components.next() == Some("experts")
}

impl Stack {
    pub(super) fn of(
        path: &str,
        naming: Naming,
        down: &Tensor,
        up: &Tensor,
    ) -> Result<Self, LayerError> {
        for tensor in [down, up] {
            if count(&tensor.shape) == 0 {
                let tensor = tensor.name.clone();
                return Err(LayerError::Empty { tensor });
            }
        }
        Ok(Self {
            path: path.to_owned(),
            naming,
            down: down.clone(),
            up: up.clone(),
        })
    }

    /// The experts as layers. In two dimensions `rank` is each one's r.
    ///
    /// # Errors
    /// When the shapes do not fit each other or the rank; `None` for a rank that only a config could
    /// say.
    pub(super) fn experts(&self, rank: Option<u64>) -> Option<Result<Vec<Layer>, LayerError>> {
        let (down, up) = (&self.down.shape, &self.up.shape);
        Some(match (down.as_slice(), up.as_slice()) {
            ([stacked, columns], [rows, inner]) => {
                let rank = rank?;
                if stacked != inner || rank == 0 || !stacked.is_multiple_of(rank) {
                    return Some(Err(LayerError::InnerDimension {
                        down: *stacked,
                        up: *inner,
                    }));
                }
                self.each(stacked / rank, (*rows, rank, *columns), |expert, of| {
                    let (stacked, rank) = (*stacked as usize, rank as usize);
                    let down = Factor::row_by_row(&self.down, stacked, *columns as usize);
                    let up = Factor::row_by_row(&self.up, *rows as usize, stacked);
                    let rows = expert * rank..(expert + 1) * rank;
                    (up.every_column(expert, of), down.rows_in(&rows))
                })
            }
            ([count, rank, columns], [_, rows, inner]) if rank == inner => {
                self.each(*count, (*rows, *rank, *columns), |expert, of| {
                    (
                        Self::slice(&self.up, expert, of),
                        Self::slice(&self.down, expert, of),
                    )
                })
            }
            ([count, columns, rank], [_, _, rows]) => {
                self.each(*count, (*rows, *rank, *columns), |expert, of| {
                    let up = Self::slice(&self.up, expert, of).transposed();
                    (up, Self::slice(&self.down, expert, of).transposed())
                })
            }
            _ => return None,
        })
    }

    /// Slice `expert` of `of` along the first side.
    fn slice(tensor: &Tensor, expert: usize, of: usize) -> Factor {
        let side = |index: usize| tensor.shape.get(index).copied().unwrap_or(1) as usize;
        let (rows, columns) = (side(1), side(2));
        let all = Factor::row_by_row(tensor, rows * of, columns);
        all.rows_in(&(expert * rows..(expert + 1) * rows))
    }

    fn each(
        &self,
        count: u64,
        (rows, rank, columns): (u64, u64, u64),
        factors: impl Fn(usize, usize) -> (Factor, Factor),
    ) -> Result<Vec<Layer>, LayerError> {
        if rank > LARGEST_RANK as u64 {
            let largest = LARGEST_RANK;
            return Err(LayerError::RankTooLarge { rank, largest });
        }
        let of = count as usize;
        let layer = |index: usize| {
            let (up, down) = factors(index, of);
            Layer {
                path: format!("{}[{index}]", self.path),
                naming: self.naming,
                form: Form::Low(Low::Pair { up, down }),
                alpha: None,
                direction_count: None,
                rank: rank as usize,
                rows: rows as usize,
                columns: columns as usize,
                expert: Some(Expert { index, of }),
                has_magnitude: false,
            }
        };
        Ok((0..of).map(layer).collect())
    }
}
