//! A reader's adapter the size of one for a model of 7 billion weights, from the file picked to the
//! last layer analysed: 224 modules of 4096 × 4096. The file is made here and removed again.
//!
//! Beside it the same file in NumPy, by QR and by the Gram matrices that another tool takes, which
//! lose every singular value below 10⁻⁸ σ₁: `adapter.py`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use half::f16;
use serde_json::{Map, Value, json};

use crate::harness::{Page, browse};

const BLOCKS: usize = 32;
const KINDS: [&str; 7] = [
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
];
const SIDE: usize = 4096;
/// Between two looks at how much memory the browser holds.
const GLANCE: Duration = Duration::from_millis(30);

/// Notes when a file is picked, when its last layer is there, and the longest task between.
const WATCH: &str = "
    window.took = null;
    window.longestTask = 0;
    const adapter = document.querySelector('#adapter');
    let began = null;
    document.querySelector('#adapter-files').addEventListener('change', () => {
        began = performance.now();
    }, { capture: true, once: true });
    new MutationObserver(() => {
        if (began !== null && adapter.dataset.open === 'ready') window.took ??= performance.now() - began;
    }).observe(adapter, { attributes: true, attributeFilter: ['data-open'] });
    new PerformanceObserver(list => {
        for (const task of list.getEntries()) {
            window.longestTask = Math.max(window.longestTask, task.duration);
        }
    }).observe({ type: 'longtask' });";

/// Prints a row for each rank.
pub(crate) fn measure() {
    for (rank, budget) in [(16, "5 s, 150 MB"), (256, "180 s")] {
        let file = Made::of_rank(rank);
        browse(async |page| report(page, &file.0, rank, budget).await);
        beside(&file.0, rank);
    }
}

async fn report(page: &Page, file: &Path, rank: usize, budget: &str) {
    page.open("view=adapter").await;
    let ready = "return document.querySelector('#adapter').dataset.open === 'ready';";
    page.waits_until("the sample", ready).await;
    page.script(WATCH, vec![]).await;
    let before = memory();
    page.picks("#adapter-files", &[file]).await;
    let mut most = before;
    let took = loop {
        most = most.max(memory());
        if let Some(took) = page.script("return window.took;", vec![]).await.as_f64() {
            break took;
        }
        tokio::time::sleep(GLANCE).await;
    };
    let task = page.script("return window.longestTask;", vec![]).await;
    println!(
        "| the page, r = {rank} | {:.2} s | {:.0} MB | {:.0} ms | {budget} |",
        took / 1e3,
        (most - before) / 1e6,
        task.as_f64().unwrap(),
    );
}

/// The same file in NumPy.
fn beside(file: &Path, rank: usize) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/adapter.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(&python).arg(script).arg(file).output();
    match output {
        Ok(output) if output.status.success() => {
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                println!("| {line} | | | r = {rank} |");
            }
        }
        _ => println!("| NumPy: not measured, {python} has none | | | | |"),
    }
}

/// Bytes of memory that the pages of this measurement's own browser hold.
fn memory() -> f64 {
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

/// The file, gone when it is dropped.
struct Made(PathBuf);

impl Made {
    fn of_rank(rank: usize) -> Self {
        let path =
            std::env::temp_dir().join(format!("rankscope-7b-{}.safetensors", std::process::id()));
        let mut file = BufWriter::new(File::create(&path).unwrap());
        let bytes = 2 * rank * SIDE;
        let mut header = Map::new();
        for number in 0..BLOCKS * KINDS.len() {
            let (block, kind) = (number / KINDS.len(), KINDS[number % KINDS.len()]);
            let layer = format!("base_model.model.model.layers.{block}.{kind}");
            for (factor, shape) in [("A", [rank, SIDE]), ("B", [SIDE, rank])] {
                let begin = header.len() * bytes;
                let name = format!("{layer}.lora_{factor}.weight");
                let offsets = [begin, begin + bytes];
                header.insert(
                    name,
                    json!({ "dtype": "F16", "shape": shape, "data_offsets": offsets }),
                );
            }
        }
        let tensors = header.len();
        let header = serde_json::to_vec(&Value::Object(header)).unwrap();
        file.write_all(&(header.len() as u64).to_le_bytes())
            .unwrap();
        file.write_all(&header).unwrap();
        let mut state = 42_u64;
        for _ in 0..tensors * rank * SIDE {
            // Knuth's MMIX generator; the upper bits are good enough for weights.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let number = (state >> 40) as f64 / f64::from(1 << 24) - 0.5;
            file.write_all(&f16::from_f64(0.04 * number).to_le_bytes())
                .unwrap();
        }
        file.flush().unwrap();
        Self(path)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
