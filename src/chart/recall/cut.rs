//! An adapter trained at rank r beside the full update cut to rank r: what learning needs, and what a
//! spectrum says it needs.

use super::super::{Axis, Curve, Plot, Stroke, Tone};
use super::{percent, rank_curve, ranks, written};
use rankscope_sim::recall::RecallResults;
use rankscope_sim::training::Family;

/// The figure of finished runs.
pub fn plot(results: &RecallResults) -> Plot {
    let ranks = ranks(results);
    let keys = results.config().map_or(1, |config| config.facts) as f64;
    let trained = rank_curve(results, Family::Lora, |run| run.final_board().map(percent));
    let trained = Curve {
        label: "trained".to_owned(),
        ..trained
    };
    let cut = results.cut().into_iter().flat_map(|cut| &cut.truncated);
    let cut = Curve {
        name: "cut".into(),
        label: "full update, cut".to_owned(),
        named: true,
        tone: Tone::Neutral,
        strength: 1.0,
        stroke: Stroke::Dotted,
        dots: true,
        points: cut
            .map(|cut| (cut.rank as f64, 100.0 * cut.right as f64 / keys))
            .collect(),
    };
    let (first, last) = (
        ranks.first().copied().unwrap_or(1),
        ranks.last().copied().unwrap_or(1),
    );
    Plot {
        summary: summary(&trained, &cut),
        ..Plot::new(
            Axis::doublings("rank r, log scale", first, last, 0.5),
            Axis::linear("recalled, %", 100.0),
            vec![cut, trained],
        )
    }
}

/// "At rank 4 the trained adapter recalls 44 %. The full update, cut to it, recalls 18 %." at the rank
/// where they are furthest apart.
fn summary(trained: &Curve, cut: &Curve) -> String {
    let gaps = trained.points.iter().filter_map(|&(rank, trained)| {
        let cut = cut.at(rank)?;
        Some((rank, trained, cut))
    });
    let widest = gaps.reduce(|one, next| {
        if next.1 - next.2 > one.1 - one.2 {
            next
        } else {
            one
        }
    });
    widest.map_or_else(
        || "Running.".to_owned(),
        |(rank, trained, cut)| {
            format!(
                "At rank {rank} the trained adapter recalls {}. The full update, cut to it, recalls {}.",
                written(trained),
                written(cut)
            )
        },
    )
}
