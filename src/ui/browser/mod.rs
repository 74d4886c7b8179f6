//! What only a browser can do, each behind a small interface: workers, files, the address, the
//! clipboard, the display.

pub(crate) mod address;
pub(crate) mod clipboard;
pub mod console;
pub(crate) mod display;
pub mod engine;
pub(crate) mod fetch;
pub(crate) mod save;
pub(crate) mod timing;
pub mod worker;
