//! Recall against step of one family: a curve for each rank, the paler the smaller the rank.

use super::super::{Axis, Curve, Plot};
use super::{RecallView, divergence, divergences, percent, ranks, stroke, tone, written};
use crate::training::{family_column, family_name, strength};
use rankscope_sim::recall::RecallResults;
use rankscope_sim::recall::capacity::RECALLED;
use rankscope_sim::training::Family;

/// The figure of what is known so far.
pub fn plot(results: &RecallResults, family: Family, view: &RecallView) -> Plot {
    let ranks = ranks(results);
    let steps = results.config().map_or(1, |config| config.steps);
    let runs = results.of(family).enumerate();
    let curves = runs.map(|(place, (rank, run))| Curve {
        name: format!("{}_{rank}", family_column(family)).into(),
        label: format!("rank {rank}"),
        named: true,
        tone: tone(results),
        strength: strength(place, ranks.len()),
        stroke: stroke(family),
        dots: false,
        points: (0..)
            .map(f64::from)
            .zip(run.recalls().map(|recall| 100.0 * recall))
            .collect(),
    });
    Plot {
        inspected: view.step.into_iter().collect(),
        summary: summary(results, family, view),
        ..Plot::new(
            Axis::steps("training step", steps),
            Axis::linear("recalled, %", 100.0),
            curves.collect(),
        )
    }
}

/// "Rank 8 recalls 90 % from step 120 on." of the smallest rank that does.
fn summary(results: &RecallResults, family: Family, view: &RecallView) -> String {
    let diverged = divergences(results, &[family]);
    if let Some(step) = view.step {
        let Some((rank, run)) = results.of(family).last() else {
            return String::new();
        };
        let board = run.board(step).map(|board| written(percent(board)));
        let standing = board.or_else(|| divergence(run));
        let standing = standing.unwrap_or_else(|| "still running".to_owned());
        return format!("After step {step}, rank {rank}: {standing}.");
    }
    let held = results.of(family).find_map(|(rank, run)| {
        let recalls: Vec<f64> = run.recalls().collect();
        let from = recalls.iter().rposition(|&recall| recall < RECALLED);
        let from = from.map_or(0, |last| last + 1);
        (from < recalls.len()).then_some((rank, from))
    });
    match held {
        Some((rank, from)) => format!(
            "Rank {rank} is the smallest that recalls 90\u{202f}%, from step {from} on.{diverged}"
        ),
        None if results.finished() => {
            format!(
                "No rank recalls 90\u{202f}% with {}.{diverged}",
                family_name(family)
            )
        }
        None => format!("Running.{diverged}"),
    }
}
