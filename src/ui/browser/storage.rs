//! The browser's `localStorage`.

use gloo_events::EventListener;
use rankscope_app::classroom::storage::{KeyValueStorage, StorageError};
use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

/// The storage of this page's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LocalStorage;

impl LocalStorage {
    fn storage() -> Result<Storage, StorageError> {
        // Absent or refused: the caller says so to the reader.
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        storage.ok_or(StorageError::Unavailable)
    }
}

impl KeyValueStorage for LocalStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        let text = Self::storage()?.get_item(key);
        text.map_err(|_| StorageError::Unavailable)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        // The only error of `setItem` is that the quota is exceeded.
        let written = Self::storage()?.set_item(key, text);
        written.map_err(|_| StorageError::Full)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        let removed = Self::storage()?.remove_item(key);
        removed.map_err(|_| StorageError::Unavailable)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        let storage = Self::storage()?;
        let count = storage.length().map_err(|_| StorageError::Unavailable)?;
        // A key that another tab removes meanwhile is none.
        let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
        Ok(keys.collect())
    }
}

/// Calls back with each key that another tab writes, as long as the listener lives. Keys that it
/// removes are left out.
pub(crate) fn on_stored(stored: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "storage", move |event| {
        let event = event.dyn_ref::<StorageEvent>();
        let written = event.filter(|event| event.new_value().is_some());
        if let Some(key) = written.and_then(StorageEvent::key) {
            stored(key);
        }
    }))
}
