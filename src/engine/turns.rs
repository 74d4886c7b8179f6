//! Whose turn it is to work: pure decisions.
//!
//! Every view asks workers of its own. Together they may be asked for more than the machine has cores for; then
//! what a reader watches goes slower for what only takes long. So the long jobs (adapters, checkpoints, what is saved
//! of them, the map of capacities) wait until fewer workers are at work than there are cores, in the order in which
//! they asked. What follows the reader's hand (a simulation, a training run) does not wait for a core, and counts. Where
//! the browser allows fewer workers than there are cores, all wait for one.
//!
//! The page's own thread sleeps while workers compute, so no core is kept for it.

use std::collections::VecDeque;

/// Who is at work, and who waits.
#[derive(Debug)]
pub struct Turns<T> {
    cores: usize,
    at_work: usize,
    waiting: VecDeque<T>,
}

impl<T> Turns<T> {
    /// On a machine with so many cores; one that does not tell has one.
    pub const fn new(cores: usize) -> Self {
        Self {
            cores: if cores == 0 { 1 } else { cores },
            at_work: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Whether one who can wait may begin at once: a core is free, and nobody has waited for it.
    pub fn is_free(&self) -> bool {
        self.waiting.is_empty() && self.at_work < self.cores
    }

    /// One more waits, behind the others.
    pub fn wait(&mut self, who: T) {
        self.waiting.push_back(who);
    }

    /// A worker is at work.
    pub const fn began(&mut self) {
        self.at_work += 1;
    }

    /// A worker has finished, or is gone.
    pub const fn ended(&mut self) {
        self.at_work = self.at_work.saturating_sub(1);
    }

    /// The browser would not start a worker beside so many that there are: from here on no more than those work at
    /// once.
    pub fn limit(&mut self, living: usize) {
        self.cores = self.cores.min(living.max(1));
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Who has waited longest, once a core is free. Whoever is told does not wait any more.
    pub fn turn(&mut self) -> Option<T> {
        if self.at_work < self.cores {
            self.waiting.pop_front()
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_begin_at_once_as_there_are_cores() {
        let mut turns: Turns<u8> = Turns::new(2);
        for _ in 0..2 {
            assert!(turns.is_free());
            turns.began();
        }
        assert!(!turns.is_free());
        turns.wait(1);
        assert_eq!(turns.turn(), None);
        turns.ended();
        assert_eq!(turns.turn(), Some(1));
        assert_eq!(turns.turn(), None);
    }

    #[test]
    fn nobody_passes_one_who_waits() {
        let mut turns = Turns::new(1);
        turns.began();
        turns.wait("first");
        turns.wait("second");
        turns.ended();
        assert!(!turns.is_free(), "the core is the first's");
        assert_eq!(turns.turn(), Some("first"));
        turns.began();
        assert_eq!(turns.turn(), None);
        turns.ended();
        assert_eq!(turns.turn(), Some("second"));
        assert!(turns.is_free());
    }

    #[test]
    fn who_does_not_ask_is_counted_and_delays_the_others_only() {
        let mut turns = Turns::new(1);
        for _ in 0..3 {
            turns.began();
        }
        turns.wait(());
        turns.ended();
        turns.ended();
        assert_eq!(turns.turn(), None);
        turns.ended();
        assert_eq!(turns.turn(), Some(()));
    }

    #[test]
    fn a_browser_that_allows_fewer_workers_has_them_take_turns() {
        let mut turns = Turns::new(4);
        turns.began();
        turns.began();
        turns.limit(1);
        turns.ended();
        turns.wait("refused");
        assert_eq!(turns.turn(), None, "the other is at work");
        assert!(!turns.is_free());
        turns.ended();
        assert_eq!((turns.waiting(), turns.turn()), (1, Some("refused")));
        turns.limit(0);
        assert!(turns.is_free(), "one may always begin");
    }

    #[test]
    fn a_machine_that_does_not_tell_its_cores_has_one() {
        let turns: Turns<()> = Turns::new(0);
        assert!(turns.is_free());
    }
}
