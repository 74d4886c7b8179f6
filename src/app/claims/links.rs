//! The states in which a claim can be seen.

use rankscope_params::query::Link;
use rankscope_params::{Choices, Key, Optimizer, Start, Update, View};

/// The exercise that asks what an adapter's spectrum tells.
pub const EXERCISE: &str = "a-real-adapter";

/// Explore, with some parameters set.
pub(super) fn explore(link: &Link, set: &[(Key, f64)]) -> Link {
    let mut link = link.in_view(View::Explore);
    for &(key, value) in set {
        link.params = link.params.with(key, value).0;
    }
    link
}

/// What a real transformer showed, as after its last step unless another is open.
pub(super) fn real_transformer(link: &Link) -> Link {
    link.in_view(View::Evidence)
}

/// The facts update in training.
pub(super) fn train(link: &Link, optimizer: Optimizer) -> Link {
    let mut link = link.in_view(View::Train);
    link.choices = Choices {
        update: Update::Facts,
        optimizer,
        run: Start::AtOnce,
        ..link.choices
    };
    link
}

/// One statement of the ledger, open.
pub fn statement(link: &Link, id: &str) -> Link {
    Link {
        claim: id.to_owned(),
        ..link.in_view(View::Evidence)
    }
}

/// The adapters that a real transformer was taught.
pub fn adapters(link: &Link) -> Link {
    link.in_view(View::Adapter)
}

/// The exercise about their spectra.
pub fn exercise(link: &Link) -> Link {
    Link {
        exercise: EXERCISE.to_owned(),
        ..link.in_view(View::Exercises)
    }
}
