//! A class over a reload.

use std::rc::Rc;

use super::{opened, summary};
use crate::classroom::storage::StorageError;
use crate::classroom::tests::{FakeStorage, act};
use crate::teach::class::{CLASS_KEY, ClassAction, ClassState, KeptClass, keep, kept, pack};

/// Keeps a class to its end; how many packs it took.
pub(super) fn keep_all(class: &ClassState, storage: &FakeStorage) -> Result<usize, StorageError> {
    let mut packs = 0;
    while keep(class, packs, storage)? {
        packs += 1;
    }
    Ok(packs)
}

/// The class after a reload.
pub(super) fn reopened(storage: &FakeStorage) -> Rc<ClassState> {
    let mut class = Rc::new(ClassState::default());
    let parts = match kept(storage) {
        KeptClass::Nothing => vec![],
        KeptClass::Whole(summaries) => vec![summaries],
        KeptClass::Packs(packs) => (0..packs).map(|number| pack(storage, number)).collect(),
    };
    for summaries in parts {
        act(&mut class, ClassAction::Kept(summaries));
    }
    class
}

#[test]
fn a_class_is_there_after_a_reload_and_a_full_storage_is_told() {
    let storage = FakeStorage::default();
    let class = opened(&[summary("Ana", 1, &[(0, 0)]), summary("Ben", 2, &[])]);
    assert_eq!(keep_all(&class, &storage), Ok(1));
    assert_eq!(reopened(&storage).table(), class.table());
    // As an earlier version of the page kept it.
    let summaries = serde_json::to_string(class.table().summaries()).unwrap();
    storage.put(
        CLASS_KEY,
        &format!("{{\"version\":1,\"summaries\":{summaries}}}"),
    );
    assert_eq!(reopened(&storage).table(), class.table());
    storage.put(CLASS_KEY, "{\"version\":9}");
    assert!(reopened(&storage).is_empty());
    storage.fail(StorageError::Full);
    assert_eq!(keep_all(&class, &storage), Err(StorageError::Full));
    storage.fail(None);
    // A closed class leaves nothing.
    assert_eq!(keep_all(&class, &storage), Ok(1));
    assert_eq!(keep_all(&ClassState::default(), &storage), Ok(0));
    assert_eq!(kept(&storage), KeptClass::Nothing);
    assert_eq!(storage.text(&format!("{CLASS_KEY}:0")), None);
}
