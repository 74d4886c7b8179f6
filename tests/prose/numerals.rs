//! Numbers as words hold them.

/// The numerals of a text, in order. A sign counts where a number stands behind it.
pub(crate) fn numerals(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    let mut sign = false;
    let letters: Vec<char> = text.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let digit_next = letters.get(at + 1).is_some_and(char::is_ascii_digit);
        if letter.is_ascii_digit() || (letter == '.' && inside && digit_next) {
            if !inside {
                found.push(if sign {
                    "−".to_owned()
                } else {
                    String::new()
                });
            }
            found.last_mut().unwrap().push(letter);
            inside = true;
        } else {
            inside = false;
        }
        sign = letter == '−';
    }
    found
}
