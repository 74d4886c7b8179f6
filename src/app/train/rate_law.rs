//! The law of the learning rate: how the best one goes with the rank, as a map measured it, beside what
//! theory says, after some numbers of steps.

use std::rc::Rc;

use super::map::rival;
use super::rate_words as words;
use rankscope_chart::training::{OneRate, one_rate, tuned};
use rankscope_chart::{Plot, training::TrainingFigure};
use rankscope_sim::training::{
    BestRates, Exponent, Family, RateLaw, Trained, TrainingConfig, best_exponent, best_rates,
    largest_exponent,
};
use rankscope_sim::{Scaling, Spectrum};

/// Numbers of steps after which the law is looked at, beside the last.
const AFTER: [usize; 8] = [20, 50, 100, 200, 500, 1000, 2000, 5000];

/// What a finished map says.
#[derive(Clone, Debug, PartialEq)]
pub struct RateStudy {
    /// Of what has been trained.
    pub config: TrainingConfig,
    /// LoRA, and what it is compared with.
    pub families: [Family; 2],
    /// Every rank.
    pub ranks: Vec<RankRates>,
    /// The measured powers, by number of steps.
    pub after: Vec<PowersAfter>,
    /// What theory says of this optimizer.
    pub laws: Vec<(RateLaw, [f64; 2])>,
    /// Error by rank: one rate for all, and one for each.
    pub figures: Vec<(TrainingFigure, Rc<Plot>)>,
    /// What is said of each family.
    pub sentences: [Vec<String>; 2],
}

/// A rank's rates and errors, of both families.
#[derive(Clone, Debug, PartialEq)]
pub struct RankRates {
    pub rank: usize,
    pub of: [FamilyRates; 2],
}

/// The same of one family. None where every rate diverged.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyRates {
    pub best: Option<BestRates>,
    /// The error at the rate that all ranks share; none where it diverged.
    pub at_one_rate: Option<f64>,
}

/// The powers of the rank that the best and the largest rate go with, of both families.
#[derive(Clone, Debug, PartialEq)]
pub struct PowersAfter {
    pub steps: usize,
    pub of: [Powers; 2],
}

/// The same of one family; none where too few ranks tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Powers {
    /// Of the best rate.
    pub best: Option<Exponent>,
    /// Of the largest rate that is as good.
    pub largest: Option<Exponent>,
}

impl RateStudy {
    /// Of a map that is finished; none while it is not. `spectrum` is the fitted update's.
    pub fn of(trained: &[Rc<Trained>], spectrum: Option<&Spectrum>) -> Option<Self> {
        if !trained.iter().all(|trained| trained.finished()) {
            return None;
        }
        let Trained { plan, .. } = trained.first()?.as_ref();
        let config = &plan.config;
        let families = [Family::Lora, rival(plan)];
        let after: Vec<PowersAfter> = steps_looked_at(config.steps)
            .map(|steps| PowersAfter {
                steps,
                of: families.map(|family| powers(trained, family, steps)),
            })
            .collect();
        let best = families.map(|family| best_rates(trained, family, None));
        let shared = families.map(|family| OneRate::of(trained, family));
        let of_rank = |&rank: &usize| {
            let of = |number: usize| FamilyRates {
                best: best
                    .get(number)
                    .and_then(|best| best.iter().find(|best| best.rank == rank).cloned()),
                at_one_rate: shared.get(number).copied().flatten().and_then(|one| {
                    let mut runs = one.runs(trained);
                    runs.find(|run| run.config.rank() == rank)?.final_error()
                }),
            };
            RankRates {
                rank,
                of: [of(0), of(1)],
            }
        };
        let laws = RateLaw::ALL.into_iter().filter_map(|law| {
            let power = |scaling| law.exponent(config.optimizer, scaling);
            Some((law, [power(Scaling::Lora)?, power(Scaling::RsLora)?]))
        });
        let plots = [
            (
                TrainingFigure::OneRate,
                one_rate(trained, families[1], spectrum),
            ),
            (TrainingFigure::Tuned, tuned(trained, families[1], spectrum)),
        ];
        let laws: Vec<_> = laws.collect();
        let sentences = after.last().map_or_else(Default::default, |last| {
            words::sentences(families, last, &laws, config.ranks.len())
        });
        Some(Self {
            config: config.clone(),
            families,
            ranks: config.ranks.iter().map(of_rank).collect(),
            after,
            laws,
            figures: plots
                .into_iter()
                .filter_map(|(figure, plot)| Some((figure, Rc::new(plot?))))
                .collect(),
            sentences,
        })
    }
}

/// The numbers of steps of [`AFTER`] before the last, and the last.
fn steps_looked_at(last: usize) -> impl Iterator<Item = usize> {
    AFTER
        .into_iter()
        .filter(move |&steps| steps < last)
        .chain([last])
}

fn powers(trained: &[Rc<Trained>], family: Family, steps: usize) -> Powers {
    let best = best_rates(trained, family, Some(steps));
    Powers {
        best: best_exponent(&best),
        largest: largest_exponent(&best),
    }
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::simulate;
    use rankscope_sim::training::{ChunkedTraining, train};

    use super::*;
    use crate::train::{map, plan};

    fn mapped(link: &str) -> (Vec<Rc<Trained>>, Spectrum) {
        let (link, _) = query::read(link);
        let base = map::base(&plan::of_link(&link));
        let mut training = ChunkedTraining::new(map::wanted(&base, Some(&base))).expect("a plan");
        let mut session = None;
        while let Some(chunk) = training.next() {
            let growth = train(&mut session, &chunk, &mut || (), &mut || true);
            training.take(&chunk, growth.expect("a training"));
        }
        let spectra = simulate(&link.params.update(), &mut |_| ()).expect("an update");
        (training.trained().to_vec(), spectra.style)
    }

    const STYLE: &str = "d=24&k=24&steps=30&update=style&ranks=2,4,8,16";

    #[test]
    fn sgds_best_rate_follows_the_edge_of_stability_and_is_said_to() {
        let (trained, spectrum) = mapped(STYLE);
        let study = RateStudy::of(&trained, Some(&spectrum)).expect("a study");
        let after: Vec<usize> = study.after.iter().map(|after| after.steps).collect();
        assert_eq!(after, [20, 30]);
        for (powers, edge) in study.after[1].of.iter().zip([1.0, 0.5]) {
            assert!(
                powers.largest.is_some_and(|found| found.allows(edge)),
                "{powers:?}"
            );
        }
        assert_eq!(
            study.laws,
            [
                (RateLaw::FirstStep, [1.0, 0.0]),
                (RateLaw::EdgeOfStability, [1.0, 0.5])
            ]
        );
        let said = study.sentences.concat().join(" ");
        assert!(said.contains("edge of stability"), "{said}");
        assert_eq!(study.figures.len(), 2);
    }

    #[test]
    fn a_rate_of_its_own_is_never_worse_than_the_one_for_all() {
        for link in [STYLE, "d=24&k=24&steps=30&optimizer=adam&ranks=2,4,8"] {
            let (trained, spectrum) = mapped(link);
            let study = RateStudy::of(&trained, Some(&spectrum)).expect("a study");
            let mut compared = 0;
            for rates in study.ranks.iter().flat_map(|rank| &rank.of) {
                let tuned = rates.best.as_ref().map(|best| best.error);
                if let Some((tuned, one)) = tuned.zip(rates.at_one_rate) {
                    assert!(tuned <= one, "{rates:?}");
                    compared += 1;
                }
            }
            assert!(compared > 2);
        }
    }

    #[test]
    fn too_few_ranks_are_told_and_the_rest_stands() {
        // m = 5 has two of the ranks.
        let (trained, spectrum) = mapped("d=6&k=5&steps=20&update=style&true_rank=2");
        let study = RateStudy::of(&trained, Some(&spectrum)).expect("a study");
        assert_eq!(study.ranks.len(), 2);
        assert!(
            study
                .after
                .iter()
                .flat_map(|after| &after.of)
                .all(|of| of.best.is_none())
        );
        let said = study.sentences.concat().join(" ");
        assert!(said.contains("no power can be fitted"), "{said}");
        assert_eq!(study.figures.len(), 2);
    }

    #[test]
    fn nothing_is_said_of_a_map_that_is_under_way() {
        let base = map::base(&plan::of_link(&query::read(STYLE).0));
        let training = ChunkedTraining::new(map::wanted(&base, Some(&base))).expect("a plan");
        assert_eq!(RateStudy::of(training.trained(), None), None);
        assert_eq!(RateStudy::of(&[], None), None);
    }
}
