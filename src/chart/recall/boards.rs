//! Which keys are answered right: a square board for each rank, a row of boards for each family. A lit
//! cell is a key that is remembered.

use super::super::{Axis, Cell, Plot, Tone};
use super::{
    RecallView, called, divergences, percent, rank_curve, ranks, shown_board, shown_exam, tone,
    written,
};
use crate::training::family_name;
use rankscope_sim::recall::{Board, RecallResults, RecallTrajectory};
use rankscope_sim::training::Family;

/// Places of the rows on the vertical axis. Above 100, so that the curves, which hold recall in percent for
/// who reads the figure, lie below the frame.
const ROWS: [f64; 2] = [300.0, 200.0];
/// Half the width of a board, in distances of two ranks.
const HALF: f64 = 0.46;
/// From where to where a board reaches in its row; below it stands how many it remembers.
const BOTTOM: f64 = -0.26;
const TOP: f64 = 0.48;
/// Of a board where nothing is remembered.
const EMPTY: f64 = 0.1;
/// Cells stand apart on boards of up to this many a side; on larger ones a row is a line.
const APART: usize = 16;
/// Of a cell that is left free beside it.
const GAP: f64 = 0.14;

/// The boards of what is known so far; those of held-out keys if `held_out`.
pub fn plot(results: &RecallResults, view: &RecallView, held_out: bool) -> Plot {
    let shown = |run: &RecallTrajectory| -> Option<(Vec<bool>, f64)> {
        let board: Option<Board<'_>> = if held_out {
            shown_exam(run, view.step)
        } else {
            shown_board(run, view.step)
        };
        board.map(|board| (board.cells().collect(), percent(board)))
    };
    let rows = view.families().into_iter().zip(ROWS);
    let x = Axis::listed_ranks("rank r", ranks(results));
    let label = |(family, row): (Family, f64)| (row, family_name(family).to_owned());
    let mut labels: Vec<_> = rows.clone().map(label).collect();
    labels.reverse();
    let y = Axis::listed("", labels);
    let mut cells = Vec::new();
    // From the top, which is the last place of the axis.
    for ((family, at), row) in rows.zip((0..ROWS.len()).rev()) {
        for (column, (rank, run)) in results.of(family).enumerate() {
            let place = Place {
                x: &x,
                y: &y,
                column,
                row,
                at: (rank as f64, at),
                tone: tone(results),
            };
            place.board(shown(run).as_ref(), without(run), &mut cells);
        }
    }
    let curve = |family| {
        let mut curve = rank_curve(results, family, |run| shown(run).map(|(_, share)| share));
        curve.named = false;
        curve
    };
    Plot {
        cells,
        summary: summary(results, view, held_out),
        ..Plot::new(x, y, view.families().map(curve).to_vec())
    }
}

/// Where a board stands.
pub(super) struct Place<'p> {
    pub(super) x: &'p Axis,
    pub(super) y: &'p Axis,
    /// Of its column and its row among the others.
    pub(super) column: usize,
    pub(super) row: usize,
    /// The values of both axes that it belongs to.
    pub(super) at: (f64, f64),
    pub(super) tone: Tone,
}

impl Place<'_> {
    /// Adds the board's cells; `otherwise` is written where there is no board.
    pub(super) fn board(
        &self,
        shown: Option<&(Vec<bool>, f64)>,
        otherwise: &str,
        to: &mut Vec<Cell>,
    ) {
        let field = |across: (f64, f64), up: (f64, f64)| Cell {
            at: self.at,
            across: (self.across(across.0), self.across(across.1)),
            up: (self.up(up.0), self.up(up.1)),
            value: shown.map(|(_, share)| *share),
            label: String::new(),
            brief: String::new(),
            tone: Tone::Neutral,
            strength: 0.0,
            marked: false,
        };
        let count = shown.map(|(cells, _)| {
            let right = cells.iter().filter(|right| **right).count();
            (right, cells.len())
        });
        to.push(Cell {
            label: count.map_or_else(
                || otherwise.to_owned(),
                |(right, all)| format!("{right} of {all}"),
            ),
            brief: count.map_or_else(String::new, |(right, _)| right.to_string()),
            ..field((-0.5, 0.5), (-0.5, BOTTOM))
        });
        let part = |(across, up): Part| {
            field(
                (HALF * (2.0 * across.0 - 1.0), HALF * (2.0 * across.1 - 1.0)),
                (TOP - up.1 * (TOP - BOTTOM), TOP - up.0 * (TOP - BOTTOM)),
            )
        };
        let ground = shown.map_or_else(|| vec![WHOLE], |(cells, _)| ground(cells.len()));
        to.extend(ground.into_iter().map(|place| Cell {
            strength: EMPTY,
            ..part(place)
        }));
        let cells = shown.into_iter().flat_map(|(cells, _)| lit(cells));
        to.extend(cells.map(|place| Cell {
            tone: self.tone,
            strength: 1.0,
            ..part(place)
        }));
    }

    /// A value of the horizontal axis so far from its column.
    fn across(&self, beside: f64) -> f64 {
        self.x.value_beside(self.column, beside)
    }

    /// The same of the vertical axis, whose places are 100 apart.
    fn up(&self, beside: f64) -> f64 {
        self.y.value_beside(self.row, beside)
    }
}

/// What is written in place of the board of a run that has none.
pub(super) fn without(run: &RecallTrajectory) -> &'static str {
    match super::divergence(run) {
        Some(_) => "×",
        None => "…",
    }
}

/// From where to where something reaches across and down a board, in shares of it.
type Part = ((f64, f64), (f64, f64));
const WHOLE: Part = ((0.0, 1.0), (0.0, 1.0));

/// Cells along a side.
fn side(cells: usize) -> usize {
    (cells as f64).sqrt().ceil().max(1.0) as usize
}

/// What lies beneath the cells: the full rows, and what there is of the last. Where there is no cell,
/// nothing has been forgotten.
fn ground(cells: usize) -> Vec<Part> {
    let side = side(cells);
    let (rows, rest) = (cells / side, cells % side);
    let share = |count: usize| count as f64 / side as f64;
    let mut parts = vec![((0.0, 1.0), (0.0, share(rows)))];
    if rest > 0 {
        parts.push(((0.0, share(rest)), (share(rows), share(rows + 1))));
    }
    parts
}

/// Where the lit cells are: key after key in rows from the top. On large boards neighbours in a row are
/// one.
fn lit(cells: &[bool]) -> Vec<Part> {
    let side = side(cells.len());
    let gap = GAP / 2.0;
    let share = |cells: f64| cells / side as f64;
    let mut found = Vec::new();
    for (row, cells) in cells.chunks(side).enumerate() {
        let up = (share(row as f64 + gap), share((row + 1) as f64 - gap));
        let mut column = 0;
        for run in cells.chunk_by(|one, next| one == next && side > APART) {
            if run.first() == Some(&true) {
                let (from, to) = (column as f64, (column + run.len()) as f64);
                found.push(((share(from + gap), share(to - gap)), up));
            }
            column += run.len();
        }
    }
    found
}

/// "With LoRA rank 8 remembers all 256 facts. Rank 4 remembers 44 %." and what diverged.
fn summary(results: &RecallResults, view: &RecallView, held_out: bool) -> String {
    let Some(config) = results.config() else {
        return String::new();
    };
    let board = |run| {
        if held_out {
            shown_exam(run, view.step)
        } else {
            shown_board(run, view.step)
        }
    };
    let known: Vec<(usize, f64)> = results
        .of(Family::Lora)
        .filter_map(|(rank, run)| Some((rank, percent(board(run)?))))
        .collect();
    let diverged = divergences(results, &view.families());
    let best = known
        .iter()
        .copied()
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    let Some((rank, share)) = best else {
        return format!("Nothing is learned yet.{diverged}");
    };
    if held_out {
        return format!(
            "With LoRA, rank {rank} answers the most right: {}.{diverged}",
            written(share)
        );
    }
    let all = config.facts;
    let called = called(config.task);
    let below = known.iter().rev().find(|(other, _)| *other < rank);
    let first = if share >= 100.0 {
        format!("With LoRA, rank {rank} remembers all {all} {called}")
    } else {
        format!(
            "With LoRA, rank {rank} remembers the most: {} of {all} {called}",
            written(share)
        )
    };
    let then = below.map(|(rank, share)| format!(". Rank {rank} remembers {}", written(*share)));
    format!("{first}{}.{diverged}", then.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lit_cell_of_a_small_board_stands_alone_and_rows_of_a_large_one_are_joined() {
        let small = lit(&[true, true, false, true]);
        assert_eq!(small.len(), 3);
        let mut large = vec![true; 17 * 17];
        large[20] = false;
        // 17 rows, one of them in two parts.
        assert_eq!(lit(&large).len(), 18);
        let inside = |(from, to): (f64, f64)| 0.0 < from && from < to && to < 1.0;
        assert!(
            lit(&large)
                .iter()
                .all(|(across, up)| inside(*across) && inside(*up))
        );
    }

    #[test]
    fn there_is_ground_under_every_cell_and_nowhere_else() {
        for cells in [1, 2, 4, 5, 20, 40, 256, 362, 512, 2000] {
            let squares = (side(cells) * side(cells)) as f64;
            let area = |(across, down): Part| (across.1 - across.0) * (down.1 - down.0);
            let area: f64 = ground(cells).into_iter().map(area).sum();
            assert!((area * squares - cells as f64).abs() < 1e-9, "{cells}");
        }
    }

    #[test]
    fn keys_fill_a_board_in_rows_from_its_top() {
        let cells = lit(&[false, true, false]);
        let ((left, right), (top, bottom)) = cells[0];
        assert!(left > 0.5 && right < 1.0 && top > 0.0 && bottom < 0.5);
    }
}
