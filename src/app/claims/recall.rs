//! “Facts need rank”, judged by a run of the recall experiment at the present settings: facts, LoRA, the
//! ranks of the link.
//!
//! It holds where a larger rank recalls 90 % of the facts and the smallest does not, and fails where the
//! smallest does already. Where no rank recalls them, something else than rank may be the limit, so it is
//! open.

use super::{Basis, Check, Claim, Measure, Verdict};
use crate::recall::{plan, words as recall};
use rankscope_chart::recall::written;
use rankscope_params::query::Link;
use rankscope_params::{Choices, Start, Task, View};
use rankscope_sim::recall::{RecallPlan, RecallResults};
use rankscope_sim::training::Family;

/// Its name in element ids.
pub const ID: &str = "facts-need-rank";

const NOT_MEASURED: &str = "The run is not measured, or cannot be at these settings.";
const LABEL: &str = "Recall by rank";
/// Stays true whatever is measured.
const ROOM: &str = "It is room that facts need, and room is counted in parameters. An adapter of rank 1 on every layer of a \
     language model has more of them than any in this run, so few facts fit a small rank there.";
const BASIS: &[Basis] = &[
    Basis::Measured,
    Basis::Source(
        "Allen-Zhu and Li 2024: language models store 2 bits of knowledge per parameter (abstract)",
        recall::SOURCES[0].address,
    ),
];

/// The state of Recall that it is judged by.
fn shown(link: &Link) -> Link {
    let mut link = link.in_view(View::Recall);
    link.choices = Choices {
        task: Task::Facts,
        run: Start::AtOnce,
        ..link.choices
    };
    link
}

/// What is learned for it: by LoRA alone, in one worker.
pub fn plans(link: &Link) -> Vec<RecallPlan> {
    let plan = RecallPlan {
        config: plan::config(&shown(link)),
        families: vec![Family::Lora],
        full: false,
    };
    vec![plan]
}

/// What becomes of it. `results` are those of [`plans`], as far as they are.
pub fn facts_need_rank(link: &Link, results: Option<&RecallResults>) -> Claim {
    let plans = plans(link);
    let config = plans.first().map(|plan| &plan.config);
    let ended = results.filter(|results| results.finished() && results.config() == config);
    let shares: Vec<(usize, f64)> = ended
        .iter()
        .flat_map(|results| results.of(Family::Lora))
        .filter_map(|(rank, run)| Some((rank, 100.0 * run.final_board()?.recall())))
        .collect();
    let facts = config.map_or(0, |config| config.facts);
    let enough = ended.and_then(|results| results.smallest(Family::Lora));
    let smallest = config.and_then(|config| config.ranks.first().copied());
    let below = shares.iter().rev().find(|(rank, _)| Some(*rank) < enough);
    let (verdict, why) = match (enough, below) {
        (Some(rank), Some((below, share))) => (
            Verdict::Holds,
            format!(
                "Rank {below} remembers {} of {facts} facts, rank {rank} at least 90\u{202f}%.",
                written(*share)
            ),
        ),
        (Some(rank), None) if enough == smallest => (
            Verdict::Fails,
            format!("Rank {rank}, the smallest of this run, remembers {facts} facts already."),
        ),
        (None, _) if !shares.is_empty() => (
            Verdict::Open,
            format!(
                "No rank of this run remembers 90\u{202f}% of {facts} facts: more than rank may be missing."
            ),
        ),
        _ => (Verdict::Open, NOT_MEASURED.to_owned()),
    };
    let all: Vec<String> = shares
        .iter()
        .map(|(rank, share)| format!("{rank}: {}", written(*share)))
        .collect();
    let mut more = vec![ROOM.to_owned()];
    if !all.is_empty() {
        more.insert(
            0,
            format!("Recalled of {facts} facts, by rank: {}.", all.join(", ")),
        );
    }
    Claim {
        id: ID,
        verdict,
        why,
        number: enough.map(|rank| Measure {
            number: rank.to_string(),
            of: format!("is the smallest rank of this run that remembers {facts} facts"),
        }),
        more,
        basis: BASIS,
        checks: vec![Check {
            label: LABEL,
            link: shown(link),
            figure: "figure-recall-by-rank",
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recall::tests::learned;
    use rankscope_params::query;

    fn judged(text: &str) -> Claim {
        let (link, _) = query::read(text);
        facts_need_rank(&link, Some(&learned(plans(&link))))
    }

    #[test]
    fn a_rank_that_is_needed_supports_it_and_the_number_says_which() {
        let claim = judged("width=32&facts=144&recall_ranks=2,4,8&recall_steps=300");
        assert_eq!(claim.verdict, Verdict::Holds);
        assert_eq!(claim.number.unwrap().number, "8");
        assert!(claim.why.starts_with("Rank 4 remembers "), "{}", claim.why);
    }

    #[test]
    fn a_smallest_rank_that_is_enough_contradicts_it() {
        let claim = judged("width=32&facts=16&recall_ranks=8,16&recall_steps=300");
        assert_eq!(claim.verdict, Verdict::Fails);
        assert_eq!(claim.number.unwrap().number, "8");
    }

    #[test]
    fn without_a_run_or_a_rank_that_suffices_it_is_open() {
        let (link, _) = query::read("");
        let none = facts_need_rank(&link, None);
        assert_eq!((none.verdict, none.number), (Verdict::Open, None));
        assert_eq!(none.why, NOT_MEASURED);
        let short = judged("width=16&facts=64&recall_ranks=1,2&recall_steps=20");
        assert_eq!((short.verdict, short.number), (Verdict::Open, None));
        // What was run at other settings is no evidence.
        let other = learned(plans(&query::read("width=16&facts=20&recall_steps=20").0));
        assert_eq!(facts_need_rank(&link, Some(&other)).verdict, Verdict::Open);
    }

    #[test]
    fn a_run_in_which_every_rank_diverges_is_not_measured() {
        let claim = judged(
            "view=recall&optimizer=sgd&recall_lr=1000&width=16&facts=40&recall_ranks=1&recall_steps=60",
        );
        assert_eq!(
            (claim.verdict, claim.why.as_str()),
            (Verdict::Open, NOT_MEASURED)
        );
    }
}
