//! Whether other programs had the machine while something was measured, from Linux's own account.
//!
//! The kernel counts the ticks, of 10 ms, that its processors spent at work, and those of each process.
//! What is not of this measurement's own processes (itself, the browser, NumPy) is of others, and so is what
//! a hypervisor took away.

/// Ticks so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ticks {
    /// Of all processors, idle ones too.
    pub(crate) all: u64,
    /// Of all processors at work.
    pub(crate) busy: u64,
    /// This measurement's own processes.
    pub(crate) own: Vec<Process>,
}

/// A process, as `/proc/…/stat` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) id: u32,
    pub(crate) parent: u32,
    /// Its process group.
    pub(crate) group: u32,
    /// Its own, and those of its children that have ended.
    pub(crate) ticks: u64,
}

/// The largest share of the machine that others may have had: a twentieth, of which a daemon or two need
/// a part on any machine.
const MOST: f64 = 0.05;
/// Ticks that are no sign of anything: a process is charged whole ones.
const SLACK: f64 = 3.0;

/// All ticks and those at work, of `/proc/stat`.
pub(crate) fn of_machine(stat: &str) -> Option<[u64; 2]> {
    let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
    let ticks = line.split_whitespace().map(str::parse);
    // What guests had is counted in what users had.
    let ticks: Vec<u64> = ticks.take(8).collect::<Result<_, _>>().ok()?;
    let [user, nice, system, idle, wait, interrupts, soft, stolen] = ticks.try_into().ok()?;
    let busy = user + nice + system + interrupts + soft + stolen;
    Some([busy + idle + wait, busy])
}

/// A process, of its `stat`.
pub(crate) fn of_process(stat: &str) -> Option<Process> {
    // Its name stands in brackets and may hold anything.
    let (before, after) = stat.rsplit_once(')')?;
    let id = before.split_whitespace().next()?.parse().ok()?;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let ticks = (11..15).map(number).sum::<Option<u64>>()?;
    let [parent, group] = [number(1)?, number(2)?].map(|id| u32::try_from(id).ok());
    Some(Process {
        id,
        parent: parent?,
        group: group?,
        ticks,
    })
}

/// A process, its group, and everything they have started.
///
/// Chromium's processes are children of the first process of all, since who started them has ended; they stay in
/// the group.
pub(crate) fn family(processes: &[Process], first: u32) -> Vec<Process> {
    let known = processes.iter().find(|process| process.id == first);
    let of_group = processes.iter().filter(|process| {
        process.id != first && known.is_some_and(|first| first.group == process.group)
    });
    let mut family: Vec<u32> = std::iter::once(first)
        .chain(of_group.map(|process| process.id))
        .collect();
    let mut at = 0;
    while let Some(&parent) = family.get(at) {
        let children = processes
            .iter()
            .filter(|process| process.parent == parent && !family.contains(&process.id));
        let children: Vec<u32> = children.map(|process| process.id).collect();
        family.extend(children);
        at += 1;
    }
    let own = processes
        .iter()
        .filter(|process| family.contains(&process.id));
    own.copied().collect()
}

/// The ticks of the measurement's processes between two moments.
fn own(before: &[Process], after: &[Process]) -> u64 {
    let sum = |processes: &mut dyn Iterator<Item = &Process>| -> u64 {
        processes.map(|process| process.ticks).sum()
    };
    let is = |all: &[Process], id: u32| all.iter().any(|process| process.id == id);
    // What has ended meanwhile left its ticks to its parent, and took them with it where that one had ended before.
    let counted = &mut before
        .iter()
        .filter(|process| is(after, process.id) || is(before, process.parent));
    sum(&mut after.iter()).saturating_sub(sum(counted))
}

/// The share of the machine that others had between two moments, from 0 to 1.
pub(crate) fn others(before: &Ticks, after: &Ticks) -> f64 {
    let all = after.all.saturating_sub(before.all);
    let busy = after.busy.saturating_sub(before.busy);
    let own = own(&before.own, &after.own);
    if all == 0 {
        return 0.0;
    }
    (busy.saturating_sub(own) as f64 / all as f64).min(1.0)
}

/// Whether what was measured between the two has to be measured again.
pub(crate) fn is_busy(before: &Ticks, after: &Ticks) -> bool {
    let all = after.all.saturating_sub(before.all) as f64;
    others(before, after) * all > MOST * all + SLACK
}
