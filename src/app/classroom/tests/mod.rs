//! The classroom without a browser: storage that fails, two tabs, students and teachers.

mod carry;
mod exercise;
mod guess;
mod lesson;
mod names;
mod solved;
mod storage;
mod student;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::storage::{KeyValueStorage, StorageError};
use crate::Reduce;

/// A storage that several tabs share, and that can be full or refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeStorage(Rc<RefCell<FakeEntries>>);

#[derive(Debug, Default)]
pub(crate) struct FakeEntries {
    entries: BTreeMap<String, String>,
    fails: Option<StorageError>,
}

impl PartialEq for FakeStorage {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl FakeStorage {
    pub(crate) fn fail(&self, error: impl Into<Option<StorageError>>) {
        self.0.borrow_mut().fails = error.into();
    }

    pub(crate) fn put(&self, key: &str, text: &str) {
        self.0
            .borrow_mut()
            .entries
            .insert(key.to_owned(), text.to_owned());
    }

    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.0.borrow().entries.get(key).cloned()
    }

    fn keys(&self) -> Vec<String> {
        self.0.borrow().entries.keys().cloned().collect()
    }
}

impl KeyValueStorage for FakeStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        match self.0.borrow().fails {
            Some(StorageError::Unavailable) => Err(StorageError::Unavailable),
            _ => Ok(self.text(key)),
        }
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        if let Some(error) = self.0.borrow().fails {
            return Err(error);
        }
        self.put(key, text);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        // A full storage lets go of what it has.
        if self.0.borrow().fails == Some(StorageError::Unavailable) {
            return Err(StorageError::Unavailable);
        }
        self.0.borrow_mut().entries.remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        match self.0.borrow().fails {
            Some(StorageError::Unavailable) => Err(StorageError::Unavailable),
            _ => Ok(Self::keys(self)),
        }
    }
}

/// Reduces in place.
pub(crate) fn act<S: Reduce>(state: &mut Rc<S>, action: S::Action) {
    *state = Rc::clone(state).reduce(action);
}
