//! Letters that can be read aloud and typed: Crockford's base 32, five bits a letter.
//!
//! I, L, O and U are left out; who types I or L means 1, who types O means 0. Small letters are read
//! as large ones. Source: <https://www.crockford.com/base32.html>.

/// Bits of a letter.
pub(super) const BITS: usize = 5;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The letter of the lowest five bits.
pub(super) fn letter(bits: u32) -> char {
    let byte = ALPHABET.as_bytes().get((bits & 31) as usize);
    // The alphabet has 32 letters.
    byte.copied().map_or('0', char::from)
}

/// The five bits of a letter; none when it is no letter of the alphabet.
pub(super) fn bits(letter: char) -> Option<u32> {
    let letter = match letter.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        letter => letter,
    };
    ALPHABET.find(letter).map(|place| place as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_is_read_as_it_was_written_and_look_alikes_as_what_they_look_like() {
        for value in 0..32 {
            let written = letter(value);
            assert_eq!(bits(written), Some(value));
            assert_eq!(bits(written.to_ascii_lowercase()), Some(value));
        }
        for (typed, meant) in [('O', 0), ('o', 0), ('I', 1), ('l', 1)] {
            assert_eq!(bits(typed), Some(meant));
        }
        for none in ['U', 'u', 'ä', '!', ' '] {
            assert_eq!(bits(none), None);
        }
    }
}
