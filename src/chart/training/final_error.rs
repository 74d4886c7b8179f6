//! Final error against rank, over the floor that no adapter of that rank can go below.

use super::super::{Axis, Curve, Plot, Stroke, Tone};
use super::{
    NO_ADAPTER, TrainingView, alike, divergences, error_at, error_axis, family_column, family_name,
    in_two_digits, scaling, written,
};
use rankscope_params::TrainAxis;
use rankscope_params::number::Format;
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Trained, TrainingConfig, Trajectory};

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
    /// The largest rank and a smaller one are the best, equal in two digits.
    Level {
        /// The smallest such rank.
        rank: usize,
        /// Rank and error at the largest.
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
    pattern_of(&points(trained, family, None))
}

/// The same of ranks, ascending, and their errors.
pub(super) fn pattern_of(known: &[(usize, f64)]) -> Pattern {
    let best = known.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    let Some((best, last)) = best.zip(known.last().copied()) else {
        return Pattern::None;
    };
    if !alike(best.1, last.1) {
        return Pattern::WorseFrom { best, last };
    }
    match known.iter().find(|&&(_, error)| alike(error, last.1)) {
        Some(&(rank, _)) if rank != last.0 => Pattern::Level { rank, last },
        _ => Pattern::BestAtLast { last },
    }
}

fn points(trained: &Trained, family: Family, step: Option<usize>) -> Vec<(usize, f64)> {
    let point = |run: &Trajectory| Some((run.config.rank(), error_at(run, step)?));
    trained.of(family).filter_map(point).collect()
}

/// The figure of what is known so far; `spectrum` is the fitted update's.
pub fn plot(trained: &Trained, view: &TrainingView, spectrum: Option<&Spectrum>) -> Plot {
    let errors = |family| (family, points(trained, family, view.step));
    Plot {
        summary: summary(trained, view),
        ..by_rank(
            &trained.plan.config,
            [errors(view.rival), errors(Family::Lora)],
            view.axis,
            spectrum,
        )
    }
}

/// Errors by rank of two families, over the floor: without a summary.
pub(super) fn by_rank(
    config: &TrainingConfig,
    errors: [(Family, Vec<(usize, f64)>); 2],
    axis: TrainAxis,
    spectrum: Option<&Spectrum>,
) -> Plot {
    let tone = Tone::from(config.which);
    let (first, last) = (
        config.ranks.first().copied().unwrap_or(1),
        config.ranks.last().copied().unwrap_or(1),
    );
    let floor =
        |rank: usize| spectrum.and_then(|spectrum| Some((rank as f64, spectrum.floor(rank)?)));
    let floor = Curve {
        name: "floor".into(),
        label: "lowest possible".to_owned(),
        tone,
        strength: 1.0,
        stroke: Stroke::Dotted,
        named: true,
        dots: false,
        // At the same ranks as what was trained: between two of them it would bend away from the
        // straight line that joins these, and errors seem to go below it.
        points: config.ranks.iter().copied().filter_map(floor).collect(),
    };
    let trained = errors.map(|(family, points)| Curve {
        name: family_column(family).into(),
        label: family_name(family).to_owned(),
        tone,
        strength: 1.0,
        stroke: scaling(family).into(),
        named: true,
        dots: true,
        points: points
            .into_iter()
            .map(|(rank, error)| (rank as f64, error))
            .collect(),
    });
    let curves: Vec<Curve> = std::iter::once(floor).chain(trained).collect();
    // At the last rank the floor may plunge to rounding, which no axis needs to hold.
    let before = config.ranks.iter().rev().skip(1);
    let floors = before.filter_map(|&rank| spectrum.and_then(|spectrum| spectrum.floor(rank)));
    let measured = curves.iter().skip(1).flat_map(|curve| &curve.points);
    let values: Vec<f64> = measured.map(|point| point.1).chain(floors).collect();
    Plot {
        rules: vec![NO_ADAPTER],
        ..Plot::new(
            Axis::doublings("rank r, log scale", first, last, 0.5),
            error_axis(axis, values.into_iter()),
            curves,
        )
    }
}

/// "At learning rate 0.002: LoRA is best at rank 16 (0.808), worse at rank 64 (0.974). …"
fn summary(trained: &Trained, view: &TrainingView) -> String {
    let TrainingView { rival, step, .. } = *view;
    if let Some(step) = step {
        return at_step(trained, rival, step);
    }
    if !trained.finished() {
        return "A point appears when its run has finished.".to_owned();
    }
    let config = &trained.plan.config;
    if trained.runs.is_empty() {
        return "Not trained yet.".to_owned();
    }
    let said = |family: Family| {
        let name = family_name(family);
        match pattern(trained, family) {
            Pattern::WorseFrom { best, last } => format!(
                "{name} is best at rank {} ({}), worse at rank {} ({}).",
                best.0,
                written(best.1),
                last.0,
                written(last.1),
            ),
            Pattern::Level { rank, last } => format!(
                "{name} is as good at rank {rank} as at rank {} ({}).",
                last.0,
                in_two_digits(last.1)
            ),
            Pattern::BestAtLast { last } => {
                format!(
                    "{name} is best at the largest rank ({}: {}).",
                    last.0,
                    written(last.1)
                )
            }
            Pattern::None => format!("No run with {name} has finished."),
        }
    };
    format!(
        "At learning rate {}: {} {}{}",
        Format::Exact.write(config.learning_rate),
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

/// "After step 120, rank 64: LoRA 0.998, rsLoRA 0.721."
fn at_step(trained: &Trained, rival: Family, step: usize) -> String {
    let Some(&rank) = trained.plan.config.ranks.last() else {
        return String::new();
    };
    let at = |family: Family| {
        let run = trained.run(family, rank);
        let standing = run.map_or_else(String::new, |run| super::standing(run, Some(step)));
        format!("{} {standing}", family_name(family))
    };
    format!(
        "After step {step}, rank {rank}: {}, {}.",
        at(Family::Lora),
        at(rival)
    )
}
