//! How much memory the browser's pages hold, workers included.

/// Bytes of memory that the pages of this measurement's own browser hold.
pub(crate) fn memory() -> f64 {
    let own = std::process::id();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pages = processes.filter_map(|entry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        let command = std::fs::read(entry.path().join("cmdline")).ok()?;
        let is_page = String::from_utf8_lossy(&command).contains("--type=renderer");
        (is_page && descends(pid, own)).then(|| status(pid, "VmRSS:"))?
    });
    pages.map(|kilobytes| kilobytes as f64 * 1024.0).sum()
}

/// Whether a process was started by another, or by one that it started.
fn descends(pid: u32, from: u32) -> bool {
    let mut next = Some(pid);
    while let Some(pid) = next.filter(|&pid| pid > 1) {
        if pid == from {
            return true;
        }
        next = status(pid, "PPid:").map(|parent| parent as u32);
    }
    false
}

fn status(pid: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}
