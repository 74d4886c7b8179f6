//! Recall against rank, of LoRA and its rival; for style also of held-out keys.

use std::borrow::Cow;

use super::super::{Axis, Curve, Plot, Rule, Tone};
use super::{
    RecallView, divergences, percent, rank_curve, ranks, shown_board, shown_exam, written,
};
use crate::training::family_name;
use rankscope_params::Task;
use rankscope_sim::recall::capacity::RECALLED;
use rankscope_sim::recall::{RecallConfig, RecallResults};
use rankscope_sim::training::Family;

/// From where on a rank counts as remembering them: see [`RECALLED`].
const ENOUGH: Rule = Rule {
    value: 100.0 * RECALLED,
    label: Cow::Borrowed("enough: 90\u{202f}%"),
};

/// The figure of what is known so far.
pub fn plot(results: &RecallResults, view: &RecallView) -> Plot {
    let ranks = ranks(results);
    let seen = |family| {
        rank_curve(results, family, |run| {
            shown_board(run, view.step).map(percent)
        })
    };
    let held_out = |family| {
        let curve = rank_curve(results, family, |run| {
            shown_exam(run, view.step).map(percent)
        });
        Curve {
            name: format!("held_out_{}", curve.name).into(),
            label: format!("{}, never seen", curve.label),
            tone: Tone::Neutral,
            ..curve
        }
    };
    let [lora, rival] = view.families();
    let style = results
        .config()
        .is_some_and(|config| config.task == Task::Style);
    let mut curves = Vec::new();
    if style {
        curves.extend([held_out(rival), held_out(lora)]);
    }
    curves.extend([seen(rival), seen(lora)]);
    let (first, last) = (
        ranks.first().copied().unwrap_or(1),
        ranks.last().copied().unwrap_or(1),
    );
    Plot {
        rules: vec![ENOUGH],
        summary: summary(results, view),
        ..Plot::new(
            Axis::doublings("rank r, log scale", first, last, 0.5),
            Axis::linear("recalled, %", 100.0),
            curves,
        )
    }
}

fn summary(results: &RecallResults, view: &RecallView) -> String {
    let Some(config) = results.config() else {
        return String::new();
    };
    if let Some(step) = view.step {
        return at_step(results, view, step);
    }
    if !results.finished() {
        return "Running.".to_owned();
    }
    let diverged = divergences(results, &view.families());
    match config.task {
        Task::Facts => format!("{}{diverged}", of_facts(results)),
        Task::Style => format!("{}{diverged}", of_style(results, config)),
    }
}

/// "With LoRA rank 8 is enough. With rsLoRA rank 8 is enough."
fn of_facts(results: &RecallResults) -> String {
    let said = |family: Family| {
        let name = family_name(family);
        match results.smallest(family) {
            Some(rank) => format!("With {name} rank {rank} is enough."),
            None => format!("With {name} none of these ranks is enough."),
        }
    };
    let families: Vec<String> = results.families().map(said).collect();
    families.join(" ")
}

/// "The rule has rank 4. On keys never seen, LoRA is best at rank 4: 57.0 %. Rank 64 has 39.1 %."
fn of_style(results: &RecallResults, config: &RecallConfig) -> String {
    let unseen: Vec<(usize, f64)> = results
        .of(Family::Lora)
        .filter_map(|(rank, run)| Some((rank, percent(run.final_exam()?))))
        .collect();
    let best = unseen
        .iter()
        .copied()
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    let rule = format!("The rule has rank {}.", config.rule_rank);
    let Some(((rank, share), (last, at_last))) = best.zip(unseen.last().copied()) else {
        return rule;
    };
    let best = format!(
        "On keys never seen, LoRA is best at rank {rank}: {}",
        written(share)
    );
    if last == rank {
        return format!("{rule} {best}.");
    }
    format!("{rule} {best}. Rank {last} has {}.", written(at_last))
}

/// "After step 120, rank 64: LoRA 99.8 %, rsLoRA 72.1 %."
fn at_step(results: &RecallResults, view: &RecallView, step: usize) -> String {
    let Some(&rank) = ranks(results).last() else {
        return String::new();
    };
    let said = |family: Family| {
        let board = results.run(family, rank).and_then(|run| run.board(step));
        let standing = board.map_or_else(|| "–".to_owned(), |board| written(percent(board)));
        format!("{} {standing}", family_name(family))
    };
    let [lora, rival] = view.families().map(said);
    format!("After step {step}, rank {rank}: {lora}, {rival}.")
}
