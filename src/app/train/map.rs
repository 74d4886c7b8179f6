//! The maps of learning rates: what they train, and whether the ones that were asked for are still
//! those of the present settings.

use std::rc::Rc;

use rankscope_chart::training::{map, rates};
use rankscope_chart::{Plot, training::TrainingFigure};
use rankscope_sim::training::{Family, Plan, Trained, TrainingConfig};

/// The two families that are mapped, with their figures.
const MAPPED: [(TrainingFigure, Family); 2] = [
    (TrainingFigure::MapLora, Family::Lora),
    (TrainingFigure::MapRival, Family::RsLora),
];

/// The plan that a map is of: that of the view, with the optimizer's default learning rate. A map
/// stands while this stays the same, so another learning rate leaves it and any other setting takes
/// it away.
pub fn base(plan: &Plan) -> Plan {
    let config = &plan.config;
    Plan {
        config: TrainingConfig {
            learning_rate: config.optimizer.default_learning_rate(),
            ..config.clone()
        },
        families: MAPPED.map(|(_, family)| family).to_vec(),
    }
}

/// A plan for each learning rate of the map that was asked for, while it is that of `base`.
pub fn wanted(base: &Plan, asked: Option<&Plan>) -> Vec<Plan> {
    if asked != Some(base) {
        return vec![];
    }
    let plan = |learning_rate| Plan {
        config: TrainingConfig {
            learning_rate,
            ..base.config.clone()
        },
        families: base.families.clone(),
    };
    let rates = rates(base.config.learning_rate);
    rates.into_iter().map(plan).collect()
}

/// The maps of what has been trained; none of nothing.
pub fn figures(trained: &[Rc<Trained>]) -> Vec<(TrainingFigure, Rc<Plot>)> {
    if trained.is_empty() {
        return vec![];
    }
    let plot = |(figure, family)| (figure, Rc::new(map(trained, family)));
    MAPPED.into_iter().map(plot).collect()
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;

    use super::*;
    use crate::train::plan;

    fn base_of(link: &str) -> Plan {
        base(&plan::of_link(&query::read(link).0))
    }

    #[test]
    fn a_map_outlives_another_learning_rate_and_nothing_else() {
        let asked = base_of("");
        let plans = wanted(&base_of("lr=0.5"), Some(&asked));
        assert_eq!(plans.len(), 9);
        for other in [
            "steps=10",
            "alpha=3",
            "ranks=2",
            "optimizer=adam",
            "noise=0.2",
        ] {
            assert_eq!(wanted(&base_of(other), Some(&asked)), [], "{other}");
        }
        assert_eq!(wanted(&asked, None), []);
    }
}
