//! What the tests stand on: a file server, a browser, and the page in it.

mod browser;
mod control;
mod driver;
mod files;
mod page;
mod server;

pub(crate) use driver::browse;
pub(crate) use page::Page;
