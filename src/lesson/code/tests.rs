use super::super::course;
use super::*;

/// Numerical Recipes' linear congruential generator: any numbers will do, the same each time.
struct Numbers(u32);

impl Numbers {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % end
    }
}

fn lesson(exercises: usize) -> Lesson {
    let mut lesson = course::lesson();
    lesson.exercises.truncate(exercises);
    lesson
}

/// What a student may have done, as far as a code carries it.
fn any_progress(lesson: &Lesson, numbers: &mut Numbers) -> Progress {
    let id = ProgressId::drawn(u64::from(numbers.below(1 << 15)), "any");
    let begun = numbers.below(lesson.exercises.len() as u32 + 1) as usize;
    let exercises = lesson.exercises.iter().take(begun);
    let records = exercises.map(|exercise| {
        let record = ExerciseRecord {
            solved: numbers.below(2) == 1,
            guess: (numbers.below(8) as usize).checked_sub(1),
            tries: 1 + numbers.below(7),
            hints: numbers.below(4) as usize,
        };
        (exercise.id.clone(), record)
    });
    let records: Vec<_> = records.collect();
    Progress::carried(Some(id), records.into_iter())
}

#[test]
fn a_code_carries_what_was_done_however_it_is_typed() {
    let mut numbers = Numbers(1);
    for round in 0..200 {
        let lesson = lesson(1 + round % 12);
        let progress = any_progress(&lesson, &mut numbers);
        let code = write(&lesson, &progress).unwrap();
        let read = |text: &str| super::read(text).unwrap().progress(&lesson);
        assert_eq!(read(&code), Ok(progress.clone()), "{code}");
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(read(&typed.replace('1', "l")), Ok(progress.clone()));
        assert_eq!(read(&code.replace('-', "")), Ok(progress));
    }
}

#[test]
fn a_code_made_under_a_name_carries_its_seed_and_older_ones_are_read() {
    let mut numbers = Numbers(3);
    let (lesson, zoe) = (lesson(12), Student::new("Zoë"));
    for _ in 0..50 {
        let progress = any_progress(&lesson, &mut numbers);
        let code = super::read(&write_for(&lesson, &zoe, &progress).unwrap()).unwrap();
        assert_eq!(code.seed(), Some(zoe.seed()));
        let carried = code.progress(&lesson).unwrap();
        for exercise in &lesson.exercises {
            let id = &exercise.id;
            assert_eq!(carried.of(id), progress.of(id));
            let with = progress.of(id).solved.then_some(zoe.seed());
            assert_eq!(carried.solved_with(id), with);
        }
        let older = super::read(&write(&lesson, &progress).unwrap()).unwrap();
        assert_eq!(
            (older.seed(), older.progress(&lesson)),
            (None, Ok(progress))
        );
    }
}

#[test]
fn more_tries_than_a_code_carries_are_seven_or_more() {
    let lesson = lesson(1);
    let record = ExerciseRecord {
        tries: 8,
        guess: Some(2),
        ..ExerciseRecord::default()
    };
    let records = lesson
        .exercises
        .iter()
        .map(|exercise| (exercise.id.clone(), record));
    let progress = Progress::carried(Some(ProgressId::drawn(1, "one")), records);
    let code = super::read(&write(&lesson, &progress).unwrap()).unwrap();
    let carried = code.progress(&lesson).unwrap().of(&lesson.exercises[0].id);
    assert_eq!(
        (carried.tries, carried.guess),
        (super::super::MOST_TRIES_TOLD, Some(2))
    );
}

#[test]
fn a_code_of_the_course_is_short_and_in_groups_of_five() {
    let lesson = lesson(12);
    let all = lesson.exercises.iter().map(|exercise| {
        let record = ExerciseRecord {
            solved: true,
            guess: Some(1),
            tries: 2,
            hints: 0,
        };
        (exercise.id.clone(), record)
    });
    let done = Progress::carried(Some(ProgressId::drawn(3, "all")), all);
    let code = write(&lesson, &done).unwrap();
    assert!(code.len() <= 41, "{code}");
    let (last, groups) = code
        .split('-')
        .collect::<Vec<_>>()
        .split_last()
        .map(|(last, groups)| (last.len(), groups.to_vec()))
        .unwrap();
    assert!(last <= GROUP && groups.iter().all(|group| group.len() == GROUP));
    assert_eq!(write(&lesson, &Progress::default()), None, "not kept yet");
}

/// Codes to be damaged, as their letters.
fn codes() -> impl Iterator<Item = Vec<char>> {
    let mut numbers = Numbers(7);
    (0..60).map(move |round| {
        let lesson = lesson(1 + round % 12);
        let progress = any_progress(&lesson, &mut numbers);
        let code = if round % 2 == 0 {
            write(&lesson, &progress)
        } else {
            write_for(&lesson, &Student::new("Zoë"), &progress)
        };
        let code = code.unwrap();
        code.chars().filter(|letter| *letter != '-').collect()
    })
}

fn reads(letters: &[char]) -> Result<Code, CodeError> {
    read(&letters.iter().collect::<String>())
}

#[test]
fn every_wrong_letter_is_found() {
    for code in codes() {
        for place in 0..code.len() {
            for wrong in (0..32).map(letters::letter) {
                let mut typed = code.clone();
                typed[place] = wrong;
                assert_eq!(reads(&typed).is_ok(), typed == code, "{typed:?}");
            }
        }
    }
}

#[test]
fn every_swap_of_two_neighbours_and_every_missing_or_doubled_letter_is_found() {
    for code in codes() {
        for place in 0..code.len() {
            let mut typed = code.clone();
            if place + 1 < code.len() && code[place] != code[place + 1] {
                typed.swap(place, place + 1);
                assert!(reads(&typed).is_err(), "{typed:?}");
            }
            let mut shorter = code.clone();
            shorter.remove(place);
            assert!(reads(&shorter).is_err(), "{shorter:?}");
            let mut longer = code.clone();
            longer.insert(place, code[place]);
            assert!(reads(&longer).is_err(), "{longer:?}");
        }
    }
}

#[test]
fn what_is_no_code_is_told_apart() {
    assert_eq!(read("  - "), Err(CodeError::Empty));
    assert_eq!(read("12?45"), Err(CodeError::Letter('?')));
    assert_eq!(read("UUUUU"), Err(CodeError::Letter('U')));
    assert_eq!(read("12"), Err(CodeError::Typo));
    assert_eq!(read(&"0".repeat(5000)), Err(CodeError::Typo));
    let twelve = lesson(12);
    let code = write(&twelve, &any_progress(&twelve, &mut Numbers(2))).unwrap();
    let code = read(&code).unwrap();
    // One exercise fewer, and the places no longer say the same.
    assert_eq!(code.progress(&lesson(11)), Err(CodeError::OtherLesson));
    let mut renamed = lesson(12);
    renamed.title = "Corrected".to_owned();
    renamed.revision = 2;
    assert!(
        code.progress(&renamed).is_ok(),
        "a correction changes nothing"
    );
    let mut bits = Writer::default();
    bits.put(3, VERSION_BITS);
    bits.put(0, 20);
    bits.put(0, 21);
    let mut letters = bits.letters();
    let sum = crc(&letters);
    letters.extend([sum >> 10, sum >> 5 & 31, sum & 31]);
    let newer: String = letters.into_iter().map(letters::letter).collect();
    assert_eq!(read(&newer), Err(CodeError::UnknownVersion));
}

#[test]
fn the_check_sum_is_the_published_one() {
    // CRC-15/MPT1327 and CAN share the check; CAN's over "123456789", from zero, is 0x059e.
    let bytes = b"123456789";
    let crc = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |place| u32::from(byte >> place & 1)));
    let sum = crc.fold(0_u32, |crc, bit| {
        let carry = crc >> 14 & 1 ^ bit;
        (crc << 1 ^ if carry == 1 { CRC_POLYNOMIAL } else { 0 }) & 0x7fff
    });
    assert_eq!(sum, 0x059e);
}

#[test]
fn whatever_is_typed_it_is_read_or_refused() {
    let mut numbers = Numbers(5);
    for _ in 0..20_000 {
        let length = numbers.below(60) as usize;
        let typed: Vec<char> = (0..length)
            .map(|_| letters::letter(numbers.below(32)))
            .collect();
        if let Ok(code) = reads(&typed) {
            assert_eq!(read(&code.written()), Ok(code));
        }
    }
}
