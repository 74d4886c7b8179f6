//! One student's progress in one lesson, in step with the storage that other tabs write too.
//!
//! The page keeps what it last read from the storage, and the actions that are not in there yet. Each
//! write reads the entry again and applies those actions to it, so that what another tab wrote
//! meanwhile stays; actions that could not be written wait for the next write.

use rankscope_lesson::{ExerciseId, Progress, ProgressAction, ProgressId};

use super::storage::{KeyValueStorage, StorageError, StoredProgress, read_progress, set_aside};

/// What is to be applied to the stored progress.
#[derive(Clone, Debug, PartialEq)]
enum Change {
    /// The student does something in an exercise.
    Action(ExerciseId, ProgressAction),
    /// What was done here under another name is taken along: the better of each exercise.
    TakeAlong(Progress),
    /// The same person's work on another machine: the id is that one's too.
    Carry(Progress),
}

impl Change {
    fn apply(&self, progress: &mut Progress) {
        match self {
            Self::Action(id, action) => progress.apply(id, action),
            Self::TakeAlong(other) => *progress = progress.merged(other),
            Self::Carry(other) => *progress = other.merged(progress),
        }
    }
}

/// Progress under one key of the storage.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SyncedProgress {
    key: String,
    /// The id it gets when it is first kept.
    new_id: ProgressId,
    /// As last read or written.
    stored: Progress,
    /// Not in the storage yet, oldest first.
    unsaved: Vec<Change>,
    /// `stored` with `unsaved` applied.
    current: Progress,
    /// Why the last read or write failed.
    error: Option<StorageError>,
    /// An entry that could not be read: its copy's key, and why.
    set_aside: Option<(String, String)>,
}

impl SyncedProgress {
    /// Nothing done, nothing read.
    pub(super) fn new(key: String, new_id: ProgressId) -> Self {
        Self {
            key,
            new_id,
            stored: Progress::default(),
            unsaved: Vec::new(),
            current: Progress::default(),
            error: None,
            set_aside: None,
        }
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) const fn current(&self) -> &Progress {
        &self.current
    }

    pub(super) const fn error(&self) -> Option<StorageError> {
        self.error
    }

    pub(super) const fn set_aside(&self) -> Option<&(String, String)> {
        self.set_aside.as_ref()
    }

    /// Reads the entry when the lesson is opened, and writes what an earlier write has failed to.
    pub(super) fn open(&mut self, storage: &impl KeyValueStorage) {
        if self.unsaved.is_empty() {
            self.error = self.read(storage).err();
            self.replay();
        } else {
            self.save(storage);
        }
    }

    /// Takes over what another tab has written. What this version cannot read is left alone until
    /// this tab writes.
    pub(super) fn refresh(&mut self, storage: &impl KeyValueStorage) {
        match read_progress(storage, &self.key) {
            Ok(StoredProgress::Progress(progress)) => self.stored = progress,
            Ok(StoredProgress::None | StoredProgress::Unreadable { .. }) => {}
            Err(error) => self.error = Some(error),
        }
        self.replay();
    }

    /// Applies what the student does in an exercise of this edition, and writes it.
    pub(super) fn apply(
        &mut self,
        storage: &impl KeyValueStorage,
        id: ExerciseId,
        edition: Option<u32>,
        action: ProgressAction,
    ) {
        let edition = edition.filter(|edition| self.current.edition(&id) != Some(*edition));
        let edition = edition.map(ProgressAction::Edition);
        let edition = edition.map(|edition| Change::Action(id.clone(), edition));
        self.unsaved.extend(edition);
        self.unsaved.push(Change::Action(id, action));
        self.save(storage);
    }

    /// Takes along what was done here under another name. Returns whether it is written.
    pub(super) fn take_along(&mut self, storage: &impl KeyValueStorage, other: Progress) -> bool {
        self.unsaved.push(Change::TakeAlong(other));
        self.save(storage);
        self.unsaved.is_empty()
    }

    /// Takes over what the same person has done on another machine.
    pub(super) fn carry(&mut self, storage: &impl KeyValueStorage, other: Progress) {
        self.unsaved.push(Change::Carry(other));
        self.save(storage);
    }

    fn save(&mut self, storage: &impl KeyValueStorage) {
        let read = self.read(storage);
        self.replay();
        let written = read.and_then(|()| storage.set(&self.key, &self.current.to_json()));
        match written {
            Ok(()) => {
                self.stored = self.current.clone();
                self.unsaved.clear();
                self.error = None;
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Reads the entry; after this it may be written over. One that another tab has removed counts as
    /// unchanged.
    fn read(&mut self, storage: &impl KeyValueStorage) -> Result<(), StorageError> {
        match read_progress(storage, &self.key)? {
            StoredProgress::None => {}
            StoredProgress::Progress(progress) => self.stored = progress,
            StoredProgress::Unreadable { text, error } => {
                let copy = set_aside(storage, &self.key, &text)?;
                self.set_aside = Some((copy, error.to_string()));
            }
        }
        Ok(())
    }

    fn replay(&mut self) {
        self.current = self.stored.clone();
        for change in &self.unsaved {
            change.apply(&mut self.current);
        }
        if !self.unsaved.is_empty() {
            self.current.identify(self.new_id);
        }
    }
}
