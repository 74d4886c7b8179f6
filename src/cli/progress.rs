//! How far it is, on standard error where that is a terminal.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A count of what is done.
pub(crate) struct Progress {
    what: &'static str,
    all: usize,
    done: AtomicUsize,
    is_shown: bool,
}

impl Progress {
    /// Of so many of these.
    pub(crate) fn of(all: usize, what: &'static str) -> Self {
        let is_shown = std::io::stderr().is_terminal();
        Self {
            what,
            all,
            done: AtomicUsize::new(0),
            is_shown,
        }
    }

    /// One more.
    pub(crate) fn one(&self, name: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.is_shown {
            let Self { what, all, .. } = self;
            // Who has closed standard error wants no progress.
            drop(write!(
                std::io::stderr(),
                "\r\x1b[K{done}/{all} {what}  {name}"
            ));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            // The same.
            drop(write!(std::io::stderr(), "\r\x1b[K"));
        }
    }
}
