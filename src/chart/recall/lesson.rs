//! The boards of a few adapters that an exercise asks about, side by side: each with its own number of keys
//! and its own rank. Style has a board of the keys learned and one of keys never seen.

use super::super::{Axis, Curve, Named, Plot, Stroke, Tone};
use super::boards::{Place, without};
use super::{called, percent, shown_board, shown_exam, written};
use rankscope_params::Task;
use rankscope_sim::recall::{Board, Learned, Learner, RecallConfig, RecallTrajectory};

/// The figure of exercises.
pub const NAMED: Named = Named {
    name: "exercise-recall",
    title: "What each adapter remembers",
};

/// The place of the boards on the vertical axis. The curve, which holds recall in percent for who reads
/// the figure, lies below it.
const ROW: f64 = 200.0;

/// One board.
struct Shown<'l> {
    label: String,
    task: Task,
    run: &'l RecallTrajectory,
    board: Option<Board<'l>>,
}

/// The boards of what is known so far of each plan.
pub fn plot<'l>(learned: impl IntoIterator<Item = &'l Learned>) -> Plot {
    let shown: Vec<Shown<'l>> = learned.into_iter().flat_map(boards).collect();
    let place = |(number, shown): (usize, &Shown<'_>)| (number as f64, shown.label.clone());
    let x = Axis::listed("", (1..).zip(&shown).map(place).collect());
    let y = Axis::listed("", vec![(ROW, String::new())]);
    let (mut cells, mut points, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (column, shown) in shown.iter().enumerate() {
        let number = (column + 1) as f64;
        let place = Place {
            x: &x,
            y: &y,
            column,
            row: 0,
            at: (number, ROW),
            tone: shown.task.into(),
        };
        let board = shown.board;
        let board = board.map(|board| (board.cells().collect(), percent(board)));
        place.board(board.as_ref(), without(shown.run), &mut cells);
        if let Some((_, share)) = board {
            points.push((number, share));
            said.push(format!("{}: {}", shown.label, written(share)));
        }
    }
    let tone = shown
        .first()
        .map_or(Tone::Neutral, |shown| shown.task.into());
    let curve = Curve {
        name: "recall".into(),
        label: "recalled".to_owned(),
        named: false,
        tone,
        strength: 1.0,
        stroke: Stroke::Solid,
        dots: true,
        points,
    };
    Plot {
        cells,
        summary: if said.is_empty() {
            "Nothing is learned yet.".to_owned()
        } else {
            format!("Recalled of {}.", said.join("; of "))
        },
        ..Plot::new(x, y, vec![curve])
    }
}

/// Of every run of a plan; for style two.
fn boards(learned: &Learned) -> Vec<Shown<'_>> {
    let RecallConfig { task, facts, .. } = learned.plan.config;
    let mut shown = Vec::new();
    for run in &learned.runs {
        let Learner::Adapter { rank, .. } = run.learner else {
            continue;
        };
        let mut board = |what: String, board| {
            shown.push(Shown {
                label: format!("{what}, rank {rank}"),
                task,
                run,
                board,
            });
        };
        board(format!("{facts} {}", called(task)), shown_board(run, None));
        if task == Task::Style {
            board("keys never seen".to_owned(), shown_exam(run, None));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_sim::recall::{ChunkedRecall, RecallPlan, learn};
    use rankscope_sim::training::Family;

    fn learned(task: Task, facts: usize, rank: usize) -> Learned {
        let config = RecallConfig {
            facts,
            width: 16,
            steps: 20,
            ranks: vec![rank],
            ..RecallConfig::new(task)
        };
        let families = vec![Family::Lora];
        let plan = RecallPlan {
            config,
            families,
            full: false,
        };
        let mut recall = ChunkedRecall::new(plan).unwrap();
        let mut session = None;
        while let Some(chunk) = recall.next() {
            let growth = learn(&mut session, &chunk, &mut || (), &mut || true).unwrap();
            recall.take(&chunk, growth);
        }
        (**recall.learned()).clone()
    }

    #[test]
    fn each_adapter_has_its_own_board_with_its_own_keys() {
        let both = [learned(Task::Facts, 20, 2), learned(Task::Facts, 40, 4)];
        let plot = plot(&both);
        let labels: Vec<String> = plot.x.ticks(9).into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["20 facts, rank 2", "40 facts, rank 4"]);
        for (number, learned) in both.iter().enumerate() {
            let board = learned.runs[0].final_board().unwrap();
            let share = plot.read(number + 1)[0].value.unwrap();
            assert!((share - 100.0 * board.recall()).abs() < 1e-12);
            // Under the lit cells lie the empty board and what is written beneath it.
            let own = |cell: &&super::super::super::Cell| cell.at.0 == (number + 1) as f64;
            assert_eq!(plot.cells.iter().filter(own).count(), board.right() + 2);
        }
        assert!(
            plot.summary.starts_with("Recalled of 20 facts, rank 2: "),
            "{}",
            plot.summary
        );
    }

    #[test]
    fn style_has_a_board_of_keys_never_seen() {
        let style = learned(Task::Style, 30, 4);
        let plot = plot([&style]);
        let exam = style.runs[0].final_exam().unwrap();
        assert_eq!(plot.read(2)[0].value, Some(percent(exam)));
    }

    #[test]
    fn before_anything_is_learned_it_says_so() {
        assert_eq!(plot([]).summary, "Nothing is learned yet.");
    }
}
