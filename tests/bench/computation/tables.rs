//! What the report says of the computation: five tables, and the budgets they are held to.

use super::{ENTRIES, Round, STAGES, Way};
use crate::budget::{ARTICLE_NUMPY, ARTICLE_NUMPY_TS, VALUES, WHOLE};
use crate::field::Who;
use crate::report::{Report, Section};
use crate::series::{Series, exponent, time};

impl Round {
    fn cell(&self, way: Way, who: Who) -> String {
        self.of(way, who).map_or(String::new(), Series::to_string)
    }
}

pub(super) fn article(report: &mut Report, round: &Round) {
    let ours = round.of(Way::ClosedForms, Who::Rankscope).unwrap();
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
        let theirs = round.of(way, who).unwrap();
        let name = format!("article, {what}, {}", who.name());
        rows.push(vec![
            who.name().to_owned(),
            what.to_owned(),
            round.cell(way, who),
            report.pairs(name, ours, theirs),
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
    let against = |who| ours.against(round.of(Way::Script, who).unwrap()).median();
    report.judge(&ARTICLE_NUMPY_TS, 1.0 / against(Who::NumpyTs));
    report.judge(&ARTICLE_NUMPY, against(Who::Numpy));
}

/// The page's whole computation beside the same closed forms in NumPy.
pub(super) fn whole(report: &mut Report, rounds: &[Round]) {
    let mut rows = Vec::new();
    for (round, budget) in rounds.iter().zip(&WHOLE) {
        let of = |who| round.of(Way::ClosedForms, who).unwrap();
        let (ours, theirs) = (of(Who::Rankscope), of(Who::Numpy));
        let name = format!("whole computation, {}, NumPy", round.side);
        report.judge(budget, ours.against(theirs).median());
        rows.push(vec![
            round.side.to_string(),
            ours.to_string(),
            theirs.to_string(),
            report.pairs(name, ours, theirs),
        ]);
    }
    report.add(Section {
        title: "The whole computation, with another seed",
        about: "Both updates drawn and decomposed, and all five tables, by closed forms: in the page's worker, above 128 × 128 \
                in two, and its tables, and in native NumPy on one thread. The seed before was another.",
        head: &["side", "Rankscope", "NumPy", "ratio"],
        rows,
    });
}

pub(super) fn values(report: &mut Report, rounds: &[Round]) {
    let mut rows = Vec::new();
    for round in rounds {
        let side = round.side;
        let ours = round.of(Way::Values, Who::Rankscope).unwrap();
        let mut row = vec![side.to_string(), round.cell(Way::Values, Who::Rankscope)];
        for who in [Who::Numpy, Who::NumpyTs, Who::MlMatrix] {
            let theirs = round.of(Way::Values, who).unwrap();
            let name = format!("singular values, {side}, {}", who.name());
            row.push(round.cell(Way::Values, who));
            row.push(report.pairs(name, ours, theirs));
        }
        rows.push(row);
        if let Some((_, budget)) = VALUES.iter().find(|(limited, _)| *limited == side) {
            let theirs = round.of(Way::Values, Who::Numpy).unwrap();
            report.judge(budget, ours.against(theirs).median());
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

pub(super) fn stages(report: &mut Report, rounds: &[Round]) {
    let rows = STAGES.iter().enumerate().map(|(at, stage)| {
        let mut row = vec![(*stage).to_owned()];
        row.extend(rounds.iter().map(|round| time(round.stages[at].median())));
        row
    });
    report.add(Section {
        title: "What an answer of one worker is made of",
        about: "Medians. Drawing is the random stream and the QR decompositions.",
        head: &["stage", "64", "128", "256", "512", "1024"],
        rows: rows.collect(),
    });
}

pub(super) fn growth(report: &mut Report, rounds: &[Round]) {
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
            series.map_or(String::new(), |series| time(series.median()))
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
