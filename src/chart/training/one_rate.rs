//! Final error against rank twice: every rank at one learning rate, and each at a rate of its own.
//!
//! The one rate of a family is the best of its middle rank, so each family has been given a good one.
//! Both figures have the same fixed axis, so that they can be held beside each other.

use super::super::Plot;
use super::final_error::by_rank;
use super::{alike, divergences, family_name, in_two_digits};
use rankscope_params::TrainAxis;
use rankscope_params::number::significant;
use rankscope_sim::Spectrum;
use rankscope_sim::training::{BestRates, Family, Trained, Trajectory, best_rates};

/// The learning rate that a family's ranks share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneRate {
    pub family: Family,
    /// The rank that it is best at.
    pub rank: usize,
    pub rate: f64,
}

impl OneRate {
    /// Of a map that is finished: a plan for each rate, all of the same ranks.
    pub fn of(trained: &[impl AsRef<Trained>], family: Family) -> Option<Self> {
        let best = best_rates(trained, family, None);
        let middle = best.get(best.len().checked_sub(1)? / 2)?;
        let far = |rate: &f64| (rate / middle.best).ln().abs();
        let nearest = middle.rates.iter().copied();
        let rate = nearest.min_by(|one, other| far(one).total_cmp(&far(other)))?;
        Some(Self {
            family,
            rank: middle.rank,
            rate,
        })
    }

    /// The runs at this rate, by rank.
    pub fn runs<T: AsRef<Trained>>(self, trained: &[T]) -> impl Iterator<Item = &Trajectory> {
        let Self { family, rate, .. } = self;
        let at = move |trained: &&Trained| trained.plan.config.learning_rate == rate;
        let trained = trained.iter().map(AsRef::as_ref);
        trained
            .filter(at)
            .flat_map(move |trained| trained.of(family))
    }
}

/// The figure of one rate for all ranks; none before the map is finished.
pub fn one_rate(
    trained: &[impl AsRef<Trained>],
    rival: Family,
    spectrum: Option<&Spectrum>,
) -> Option<Plot> {
    let config = &trained.first()?.as_ref().plan.config;
    let both = [rival, Family::Lora].map(|family| OneRate::of(trained, family));
    let [of_rival, of_lora] = both;
    let (of_rival, of_lora) = of_rival.zip(of_lora)?;
    let errors = |one: OneRate| {
        let error = |run: &Trajectory| Some((run.config.rank(), run.final_error()?));
        (
            one.family,
            one.runs(trained).filter_map(error).collect::<Vec<_>>(),
        )
    };
    let (of_rival_errors, of_lora_errors) = (errors(of_rival), errors(of_lora));
    let at_last = |(family, errors): &(Family, Vec<(usize, f64)>)| {
        let last = *config.ranks.last()?;
        let &(_, error) = errors.iter().find(|&&(rank, _)| rank == last)?;
        Some(format!("{} {}", family_name(*family), in_two_digits(error)))
    };
    let last = config.ranks.last()?;
    let ends = [at_last(&of_lora_errors), at_last(&of_rival_errors)];
    let ends: Vec<String> = ends.into_iter().flatten().collect();
    let ends = match ends.as_slice() {
        [] => String::new(),
        ends => format!(" At rank {last}: {}.", ends.join(", ")),
    };
    let rate = |one: OneRate| format!("{} {}", family_name(one.family), significant(one.rate, 2));
    let runs = of_lora.runs(trained).chain(of_rival.runs(trained));
    Some(Plot {
        summary: format!(
            "Learning rates that are best at rank {}: {}, {}.{ends}{}",
            of_lora.rank,
            rate(of_lora),
            rate(of_rival),
            divergences(runs),
        ),
        ..by_rank(
            config,
            [of_rival_errors, of_lora_errors],
            TrainAxis::Fixed,
            spectrum,
        )
    })
}

/// The figure of a rate for each rank; none before the map is finished.
pub fn tuned(
    trained: &[impl AsRef<Trained>],
    rival: Family,
    spectrum: Option<&Spectrum>,
) -> Option<Plot> {
    let config = &trained.first()?.as_ref().plan.config;
    let of = |family| best_rates(trained, family, None);
    let (lora, of_rival) = (of(Family::Lora), of(rival));
    if lora.is_empty() || of_rival.is_empty() {
        return None;
    }
    let errors = |best: &[BestRates]| -> Vec<(usize, f64)> {
        best.iter().map(|best| (best.rank, best.error)).collect()
    };
    Some(Plot {
        summary: tuned_summary(&lora, &of_rival, rival),
        ..by_rank(
            config,
            [(rival, errors(&of_rival)), (Family::Lora, errors(&lora))],
            TrainAxis::Fixed,
            spectrum,
        )
    })
}

/// "At every rank LoRA and rsLoRA end alike in two digits.", or where they are furthest apart.
pub(super) fn tuned_summary(lora: &[BestRates], of_rival: &[BestRates], rival: Family) -> String {
    let pair = |one: &BestRates| {
        let other = of_rival.iter().find(|other| other.rank == one.rank)?;
        Some((one.rank, one.error, other.error))
    };
    let both: Vec<(usize, f64, f64)> = lora.iter().filter_map(pair).collect();
    let apart = both.iter().filter(|(_, one, other)| !alike(*one, *other));
    let far = |&&(_, one, other): &&(usize, f64, f64)| (one - other).abs();
    let furthest = apart.max_by(|one, other| far(one).total_cmp(&far(other)));
    let (name, rival_name) = (family_name(Family::Lora), family_name(rival));
    match furthest {
        None => format!("At every rank {name} and {rival_name} end alike in two digits."),
        Some(&(rank, one, other)) => format!(
            "They differ most at rank {rank}: {name} {}, {rival_name} {}.",
            in_two_digits(one),
            in_two_digits(other)
        ),
    }
}
