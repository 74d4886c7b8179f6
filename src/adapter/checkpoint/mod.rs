//! A full fine-tune: two checkpoints, and what of their difference is of low rank.
//!
//! `ΔW = W₁ − W₀` of every matrix that a base model and a tuned one share. From files that are read piece by piece:
//!
//! 1. [`Checkpoint::read`] of the headers of each side's files says which tensors there are;
//! 2. [`Plan::new`] pairs them by name, says what has no partner, and in which order to look: [`Plan::order`];
//! 3. [`Work`] of one matrix says which bytes to read next and gives an [`Analysis`]: norms, singular values, the
//!    floor that rounding leaves; [`DeltaColumn`] are the columns of the table, [`Verdict`] what is to be said of all;
//! 4. [`Extraction`] makes a LoRA of it: [`save::Plan`](crate::save::Plan) and, matrix by matrix,
//!    [`Extraction::made`].
//! 5. A [`Report`] is all of it as a file, which opens as if it had been analysed on the spot.
//!
//! [`Laid`] is the first two in one step, and [`ReadReport`] the last: what a worker does for a page.
//!
//! Matrices are independent of each other and plain data: workers do them, several in a [`MatrixBatch`].

mod analysis;
mod batch;
mod bidiagonal;
mod bounded;
mod error;
mod exact;
mod extraction;
mod grid;
mod held;
mod laid;
mod matrix;
mod noise;
mod pairing;
mod plan;
mod randomised;
pub mod report;
mod side;
mod vectors;
mod verdict;
mod work;

pub use analysis::{Analysis, Bounds, DeltaColumn, Measured, Values};
pub use batch::{CutBatch, MatrixBatch, Read};
pub use error::{CheckpointError, MatrixError, Side};
pub use extraction::{Extraction, NotHeld};
pub use grid::Grid;
pub use held::LARGEST_HELD;
pub use laid::{CheckpointFiles, Laid, ReadReport};
pub use matrix::{Kind, Matrix, Parameter, Stored};
pub use plan::{Exchanged, Plan, TELLING, Unpaired};
pub use randomised::{BLOCK, POWER, SEED, TOLD};
pub use report::{Cell, Failed, Layer, Report, ReportError};
pub use side::{Checkpoint, Part};
pub use verdict::{CUT_IS_NOT_TRAINED, Found, Verdict, headline, kept, names, relative};
pub use work::{Aim, Done, Factors, LARGEST_EXACT, Work};
