//! Rounds that count: one in which other programs had the machine is thrown away and run again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::busy::{Ticks, family, is_busy, of_machine, of_process, others};
use crate::harness::{Page, browse};

/// How often a round is run at most. Then the quietest of them counts, and the report says so.
const TRIES: usize = 4;
/// How long others are given to finish.
const PAUSE: Duration = Duration::from_secs(2);

static ROUNDS: AtomicUsize = AtomicUsize::new(0);
static REPEATED: AtomicUsize = AtomicUsize::new(0);
static DISTURBED: AtomicUsize = AtomicUsize::new(0);

fn now() -> Option<Ticks> {
    let stat = std::fs::read_to_string("/proc/stat").ok()?;
    let [all, busy] = of_machine(&stat)?;
    let entries = std::fs::read_dir("/proc").ok()?.flatten();
    let processes = entries.filter_map(|entry| {
        let is_process = entry.file_name().to_str()?.parse::<u32>().is_ok();
        let stat = is_process.then(|| std::fs::read_to_string(entry.path().join("stat")));
        of_process(&stat?.ok()?)
    });
    let processes: Vec<_> = processes.collect();
    let own = family(&processes, std::process::id());
    Some(Ticks { all, busy, own })
}

/// One round in the making: the quietest try so far, and the share of the machine that others had in it.
struct Round<T> {
    tries: usize,
    quietest: Option<(f64, T)>,
}

impl<T> Round<T> {
    fn new() -> Self {
        ROUNDS.fetch_add(1, Ordering::Relaxed);
        Self {
            tries: 0,
            quietest: None,
        }
    }

    /// Takes in a try that has just ended; returns what counts once that is settled.
    fn tried(&mut self, before: Option<Ticks>, measured: T) -> Option<T> {
        // Where the system keeps no account, every try counts.
        let (Some(before), Some(after)) = (before, now()) else {
            return Some(measured);
        };
        if !is_busy(&before, &after) {
            return Some(measured);
        }
        let share = others(&before, &after);
        let quieter = |(least, _): &(f64, T)| share < *least;
        if self.quietest.as_ref().is_none_or(quieter) {
            self.quietest = Some((share, measured));
        }
        self.tries += 1;
        if self.tries < TRIES {
            REPEATED.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        DISTURBED.fetch_add(1, Ordering::Relaxed);
        let (share, measured) = self.quietest.take()?;
        println!(
            "(others had {:.0} % of the machine in a round that counts)",
            100.0 * share
        );
        Some(measured)
    }
}

/// Measures until nobody else had the machine meanwhile.
pub(crate) async fn quietly<T>(mut measure: impl AsyncFnMut() -> T) -> T {
    let mut round = Round::new();
    loop {
        let before = now();
        let measured = measure().await;
        if let Some(counts) = round.tried(before, measured) {
            return counts;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The same in a browser of its own for each round. The account is taken before the browser ends, whose processes
/// take their ticks with them.
pub(crate) fn quietly_browsed<T>(mut measure: impl AsyncFnMut(&Page) -> T) -> T {
    let mut round = Round::new();
    loop {
        let mut counts = None;
        browse(async |page| {
            let before = now();
            let measured = measure(page).await;
            counts = round.tried(before, measured);
        });
        if let Some(counts) = counts {
            return counts;
        }
        std::thread::sleep(PAUSE);
    }
}

/// What became of all rounds, in words.
pub(crate) fn account() -> String {
    let [rounds, repeated, disturbed] =
        [&ROUNDS, &REPEATED, &DISTURBED].map(|count| count.load(Ordering::Relaxed));
    format!(
        "{rounds} rounds; {repeated} were thrown away because other programs had more than a twentieth of the machine, \
         and {disturbed} count although they had it every time"
    )
}
