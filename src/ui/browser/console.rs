//! The browser's console as the place where [`log`] writes.
//!
//! Written by hand because the crates that do this have had no release for years; it is a match.

use log::{Level, LevelFilter, Log, Metadata, Record};
use wasm_bindgen::{JsCast, JsValue};

struct Console;

impl Log for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Warn
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let text = JsValue::from_str(&format!("{}: {}", record.target(), record.args()));
            match record.level() {
                Level::Error => web_sys::console::error_1(&text),
                _ => web_sys::console::warn_1(&text),
            }
        }
    }

    fn flush(&self) {}
}

/// Lets errors and warnings go to the console, of the page or of a worker.
pub fn install() {
    // Refused only when a logger is there already, and then that one is in use.
    if log::set_logger(&Console).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

/// Errors of the browser that no reader is shown.
pub(crate) trait OrLog<T> {
    /// The value; or none, after a line in the console that says what was tried.
    fn or_log(self, tried: &str) -> Option<T>;
}

impl<T> OrLog<T> for Result<T, JsValue> {
    fn or_log(self, tried: &str) -> Option<T> {
        self.inspect_err(|error| log::warn!("{tried}: {}", describe(error)))
            .ok()
    }
}

/// A value that JavaScript has thrown, in words.
pub(crate) fn describe(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => format!("{error:?}"),
    }
}
