//! Which keys are answered right, a bit for each: key i is bit `i mod 8` of byte `⌊i/8⌋`.

use crate::training::panels::{PanelRow, WIDTH};

/// Which of some keys are answered right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Board<'b> {
    bytes: &'b [u8],
    keys: usize,
}

impl<'b> Board<'b> {
    /// The board of `keys` keys in these bytes.
    pub fn new(bytes: &'b [u8], keys: usize) -> Self {
        Self { bytes, keys }
    }

    /// Bytes of a board of so many keys.
    pub const fn bytes_of(keys: usize) -> usize {
        keys.div_ceil(8)
    }

    /// Of each key, whether it is answered right.
    pub fn cells(&self) -> impl Iterator<Item = bool> + use<'b> {
        let bits = |byte: &'b u8| (0..8).map(move |bit| byte >> bit & 1 == 1);
        self.bytes.iter().flat_map(bits).take(self.keys)
    }

    /// How many are.
    pub fn right(&self) -> usize {
        let ones = self.bytes.iter().map(|byte| byte.count_ones() as usize);
        ones.sum()
    }

    /// How many keys there are.
    pub const fn keys(&self) -> usize {
        self.keys
    }

    /// The share that is answered right, in `0..=1`.
    pub fn recall(&self) -> f64 {
        self.right() as f64 / self.keys as f64
    }
}

/// Writes a board, four keys at a time.
#[derive(Debug)]
pub(super) struct BoardWriter<'b> {
    bytes: &'b mut Vec<u8>,
    /// Whether the last byte has four keys only.
    half: bool,
}

impl<'b> BoardWriter<'b> {
    /// A board after what is in `bytes` already.
    pub(super) fn new(bytes: &'b mut Vec<u8>) -> Self {
        Self { bytes, half: false }
    }

    /// The next four keys, or fewer: the right answers, and those that are given.
    pub(super) fn push(&mut self, answers: &[u16], given: &PanelRow) {
        let mut bits = 0;
        for (at, (answer, given)) in answers.iter().zip(given).enumerate() {
            bits |= u8::from(f64::from(*answer) == *given) << at;
        }
        match self.bytes.last_mut() {
            Some(last) if self.half => *last |= bits << WIDTH,
            _ => self.bytes.push(bits),
        }
        self.half = !self.half;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_read_as_it_was_written() {
        let mut bytes = vec![0xff];
        let mut writer = BoardWriter::new(&mut bytes);
        writer.push(&[1, 2, 3, 4], &[1.0, 0.0, 3.0, 0.0]);
        writer.push(&[5, 6, 7, 8], &[5.0, 6.0, 0.0, 0.0]);
        writer.push(&[9], &[9.0, 0.0, 0.0, 0.0]);
        assert_eq!(bytes.len(), 1 + Board::bytes_of(9));
        let board = Board::new(&bytes[1..], 9);
        let cells: Vec<bool> = board.cells().collect();
        let expected = [true, false, true, false, true, true, false, false, true];
        assert_eq!(cells, expected);
        assert_eq!((board.right(), board.recall()), (5, 5.0 / 9.0));
    }
}
