//! The figures of a small transformer's fine-tuning.

mod energy;
mod gradient;
mod recall;
mod recalled;
mod truncated;

pub use energy::{layers, plot as energy};
pub use gradient::{plot as gradient, slopes};
pub use recall::plot as recall;
pub use recalled::plot as recalled;
pub use truncated::plot as truncated;

use super::Named;

/// E(r) of the real updates.
pub const ENERGY: Named = Named {
    name: "real-energy",
    title: "Energy kept of real updates",
};
/// What a cut update and an adapter recall.
pub const RECALLED: Named = Named {
    name: "real-recalled",
    title: "New facts recalled, by rank",
};
/// What adapters have learned.
pub const RECALL: Named = Named {
    name: "real-recall",
    title: "What an adapter of rank r learns",
};
/// The norm of the first gradient.
pub const GRADIENT: Named = Named {
    name: "real-gradient",
    title: "The first gradient",
};
/// What is left of a full update that is cut.
pub const TRUNCATED: Named = Named {
    name: "real-truncated",
    title: "Full updates, cut to rank r",
};
