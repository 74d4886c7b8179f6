//! What the figures were measured on.

use std::process::Command;

use serde_json::Value;

/// The machine and the versions of everything that was measured or measures.
pub(crate) fn facts(numpy: &Value) -> Vec<(&'static str, String)> {
    let of = |key: &str| numpy[key].as_str().unwrap_or_default().to_owned();
    let browser = std::env::var("CHROME").unwrap_or_else(|_| "chromium".into());
    vec![
        ("processor", name()),
        ("memory", memory()),
        ("system", says("uname", &["-sr"])),
        ("browser", says(&browser, &["--version"])),
        ("Rust", says("rustc", &["--version"])),
        (
            "NumPy",
            format!(
                "{} on Python {}, {}, one thread",
                of("numpy"),
                of("python"),
                of("blas")
            ),
        ),
        ("numpy-ts", peer("numpy-ts")),
        ("ml-matrix", peer("ml-matrix")),
    ]
}

/// What the machine is called in the history.
pub(crate) fn name() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{}, {cores} cores", processor())
}

/// How many programs wanted a core in the minute before: above a fraction, figures are noise.
pub(crate) fn load() -> String {
    let about = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = about.split_whitespace().next();
    minute.unwrap_or("unknown").to_owned()
}

/// The date, in the system's own time.
pub(crate) fn today() -> String {
    says("date", &["+%Y-%m-%d"])
}

fn processor() -> String {
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = about
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let name = name.unwrap_or("unknown");
    name.trim_start_matches(['\t', ' ', ':']).to_owned()
}

fn memory() -> String {
    let about = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = about
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes = kilobytes.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.map_or_else(|| "unknown".into(), |kb| format!("{:.0} GB", kb / 1e6))
}

/// The version of a package that `scripts/tools.sh` fetched.
fn peer(package: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/peers");
    let noted = std::fs::read_to_string(format!("{folder}/{package}.version"));
    let noted = noted.expect("a peer's version: scripts/bench.sh fetches it");
    format!("{}, in the same browser", noted.trim())
}

fn says(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| "unknown".into(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
