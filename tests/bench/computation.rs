//! The article's whole computation, its singular values alone, and how both grow with the matrix.
//!
//! The article's script draws both updates, decomposes them with singular vectors, and builds every
//! scaled truncation to measure its error. The page needs singular values only. Peers are measured
//! at both, so that what the closed forms save and what the code does are told apart.

use rankscope::params::{self, UpdateParams};
use serde_json::{Value, json};

use crate::budget::{ARTICLE_NUMPY, ARTICLE_NUMPY_TS, VALUES};
use crate::field::{Field, Who, agree};
use crate::harness::browse;
use crate::host::Host;
use crate::report::{Report, Section};
use crate::series::{Series, exponent};

/// Sides of the matrix, with how often each is measured.
const SIDES: [(usize, usize); 5] = [(64, 25), (128, 15), (256, 7), (512, 5), (1024, 3)];
/// The largest side at which reconstruction is measured: from there on it takes numpy-ts minutes.
const LARGEST_SCRIPT: usize = 64;
/// The largest side at which everybody draws too.
const LARGEST_DRAWN: usize = 512;
/// How far apart two ways to a number may be, as NumPy's own last digits: the page's promise.
const AGREEMENT: f64 = 1e-9;

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

    fn is_measured(self, side: usize) -> bool {
        match self {
            Self::Script => side <= LARGEST_SCRIPT,
            Self::ClosedForms => side <= LARGEST_DRAWN,
            Self::Values => true,
        }
    }
}

/// A way, and who goes it.
type Entry = (Way, Who);

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

/// The times of everybody at one side.
struct Round {
    side: usize,
    times: Vec<(Entry, Series)>,
}

impl Round {
    fn of(&self, way: Way, who: Who) -> Option<&Series> {
        let mut times = self.times.iter();
        times.find_map(|(entry, series)| (*entry == (way, who)).then_some(series))
    }

    fn median(&self, way: Way, who: Who) -> f64 {
        self.of(way, who).map_or(f64::NAN, Series::median)
    }

    fn cell(&self, way: Way, who: Who) -> String {
        self.of(way, who).map_or(String::new(), Series::to_string)
    }
}

/// Adds the tables of all three.
pub(crate) fn measure(report: &mut Report) {
    let rounds: Vec<Round> = SIDES
        .iter()
        .map(|&(side, count)| round(side, count))
        .collect();
    article(report, &rounds[0]);
    values(report, &rounds);
    growth(report, &rounds);
}

fn update(side: usize) -> (UpdateParams, f64) {
    let (link, notices) = params::query::read(&format!("d={side}&k={side}"));
    assert!(notices.is_empty());
    (link.params.update(), link.params.reading().alpha)
}

fn round(side: usize, count: usize) -> Round {
    let mut times: Vec<(Entry, Vec<f64>)> = ENTRIES
        .into_iter()
        .chain([LAST])
        .map(|entry| (entry, Vec::new()))
        .collect();
    browse(async |page| {
        let host = Host::start().await;
        let mut field = Field::gather(page, &host, "").await;
        let (params, alpha) = update(side);
        let drawn = json!({ "what": "draw", "d": side, "k": side });
        field.ask(Who::Numpy, &drawn).await;
        // The first round compiles what later ones run, and is not counted.
        for number in 0..=count {
            let ours = field.simulate(params, alpha).await;
            let [.., decomposing] = ours.stages[..] else {
                panic!("the worker reported no stages");
            };
            for (entry, series) in &mut times {
                let (way, who) = *entry;
                let ms = match (way, who) {
                    (Way::ClosedForms, Who::Rankscope) => ours.ms,
                    (_, Who::Rankscope) => decomposing,
                    _ if !way.is_measured(side) => continue,
                    _ => {
                        let answer = field.ask(who, &way.question(side, alpha)).await;
                        let expected = match way {
                            Way::Values => &ours.check["values"][1],
                            _ => &ours.check,
                        };
                        let what = format!("{} at {side}", who.name());
                        agree(&what, expected, &answer.check, AGREEMENT);
                        answer.ms
                    }
                };
                if number > 0 {
                    series.push(ms);
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
    }
}

fn article(report: &mut Report, round: &Round) {
    let ours = round.median(Way::ClosedForms, Who::Rankscope);
    let peers = [
        ("the script", Way::Script, Who::NumpyTs),
        ("the script", Way::Script, Who::Numpy),
        ("closed forms, as the page", Way::ClosedForms, Who::NumpyTs),
        ("closed forms, as the page", Way::ClosedForms, Who::Numpy),
    ];
    let mut rows = vec![vec![
        "Rankscope, its worker's answer and the tables".to_owned(),
        "closed forms".to_owned(),
        round.cell(Way::ClosedForms, Who::Rankscope),
        String::new(),
    ]];
    for (what, way, who) in peers {
        let theirs = round.median(way, who);
        let name = format!("article, {what}, {}", who.name());
        rows.push(vec![
            who.name().to_owned(),
            what.to_owned(),
            round.cell(way, who),
            report.ratio(name, ours, theirs),
        ]);
    }
    report.add(Section {
        title: "The article's whole computation",
        about: "Both updates drawn and decomposed at 64 × 64, and all five tables. The script takes \
                singular vectors and builds every scaled truncation to measure its error; closed \
                forms need singular values only. All answers agree to nine digits.",
        head: &["who", "how", "time", "ratio"],
        rows,
    });
    let faster = |who| round.median(Way::Script, who) / ours;
    report.judge(&ARTICLE_NUMPY_TS, faster(Who::NumpyTs));
    report.judge(&ARTICLE_NUMPY, faster(Who::Numpy));
}

fn values(report: &mut Report, rounds: &[Round]) {
    let mut rows = Vec::new();
    for round in rounds {
        let side = round.side;
        let ours = round.median(Way::Values, Who::Rankscope);
        let mut row = vec![side.to_string(), round.cell(Way::Values, Who::Rankscope)];
        for who in [Who::Numpy, Who::NumpyTs, Who::MlMatrix] {
            let theirs = round.median(Way::Values, who);
            let name = format!("singular values, {side}, {}", who.name());
            row.push(round.cell(Way::Values, who));
            row.push(report.ratio(name, ours, theirs));
        }
        rows.push(row);
        if let Some((_, budget)) = VALUES.iter().find(|(limited, _)| *limited == side) {
            report.judge(budget, ours / round.median(Way::Values, Who::Numpy));
        }
    }
    report.add(Section {
        title: "Singular values",
        about: "Of the same facts update for everybody. Rankscope's time is that of the stage in the \
                page's own worker.",
        head: &[
            "side", "Rankscope", "NumPy", "ratio", "numpy-ts", "ratio", "ml-matrix", "ratio",
        ],
        rows,
    });
}

fn growth(report: &mut Report, rounds: &[Round]) {
    let what = |way| match way {
        Way::Values => "singular values",
        _ => "whole computation, closed forms",
    };
    let mut rows = Vec::new();
    for (way, who) in ENTRIES.into_iter().filter(|(way, _)| *way != Way::Script) {
        let measured = rounds
            .iter()
            .filter_map(|round| Some((round.side as f64, round.of(way, who)?.median())));
        let measured: Vec<(f64, f64)> = measured.collect();
        let mut row = vec![what(way).to_owned(), who.name().to_owned()];
        row.extend(rounds.iter().map(|round| {
            let series = round.of(way, who);
            series.map_or(String::new(), |series| crate::series::time(series.median()))
        }));
        row.push(format!("{:.2}", exponent(&measured)));
        rows.push(row);
    }
    rows.sort();
    report.add(Section {
        title: "How times grow with the side of the matrix",
        about: "Medians, and the exponent p of time = c · sideᵖ fitted to them. Counted operations \
                have p = 3; below it small matrices pay for more than arithmetic, above it large ones \
                wait for memory.",
        head: &["what", "who", "64", "128", "256", "512", "1024", "p"],
        rows,
    });
}
