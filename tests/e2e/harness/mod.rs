//! What the tests stand on: a file server, a browser, and the page in it.

mod control;
mod driver;
mod engine;
mod faults;
mod files;
mod memory;
mod page;
mod reading;
mod server;

pub(crate) use driver::browse;
#[allow(unused_imports, reason = "the tests' alone, which share this harness")]
pub(crate) use driver::{browse_for, browse_without_scripts};
#[allow(unused_imports, reason = "the tests' alone, which share this harness")]
pub(crate) use engine::Ability;
pub(crate) use page::Page;
