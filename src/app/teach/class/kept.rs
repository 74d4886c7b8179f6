//! A class over a reload: its summaries, some together, packed, each pack under a key of its own. So neither
//! writing nor reading them keeps the page for long, and a thousand have room.

use serde::{Deserialize, Serialize};

use rankscope_lesson::{LessonError, StudentSummary, inflated, packed_text};
use rankscope_sim::versioned::{self, VersionedError};

use super::{CLASS_KEY, ClassState};
use crate::classroom::storage::{KeyValueStorage, StorageError};

const VERSION: u32 = 2;
/// Summaries that are packed together: some milliseconds of work.
const TOGETHER: usize = 20;

/// What stands under [`CLASS_KEY`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
    packs: usize,
}

/// Version 1: all summaries under the one key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    #[serde(rename = "version")]
    _version: u32,
    summaries: Vec<StudentSummary>,
}

/// What is kept of a class, before it is read.
#[derive(Clone, Debug, PartialEq)]
pub enum KeptClass {
    /// Nothing that can be read.
    Nothing,
    /// All of it.
    Whole(Vec<StudentSummary>),
    /// So many packs, each to be read with [`pack`].
    Packs(usize),
}

fn key(pack: usize) -> String {
    format!("{CLASS_KEY}:{pack}")
}

/// What the browser has kept.
pub fn kept(storage: &impl KeyValueStorage) -> KeptClass {
    // Without a storage, and of another version, the teacher opens the files again.
    let Some(text) = storage.get(CLASS_KEY).ok().flatten() else {
        return KeptClass::Nothing;
    };
    match versioned::from_json::<Head>(&text, u64::from(VERSION)) {
        Ok(head) => KeptClass::Packs(head.packs),
        Err(VersionedError::UnknownVersion(1)) => match serde_json::from_str::<First>(&text) {
            Ok(first) => KeptClass::Whole(first.summaries),
            Err(error) => unread(&error),
        },
        Err(error) => unread(&error),
    }
}

fn unread(error: &impl std::fmt::Debug) -> KeptClass {
    log::warn!("the class that was kept is not read: {error:?}");
    KeptClass::Nothing
}

/// The summaries of one pack; none where it cannot be read.
pub fn pack(storage: &impl KeyValueStorage, number: usize) -> Vec<StudentSummary> {
    // As above.
    let text = storage.get(&key(number)).ok().flatten();
    let read = |text: String| -> Result<Vec<StudentSummary>, LessonError> {
        let json = inflated(&text)?;
        serde_json::from_str(&json).map_err(|_| LessonError::Damaged)
    };
    match text.map(read) {
        Some(Ok(summaries)) => summaries,
        Some(Err(error)) => {
            log::warn!("some of the class that was kept is not read: {error}");
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Keeps a class, pack by pack: called with 0, 1, … until it says that nothing is left. Other work may be done
/// between the calls.
///
/// # Errors
/// [`StorageError`]: after a reload the files have to be opened again. Nothing is kept then.
pub fn keep(
    class: &ClassState,
    number: usize,
    storage: &impl KeyValueStorage,
) -> Result<bool, StorageError> {
    let summaries = class.table().summaries();
    let mut packs = summaries.chunks(TOGETHER);
    let (count, written) = (packs.len(), packs.nth(number));
    let outcome = match written {
        Some(some) => {
            // Texts, numbers and lists of those, which cannot fail.
            let json = serde_json::to_string(some).unwrap_or_default();
            storage
                .set(&key(number), &packed_text(&json))
                .map(|()| true)
        }
        None => finish(count, storage).map(|()| false),
    };
    if outcome.is_err()
        && let Err(error) = forget(storage)
    {
        log::warn!("what was kept of a class stays: {error:?}");
    }
    outcome
}

/// Says how many packs there are, and takes away those of a larger class before.
fn finish(packs: usize, storage: &impl KeyValueStorage) -> Result<(), StorageError> {
    for key in storage.keys()? {
        let number = key
            .strip_prefix(CLASS_KEY)
            .and_then(|rest| rest.strip_prefix(':'));
        let surplus = number.and_then(|number| number.parse::<usize>().ok());
        if surplus.is_some_and(|number| number >= packs) {
            storage.remove(&key)?;
        }
    }
    if packs == 0 {
        return storage.remove(CLASS_KEY);
    }
    let head = Head {
        version: VERSION,
        packs,
    };
    // As above.
    storage.set(CLASS_KEY, &serde_json::to_string(&head).unwrap_or_default())
}

fn forget(storage: &impl KeyValueStorage) -> Result<(), StorageError> {
    finish(0, storage)
}
