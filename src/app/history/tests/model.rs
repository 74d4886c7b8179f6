//! A browser with a list of entries, and a page in it with the list of states that it should have.

use super::super::{COMMIT_AFTER_MS, Extent, History, HistoryCommand, Observation};

/// A browser's history: entries with their states, of which one is shown, and what a tab keeps.
#[derive(Clone, Debug)]
pub(super) struct Browser {
    pub(super) entries: Vec<(String, Option<u32>)>,
    pub(super) shown: usize,
    kept: Option<Extent>,
}

impl Browser {
    pub(super) fn carry_out(&mut self, commands: Vec<HistoryCommand>) -> i32 {
        let mut moved = 0;
        for command in commands {
            match command {
                HistoryCommand::Replace { query, entry } => {
                    self.entries[self.shown] = (query, Some(entry));
                }
                HistoryCommand::Push { query, entry } => {
                    self.entries.truncate(self.shown + 1);
                    self.entries.push((query, Some(entry)));
                    self.shown += 1;
                }
                HistoryCommand::Go(steps) => moved = steps,
                HistoryCommand::Keep(extent) => self.kept = Some(extent),
            }
        }
        moved
    }
}

/// A page in that browser, and the settled states it should have.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) browser: Browser,
    pub(super) history: History,
    pub(super) shown: Observation,
    pub(super) now: f64,
    /// The states that undo and redo step through, with the change under way at its end.
    states: Vec<String>,
    at: usize,
    /// Whether `states[at]` is a change under way, and when it is committed.
    changing: bool,
    commit_at: Option<f64>,
}

impl Page {
    pub(super) fn open() -> Self {
        let (history, commands) = History::open("", None, None, true);
        let mut page = Self {
            browser: Browser {
                entries: vec![(String::new(), None)],
                shown: 0,
                kept: None,
            },
            history,
            shown: Observation::default(),
            now: 0.0,
            states: vec![String::new()],
            at: 0,
            changing: false,
            commit_at: None,
        };
        page.browser.carry_out(commands);
        page
    }

    pub(super) fn edit(&mut self, query: &str, ends: bool) {
        self.shown.query = query.to_owned();
        self.shown.edits += 1;
        self.shown.changes += u32::from(ends);
        let commands = self.history.observe(&self.shown, self.now);
        self.browser.carry_out(commands);

        if !self.changing && self.states[self.at] != query {
            self.states.truncate(self.at + 1);
            self.states.push(query.to_owned());
            self.at += 1;
            self.changing = true;
            self.commit_at = None;
        } else if self.changing {
            query.clone_into(&mut self.states[self.at]);
        }
        if self.changing && (ends || self.commit_at.is_some()) {
            self.commit_at = Some(self.now + COMMIT_AFTER_MS);
        }
        if self.changing && self.states[self.at] == self.states[self.at - 1] {
            self.commit_at = None;
        }
    }

    pub(super) fn wait(&mut self, ms: f64) {
        let until = self.now + ms;
        while let Some(deadline) = self.history.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(deadline);
            let commands = self.history.advance(self.now);
            self.browser.carry_out(commands);
        }
        self.now = until;
        if self.commit_at.is_some_and(|at| at <= until) {
            self.settle();
        }
    }

    /// In the model: the change under way is settled, or dropped where it changed nothing.
    fn settle(&mut self) {
        self.commit_at = None;
        if self.changing && self.states[self.at] == self.states[self.at - 1] {
            self.states.pop();
            self.at -= 1;
        }
        self.changing = false;
    }

    pub(super) fn step(&mut self, back: bool) {
        self.steps(&[back]);
    }

    /// Undo (true) and redo, pressed faster than the browser follows.
    pub(super) fn steps(&mut self, presses: &[bool]) {
        let mut moved = 0;
        for &back in presses {
            let before = self.history.position();
            let commands = if back {
                self.history.undo(self.now)
            } else {
                self.history.redo(self.now)
            };
            let sent = self.browser.carry_out(commands);
            assert!(sent == 0 || moved == 0, "one step at a time");
            moved += sent;
            if self.history.position() != before {
                self.settle();
                self.at = if back { self.at - 1 } else { self.at + 1 };
            }
        }
        if moved != 0 {
            self.go(moved);
        }
    }

    /// The browser goes so many entries on.
    pub(super) fn go(&mut self, steps: i32) {
        let target = self.browser.shown.checked_add_signed(steps as isize);
        let target = target.expect("no step leads out of the page");
        if target >= self.browser.entries.len() {
            return;
        }
        self.browser.shown = target;
        let (query, entry) = self.browser.entries[target].clone();
        let (query, commands) = self.history.arrive(&query, entry, self.now);
        let further = self.browser.carry_out(commands);
        self.shown.query = query;
        // The page shows it, which is no change of the reader's.
        let commands = self.history.observe(&self.shown, self.now);
        self.browser.carry_out(commands);
        if further != 0 {
            self.go(further);
        }
    }

    pub(super) fn begin_anew(&mut self, tears_down: bool) {
        if tears_down {
            let commands = self.history.teardown(self.now);
            self.browser.carry_out(commands);
        }
        let (query, entry) = self.browser.entries[self.browser.shown].clone();
        let (history, commands) = History::open(&query, entry, self.browser.kept, true);
        self.history = history;
        self.browser.carry_out(commands);
        if self.changing {
            // What a crash loses is at most what was not written yet.
            query.clone_into(&mut self.states[self.at]);
        }
        self.shown = Observation {
            query,
            ..Observation::default()
        };
        self.settle();
    }

    pub(super) fn check(&self) {
        assert_eq!(self.shown.query, self.states[self.at], "the state shown");
        let position = self.history.position();
        let unchanged = self.changing && self.states[self.at] == self.states[self.at - 1];
        let behind = self.at - usize::from(unchanged);
        let ahead = self.states.len() - 1 - self.at;
        assert_eq!(
            (position.behind as usize, position.ahead as usize),
            (behind, ahead),
            "the buttons, of {:?} at {}",
            self.states,
            self.at,
        );
    }

    /// Every settled state is found by undo to the beginning and redo to the end.
    pub(super) fn walk(mut self) {
        self.settle();
        let expected = self.states.clone();
        while self.history.position().behind > 0 {
            self.step(true);
            self.check();
        }
        let mut found = vec![self.shown.query.clone()];
        while self.history.position().ahead > 0 {
            self.step(false);
            self.check();
            found.push(self.shown.query.clone());
        }
        assert_eq!(found, expected);
    }
}
