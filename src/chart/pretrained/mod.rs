//! The figures of a pretrained language model's fine-tuning.

mod cuts;
mod energy;
mod rates;
mod recalled;

pub use cuts::plot as cuts;
pub use energy::plot as energy;
pub use rates::{drift, recall as rates};
pub use recalled::plot as recalled;

use super::Named;
use super::measured::{MeasuredColumn, of_seeds, written};
use super::{Curve, Stroke, Tone};
use rankscope_sim::pretrained::{Full, OfSeed};

/// What a cut update and an adapter recall.
pub const RECALLED: Named = Named {
    name: "pretrained-recalled",
    title: "New facts recalled, cut or trained",
};
/// What is left of full updates that are cut.
pub const CUTS: Named = Named {
    name: "pretrained-cuts",
    title: "Style and facts, cut to rank r",
};
/// E(r) of the full updates.
pub const ENERGY: Named = Named {
    name: "pretrained-energy",
    title: "Energy kept of full updates",
};
/// What adapters recall at each learning rate.
pub const RATES: Named = Named {
    name: "pretrained-rates",
    title: "Facts recalled, by learning rate",
};
/// What they forget of what the model could say before.
pub const DRIFT: Named = Named {
    name: "pretrained-drift",
    title: "What is forgotten, by learning rate",
};

/// "29.2 / 30.0 %", one number for each seed.
fn shares(values: &[OfSeed]) -> String {
    let shares: Vec<f64> = values.iter().map(|of| of.value).collect();
    written(&shares)
}

/// " (seeds 0 / 1)".
fn seeds(values: &[OfSeed]) -> String {
    let seeds: Vec<u64> = values.iter().map(|of| of.seed).collect();
    of_seeds(&seeds)
}

/// The curves without names beside them: they lie too close together, so that a key stands below.
fn unnamed(mut curves: Vec<Curve>) -> Vec<Curve> {
    for curve in &mut curves {
        curve.named = false;
    }
    curves
}

/// A column of a full update: what is measured of its cuts, and of the whole of it at `directions`. Without
/// `directions`, of cuts up to a rank.
fn cut_column(
    run: &Full,
    (name, heading, tone): (String, String, Tone),
    directions: Option<usize>,
    largest: usize,
) -> MeasuredColumn {
    let cut = run.cuts.iter().filter(|cut| cut.rank <= largest);
    let cut = cut.map(|cut| (cut.rank, cut.measured.share()));
    let cut_at = |rank: usize| run.cuts.iter().any(|cut| cut.rank == rank);
    let whole = directions.filter(|&rank| !cut_at(rank));
    let whole = whole.map(|rank| (rank, run.measured.share()));
    let percent = |(rank, share): (usize, f64)| (rank, 100.0 * share);
    MeasuredColumn {
        name,
        heading,
        tone,
        stroke: Stroke::Solid,
        values: cut.chain(whole).map(percent).collect(),
    }
}
