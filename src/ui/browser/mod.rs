//! What only a browser can do, each behind a small interface: workers, files, the address, the
//! clipboard, the display.

pub(crate) mod address;
pub(crate) mod clipboard;
pub mod console;
pub(crate) mod display;
pub(crate) mod drops;
pub mod engine;
pub(crate) mod fetch;
pub(crate) mod files;
pub(crate) mod fragment;
pub(crate) mod page_keys;
pub(crate) mod print;
pub(crate) mod reveal;
pub(crate) mod save;
pub(crate) mod scorm;
pub(crate) mod simulation;
pub(crate) mod sink;
pub(crate) mod still;
pub(crate) mod storage;
pub(crate) mod text;
pub(crate) mod timing;
mod turns;
pub(crate) mod upgrade;
pub mod worker;
pub(crate) mod workers;

/// Milliseconds since the page was opened, on the clock of its input events.
pub(crate) fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// 64 random bits, from which ids are drawn.
pub(crate) fn entropy() -> u64 {
    (js_sys::Math::random().to_bits() << 12) ^ js_sys::Math::random().to_bits()
}
