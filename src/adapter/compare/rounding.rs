//! How far a file's number format may have moved an update.
//!
//! A number that is written changes by at most `u` of itself, the unit roundoff of the format. Of a product
//! `BA = Σⱼ bⱼaⱼ` whose factors' numbers change independently of each other, `‖δ(BA)‖²` is then
//! `2u² Σⱼ ‖bⱼ‖² ‖aⱼ‖²` or less on average. Numbers of real factors change by 0.43 u in the mean square, so
//! this is more than twice what is usual.

use crate::form::Factors;
use crate::{Dtype, Form};

/// Below this nothing can be told apart in 64 bits, after a decomposition and some products.
const ARITHMETIC: f64 = 1e-13;

/// What a format may have changed of an update, in absolute terms: `√(2 Σⱼ ‖bⱼ‖²‖aⱼ‖²) u`.
pub(super) struct Spread(f64);

impl Spread {
    /// Of the factors B and A that stand in this form's tensors.
    pub(super) fn of(form: &Form, (up, down): &Factors) -> Self {
        let formats = form.tensors().into_iter().map(|tensor| tensor.dtype);
        let unit = formats.map(unit_roundoff).fold(0.0, f64::max);
        let products = up.column_iter().zip(down.row_iter());
        let spread = products.fold(0.0, |sum: f64, (b, a)| sum.hypot(b.norm() * a.norm()));
        Self(unit * std::f64::consts::SQRT_2 * spread)
    }

    /// Relative to the norm of the update, and no less than the arithmetic here can tell.
    pub(super) fn over(&self, norm: f64) -> f64 {
        let relative = if norm > 0.0 { self.0 / norm } else { 0.0 };
        relative.max(ARITHMETIC)
    }
}

/// Half the distance of two neighbouring numbers, relative to them: `2⁻ᵖ` of a format with p bits of
/// significand. Numbers of eight bits beside a scale are taken for such of seven bits.
const fn unit_roundoff(dtype: Dtype) -> f64 {
    let bits = match dtype {
        Dtype::F64 => 53,
        Dtype::F32 => 24,
        Dtype::F16 => 11,
        Dtype::BF16 => 8,
        Dtype::F8_E4M3 => 4,
        Dtype::F8_E5M2 => 3,
        _ => 7,
    };
    1.0 / (1_u64 << bits) as f64
}
