//! Names as keyboards without accents type them.

/// Letters with accents, by the letter without: of the Latin alphabets of Europe and of Vietnam, of Greek and
/// of Cyrillic, in lower case. The tables of Unicode would add more to the page than all exercises.
const PLAIN: [(char, &str); 36] = [
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('c', "çćĉċč"),
    ('d', "ďđð"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįıǐỉị"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľŀł"),
    ('n', "ñńņňŋ"),
    ('o', "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťŧț"),
    ('u', "ùúûüũūŭůűųưǔụủứừửữự"),
    ('w', "ŵẁẃẅ"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('z', "źżž"),
    ('α', "ά"),
    ('ε', "έ"),
    ('η', "ή"),
    ('ι', "ίϊΐ"),
    ('ο', "ό"),
    ('υ', "ύϋΰ"),
    ('ω', "ώ"),
    ('σ', "ς"),
    ('е', "ёѐ"),
    ('и', "йѝ"),
    ('і', "ї"),
    ('г', "ґѓ"),
    ('к', "ќ"),
    ('у', "ў"),
    ('-', "‐‑–"),
    ('\'', "’‘ʼ"),
    ('.', "·"),
];

/// A text in lower case and without the accents of [`PLAIN`], nor any that follow their letter.
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let letters = lower.chars().filter(|letter| !is_combining(*letter));
    letters.map(without_accent).collect()
}

/// Of the block of combining diacritical marks.
const fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn without_accent(letter: char) -> char {
    let of = PLAIN.iter().find(|(_, accented)| accented.contains(letter));
    of.map_or(letter, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_accents_and_no_letter_has_two_plain_ones() {
        assert_eq!(plain("ZOË Đỗ Žižka Ångström"), "zoe do zizka angstrom");
        assert_eq!(plain("e\u{301}"), "e");
        assert_eq!(plain("王芳"), "王芳");
        let mut seen = std::collections::BTreeSet::new();
        for (letter, accented) in PLAIN {
            for one in accented.chars() {
                assert!(seen.insert(one), "{one} of {letter}");
                assert_eq!(one.to_lowercase().collect::<String>(), one.to_string());
            }
        }
    }
}
