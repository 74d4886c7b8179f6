//! Final error against rank, over the floor that no adapter of that rank can go below.

use super::super::{Axis, Curve, Plot, Stroke, Tone};
use super::{NO_UPDATE, divergences, error_axis, family_column, family_name, scaling, written};
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Trained};

/// How a family's final errors go with the rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    /// From some rank on they grow: the U.
    WorseFrom {
        /// Rank and error at the bottom.
        best: (usize, f64),
        /// The same at the largest rank.
        last: (usize, f64),
    },
    /// The largest rank is the best.
    BestAtLast {
        /// Rank and error there.
        last: (usize, f64),
    },
    /// No rank has finished.
    None,
}

/// How a family's final errors, as far as they are known, go with the rank.
pub fn pattern(trained: &Trained, family: Family) -> Pattern {
    let known = points(trained, family);
    let best = known.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    match best.zip(known.last().copied()) {
        Some((best, last)) if best.1 < last.1 => Pattern::WorseFrom { best, last },
        Some((_, last)) => Pattern::BestAtLast { last },
        None => Pattern::None,
    }
}

fn points(trained: &Trained, family: Family) -> Vec<(usize, f64)> {
    let point =
        |run: &rankscope_sim::training::Trajectory| Some((run.config.rank(), run.final_error()?));
    trained.of(family).filter_map(point).collect()
}

/// The figure of what is known so far; `spectrum` is the fitted update's.
pub fn plot(trained: &Trained, rival: Family, spectrum: Option<&Spectrum>) -> Plot {
    let config = &trained.plan.config;
    let tone = Tone::from(config.which);
    let (first, last) = (
        config.ranks.first().copied().unwrap_or(1),
        config.ranks.last().copied().unwrap_or(1),
    );
    let floor =
        |rank: usize| spectrum.and_then(|spectrum| Some((rank as f64, spectrum.floor(rank)?)));
    let floor = Curve {
        name: "floor".into(),
        label: "floor".to_owned(),
        tone,
        strength: 1.0,
        stroke: Stroke::Dotted,
        named: true,
        dots: false,
        points: (first..=last).filter_map(floor).collect(),
    };
    let trained_curve = |family: Family| Curve {
        name: family_column(family).into(),
        label: family_name(family).to_owned(),
        tone,
        strength: 1.0,
        stroke: scaling(family).into(),
        named: true,
        dots: true,
        points: points(trained, family)
            .into_iter()
            .map(|(rank, error)| (rank as f64, error))
            .collect(),
    };
    let curves = vec![floor, trained_curve(rival), trained_curve(Family::Lora)];
    // At the last rank the floor may plunge to rounding, which no axis needs to hold.
    let before = config.ranks.iter().rev().skip(1);
    let floors = before.filter_map(|&rank| spectrum.and_then(|spectrum| spectrum.floor(rank)));
    let measured = curves.iter().skip(1).flat_map(|curve| &curve.points);
    let values: Vec<f64> = measured.map(|point| point.1).chain(floors).collect();
    Plot {
        rules: vec![NO_UPDATE],
        summary: summary(trained, rival),
        ..Plot::new(
            Axis::doublings("rank r, log scale", first, last, 0.5),
            error_axis(values.into_iter()),
            curves,
        )
    }
}

/// "LoRA is best at rank 16 (0.808); at rank 64 it is worse again (0.974). rsLoRA …"
fn summary(trained: &Trained, rival: Family) -> String {
    let said = |family: Family| {
        let name = family_name(family);
        match pattern(trained, family) {
            Pattern::WorseFrom { best, last } => format!(
                "{name} is best at rank {} ({}); more rank makes it worse, at rank {} it is {}.",
                best.0,
                written(best.1),
                last.0,
                written(last.1),
            ),
            Pattern::BestAtLast { last } => {
                format!(
                    "{name} is best at the largest rank, {}: {}.",
                    last.0,
                    written(last.1)
                )
            }
            Pattern::None => format!("No run with {name} has finished."),
        }
    };
    if !trained.finished() {
        return "Each point appears when its run has made its last step.".to_owned();
    }
    format!(
        "{} {}{}",
        said(Family::Lora),
        said(rival),
        divergences(
            trained
                .runs
                .iter()
                .filter(|run| [Family::Lora, rival].contains(&run.family))
        ),
    )
}
