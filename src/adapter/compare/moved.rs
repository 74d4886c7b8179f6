//! A layer of a file that follows another.

use crate::{Form, Layer, Low, Tensor};

impl Layer {
    /// The same layer where its file begins at this byte of what is read. Two files are so read as one, each
    /// layer from its own.
    #[must_use]
    pub fn moved(mut self, by: u64) -> Self {
        let mut shift = |tensor: &mut Tensor| {
            // No file of this size exists; its bytes would be missing.
            tensor.bytes.start = tensor.bytes.start.saturating_add(by);
            tensor.bytes.end = tensor.bytes.end.saturating_add(by);
        };
        self.form.each_tensor(&mut shift);
        let counts = [self.alpha.as_mut(), self.direction_count.as_mut()];
        counts.into_iter().flatten().for_each(shift);
        self
    }
}

type Visit<'v> = dyn FnMut(&mut Tensor) + 'v;

impl Form {
    fn each_tensor(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Low(low) => low.each_tensor(visit),
            Self::Diagonal { up, middle, down } => {
                up.each_tensor(visit);
                visit(middle);
                down.each_tensor(visit);
            }
            Self::Kronecker(first, second) | Self::Hadamard(first, second) => {
                first.each_tensor(visit);
                second.each_tensor(visit);
            }
        }
    }
}

impl Low {
    fn each_tensor(&mut self, visit: &mut Visit<'_>) {
        match self {
            Self::Whole(factor) => factor.each_tensor(visit),
            Self::Pair { up, down } => {
                up.each_tensor(visit);
                down.each_tensor(visit);
            }
            Self::Tucker { up, core, down } => {
                up.each_tensor(visit);
                visit(core);
                down.each_tensor(visit);
            }
        }
    }
}
