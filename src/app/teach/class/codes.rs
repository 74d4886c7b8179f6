//! Codes that students read out or send: a line for each, the name first.

use std::rc::Rc;

use rankscope_lesson::code::{self, CodeError};
use rankscope_lesson::{Lesson, Student, StudentSummary};

/// Letters and digits of a group of a code.
const GROUP: usize = 5;

/// A summary of a line with a name and a code: the code is what stands last.
pub(super) fn of_line(line: &str, lessons: &[Rc<Lesson>]) -> Result<StudentSummary, CodeError> {
    let parts: Vec<&str> = words(line).collect();
    let mut first_error = None;
    for split in (0..parts.len()).rev() {
        let (name, code) = parts.split_at(split);
        match code::read(&code.concat()) {
            Ok(read) => {
                let student = Student::new(&name.join(" "));
                let mut of = lessons.iter().filter_map(|lesson| {
                    let progress = read.progress(lesson).ok()?;
                    let summary = StudentSummary::new(lesson, &student, &progress);
                    // A code knows the seed of the name that it was made under.
                    let seed = read.seed().unwrap_or(summary.seed);
                    Some(StudentSummary { seed, ..summary })
                });
                return of.next().ok_or(CodeError::OtherLesson);
            }
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    Err(first_error.unwrap_or(CodeError::Empty))
}

/// Whether something in a line looks like a code, with or without a typing error: a group of letters with a digit,
/// which no name has, or groups of five as a code is written.
pub(super) fn holds_one(line: &str) -> bool {
    let plain = |part: &str| part.chars().all(|letter| letter.is_ascii_alphanumeric());
    let has_digit = |part: &str| part.contains(|letter: char| letter.is_ascii_digit());
    words(line).any(|word| {
        let groups: Vec<&str> = word.split(['-', '–', '.', '_']).collect();
        let mut all = groups.iter();
        let with_digit = all.any(|group| group.len() >= GROUP && plain(group) && has_digit(group));
        let (_, before) = groups.split_last().unwrap_or((&"", &[]));
        let written = before.len() > 1 && before.iter().all(|group| group.len() == GROUP);
        with_digit || written && groups.iter().all(|group| plain(group))
    })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    let apart = |letter: char| letter.is_whitespace() || letter == ',' || letter == ';';
    line.split(apart).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_lesson::{Progress, ProgressId, course};

    #[test]
    fn a_code_beside_another_name_than_its_own_is_noticed() {
        let lesson = Rc::new(course::lesson());
        let mut progress = Progress::default();
        progress.identify(ProgressId::drawn(1, "test"));
        let code = code::write_for(&lesson, &Student::new("Zoë"), &progress).unwrap();
        for (name, own) in [("Zoë", true), ("zoë", true), ("Zoe", false)] {
            let summary = of_line(&format!("{name} {code}"), &[Rc::clone(&lesson)]).unwrap();
            assert_eq!(summary.seed_belongs(), own, "{name}");
        }
    }

    #[test]
    fn a_name_alone_is_no_code_and_a_mistyped_code_is_one() {
        for name in [
            "Dan",
            "Ana María Hernández",
            "Anne-Marie-Elisabeth Smith",
            "",
            "Dan 2",
        ] {
            assert!(!holds_one(name), "{name}");
        }
        for line in [
            "Chi 4K7QZ-0N3TX-2AB",
            "Dan 4K7QZ",
            "4k7qz 0n3tx 2ab",
            "Eva ABCDE-FGHJK-MNP",
        ] {
            assert!(holds_one(line), "{line}");
        }
    }
}
