//! What saving the weighted sum would write, or why nothing is written.

use std::rc::Rc;

use rankscope_adapter::Report;
use rankscope_adapter::save::{Merge, Merged, Options, Pause, Plan};
use rankscope_sim::Spectrum;

use super::super::derived::Derived;
use super::super::saving::offer::{Offer, Prepared, Refusal, within_memory};
use super::super::state::AdapterState;
use super::state::{BothFiles, CompareState};

/// One of two open adapters.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What is open.
    pub state: Rc<AdapterState>,
    /// What is known of it.
    pub derived: Rc<Derived>,
}

/// What a save of the weighted sum would write. `piecewise` says whether the browser writes piece by piece.
/// It pauses after every few layers.
///
/// # Errors
/// When it cannot be written so.
pub async fn offer(
    [first, second]: &[Beside; 2],
    compared: &CompareState,
    options: &Options,
    piecewise: bool,
    pause: &Pause<'_>,
) -> Offer {
    let source = BothFiles::of(&first.state, &second.state).ok_or(Refusal::NotAnalysed)?;
    let one = Prepared::of(&first.state, &first.derived)?;
    let other = Prepared::of(&second.state, &second.derived)?;
    let layers = layers(compared, &by_layer(first), &by_layer(second));
    let merge = Merge {
        first: one.adapter(),
        second: other.adapter(),
        weights: compared.weights,
        second_begins: source.second_begins,
        layers: &layers,
    };
    let plan = Plan::merged_with_pauses(&merge, options, pause).await;
    within_memory(plan.map_err(Refusal::Save)?, piecewise)
}

/// The reports of an adapter's layers, by the layers' indices.
fn by_layer(open: &Beside) -> Vec<Option<&Report>> {
    let mut reports = vec![None; open.state.layers()];
    for row in open.derived.rows.iter() {
        if let Some(report) = reports.get_mut(row.layer) {
            *report = Some(&*row.report);
        }
    }
    reports
}

/// The layers of the sum: those that both have, then those that one has.
fn layers<'a>(
    compared: &'a CompareState,
    first: &[Option<&'a Report>],
    second: &[Option<&'a Report>],
) -> Vec<Merged<'a>> {
    let pairing = &compared.pairing;
    let both = |(one, other): (usize, usize), sum: Option<&'a Spectrum>| {
        let first = first.get(one).copied().flatten()?;
        let second = second.get(other).copied().flatten()?;
        Some(Merged::Both { first, second, sum })
    };
    let pairs = pairing.pairs.iter().zip(&compared.found);
    let pairs = pairs.filter_map(|(pair, found)| {
        let current = found.as_ref().filter(|found| compared.is_current(found));
        let comparison = current.and_then(|found| found.outcome.as_ref().ok());
        both(*pair, comparison.map(|comparison| &comparison.sum))
    });
    let apart = pairing.shapes_differ.iter();
    let apart = apart.filter_map(|pair| both(*pair, None));
    let only = |layers: &[usize], reports: &[Option<&'a Report>]| -> Vec<&'a Report> {
        let report = |layer: &usize| reports.get(*layer).copied().flatten();
        layers.iter().filter_map(report).collect()
    };
    let of_first = only(&pairing.only_first, first);
    let of_second = only(&pairing.only_second, second);
    pairs
        .chain(apart)
        .chain(of_first.into_iter().map(Merged::First))
        .chain(of_second.into_iter().map(Merged::Second))
        .collect()
}
