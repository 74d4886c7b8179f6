//! Short texts in links whose meaning only a reader's own file gives, such as the name of a layer.

/// Bytes of the longest text.
pub const MAX_PLAIN_LENGTH: usize = 120;

/// Bytes of the longest list of names.
pub(crate) const MAX_LIST_LENGTH: usize = 480;

/// Whether `text` is at most [`MAX_PLAIN_LENGTH`] bytes long and has no control characters.
pub fn is_plain(text: &str) -> bool {
    is_plain_up_to(text, MAX_PLAIN_LENGTH)
}

/// Whether `text` is at most so many bytes long and has no control characters.
pub(crate) fn is_plain_up_to(text: &str, bytes: usize) -> bool {
    text.len() <= bytes && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_texts_of_one_line_are_plain() {
        for text in [
            "",
            "model.layers.0.q_proj",
            "ä b",
            &"a".repeat(MAX_PLAIN_LENGTH),
        ] {
            assert!(is_plain(text), "{text}");
        }
        for text in ["a\nb", "a\0", &"a".repeat(MAX_PLAIN_LENGTH + 1)] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
