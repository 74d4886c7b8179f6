//! What tells one student's progress from that of another student of the same name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::letters;
use super::student::hash;

/// Letters of an id.
const LETTERS: usize = 5;
/// Bits of an id: two students of one name share one with a probability of 1 in 33 million.
pub(super) const ID_BITS: usize = LETTERS * letters::BITS;

/// An id, drawn once when a student's progress is first kept. It travels with summaries, files and
/// codes. Five letters of Crockford's base 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProgressId(u32);

impl ProgressId {
    /// Draws the id of what is stored under a key. `entropy` is 64 random bits of the present visit.
    pub fn drawn(entropy: u64, key: &str) -> Self {
        // The finaliser of SplitMix64 spreads every bit of the input over all bits of the output.
        let mut bits = entropy ^ u64::from(hash(key.as_bytes()));
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        Self::from_bits((bits >> (64 - ID_BITS)) as u32)
    }

    /// The id of the lowest [`ID_BITS`] bits.
    pub(super) const fn from_bits(bits: u32) -> Self {
        Self(bits & ((1 << ID_BITS) - 1))
    }

    pub(super) const fn bits(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ProgressId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..LETTERS).rev() {
            write!(f, "{}", letters::letter(self.0 >> (place * letters::BITS)))?;
        }
        Ok(())
    }
}

impl TryFrom<String> for ProgressId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bits: Option<Vec<u32>> = text.chars().map(letters::bits).collect();
        match bits {
            Some(bits) if bits.len() == LETTERS => {
                let joined = bits.iter().fold(0, |id, bits| id << letters::BITS | bits);
                Ok(Self(joined))
            }
            _ => Err(format!(
                "an id of progress has {LETTERS} letters, which this has not"
            )),
        }
    }
}

impl From<ProgressId> for String {
    fn from(id: ProgressId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_differs_by_visit_and_by_key() {
        let id = ProgressId::drawn(7, "a");
        assert_eq!(ProgressId::try_from(id.to_string()), Ok(id));
        assert_ne!(id, ProgressId::drawn(8, "a"));
        assert_ne!(id, ProgressId::drawn(7, "b"));
        assert_eq!(ProgressId::drawn(7, "a"), id);
        assert!(ProgressId::try_from("ABCD".to_owned()).is_err());
        assert!(ProgressId::try_from("ABCDU".to_owned()).is_err());
    }
}
