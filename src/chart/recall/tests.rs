use rankscope_params::{Optimizer, Task};
use rankscope_sim::recall::capacity::{CapacityCell, capacity as held, plateau};
use rankscope_sim::recall::{ChunkedRecall, RecallConfig, RecallPlan, RecallTrajectory, learn};

use super::*;
use crate::{Export, Plot, Size, Theme};

const VIEW: RecallView = RecallView {
    rival: Family::RsLora,
    step: None,
};

/// LoRA and rsLoRA on a small task, for so many turns.
fn results(task: Task, turns: usize, learning_rate: f64) -> RecallResults {
    let plan = RecallPlan {
        config: RecallConfig {
            facts: 32,
            width: 16,
            steps: 150,
            ranks: vec![1, 3, 16],
            optimizer: if learning_rate > 1.0 {
                Optimizer::Sgd
            } else {
                Optimizer::Adam
            },
            learning_rate,
            rule_rank: 2,
            ..RecallConfig::new(task)
        },
        families: vec![Family::Lora, Family::RsLora],
        full: true,
    };
    let mut recall = ChunkedRecall::new(plan).expect("a plan");
    let (mut session, mut left) = (None, turns);
    while let Some(chunk) = recall.next().filter(|_| left > 0) {
        let growth = learn(&mut session, &chunk, &mut || (), &mut || {
            left -= 1;
            left > 0
        });
        recall.take(&chunk, growth.expect("a growth"));
    }
    RecallResults::new(vec![recall.learned().clone()])
}

fn drawn(plot: &Plot) -> String {
    let size = Size {
        width: 700.0,
        height: 300.0,
        text: 1.0,
    };
    Export::new(plot, "Recall", "", size).svg(&Theme::LIGHT)
}

#[test]
fn a_board_has_a_lit_cell_for_each_key_that_is_remembered() {
    let results = results(Task::Facts, usize::MAX, 0.02);
    let plot = boards(&results, &VIEW, false);
    for family in [Family::Lora, Family::RsLora] {
        for (number, (rank, run)) in results.of(family).enumerate() {
            let right = run.final_board().expect("a board").right();
            let row = if family == Family::Lora { 300.0 } else { 200.0 };
            let lit = plot
                .cells
                .iter()
                .filter(|cell| cell.at == (rank as f64, row) && cell.tone == Tone::Facts);
            assert_eq!(lit.count(), right, "{family:?}, rank {rank}");
            let label = format!("{right} of 32");
            assert!(plot.cells.iter().any(|cell| cell.label == label));
            assert_eq!(plot.stops().get(number), Some(&rank));
        }
    }
    assert!(
        plot.summary.starts_with("With LoRA, rank "),
        "{}",
        plot.summary
    );
    // What holds the numbers for a reader lies below the frame: no curve, dot or arrow is drawn.
    let alone = Plot {
        curves: vec![],
        ..plot.clone()
    };
    let shapes = |plot| drawn(plot).matches("<polygon").count();
    assert_eq!(shapes(&plot), shapes(&alone));
    assert_eq!(plot.read(16).len(), 2);
    assert!(plot.read(16).iter().all(|row| row.value.is_some()));
}

#[test]
fn a_board_of_an_earlier_step_is_that_steps() {
    let results = results(Task::Facts, usize::MAX, 0.02);
    let at = |step| {
        let view = RecallView {
            step: Some(step),
            ..VIEW
        };
        boards(&results, &view, false)
    };
    let lit = |plot: &Plot| {
        let cells = plot.cells.iter();
        cells.filter(|cell| cell.tone == Tone::Facts).count()
    };
    // Before the first step every answer is 0.
    assert!(lit(&at(0)) < lit(&at(150)));
    let curves = steps(
        &results,
        Family::Lora,
        &RecallView {
            step: Some(7),
            ..VIEW
        },
    );
    assert_eq!(curves.inspected, [7]);
    assert!(
        curves.summary.starts_with("After step 7, rank 16: "),
        "{}",
        curves.summary
    );
}

#[test]
fn what_runs_is_shown_as_far_as_it_is() {
    let results = results(Task::Facts, 10, 0.02);
    let plot = boards(&results, &VIEW, false);
    assert_eq!(plot.read(1).len(), 2);
    assert_eq!(by_rank(&results, &VIEW).summary, "Running.");
    assert_eq!(cut(&results).summary, "Running.");
    assert_eq!(spectrum(&results).summary, "Running.");
    let nothing = RecallResults::new(vec![]);
    assert_eq!(boards(&nothing, &VIEW, false).cells, []);
}

#[test]
fn style_has_held_out_keys_and_facts_have_none() {
    let style = results(Task::Style, usize::MAX, 0.02);
    let names = |plot: &Plot| -> Vec<String> {
        plot.curves
            .iter()
            .map(|curve| curve.name.to_string())
            .collect()
    };
    let plot = by_rank(&style, &VIEW);
    assert_eq!(
        names(&plot),
        ["held_out_rslora", "held_out_lora", "rslora", "lora"]
    );
    assert!(
        plot.summary
            .starts_with("The rule has rank 2. On keys never seen, LoRA is best at rank ")
    );
    let unseen = boards(&style, &VIEW, true);
    assert!(unseen.cells.len() > 6 && unseen.summary.contains("answers the most right"));
    let facts = results(Task::Facts, usize::MAX, 0.02);
    assert_eq!(names(&by_rank(&facts, &VIEW)), ["rslora", "lora"]);
    assert_eq!(
        shown_exam(facts.run(Family::Lora, 1).expect("a run"), None),
        None
    );
}

#[test]
fn the_cut_is_beside_what_was_trained() {
    let results = results(Task::Facts, usize::MAX, 0.02);
    let plot = cut(&results);
    assert!(
        plot.summary.contains("The full update, cut to it, recalls"),
        "{}",
        plot.summary
    );
    let rows = plot.read(16);
    let full = results
        .full()
        .and_then(RecallTrajectory::final_board)
        .expect("a full matrix");
    assert_eq!(rows[0].value, Some(100.0 * full.recall()));
    let spectrum = spectrum(&results);
    assert_eq!(spectrum.curves[0].points.len(), 16);
    assert!(
        spectrum.summary.contains("directions of 16"),
        "{}",
        spectrum.summary
    );
}

#[test]
fn what_diverged_is_said_with_its_step_and_has_no_number() {
    let results = results(Task::Facts, usize::MAX, 300.0);
    let diverged = |run: &RecallTrajectory| divergence(run).is_some();
    assert!(results.of(Family::Lora).any(|(_, run)| diverged(run)));
    let plot = by_rank(&results, &VIEW);
    assert!(plot.summary.contains("diverged"), "{}", plot.summary);
    let boards = boards(&results, &VIEW, false);
    assert!(boards.cells.iter().any(|cell| cell.label == "×"));
}

#[test]
fn the_capacity_map_says_what_a_further_rank_holds() {
    let (ranks, sizes) = ([4, 8, 16], [128, 256, 512, 1024]);
    // Of the default experiment.
    let right = [
        [128, 128, 128],
        [112, 256, 256],
        [76, 182, 512],
        [83, 145, 267],
    ];
    let mut cells = Vec::new();
    for (facts, right) in sizes.iter().zip(right) {
        for (rank, right) in ranks.iter().zip(right) {
            cells.push(CapacityCell {
                facts: *facts,
                rank: *rank,
                right: Some(right),
            });
        }
    }
    let column = |rank: &usize| -> Vec<CapacityCell> {
        cells
            .iter()
            .filter(|cell| cell.rank == *rank)
            .copied()
            .collect()
    };
    let capacities: Vec<_> = ranks
        .iter()
        .filter_map(|rank| held(&column(rank), 64))
        .collect();
    let fitted = plateau(&capacities);
    let plot = capacity(&cells, (&ranks, &sizes, 64), (&capacities, fitted), 2.0);
    assert_eq!(plot.cells.len(), 12);
    assert_eq!(plot.csv().lines().count(), 4);
    let csv = capacity_csv(&plot, 64);
    assert!(
        csv.starts_with("rank,facts,parameters,recall\r\n4,128,512,100\r\n"),
        "{csv}"
    );
    assert!(
        plot.summary.starts_with("Each further rank holds about "),
        "{}",
        plot.summary
    );
    let none = capacity(&[], (&ranks, &sizes, 64), (&[], None), 2.0);
    assert_eq!(none.summary, "A field appears when its run has finished.");
}
