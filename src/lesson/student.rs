//! Who does the exercises: a name, and the seed that follows from it.
//!
//! The seed is the 32-bit FNV-1a hash (Fowler, Noll, Vo) of the name's UTF-8 bytes, after the name
//! is trimmed, put in lower case and its runs of white space made one space. So "Ada  Lovelace"
//! and "ada lovelace" have one seed, on every machine and in every version. Without a name the
//! seed is the page's default.
//!
//! A name is expected in Unicode's normal form C: "é" as one character, however a keyboard composes it.
//! The page has the browser bring a typed name into it (`String.prototype.normalize`), for the tables
//! would add 65 KB to what every student downloads, compressed.

use super::plain::plain;
use rankscope_params::{Key, Params};

/// Letters of a name that are kept: more than any class list has.
pub const LONGEST_NAME: usize = 80;

const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// A student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    name: String,
    /// How often an exercise was begun again, with other numbers.
    round: u32,
}

impl Student {
    /// The student of this name; white space around it and between words does not count.
    pub fn new(name: &str) -> Self {
        let words: Vec<_> = name.split_whitespace().collect();
        let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
        // The cut may fall behind a space, and the name must be the same when it is read again.
        Self {
            name: name.trim_end().to_owned(),
            round: 0,
        }
    }

    /// The same student in a further round of an exercise: the numbers are others.
    #[must_use]
    pub fn in_round(&self, round: u32) -> Self {
        Self {
            name: self.name.clone(),
            round,
        }
    }

    /// The name as it is shown; empty when none was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether two names differ only in accents, in case or in white space, and still are two: their seeds
    /// differ. Accents are known of the letters of [`plain`].
    pub fn is_nearly(&self, other: &Self) -> bool {
        let spelled = |student: &Self| -> String {
            let letters = student
                .name
                .chars()
                .filter(|letter| !letter.is_whitespace());
            plain(&letters.collect::<String>())
        };
        self.seed() != other.seed() && !self.name.is_empty() && spelled(self) == spelled(other)
    }

    /// The seed the student's matrices are drawn from.
    pub fn seed(&self) -> u32 {
        let first = if self.name.is_empty() {
            Params::default().get(Key::Seed) as u32
        } else {
            hash(self.name.to_lowercase().as_bytes())
        };
        match self.round {
            0 => first,
            round => hash(format!("{first} again {round}").as_bytes()),
        }
    }
}

/// 32-bit FNV-1a.
pub(super) fn hash(bytes: &[u8]) -> u32 {
    let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(FNV_PRIME);
    bytes.iter().fold(FNV_OFFSET, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // Test vectors of the FNV reference code.
        assert_eq!(hash(b""), 0x811c_9dc5);
        assert_eq!(hash(b"a"), 0xe40c_292c);
        assert_eq!(hash(b"foobar"), 0xbf9c_f968);
    }

    #[test]
    fn a_name_has_one_seed_however_it_is_typed() {
        let seed = |name| Student::new(name).seed();
        assert_eq!(seed("Ada Lovelace"), seed("  ada   LOVELACE "));
        assert_ne!(seed("Ada"), seed("Ben"));
        assert_eq!(seed(" "), 42);
    }

    #[test]
    fn names_that_differ_in_accents_case_or_spaces_are_nearly_one() {
        let nearly = |one, other| Student::new(one).is_nearly(&Student::new(other));
        for (one, other) in [
            ("Zoë", "Zoe"),
            ("zoe", "ZOË"),
            ("Nguyễn Ánh", "Nguyen Anh"),
            ("Jose\u{301}", "José"),
            ("Anna Lena", "Annalena"),
            ("Łukasz", "Lukasz"),
            ("Δήμητρα", "Δημητρα"),
            ("Артём", "Артем"),
        ] {
            assert!(nearly(one, other) && nearly(other, one), "{one}, {other}");
        }
        for (one, other) in [("Zoë", "zoë"), ("Zoe", "Joe"), ("", "Zoe"), ("", " ")] {
            assert!(!nearly(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn each_round_has_a_seed_of_its_own() {
        for name in ["", "Ada"] {
            let student = Student::new(name);
            let seeds: std::collections::BTreeSet<_> = (0..100)
                .map(|round| student.in_round(round).seed())
                .collect();
            assert_eq!(seeds.len(), 100);
            assert_eq!(student.in_round(3).in_round(0), student);
        }
    }

    #[test]
    fn a_name_that_is_cut_is_the_same_when_it_is_read_again() {
        let long = format!("{} b", "a".repeat(LONGEST_NAME - 1));
        let cut = Student::new(&long);
        assert_eq!(Student::new(cut.name()), cut);
    }
}
