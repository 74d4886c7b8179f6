//! One layer: a pair of factors, and the singular values of their product.
//!
//! `ΔW = γBA` with B `d × r` and A `r × k`. With `B = Q_B R_B` and `Aᵀ = Q_A R_A` (thin QR),
//! `ΔW = Q_B (γ R_B R_Aᵀ) Q_Aᵀ`, so its singular values are those of the core `γ R_B R_Aᵀ`, which has
//! `min(r, d, k)` of them; the others of ΔW are zero. The `d × k` matrix is never formed, and no Gram
//! matrix, which would lose every singular value below `10⁻⁸ σ₁`.
//!
//! γ only scales: `σ(γBA) = |γ| σ(BA)`. So the pair is analysed once, and a config that comes later
//! re-derives what it changes.
//!
//! A zero update (B = 0, as every LoRA starts) has `min(r, d, k)` singular values of zero.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::LayerError;
use super::header::Tensor;
use super::names::{Naming, module_path};
use super::triangle::{ROWS_AT_ONCE, Triangle};
use super::weights::{bytes_per_number, decode};
use rankscope_sim::Spectrum;

/// The largest rank analysed: the core's singular values take time with the cube of it.
pub const LARGEST_RANK: usize = 2048;
/// The largest factor read: as bytes, what a page can hold beside everything else.
pub const LARGEST_TENSOR: u64 = 1 << 30;

/// A layer whose two factors fit together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name in the file, without the factor's ending.
    pub path: String,
    /// Whose names it has.
    pub naming: Naming,
    /// A.
    pub down: Tensor,
    /// B.
    pub up: Tensor,
    /// α, where the file holds it.
    pub alpha: Option<Tensor>,
    /// r.
    pub rank: usize,
    /// d, what the layer gives.
    pub rows: usize,
    /// k, what the layer takes; of a convolution, times its kernel.
    pub columns: usize,
}

/// What the numbers of a layer give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// The singular values of BA, before any scale.
    pub spectrum: Spectrum,
    /// α, where the file holds it.
    pub alpha: Option<f64>,
}

impl Layer {
    /// Its path as the model knows it.
    pub fn module_path(&self) -> &str {
        module_path(&self.path)
    }

    /// Its tensors: A, B and, where the file holds it, α.
    pub fn tensors(&self) -> impl Iterator<Item = &Tensor> {
        [Some(&self.down), Some(&self.up), self.alpha.as_ref()]
            .into_iter()
            .flatten()
    }

    /// How many bytes of the file its tensors take.
    pub fn bytes(&self) -> u64 {
        let bytes = |tensor: &Tensor| tensor.bytes.end.saturating_sub(tensor.bytes.start);
        self.tensors().map(bytes).fold(0, u64::saturating_add)
    }

    /// `r(d + k)`: how many numbers the pair has.
    pub fn parameters(&self) -> u64 {
        self.parameters_at(self.rank)
    }

    /// How many numbers a pair of another rank would have.
    pub fn parameters_at(&self, rank: usize) -> u64 {
        rank as u64 * (self.rows as u64 + self.columns as u64)
    }

    /// `min(r, d, k)`: the largest rank the update can have.
    pub fn max_rank(&self) -> usize {
        self.rank.min(self.rows).min(self.columns)
    }

    /// True when r is larger than the matrix: a smaller rank would hold the same.
    pub fn has_idle_rank(&self) -> bool {
        self.rank > self.max_rank()
    }

    /// The product of the pair, from the bytes of its tensors; `alpha` is empty where there is none.
    ///
    /// # Errors
    /// When bytes are missing, a weight or α is not finite, or the singular values do not settle.
    pub fn product(&self, down: &[u8], up: &[u8], alpha: &[u8]) -> Result<Product, LayerError> {
        self.product_with_progress(down, up, alpha, &mut |_| ())
    }

    /// As [`Layer::product`], calling `progress` between its steps with the share done, in `0..=1`.
    ///
    /// # Errors
    /// As [`Layer::product`].
    pub fn product_with_progress(
        &self,
        down: &[u8],
        up: &[u8],
        alpha: &[u8],
        progress: &mut dyn FnMut(f64),
    ) -> Result<Product, LayerError> {
        let rows = (self.rows + self.columns) as f64;
        let mut done = 0;
        let mut step = |height: usize| {
            done += height;
            progress(done as f64 / rows);
        };
        let (a, b) = (Numbers::of(&self.down, down)?, Numbers::of(&self.up, up)?);
        // Before the long part, so that a wrong α is said at once.
        let alpha = self.alpha.as_ref().map(|tensor| one_number(tensor, alpha));
        let alpha = alpha.transpose()?;
        let right = self.triangle(self.columns, &mut step, |start, height| {
            a.by_columns(start, height, self.rank, self.columns)
        })?;
        let left = self.triangle(self.rows, &mut step, |start, height| {
            b.by_rows(start, height, self.rank)
        })?;
        let core = left.matrix() * right.matrix().transpose();
        let spectrum = Spectrum::of(core)?;
        Ok(Product { spectrum, alpha })
    }

    /// R of the tall factor whose rows `block(start, height)` gives.
    fn triangle(
        &self,
        rows: usize,
        step: &mut dyn FnMut(usize),
        block: impl Fn(usize, usize) -> Result<DMatrix<f64>, LayerError>,
    ) -> Result<Triangle, LayerError> {
        let mut triangle = Triangle::new(self.rank);
        for start in (0..rows).step_by(ROWS_AT_ONCE) {
            let height = ROWS_AT_ONCE.min(rows - start);
            triangle = triangle.with(block(start, height)?);
            step(height);
        }
        Ok(triangle)
    }
}

/// A tensor and its bytes, as many as it must have.
struct Numbers<'b> {
    tensor: &'b Tensor,
    bytes: &'b [u8],
}

impl<'b> Numbers<'b> {
    fn of(tensor: &'b Tensor, bytes: &'b [u8]) -> Result<Self, LayerError> {
        let expected = tensor.bytes.end - tensor.bytes.start;
        let read = bytes.len() as u64;
        if read == expected {
            Ok(Self { tensor, bytes })
        } else {
            let tensor = tensor.name.clone();
            Err(LayerError::ShortRead {
                tensor,
                expected,
                read,
            })
        }
    }

    /// The numbers from the one with this index on.
    fn read(&self, first: usize, target: &mut [f64]) -> Result<(), LayerError> {
        let begin = first * bytes_per_number(self.tensor.dtype);
        let bytes = self.bytes.get(begin..).unwrap_or_default();
        decode(self.tensor.dtype, bytes, target).map_err(|_| LayerError::NotFinite {
            tensor: self.tensor.name.clone(),
        })
    }

    /// Rows `start…` of a `d × rank` matrix stored row by row.
    fn by_rows(
        &self,
        start: usize,
        height: usize,
        rank: usize,
    ) -> Result<DMatrix<f64>, LayerError> {
        let mut transposed = DMatrix::zeros(rank, height);
        self.read(start * rank, transposed.as_mut_slice())?;
        Ok(transposed.transpose())
    }

    /// Rows `start…` of the transpose of a `rank × columns` matrix stored row by row.
    fn by_columns(
        &self,
        start: usize,
        height: usize,
        rank: usize,
        columns: usize,
    ) -> Result<DMatrix<f64>, LayerError> {
        let mut block = DMatrix::zeros(height, rank);
        for (row, target) in block.as_mut_slice().chunks_exact_mut(height).enumerate() {
            self.read(row * columns + start, target)?;
        }
        Ok(block)
    }
}

fn one_number(tensor: &Tensor, bytes: &[u8]) -> Result<f64, LayerError> {
    let mut number = [0.0];
    let numbers = Numbers::of(tensor, bytes)?;
    decode(numbers.tensor.dtype, numbers.bytes, &mut number)
        .map_err(|_| LayerError::AlphaValue("infinite or not a number".to_owned()))?;
    let [number] = number;
    Ok(number)
}
