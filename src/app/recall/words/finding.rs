//! What a run found, how it stands, and what the runs before it needed.

use super::super::needs::{Need, Needs};
use super::super::rival;
use rankscope_chart::recall::{divergence, written};
use rankscope_chart::training::family_name;
use rankscope_params::Task;
use rankscope_params::number::significant;
use rankscope_sim::recall::{RecallConfig, RecallResults, RecallTrajectory};
use rankscope_sim::training::Family;

/// What the run found, or how it stands: "256 facts need rank 8. Rank 4 remembers 43.8 % of them."
pub fn caption(
    results: Option<&RecallResults>,
    config: &RecallConfig,
    step: Option<usize>,
) -> String {
    let Some(results) = results else {
        return format!("{} steps. Press Run to start.", config.steps);
    };
    let Some(of) = results.config() else {
        return String::new();
    };
    let Some(&rank) = of.ranks.last() else {
        return String::new();
    };
    let after = match step {
        Some(step) => format!("After step {step}"),
        None if results.finished() => return finding(results, of),
        None => "Running".to_owned(),
    };
    let said = |family: Family| {
        let run = results.run(family, rank);
        let standing = run.map_or_else(String::new, |run| standing(run, step));
        format!("{} {standing}", family_name(family))
    };
    let (lora, rival) = (said(Family::Lora), said(rival(results)));
    format!("{after}, rank {rank}: {lora}, {rival}.")
}

fn finding(results: &RecallResults, config: &RecallConfig) -> String {
    let RecallConfig { facts, steps, .. } = *config;
    let share = |rank: usize, held_out: bool| {
        let run = results.run(Family::Lora, rank)?;
        let board = if held_out {
            run.final_exam()
        } else {
            run.final_board()
        };
        Some(written(100.0 * board?.recall()))
    };
    let what = match config.task {
        Task::Facts => "facts",
        Task::Style => "examples",
    };
    let last = config.ranks.last().copied().unwrap_or_default();
    let Some(rank) = results.smallest(Family::Lora) else {
        let run = results.run(Family::Lora, last);
        let best = match (share(last, false), run.and_then(divergence)) {
            (Some(share), _) => format!(" Rank {last} remembers {share} of them."),
            (None, Some(diverged)) => format!(" Rank {last} {diverged}."),
            (None, None) => String::new(),
        };
        return format!(
            "No rank here remembers 90\u{202f}% of {facts} {what} in {steps} steps.{best}"
        );
    };
    let need = format!("{facts} {what} need rank {rank}");
    let mut below = config.ranks.iter().rev();
    let below = below.find(|other| **other < rank);
    match config.task {
        Task::Facts => match below.and_then(|below| Some((below, share(*below, false)?))) {
            Some((below, share)) => format!("{need}. Rank {below} remembers {share} of them."),
            None => format!("{need}, the smallest here."),
        },
        Task::Style => match share(rank, true).zip(share(last, true)) {
            Some((least, most)) if last > rank => format!(
                "{need}. Of keys never seen, rank {rank} answers {least} and rank {last} answers {most}."
            ),
            _ => format!("{need}."),
        },
    }
}

/// "128 facts need rank 4, 256 facts need rank 8: twice the facts, twice the rank."
pub fn needs(needs: &Needs) -> String {
    if needs.found().len() < 2 {
        return "And twice as many facts?".to_owned();
    }
    let largest = needs.largest_rank();
    let said = |need: &Need| match need.rank {
        Some(rank) => format!("{} facts need rank {rank}", need.facts),
        None => format!("{} facts need more than rank {largest}", need.facts),
    };
    let all: Vec<String> = needs.found().iter().map(said).collect();
    let all = all.join(", ");
    let Some((from, to)) = needs
        .doubled()
        .and_then(|(from, to)| from.rank.zip(to.rank))
    else {
        return format!("{all}.");
    };
    let times = match to as f64 / from as f64 {
        2.0 => "twice the rank".to_owned(),
        1.0 => "the same rank".to_owned(),
        times => format!("{} times the rank", significant(times, 2)),
    };
    format!("{all}: twice the facts, {times}.")
}

/// "98.4 %", "still running" or "diverged at step 37".
fn standing(run: &RecallTrajectory, step: Option<usize>) -> String {
    let board = run
        .board_at(step)
        .map(|board| written(100.0 * board.recall()));
    let otherwise = || divergence(run).unwrap_or_else(|| "still running".to_owned());
    board.unwrap_or_else(otherwise)
}
