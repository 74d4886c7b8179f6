//! Undo and redo on the browser's history: pure decisions, with the clock handed in.
//!
//! A change gets an entry of its own as soon as it begins, and keeps it until it is committed: after
//! [`COMMIT_AFTER_MS`] without input. So the entry of a settled state is never overwritten, and Back
//! leads to it even in the midst of a change, after a crash, or from another document. While a
//! slider is dragged, the entry of the change follows it, at most once in [`WRITE_INTERVAL_MS`].
//!
//! States are query strings without their question mark. Times are milliseconds on any clock; one that
//! is set back delays nothing.

mod exchange;
mod heading;

use heading::Heading;

pub use exchange::{Extent, HistoryCommand, Observation, Position};

/// Between two writes of the address while a change goes on. Browsers refuse more than a hundred in
/// half a minute.
pub const WRITE_INTERVAL_MS: f64 = 350.0;
/// Time without input after which a change is committed: an arrow key that is held down is one
/// change, not thirty a second.
pub const COMMIT_AFTER_MS: f64 = 500.0;

/// The entries of this page, as far as it has to know them.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// False in a frame, which leaves the history of the page around it alone.
    owns_entries: bool,
    entry: u32,
    /// Where undo and redo lead, until the browser shows it.
    heading: Option<Heading>,
    extent: Extent,
    kept: Extent,
    /// What the present entry holds.
    written: String,
    /// A newer state that waits for [`WRITE_INTERVAL_MS`] to pass.
    unwritten: Option<String>,
    written_at: f64,
    /// The state before the change under way; none when everything is committed. A change that is back
    /// where it began is never committed: its entry is there for the next.
    base: Option<String>,
    commit_at: Option<f64>,
    /// The newest state of a change that Back interrupted, and the number of its entry.
    interrupted: Option<(u32, String)>,
    seen: (u32, u32),
}

impl History {
    /// The history of a page that opens in a state. `entry` is the number that its history entry
    /// carries, none for a new one; `kept` is what was kept before a reload.
    pub fn open(
        query: &str,
        entry: Option<u32>,
        kept: Option<Extent>,
        owns_entries: bool,
    ) -> (Self, Vec<HistoryCommand>) {
        let number = entry.unwrap_or(0);
        let extent = match (entry, kept) {
            (Some(number), Some(kept)) if kept.last >= number => kept,
            _ => Extent {
                last: number,
                copy: false,
            },
        };
        let mut history = Self {
            owns_entries,
            entry: number,
            heading: None,
            extent,
            kept: extent,
            written: query.to_owned(),
            unwritten: None,
            written_at: f64::NEG_INFINITY,
            base: None,
            commit_at: None,
            interrupted: None,
            seen: (0, 0),
        };
        history.reopen_copy();
        let mut commands = Vec::new();
        if owns_entries && entry.is_none() {
            commands.push(history.replace());
            commands.push(HistoryCommand::Keep(extent));
        }
        (history, commands)
    }

    /// The steps of undo and redo from here.
    pub fn position(&self) -> Position {
        let last = self.extent.last - u32::from(self.extent.copy);
        let at = self.at();
        Position {
            behind: at.min(last),
            ahead: last.saturating_sub(at),
        }
    }

    /// The entry that is shown once the browser is where it was sent.
    fn at(&self) -> u32 {
        self.heading.map_or(self.entry, |heading| heading.wanted)
    }

    /// Takes in what the page shows at time `now`.
    pub fn observe(&mut self, now_shown: &Observation, now: f64) -> Vec<HistoryCommand> {
        let Observation {
            query,
            edits,
            changes,
        } = now_shown;
        self.follow_clock(now);
        let edited = *edits != self.seen.0;
        let ended = *changes != self.seen.1;
        self.seen = (*edits, *changes);
        let mut commands = Vec::new();
        if query != self.newest() {
            if self.owns_entries && self.base.is_none() && (edited || ended) {
                self.begin(query, now, &mut commands);
            } else {
                self.unwritten = Some(query.clone());
            }
        }
        if self.base.is_some() {
            if ended {
                self.commit_at = Some(now + COMMIT_AFTER_MS);
            } else if edited && self.commit_at.is_some() {
                // More input: the change is not over.
                self.commit_at = Some(now + COMMIT_AFTER_MS);
            }
        }
        if let Some(base) = &self.base {
            self.extent.copy = base == self.newest();
        }
        if self.extent.copy {
            // Back where the change began: there is nothing to commit.
            self.commit_at = None;
        }
        commands.extend(self.advance(now));
        commands
    }

    /// When to call [`History::advance`], if nothing else happens before.
    pub fn deadline(&self) -> Option<f64> {
        let write_at = self.unwritten.as_ref();
        let write_at = write_at.map(|_| self.written_at + WRITE_INTERVAL_MS);
        match (write_at, self.commit_at) {
            (Some(write), Some(commit)) => Some(write.min(commit)),
            (write, commit) => write.or(commit),
        }
    }

    /// Writes and commits what is due at time `now`.
    pub fn advance(&mut self, now: f64) -> Vec<HistoryCommand> {
        self.follow_clock(now);
        let mut commands = Vec::new();
        let commit = self.commit_at.is_some_and(|at| at <= now);
        if commit || now - self.written_at >= WRITE_INTERVAL_MS {
            self.write(now, &mut commands);
        }
        if commit {
            (self.commit_at, self.base) = (None, None);
        }
        commands
    }

    /// One step back.
    pub fn undo(&mut self, now: f64) -> Vec<HistoryCommand> {
        self.heading = self.heading.filter(|heading| heading.is_under_way(now));
        let mut commands = self.teardown(now);
        let on_copy = self.extent.copy && self.at() == self.extent.last;
        if self.position().behind > 0 {
            let steps = if on_copy { -2 } else { -1 };
            self.go(steps, now, &mut commands);
        }
        commands
    }

    /// One step forward.
    pub fn redo(&mut self, now: f64) -> Vec<HistoryCommand> {
        self.heading = self.heading.filter(|heading| heading.is_under_way(now));
        let mut commands = self.teardown(now);
        if self.position().ahead > 0 {
            self.go(1, now, &mut commands);
        }
        commands
    }

    /// One step at a time: of two at once browsers make one, or two, or leave out the first.
    fn go(&mut self, steps: i32, now: f64, commands: &mut Vec<HistoryCommand>) {
        let wanted = self.at().saturating_add_signed(steps);
        if let Some(heading) = &mut self.heading {
            heading.wanted = wanted;
        } else {
            self.send(wanted, now, commands);
        }
    }

    fn send(&mut self, wanted: u32, now: f64, commands: &mut Vec<HistoryCommand>) {
        self.heading = Some(Heading {
            sent: wanted,
            sent_at: now,
            wanted,
        });
        let steps = wanted.cast_signed() - self.entry.cast_signed();
        commands.push(HistoryCommand::Go(steps));
    }

    /// The browser shows another entry of this page, with this number; none when the browser made
    /// the entry itself, as it does for a link to a fragment. Returns the state to show.
    pub fn arrive(
        &mut self,
        query: &str,
        entry: Option<u32>,
        now: f64,
    ) -> (String, Vec<HistoryCommand>) {
        if let Some(newest) = self.unwritten.take() {
            self.interrupted = Some((self.entry, newest));
        }
        (self.base, self.commit_at) = (None, None);
        query.clone_into(&mut self.written);
        let mut commands = Vec::new();
        if let Some(number) = entry {
            self.entry = number;
            if number > self.extent.last {
                self.extent = Extent {
                    last: number,
                    copy: false,
                };
                self.keep(self.extent, &mut commands);
            }
        } else {
            self.entry += 1;
            self.follow_push(&mut commands);
            commands.push(self.replace());
        }
        if let Some((number, newest)) = self.interrupted.take() {
            if number == self.entry {
                self.written = newest;
                self.written_at = now;
                commands.push(self.replace());
            } else if number <= self.extent.last {
                self.interrupted = Some((number, newest));
            }
        }
        self.reopen_copy();
        if let Some(heading) = self.heading.take()
            && heading.sent == self.entry
            && heading.wanted != self.entry
        {
            self.send(heading.wanted, now, &mut commands);
        }
        (self.written.clone(), commands)
    }

    /// Writes what is not written yet: the page is being left, or makes room for another.
    pub fn teardown(&mut self, now: f64) -> Vec<HistoryCommand> {
        let mut commands = Vec::new();
        self.write(now, &mut commands);
        commands
    }

    /// A clock that was set back would put off what is due for as long.
    fn follow_clock(&mut self, now: f64) {
        if self.written_at > now {
            self.written_at = now - WRITE_INTERVAL_MS;
        }
        let latest = now + COMMIT_AFTER_MS;
        self.commit_at = self.commit_at.map(|at| at.min(latest));
    }

    fn newest(&self) -> &str {
        self.unwritten.as_ref().unwrap_or(&self.written)
    }

    /// A change begins, in an entry of its own.
    fn begin(&mut self, query: &str, now: f64, commands: &mut Vec<HistoryCommand>) {
        // The entry that is left keeps its own state.
        self.write(now, commands);
        self.base = Some(std::mem::replace(&mut self.written, query.to_owned()));
        self.written_at = now;
        self.entry += 1;
        self.follow_push(commands);
        commands.push(HistoryCommand::Push {
            query: query.to_owned(),
            entry: self.entry,
        });
    }

    /// The present entry is now the last one.
    fn follow_push(&mut self, commands: &mut Vec<HistoryCommand>) {
        self.heading = None;
        self.extent = Extent {
            last: self.entry,
            copy: false,
        };
        if matches!(&self.interrupted, Some((number, _)) if *number >= self.entry) {
            self.interrupted = None;
        }
        self.keep(self.extent, commands);
    }

    fn write(&mut self, now: f64, commands: &mut Vec<HistoryCommand>) {
        if let Some(query) = self.unwritten.take()
            && query != self.written
        {
            self.written = query;
            self.written_at = now;
            commands.push(self.replace());
        }
        // A crash leaves what is written, not what is shown.
        if let Some(base) = &self.base {
            let kept = Extent {
                copy: *base == self.written,
                ..self.extent
            };
            if kept != self.kept {
                self.keep(kept, commands);
            }
        }
    }

    fn keep(&mut self, extent: Extent, commands: &mut Vec<HistoryCommand>) {
        self.kept = extent;
        commands.push(HistoryCommand::Keep(extent));
    }

    fn replace(&self) -> HistoryCommand {
        HistoryCommand::Replace {
            query: self.written.clone(),
            entry: self.entry,
        }
    }

    /// On an entry that repeats the one before it, the next change goes into this entry.
    fn reopen_copy(&mut self) {
        if self.extent.copy && self.entry == self.extent.last {
            self.base = Some(self.written.clone());
        }
    }
}

#[cfg(test)]
mod tests;
