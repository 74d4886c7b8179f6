//! Progress as a short code: letters to read aloud, to type on another machine, to hand in.
//!
//! From the first bit to the last, each number with its highest bit first:
//!
//! | bits | what |
//! |---|---|
//! | 4 | the version of the code: 2, or 1 without a seed |
//! | 10 | which lesson: a hash of its key and of the ids of its exercises |
//! | 25 | the [`ProgressId`] |
//! | 32 | the seed of the name that it was made under; not in version 1 |
//! | 6 | how many exercises follow: those up to the last one begun |
//! | 1 + 3 + 3 + 2 each | solved; the guess from 1, 0 for none; tries, 7 for more; hints, 3 for more |
//! | 0 to 4 | zeros up to a whole letter |
//! | 15 | the CRC-15 of the letters before (polynomial 0x4599, as in CAN) |
//!
//! Five bits a letter, as `letters` has them; groups of five, with `-` between. A CRC of degree 15
//! finds every change within 15 bits in a row: each wrong letter, each swap of two neighbours, each
//! run of three wrong letters. Any other damage passes once in 33,000 times, and mostly fails by its
//! length or its lesson.

use super::letters;
use super::progress_id::ID_BITS;
use super::student::hash;
use super::{ExerciseId, ExerciseRecord, Lesson, MOST_EXERCISES, Progress, ProgressId, Student};

/// Without a seed.
const VERSION_ONE: u32 = 1;
const VERSION: u32 = 2;
const VERSION_BITS: usize = 4;
const LESSON_BITS: usize = 10;
const SEED_BITS: usize = 32;
const COUNT_BITS: usize = 6;
const GUESS_BITS: usize = 3;
const TRIES_BITS: usize = 3;
const HINTS_BITS: usize = 2;
const CRC_BITS: usize = 15;
const CRC_POLYNOMIAL: u32 = 0x4599;
/// Not 0: so that zeros in front count too.
const CRC_START: u32 = 0x7fff;
/// Letters of a group.
const GROUP: usize = 5;
/// Letters that are read: more than the longest code has.
const LONGEST: usize = 120;

/// A code that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    lesson: u32,
    id: ProgressId,
    seed: Option<u32>,
    records: Vec<ExerciseRecord>,
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing is there.
    #[error("Type the code first: groups of five letters and digits.")]
    Empty,
    /// A character that no code has.
    #[error("“{0}” stands in no code: it has the digits, and the letters without I, L, O and U.")]
    Letter(char),
    /// A letter is missing or wrong, or two are swapped.
    #[error(
        "There is a typing error in this code, or a part is missing. Compare it letter by letter."
    )]
    Typo,
    /// It is of a version that this page does not know.
    #[error("This code is of a newer version of this page. Reload it to have the newest.")]
    UnknownVersion,
    /// It is sound, and of another lesson.
    #[error(
        "This is a code of another assignment, or of the course before its exercises changed. Open that one first."
    )]
    OtherLesson,
}

/// The code of progress in a lesson, to be kept beside a name; none before it has an id, which it gets when
/// it is first kept.
pub fn write(lesson: &Lesson, progress: &Progress) -> Option<String> {
    code(lesson, progress, None)
}

/// The same with the seed of the student's name, by which another name is noticed.
pub fn write_for(lesson: &Lesson, student: &Student, progress: &Progress) -> Option<String> {
    code(lesson, progress, Some(student.seed()))
}

fn code(lesson: &Lesson, progress: &Progress, seed: Option<u32>) -> Option<String> {
    let records = lesson.exercises.iter();
    let mut records: Vec<_> = records.map(|exercise| progress.of(&exercise.id)).collect();
    let begun = |record: &ExerciseRecord| *record != ExerciseRecord::default();
    records.truncate(records.iter().rposition(begun).map_or(0, |last| last + 1));
    let code = Code {
        lesson: lesson_check(lesson),
        id: progress.id()?,
        seed,
        records,
    };
    Some(code.written())
}

/// Reads a code, in groups or not, in small or large letters.
///
/// # Errors
/// [`CodeError`].
pub fn read(text: &str) -> Result<Code, CodeError> {
    let mut letters = Vec::new();
    for letter in text.chars().filter(|c| !c.is_whitespace() && !is_dash(*c)) {
        letters.push(letters::bits(letter).ok_or(CodeError::Letter(letter))?);
    }
    if letters.is_empty() {
        return Err(CodeError::Empty);
    }
    let check = CRC_BITS / letters::BITS;
    let end = letters.len().checked_sub(check).ok_or(CodeError::Typo)?;
    let (body, sum) = letters.split_at(end);
    let sum = sum.iter().fold(0, |sum, bits| sum << letters::BITS | bits);
    if letters.len() > LONGEST || sum != crc(body) {
        return Err(CodeError::Typo);
    }
    let mut bits = Reader {
        letters: body,
        at: 0,
    };
    let version = bits.take(VERSION_BITS)?;
    if ![VERSION_ONE, VERSION].contains(&version) {
        return Err(CodeError::UnknownVersion);
    }
    let (lesson, id) = (bits.take(LESSON_BITS)?, bits.take(ID_BITS)?);
    let seed = if version == VERSION {
        Some(bits.take(SEED_BITS)?)
    } else {
        None
    };
    let count = bits.take(COUNT_BITS)? as usize;
    if count > MOST_EXERCISES {
        return Err(CodeError::Typo);
    }
    let mut records = Vec::with_capacity(count);
    for _ in 0..count {
        records.push(ExerciseRecord {
            solved: bits.take(1)? == 1,
            guess: (bits.take(GUESS_BITS)? as usize).checked_sub(1),
            tries: bits.take(TRIES_BITS)?,
            hints: bits.take(HINTS_BITS)? as usize,
        });
    }
    let rest = body.len() * letters::BITS - bits.at;
    if rest >= letters::BITS || bits.take(rest)? != 0 {
        return Err(CodeError::Typo);
    }
    let id = ProgressId::from_bits(id);
    Ok(Code {
        lesson,
        id,
        seed,
        records,
    })
}

impl Code {
    /// What it says of a lesson.
    ///
    /// # Errors
    /// [`CodeError::OtherLesson`].
    pub fn progress(&self, lesson: &Lesson) -> Result<Progress, CodeError> {
        if self.lesson != lesson_check(lesson) || self.records.len() > lesson.exercises.len() {
            return Err(CodeError::OtherLesson);
        }
        let ids = lesson.exercises.iter().map(|exercise| exercise.id.clone());
        let records = ids.zip(self.records.iter().copied());
        let begun = records.filter(|(_, record)| *record != ExerciseRecord::default());
        let progress = Progress::carried(Some(self.id), begun);
        Ok(match self.seed {
            Some(seed) => progress.solved_with_seed(seed),
            None => progress,
        })
    }

    /// The seed of the name that it was made under; none in version 1.
    pub const fn seed(&self) -> Option<u32> {
        self.seed
    }

    fn written(&self) -> String {
        let mut bits = Writer::default();
        let version = self.seed.map_or(VERSION_ONE, |_| VERSION);
        bits.put(version, VERSION_BITS);
        bits.put(self.lesson, LESSON_BITS);
        bits.put(self.id.bits(), ID_BITS);
        if let Some(seed) = self.seed {
            bits.put(seed, SEED_BITS);
        }
        bits.put(self.records.len() as u32, COUNT_BITS);
        for record in &self.records {
            let most = |count: usize, bits: usize| count.min((1 << bits) - 1) as u32;
            bits.put(u32::from(record.solved), 1);
            // A guess past the seventh option is not carried, rather than carried wrong.
            let guess = record.guess.map_or(0, |guess| guess + 1);
            let fits = guess < 1 << GUESS_BITS;
            bits.put(if fits { guess as u32 } else { 0 }, GUESS_BITS);
            bits.put(most(record.tries as usize, TRIES_BITS), TRIES_BITS);
            bits.put(most(record.hints, HINTS_BITS), HINTS_BITS);
        }
        let mut letters = bits.letters();
        let sum = crc(&letters);
        for place in (0..CRC_BITS / letters::BITS).rev() {
            letters.push(sum >> (place * letters::BITS) & 31);
        }
        let written: Vec<_> = letters.into_iter().map(letters::letter).collect();
        let groups = written.chunks(GROUP).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join("-")
    }
}

const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '–' | '—' | '−' | '.' | '_')
}

/// The same for every edition of a lesson with the same exercises in the same order.
fn lesson_check(lesson: &Lesson) -> u32 {
    let ids = lesson.exercises.iter().map(|exercise| &exercise.id);
    let ids: Vec<_> = ids.map(ExerciseId::as_str).collect();
    let hash = hash(format!("{} {}", lesson.key, ids.join(" ")).as_bytes());
    hash >> (32 - LESSON_BITS)
}

/// Of letters, five bits each.
fn crc(letters: &[u32]) -> u32 {
    let step = |crc: u32, bit: u32| {
        let carry = crc >> (CRC_BITS - 1) & 1 ^ bit;
        (crc << 1 ^ if carry == 1 { CRC_POLYNOMIAL } else { 0 }) & ((1 << CRC_BITS) - 1)
    };
    let bits = |letter: &u32| {
        let letter = *letter;
        (0..letters::BITS)
            .rev()
            .map(move |place| letter >> place & 1)
    };
    letters.iter().flat_map(bits).fold(CRC_START, step)
}

#[derive(Default)]
struct Writer(Vec<bool>);

impl Writer {
    fn put(&mut self, value: u32, bits: usize) {
        self.0
            .extend((0..bits).rev().map(|place| value >> place & 1 == 1));
    }

    fn letters(&self) -> Vec<u32> {
        let letter = |bits: &[bool]| {
            let joined = bits
                .iter()
                .fold(0, |joined, bit| joined << 1 | u32::from(*bit));
            joined << (letters::BITS - bits.len())
        };
        self.0.chunks(letters::BITS).map(letter).collect()
    }
}

struct Reader<'l> {
    letters: &'l [u32],
    at: usize,
}

impl Reader<'_> {
    /// The next bits as a number. The check sum holds and they are not there: the code was written by
    /// something else.
    fn take(&mut self, bits: usize) -> Result<u32, CodeError> {
        let mut value = 0;
        for _ in 0..bits {
            let letter = self.letters.get(self.at / letters::BITS);
            let letter = letter.ok_or(CodeError::Typo)?;
            let place = letters::BITS - 1 - self.at % letters::BITS;
            value = value << 1 | letter >> place & 1;
            self.at += 1;
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests;
