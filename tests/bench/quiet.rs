//! Rounds that count: one in which other programs had the machine is thrown away and run again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::busy::{Ticks, is_busy, of_family, of_machine, of_process, others};

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
    let own = of_family(&processes, std::process::id());
    Some(Ticks { all, busy, own })
}

/// Measures until nobody else had the machine meanwhile. Where the system keeps no account, once.
pub(crate) async fn quietly<T>(mut round: impl AsyncFnMut() -> T) -> T {
    ROUNDS.fetch_add(1, Ordering::Relaxed);
    let mut quietest: Option<(f64, T)> = None;
    for _ in 0..TRIES {
        let before = now();
        let measured = round().await;
        let (Some(before), Some(after)) = (before, now()) else {
            return measured;
        };
        if !is_busy(before, after) {
            return measured;
        }
        let share = others(before, after);
        if quietest.as_ref().is_none_or(|(least, _)| share < *least) {
            quietest = Some((share, measured));
        }
        REPEATED.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(PAUSE).await;
    }
    DISTURBED.fetch_add(1, Ordering::Relaxed);
    let (share, measured) = quietest.unwrap();
    println!(
        "(others had {:.0} % of the machine in a round that counts)",
        100.0 * share
    );
    measured
}

/// The same for what is no future.
pub(crate) fn quietly_run<T>(mut round: impl FnMut() -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(quietly(async || round()))
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
