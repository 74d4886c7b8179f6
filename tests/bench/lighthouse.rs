//! Lighthouse's scores: the middle of three visits each.

use crate::audit::{LEAST, VISITORS, median, visit};
use crate::budget::LIGHTHOUSE;
use crate::first_visit::served;
use crate::host::{Host, compressed};
use crate::report::{Report, Section};

const VISITS: usize = 3;

/// Adds a row for each kind of visitor.
pub(crate) fn measure(report: &mut Report) {
    // No visit waits for what is compressed once.
    for file in served() {
        compressed(&file);
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let categories = LEAST.map(|(category, _)| category);
    let mut lowest = [u32::MAX; LEAST.len()];
    let mut rows = Vec::new();
    for (name, visitor) in VISITORS {
        let visits = runtime.block_on(async {
            let host = Host::start().await;
            let mut visits = Vec::new();
            for _ in 0..VISITS {
                visits.push(visit(&host, "", visitor, &categories).await);
            }
            visits
        });
        let mut row = vec![name.to_owned()];
        for (category, lowest) in categories.iter().zip(&mut lowest) {
            let scores = visits.iter().map(|visit| visit.scores[category]).collect();
            let score = median(scores);
            *lowest = score.min(*lowest);
            row.push(score.to_string());
        }
        rows.push(row);
    }
    for ((_, budget), score) in LIGHTHOUSE.iter().zip(lowest) {
        report.judge(budget, f64::from(score));
    }
    report.add(Section {
        title: "Lighthouse",
        about: "Of 100, served with brotli. The budget counts the lower of the two.",
        head: &[
            "visit",
            "performance",
            "accessibility",
            "best practices",
            "search engines",
        ],
        rows,
    });
}
