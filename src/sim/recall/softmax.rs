//! From logits to what is answered, the loss and its gradient, four keys at a time.
//!
//! With logits z of a key whose right answer is y: it is answered right when z has its first largest entry
//! at y; the loss is `ln Σ exp(z_v − z_max) + z_max − z_y`, and its gradient `softmax(z) − e_y`.
//! Both are means over the N keys.

use super::board::BoardWriter;
use super::exponential::exponentiate;
use crate::training::panels::{PanelRow, Panels, WIDTH, transposed};

/// Writes into `board` which keys are answered right, by `V × N` logits and N answers.
pub(super) fn mark(logits: &mut Panels, answers: &[u16], board: &mut BoardWriter<'_>) {
    let panels = logits.panels_mut().zip(answers.chunks(WIDTH));
    for (panel, answers) in panels {
        let (_, first) = largest(panel);
        board.push(answers, &first);
    }
}

/// Replaces `V × N` logits by the gradient of the mean loss, writes its transpose, `N × V`, and marks the
/// board as [`mark`]. Returns the mean loss, in nats: infinite or NaN where a logit is.
pub(super) fn descend(
    logits: &mut Panels,
    transpose: &mut Panels,
    answers: &[u16],
    board: &mut BoardWriter<'_>,
) -> f64 {
    let share = (answers.len() as f64).recip();
    let mut loss = 0.0;
    let panels = logits.panels_mut().zip(answers.chunks(WIDTH));
    for (number, (panel, answers)) in panels.enumerate() {
        let (most, first) = largest(panel);
        board.push(answers, &first);
        for (at, (answer, most)) in answers.iter().zip(&most).enumerate() {
            loss += most - entry(panel, *answer, at).copied().unwrap_or(f64::NAN);
        }
        let sums = exponentials(panel, &most);
        let mut weights = PanelRow::default();
        for (at, (answer, sum)) in answers.iter().zip(&sums).enumerate() {
            loss += sum.ln();
            // The padding after the last key keeps a weight of zero, and so a gradient of zero.
            if let Some(weight) = weights.get_mut(at) {
                *weight = share / sum;
            }
            if let Some(entry) = entry(panel, *answer, at) {
                *entry -= sum;
            }
        }
        let (tiles, _) = panel.as_chunks_mut();
        for (tile, other) in tiles.iter_mut().zip(transpose.tiles_across(number)) {
            for row in tile.iter_mut() {
                for (entry, weight) in row.iter_mut().zip(&weights) {
                    *entry *= weight;
                }
            }
            *other = transposed(tile);
        }
    }
    share * loss
}

/// What stands in a panel of an answer for the key at a place of its panel.
fn entry(panel: &mut [PanelRow], answer: u16, at: usize) -> Option<&mut f64> {
    panel.get_mut(usize::from(answer))?.get_mut(at)
}

/// Of each of four keys the largest logit and the first answer that has it.
fn largest(panel: &[PanelRow]) -> (PanelRow, PanelRow) {
    let mut most = [f64::NEG_INFINITY; WIDTH];
    let mut first = PanelRow::default();
    for (number, row) in (0..).zip(panel) {
        let number = f64::from(number);
        for ((most, first), entry) in most.iter_mut().zip(&mut first).zip(row) {
            let larger = *entry > *most;
            *most = if larger { *entry } else { *most };
            *first = if larger { number } else { *first };
        }
    }
    (most, first)
}

/// Replaces logits by `exp(z − z_max)`; returns their sum for each key.
fn exponentials(panel: &mut [PanelRow], most: &PanelRow) -> PanelRow {
    let mut sums = PanelRow::default();
    for row in panel {
        for (entry, most) in row.iter_mut().zip(most) {
            *entry -= most;
        }
        exponentiate(row);
        for (sum, entry) in sums.iter_mut().zip(row) {
            *sum += *entry;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;

    use super::*;
    use crate::random::NumpyStream;

    /// 6 keys, so that the last panel is padded, and 8 answers.
    fn logits() -> (DMatrix<f64>, Vec<u16>) {
        let logits = NumpyStream::new(3).normal_matrix(8, 6) * 3.0;
        (logits, vec![0, 7, 3, 3, 1, 5])
    }

    fn loss(logits: &DMatrix<f64>, answers: &[u16]) -> f64 {
        let mut bytes = Vec::new();
        let mut board = BoardWriter::new(&mut bytes);
        let mut transpose = Panels::zeros(logits.ncols(), logits.nrows());
        descend(&mut Panels::of(logits), &mut transpose, answers, &mut board)
    }

    #[test]
    fn the_gradient_is_the_losss_slope() {
        let (logits, answers) = logits();
        let mut gradient = Panels::of(&logits);
        let mut bytes = Vec::new();
        let mut board = BoardWriter::new(&mut bytes);
        let mut transpose = Panels::zeros(6, 8);
        descend(&mut gradient, &mut transpose, &answers, &mut board);
        assert_eq!(transpose.matrix(), gradient.matrix().transpose());
        let step = 1e-6;
        let slopes = DMatrix::from_fn(8, 6, |row, column| {
            let moved = |by: f64| {
                let mut moved = logits.clone();
                moved[(row, column)] += by;
                loss(&moved, &answers)
            };
            (moved(step) - moved(-step)) / (2.0 * step)
        });
        let apart = Panels::of(&slopes);
        let pairs = gradient.entries().iter().zip(apart.entries());
        assert!(pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < 1e-8);
    }

    #[test]
    fn a_key_is_right_when_its_answer_is_the_first_of_the_largest() {
        // Of four keys: the right one largest, another largest, tied after another, tied before one.
        let logits = DMatrix::from_column_slice(
            4,
            4,
            &[
                0.0, 2.0, 1.0, 0.0, 0.0, 2.0, 1.0, 3.0, 2.0, 2.0, 0.0, 0.0, 0.0, 2.0, 2.0, 0.0,
            ],
        );
        let mut bytes = Vec::new();
        let mut board = BoardWriter::new(&mut bytes);
        mark(&mut Panels::of(&logits), &[1; 4], &mut board);
        assert_eq!(bytes, [0b1001]);
    }

    #[test]
    fn equal_logits_lose_the_logarithm_of_the_answers() {
        let answers = [0, 1, 2, 3, 4];
        let loss = loss(&DMatrix::zeros(64, 5), &answers);
        assert!((loss - 64_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn an_infinite_logit_is_no_loss() {
        let mut logits = DMatrix::zeros(8, 4);
        logits[(3, 2)] = f64::INFINITY;
        assert!(!loss(&logits, &[0; 4]).is_finite());
    }
}
