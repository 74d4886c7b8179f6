//! What the browser's storage keeps of a lesson: the student's name, those that have work here, progress by
//! lesson and student, and assignments that were opened from a file.
//!
//! Storage may be unavailable, full, or hold an entry that this version cannot read. Such an entry is
//! copied to a key of its own before its key is written to.

use rankscope_lesson::{LessonError, Progress, Student};

/// The key of the student's name.
pub const NAME_KEY: &str = "rankscope:name";
/// What the keys of students' progress begin with.
pub(super) const PROGRESS_KEYS: &str = "rankscope:lesson:";
/// What the keys of names begin with under which there is work here; then follows the seed.
const KNOWN_KEYS: &str = "rankscope:known:";
/// What the keys of assignments that were opened from a file begin with.
pub(super) const ASSIGNMENT_KEYS: &str = "rankscope:assignment:";
/// Unreadable entries kept for one key; after these its entry is not written over any more.
const MAX_SET_ASIDE: usize = 20;

/// Why the storage did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser gives this page no storage.
    Unavailable,
    /// The storage takes no more.
    Full,
}

/// Texts by key that outlive the page: the browser's `localStorage`.
pub trait KeyValueStorage {
    /// The text under a key; none when there is no such key.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`].
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;

    /// Writes a text under a key.
    ///
    /// # Errors
    /// [`StorageError`]; the key then holds what it held before.
    fn set(&self, key: &str, text: &str) -> Result<(), StorageError>;

    /// Removes a key, if it is there.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`].
    fn remove(&self, key: &str) -> Result<(), StorageError>;

    /// All keys, of other pages of this origin too.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`].
    fn keys(&self) -> Result<Vec<String>, StorageError>;
}

/// What is stored under the key of a student's progress.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum StoredProgress {
    None,
    Progress(Progress),
    /// Damaged, or of another version.
    Unreadable {
        text: String,
        error: LessonError,
    },
}

/// Reads a student's progress.
pub(super) fn read_progress(
    storage: &impl KeyValueStorage,
    key: &str,
) -> Result<StoredProgress, StorageError> {
    Ok(match storage.get(key)? {
        None => StoredProgress::None,
        Some(text) => match Progress::from_json(&text) {
            Ok(progress) => StoredProgress::Progress(progress),
            Err(error) => StoredProgress::Unreadable { text, error },
        },
    })
}

/// Copies an unreadable entry to a key that holds nothing, or the same text already; returns that key.
pub(crate) fn set_aside(
    storage: &impl KeyValueStorage,
    key: &str,
    text: &str,
) -> Result<String, StorageError> {
    for number in 1..=MAX_SET_ASIDE {
        let copy = match number {
            1 => format!("{key}:unreadable"),
            _ => format!("{key}:unreadable-{number}"),
        };
        match storage.get(&copy)? {
            Some(known) if known == text => return Ok(copy),
            Some(_) => {}
            None => return storage.set(&copy, text).map(|()| copy),
        }
    }
    Err(StorageError::Full)
}

/// Keeps a name under which there is work here.
///
/// # Errors
/// [`StorageError`].
pub(super) fn remember(
    storage: &impl KeyValueStorage,
    student: &Student,
) -> Result<(), StorageError> {
    let key = format!("{KNOWN_KEYS}{}", student.seed());
    if storage.get(&key)?.is_some() {
        return Ok(());
    }
    storage.set(&key, student.name())
}

/// The names under which there is work here.
///
/// # Errors
/// [`StorageError::Unavailable`].
pub(super) fn known_names(storage: &impl KeyValueStorage) -> Result<Vec<Student>, StorageError> {
    let mut known = Vec::new();
    for key in storage.keys()? {
        if key.starts_with(KNOWN_KEYS)
            && let Some(name) = storage.get(&key)?
        {
            known.push(Student::new(&name));
        }
    }
    Ok(known)
}

/// Removes a seed's name, and all its progress in every lesson, with what was set aside of it.
///
/// # Errors
/// [`StorageError::Unavailable`].
pub(super) fn remove_progress(
    storage: &impl KeyValueStorage,
    seed: u32,
) -> Result<(), StorageError> {
    storage.remove(&format!("{KNOWN_KEYS}{seed}"))?;
    let seed = seed.to_string();
    for key in storage.keys()? {
        let of_lesson = key.strip_prefix(PROGRESS_KEYS);
        if of_lesson.and_then(|rest| rest.split(':').nth(1)) == Some(&seed) {
            storage.remove(&key)?;
        }
    }
    Ok(())
}
