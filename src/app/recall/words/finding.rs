//! What a run found, how it stands, and what the runs before it needed.

use super::super::needs::Needs;
use super::super::rival;
use rankscope_chart::recall::{divergence, written};
use rankscope_chart::training::family_name;
use rankscope_params::Task;
use rankscope_params::number::significant;
use rankscope_sim::recall::{RecallConfig, RecallResults, RecallTrajectory};
use rankscope_sim::training::Family;

/// What the run found, or how it stands: "256 facts need rank 8, the smallest here that is enough. Rank 4 remembers
/// 112 of them."
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
        None => {
            return format!(
                "Learning {} {}, up to step {}.",
                of.facts,
                called(of.task),
                of.steps
            );
        }
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
    let unseen = |rank: usize| {
        let board = results.run(Family::Lora, rank)?.final_exam()?;
        Some(written(100.0 * board.recall()))
    };
    let count = |rank: usize| {
        let board = results.run(Family::Lora, rank)?.final_board()?;
        Some(format!("Rank {rank} remembers {} of them.", board.right()))
    };
    let what = called(config.task);
    let last = config.ranks.last().copied().unwrap_or_default();
    let Some(rank) = results.smallest(Family::Lora) else {
        let run = results.run(Family::Lora, last);
        let best = match (count(last), run.and_then(divergence)) {
            (Some(count), _) => format!(" {count}"),
            (None, Some(diverged)) => format!(" Rank {last} {diverged}."),
            (None, None) => String::new(),
        };
        return format!("No rank here is enough for {facts} {what} in {steps} steps.{best}");
    };
    let need = format!("{facts} {what} need rank {rank}, the smallest here that is enough");
    let mut below = config.ranks.iter().rev();
    let below = below.find(|other| **other < rank);
    match config.task {
        Task::Facts => match below.and_then(|below| count(*below)) {
            Some(count) => format!("{need}. {count}"),
            None => format!("{need}."),
        },
        Task::Style => match unseen(rank).zip(unseen(last)) {
            Some((least, most)) if last > rank => format!(
                "{need}. Of keys never seen, rank {rank} answers {least}. Rank {last} answers {most}."
            ),
            _ => format!("{need}."),
        },
    }
}

/// "128 facts need rank 4. 256 facts need rank 8. Twice the facts, twice the rank." The conclusion is drawn only
/// where every doubling agrees with it; facts that no rank holds are said after it.
pub fn needs(needs: &Needs) -> String {
    if needs.found().len() < 2 {
        return "And twice as many facts?".to_owned();
    }
    let held = needs.found().iter().filter_map(|need| {
        let rank = need.rank?;
        Some(format!("{} facts need rank {rank}.", need.facts))
    });
    let mut said: Vec<String> = held.collect();
    let times = needs.times().map(|times| {
        let times = match times {
            2.0 => "twice the rank".to_owned(),
            1.0 => "the same rank".to_owned(),
            times => format!("{} times the rank", significant(times, 2)),
        };
        format!("Twice the facts, {times}.")
    });
    let too_many = needs.found().iter().filter(|need| need.rank.is_none());
    let too_many: Vec<String> = too_many.map(|need| need.facts.to_string()).collect();
    said.extend(times);
    if !too_many.is_empty() {
        let count = too_many.join(" and ");
        said.push(format!("{count} facts are too many for every rank here."));
    }
    said.join(" ")
}

/// What the keys are called.
const fn called(task: Task) -> &'static str {
    match task {
        Task::Facts => "facts",
        Task::Style => "examples",
    }
}

/// "98.4 %", "still running" or "diverged at step 37".
fn standing(run: &RecallTrajectory, step: Option<usize>) -> String {
    let board = run
        .board_at(step)
        .map(|board| written(100.0 * board.recall()));
    let otherwise = || divergence(run).unwrap_or_else(|| "still running".to_owned());
    board.unwrap_or_else(otherwise)
}
