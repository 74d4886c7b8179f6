//! The Recall view: what its link asks to be learned, how far it is, and what is said of it.

pub mod calculator;
pub mod map;
pub mod needs;
pub mod pins;
pub mod plan;
pub mod run;
pub mod script;
pub mod table;
pub mod words;

use std::rc::Rc;

use rankscope_chart::Plot;
use rankscope_chart::recall::{self, RecallView};
use rankscope_params::Task;
use rankscope_sim::recall::RecallResults;
use rankscope_sim::training::Family;

/// The figures of what is learned.
#[derive(Clone, Debug, PartialEq)]
pub struct RecallFigures {
    /// What LoRA is compared with in what has been learned.
    pub rival: Family,
    pub boards: Rc<Plot>,
    /// Of keys that nobody learned from; none where there are none.
    pub held_out: Option<Rc<Plot>>,
    /// Recall against step, of LoRA and of its rival.
    pub steps: [Rc<Plot>; 2],
    pub by_rank: Rc<Plot>,
    pub spectrum: Rc<Plot>,
    pub cut: Rc<Plot>,
}

/// The figures of results, at a step the reader has gone back to.
pub fn figures(results: &RecallResults, step: Option<usize>) -> RecallFigures {
    let rival = rival(results);
    let view = RecallView { rival, step };
    let style = results
        .config()
        .is_some_and(|config| config.task == Task::Style);
    RecallFigures {
        rival,
        boards: recall::boards(results, &view, false).into(),
        held_out: style.then(|| recall::boards(results, &view, true).into()),
        steps: [Family::Lora, rival].map(|family| recall::steps(results, family, &view).into()),
        by_rank: recall::by_rank(results, &view).into(),
        spectrum: recall::spectrum(results).into(),
        cut: recall::cut(results).into(),
    }
}

/// What LoRA is compared with: the last of the families.
pub fn rival(results: &RecallResults) -> Family {
    results.families().last().unwrap_or(Family::RsLora)
}

#[cfg(test)]
pub(crate) mod tests;
