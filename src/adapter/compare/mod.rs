//! Two adapters, layer by layer.
//!
//! Of a layer that both have, with updates `ΔW₁ = B₁A₁` and `ΔW₂ = B₂A₂` before their scales:
//!
//! | | |
//! |---|---|
//! | cosine | `⟨ΔW₁, ΔW₂⟩ / (‖ΔW₁‖ ‖ΔW₂‖)`, between −1 and 1, with `⟨X, Y⟩ = Σ XᵢⱼYᵢⱼ` |
//! | principal angles | between the column spaces, and between the row spaces: see [`Angles`] |
//! | shared energy | how much of each lies in the other's row and column space: see [`Comparison::shared_energy`] |
//! | ratio of norms | `‖ΔW₂‖ / ‖ΔW₁‖` |
//! | the sum's spectrum | the singular values of `s₁ΔW₁ + s₂ΔW₂` |
//!
//! All of it follows from the factors. With thin QR of each factor and the decomposition of the `r × r` core,
//! `ΔWᵢ = Uᵢ Sᵢ Vᵢᵀ`; then only products of tall matrices with `r` columns are needed. The `d × k` matrices are
//! never formed.
//!
//! 1. [`Pairing::of`] says which layers belong together, by their names.
//! 2. A [`PairBatch`] is compared by a worker, which gives a [`Comparison`] for each pair.
//! 3. [`crate::save::Plan::merged`] writes the weighted sum.
//!
//! The bytes of both files are read as those of one in which the second follows the first, as shards are:
//! see [`Layer::moved`](crate::Layer::moved).

mod angles;
mod batch;
mod comparison;
mod decomposed;
mod measured;
mod moved;
mod pairing;
mod rounding;
mod spaces;

pub use angles::Angles;
pub use batch::{Pair, PairBatch};
pub use comparison::{CompareError, Comparison};
pub use pairing::Pairing;
