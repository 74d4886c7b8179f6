//! A first visit: what it transfers, and how long until its first charts are painted.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::budget::{FIRST_VISIT, FIRST_WORDS, SHIFT};
use crate::harness::Page;
use crate::host::{Host, compressed};
use crate::quiet::quietly_browsed;
use crate::report::{Report, Section};
use crate::series::Series;

/// Beginnings of the names of what is loaded later.
const LATER: [&str; 5] = [
    "full-",
    "rankscope.html",
    "views-",
    "pretrained.json",
    "transformer.json",
];
/// The modules that a first visit loads one of, by the beginnings of their files.
const VISITED: [&str; 2] = ["start", "explore"];
/// What is there for others: crawlers, teachers who write exercises, and pages that embed a figure.
const NEVER: [&str; 6] = [
    "robots.txt",
    "icon.svg",
    "embed.js",
    "exercises.md",
    "exercise.schema.json",
    "assignment.schema.json",
];

const VISITS: usize = 5;

/// A connection and a processor.
struct Circumstances {
    what: &'static str,
    /// Milliseconds from request to response, and bits a second; none for the machine's own.
    connection: Option<(f64, f64)>,
    /// How many times slower the page's thread runs.
    slower: f64,
}

const CIRCUMSTANCES: [Circumstances; 3] = [
    Circumstances {
        what: "this machine",
        connection: None,
        slower: 1.0,
    },
    Circumstances {
        what: "slow 4G: 150 ms, 1.6 Mbit/s",
        connection: Some((150.0, 1.6e6)),
        slower: 1.0,
    },
    Circumstances {
        what: "slow 4G, and a processor 4 times slower",
        connection: Some((150.0, 1.6e6)),
        slower: 4.0,
    },
];

/// When the first words and the first charts were painted.
const PAINTED: &str = "
    const [update] = performance.getEntriesByName('rankscope:update');
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return update && paint ? [paint.startTime, update.startTime + update.duration] : null;";

/// When what comes later was at hand, unasked, and how far things moved in all.
const LATER_AT_HAND: &str = "
    const done = arguments[0];
    const [ahead] = performance.getEntriesByName('rankscope:ahead');
    if (!ahead) return done(null);
    new PerformanceObserver(list => done([ahead.startTime, list.getEntries().reduce((sum, { value }) => sum + value, 0)]))
        .observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done([ahead.startTime, 0]), 300);";

/// Adds the tables of sizes and of times. The sizes first: the host has then compressed everything.
pub(crate) fn measure(report: &mut Report) {
    sizes(report);
    times(report);
}

/// What is served, sorted by name.
pub(crate) fn served() -> Vec<PathBuf> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    let mut files: Vec<_> = std::fs::read_dir(&dist)
        .expect("the built page in dist/")
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn sizes(report: &mut Report) {
    let mut rows = Vec::new();
    // What both visits load, and what one alone does.
    let mut visits = VISITED.map(|name| (name, 0, 0));
    for file in served() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
        let plain = std::fs::metadata(&file).unwrap().len();
        let small = compressed(&file).len();
        let when = if begins(&LATER) {
            "later"
        } else if begins(&NEVER) {
            "by others"
        } else {
            let own = VISITED.into_iter().find(|own| begins(&[own]));
            for (visit, bytes, sent) in &mut visits {
                if own.is_none_or(|own| own == *visit) {
                    *bytes += plain;
                    *sent += small;
                }
            }
            match own {
                Some("start") => "at once, by Start",
                Some(_) => "at once, by Explore",
                None => "at once",
            }
        };
        rows.push(vec![
            format!("`{}`", stem(&name)),
            when.into(),
            plain.to_string(),
            small.to_string(),
        ]);
    }
    for (visit, bytes, sent) in visits {
        rows.push(vec![
            format!("a first visit to {visit} together"),
            "at once".into(),
            bytes.to_string(),
            sent.to_string(),
        ]);
    }
    let most = visits.iter().map(|(_, _, sent)| *sent).max().unwrap_or(0);
    report.judge(&FIRST_VISIT, most as f64);
    report.add(Section {
        title: "What is transferred",
        about: "In bytes, as built and as brotli sends it.",
        head: &["file", "loaded", "bytes", "brotli"],
        rows,
    });
}

/// A file's name without the part that changes with its content.
fn stem(name: &str) -> String {
    let is_hash =
        |part: &str| part.len() >= 15 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let cut = name.find('-').and_then(|dash| {
        let rest = &name[dash + 1..];
        let end = rest.find(|symbol: char| !symbol.is_ascii_alphanumeric())?;
        is_hash(&rest[..end]).then(|| format!("{}{}", &name[..dash], &rest[end..]))
    });
    cut.unwrap_or_else(|| name.to_owned())
}

fn times(report: &mut Report) {
    let mut rows = Vec::new();
    let mut shift: f64 = 0.0;
    for circumstances in CIRCUMSTANCES {
        let visits: Vec<[f64; 4]> = (0..VISITS)
            // A browser each: nothing is cached, nothing is compiled.
            .map(|_| quietly_browsed(async |page| visit(page, &circumstances).await))
            .collect();
        let of = |at: usize| Series::new(visits.iter().map(|visit| visit[at]).collect());
        let [words, charts, later, shifts] = [0, 1, 2, 3].map(of);
        shift = shift.max(shifts.most());
        if circumstances.connection.is_some() && circumstances.slower == 1.0 {
            report.judge(&FIRST_WORDS, words.median());
        }
        rows.push(vec![
            circumstances.what.into(),
            words.to_string(),
            charts.to_string(),
            later.to_string(),
        ]);
    }
    report.judge(&SHIFT, shift);
    report.add(Section {
        title: "A first visit",
        about: "From the address entered to the paint, with nothing cached, served with brotli. \
                DevTools slows the connection, and the page's thread but not its worker. Words come with the \
                document's picture; what other views need is fetched when the page is idle.",
        head: &[
            "circumstances",
            "first words and picture painted",
            "first charts painted",
            "the rest at hand",
        ],
        rows,
    });
}

/// In milliseconds: words, charts, the rest; and how far things moved.
async fn visit(page: &Page, circumstances: &Circumstances) -> [f64; 4] {
    let host = Host::start().await;
    if let Some((latency, bits)) = circumstances.connection {
        page.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": false, "latency": latency,
            "downloadThroughput": bits / 8.0, "uploadThroughput": bits / 16.0,
        });
        page.devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }
    let rate = json!({ "rate": circumstances.slower });
    page.devtools("Emulation.setCPUThrottlingRate", rate).await;
    page.client.goto(&host.at("")).await.unwrap();
    let look = async || {
        let painted = page.script(PAINTED, vec![]).await;
        Some([painted[0].as_f64()?, painted[1].as_f64()?])
    };
    let [words, charts] = page.wait_for("the first charts", look).await;
    let look = async || {
        let later = page.script_later(LATER_AT_HAND).await;
        Some([later[0].as_f64()?, later[1].as_f64()?])
    };
    let [later, shift] = page.wait_for("the rest of the page", look).await;
    [words, charts, later, shift]
}
