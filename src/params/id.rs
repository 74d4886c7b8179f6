//! Ids in links and files, such as those of exercises: letters that need no escaping anywhere.

/// Bytes of the longest id.
pub const MAX_ID_LENGTH: usize = 40;

/// Whether `text` is an id: 1 to [`MAX_ID_LENGTH`] of `a`…`z`, `0`…`9` and `-`.
pub fn is_id(text: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=MAX_ID_LENGTH).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_texts_of_plain_letters_are_ids() {
        for id in ["elbow", "a-1", &"a".repeat(40)] {
            assert!(is_id(id), "{id}");
        }
        for text in ["", "A", "a b", "ä", "a_b", "a/b", &"a".repeat(41)] {
            assert!(!is_id(text), "{text}");
        }
    }
}
