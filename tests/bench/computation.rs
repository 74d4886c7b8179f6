//! The article's whole computation, its singular values alone, and how both grow with the matrix.
//!
//! The article's script draws both updates, decomposes them with singular vectors, and builds every
//! scaled truncation to measure its error. The page needs singular values only. Peers are measured
//! at both, so that what the closed forms save and what the code does are told apart.

mod tables;

use rankscope_engine::joint::is_shared;
use rankscope_params::UpdateParams;
use serde_json::{Value, json};

use crate::field::{Answer, Field, Tolerance, Who, agree};
use crate::harness::browse;
use crate::host::Host;
use crate::quiet::quietly;
use crate::report::Report;
use crate::series::Series;

/// How often everybody is measured at a side.
struct Plan {
    side: usize,
    rounds: usize,
    /// Of the other libraries, which take seconds where the rest take fractions.
    rounds_of_libraries: usize,
}

const PLANS: [Plan; 5] = [
    Plan::new(64, 25, 25),
    Plan::new(128, 15, 15),
    Plan::new(256, 7, 3),
    Plan::new(512, 5, 2),
    Plan::new(1024, 3, 1),
];
/// The side at which the script is measured: the article's own.
const SIDE_OF_SCRIPT: usize = 64;
/// The largest side at which the libraries draw too: above it that takes them most of a minute.
const LARGEST_DRAWN: usize = 256;
/// How far apart two ways to a number may be: the page's promise.
const AGREEMENT: Tolerance = Tolerance {
    share: 1e-9,
    least: 0.0,
};

/// One of the measured ways to the article's numbers.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Script,
    ClosedForms,
    Values,
}

impl Way {
    fn question(self, side: usize, alpha: f64) -> Value {
        let what = match self {
            Self::Script => "script",
            Self::ClosedForms => "closed_forms",
            Self::Values => "values",
        };
        json!({
            "what": what, "side": side, "d": side, "k": side, "true_rank": 4, "noise": 0.01,
            "style": [5.0, 0.5], "facts": [3.0, 0.5], "alpha": alpha, "seed": 42,
        })
    }
}

/// A way, and who goes it.
type Entry = (Way, Who);

/// What an answer of the page's worker is made of.
const STAGES: [&str; 7] = [
    "style drawn",
    "style multiplied",
    "style decomposed",
    "facts drawn",
    "facts multiplied",
    "facts decomposed",
    "messages and tables",
];

const ENTRIES: [Entry; 8] = [
    (Way::ClosedForms, Who::Rankscope),
    (Way::Values, Who::Rankscope),
    (Way::Values, Who::Numpy),
    (Way::Values, Who::NumpyTs),
    (Way::Values, Who::MlMatrix),
    (Way::ClosedForms, Who::Numpy),
    (Way::ClosedForms, Who::NumpyTs),
    (Way::Script, Who::Numpy),
];
/// Beside the others, but slower by so much that it is asked last in a round.
const LAST: Entry = (Way::Script, Who::NumpyTs);

impl Plan {
    const fn new(side: usize, rounds: usize, rounds_of_libraries: usize) -> Self {
        Self {
            side,
            rounds,
            rounds_of_libraries,
        }
    }

    /// Whether somebody takes part in a round. The first compiles what later ones run: it is not
    /// counted, and who takes seconds needs none.
    fn has(&self, (way, who): Entry, round: usize) -> bool {
        let library = matches!(who, Who::NumpyTs | Who::MlMatrix);
        let measured = match way {
            Way::Script => self.side == SIDE_OF_SCRIPT,
            Way::ClosedForms => !library || self.side <= LARGEST_DRAWN,
            Way::Values => true,
        };
        let once = round > 0 || self.rounds == self.rounds_of_libraries;
        measured && (!library || (once && round <= self.rounds_of_libraries))
    }
}

/// The times of everybody at one side.
struct Round {
    side: usize,
    times: Vec<(Entry, Series)>,
    /// What each of our answers was made of.
    stages: [Series; STAGES.len()],
}

impl Round {
    fn of(&self, way: Way, who: Who) -> Option<&Series> {
        let mut times = self.times.iter();
        times.find_map(|(entry, series)| (*entry == (way, who)).then_some(series))
    }
}

/// Adds the tables of all three.
pub(crate) fn measure(report: &mut Report) {
    let rounds: Vec<Round> = PLANS.iter().map(round).collect();
    tables::article(report, &rounds[0]);
    tables::whole(report, &rounds);
    tables::values(report, &rounds);
    tables::stages(report, &rounds);
    tables::growth(report, &rounds);
}

fn update(side: usize) -> (UpdateParams, f64) {
    let (link, notices) = rankscope_params::query::read(&format!("d={side}&k={side}"));
    assert!(notices.is_empty());
    (link.params.update(), link.params.reading().alpha)
}

fn round(plan: &Plan) -> Round {
    let side = plan.side;
    let entries = ENTRIES.into_iter().chain([LAST]);
    let mut times: Vec<(Entry, Vec<f64>)> = entries.map(|entry| (entry, Vec::new())).collect();
    let mut stages = STAGES.map(|_| Vec::new());
    browse(async |page| {
        let host = Host::start().await;
        let mut field = Field::gather(page, &host, "").await;
        let (params, alpha) = update(side);
        let drawn = json!({ "what": "draw", "d": side, "k": side });
        field.ask(Who::Numpy, &drawn).await;
        let entries: Vec<Entry> = times.iter().map(|(entry, _)| *entry).collect();
        for number in 0..=plan.rounds {
            let takes_part = |entry: &Entry| plan.has(*entry, number);
            let present: Vec<Entry> = entries.iter().copied().filter(takes_part).collect();
            let (ours, took) =
                quietly(async || turn(&mut field, &present, params, alpha, side).await).await;
            if number > 0 {
                for (entry, ms) in present.iter().zip(took) {
                    let series = times.iter_mut().find(|(of, _)| of == entry);
                    series.unwrap().1.push(ms);
                }
                let rest = ours.ms - ours.stages.iter().sum::<f64>();
                for (all, ms) in stages.iter_mut().zip(ours.stages.iter().chain([&rest])) {
                    all.push(*ms);
                }
            }
        }
    });
    let measured = times.into_iter().filter(|(_, series)| !series.is_empty());
    Round {
        side,
        times: measured
            .map(|(entry, all)| (entry, Series::new(all)))
            .collect(),
        stages: stages.map(Series::new),
    }
}

/// Everybody once: our answer, and how long each took.
async fn turn(
    field: &mut Field<'_>,
    present: &[Entry],
    params: UpdateParams,
    alpha: f64,
    side: usize,
) -> (Answer, Vec<f64>) {
    let ours = field.simulate(params, alpha, false).await;
    let whole = if is_shared(&params) {
        let shared = field.simulate(params, alpha, true).await;
        agree("two workers", &ours.check, &shared.check, AGREEMENT);
        shared.ms
    } else {
        ours.ms
    };
    let mut took = Vec::new();
    for (way, who) in present {
        took.push(match (*way, *who) {
            (Way::ClosedForms, Who::Rankscope) => whole,
            (_, Who::Rankscope) => ours.stages[5],
            (way, who) => {
                let answer = field.ask(who, &way.question(side, alpha)).await;
                let expected = match way {
                    Way::Values => &ours.check["values"][1],
                    _ => &ours.check,
                };
                let what = format!("{} at {side}", who.name());
                agree(&what, expected, &answer.check, AGREEMENT);
                answer.ms
            }
        });
    }
    (ours, took)
}
