//! The maps of learning rates: what they train, and whether the ones that were asked for are still
//! those of the present settings.

use std::rc::Rc;

use rankscope_chart::training::{map, rates};
use rankscope_chart::{Plot, training::TrainingFigure};
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Plan, Trained, TrainingConfig};

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
        families: vec![Family::Lora, rival(plan)],
    }
}

/// What LoRA is compared with in a plan: the last of its families.
pub fn rival(plan: &Plan) -> Family {
    plan.families.last().copied().unwrap_or(Family::RsLora)
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
    let rates = rates(base.config.optimizer, base.config.alpha);
    rates.into_iter().map(plan).collect()
}

/// The maps of what has been trained, with what is mapped; none of nothing. `spectrum` is the fitted
/// update's.
pub fn figures(
    trained: &[Rc<Trained>],
    spectrum: Option<&Spectrum>,
) -> Vec<(TrainingFigure, Family, Rc<Plot>)> {
    let Some(first) = trained.first() else {
        return vec![];
    };
    let mapped = [
        (TrainingFigure::MapLora, Family::Lora),
        (TrainingFigure::MapRival, rival(&first.plan)),
    ];
    let plot = |(figure, family)| (figure, family, Rc::new(map(trained, family, spectrum)));
    mapped.into_iter().map(plot).collect()
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
        assert_eq!(plans.len(), 25);
        assert_eq!(plans[4].config.learning_rate, 0.002);
        for other in [
            "steps=10",
            "alpha=3",
            "ranks=2",
            "optimizer=adam",
            "noise=0.2",
            "rival=lora_root",
        ] {
            assert_eq!(wanted(&base_of(other), Some(&asked)), [], "{other}");
        }
        assert_eq!(wanted(&asked, None), []);
    }
}
