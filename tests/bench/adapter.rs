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

use crate::budget::{
    ADAPTER_BESIDE_NUMPY, ADAPTER_LARGE, ADAPTER_LARGE_BESIDE_NUMPY, ADAPTER_MEMORY, ADAPTER_TIME,
};
use crate::harness::Page;
use crate::layers;
use crate::quiet::quietly_browsed;
use crate::report::{Report, Section};
use crate::resident::memory;
use crate::series::Series;

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

/// The longest task so far, in milliseconds; 0 before there is one that the browser tells.
pub(crate) const LONGEST: &str = "return window.longestTask;";

/// Rounds of the small rank; the large one takes minutes and is measured once.
const ROUNDS: usize = 3;

/// What `adapter.py` calls the way that Rankscope goes too.
const QR: &str = "NumPy, QR";

/// Adds a row for each rank and each way.
pub(crate) fn measure(report: &mut Report) {
    let mut rows = Vec::new();
    for (rank, rounds) in [(16, ROUNDS), (256, 1)] {
        let file = Made::of_rank(rank);
        let (mut times, mut memories, mut tasks) = (vec![], vec![], vec![]);
        let mut theirs: Vec<(String, Vec<f64>)> = Vec::new();
        for _ in 0..rounds {
            let (opened, others) =
                quietly_browsed(async |page| (open(page, &file.0).await, beside(&file.0)));
            times.push(opened.ms);
            memories.push(opened.memory);
            tasks.push(opened.longest_task);
            for (way, seconds) in others {
                match theirs.iter_mut().find(|(known, _)| *known == way) {
                    Some((_, all)) => all.push(1000.0 * seconds),
                    None => theirs.push((way, vec![1000.0 * seconds])),
                }
            }
        }
        let (ours, memory, task) = (
            Series::new(times),
            Series::new(memories),
            Series::new(tasks),
        );
        if rank == 16 {
            report.judge(&ADAPTER_TIME, ours.median() / 1000.0);
            report.judge(&ADAPTER_MEMORY, memory.median() / 1e6);
        } else {
            report.judge(&ADAPTER_LARGE, ours.median() / 1000.0);
        }
        rows.push(vec![
            rank.to_string(),
            "Rankscope".into(),
            ours.to_string(),
            String::new(),
            format!("{:.0} MB", memory.median() / 1e6),
            format!("{:.0} ms", task.median()),
        ]);
        for (way, all) in theirs {
            let series = Series::new(all);
            if way == QR {
                let budget = match rank {
                    16 => &ADAPTER_BESIDE_NUMPY,
                    _ => &ADAPTER_LARGE_BESIDE_NUMPY,
                };
                report.judge(budget, ours.against(&series).median());
            }
            let ratio = report.pairs(format!("adapter, {rank}, {way}"), &ours, &series);
            let mut row = vec![rank.to_string(), way, series.to_string(), ratio];
            row.resize(6, String::new());
            rows.push(row);
        }
    }
    report.add(Section {
        title: "An adapter for a model of 7 billion weights",
        about: "From the file picked to the last of 224 modules of 4096 × 4096 analysed. NumPy does \
                only the singular values, on one thread: by QR as Rankscope, and by the Gram matrices \
                that another tool takes, which lose every value below 10⁻⁸ σ₁. Memory is beyond what \
                the empty view holds.",
        head: &["rank", "who", "time", "ratio", "memory", "longest task"],
        rows,
    });
    layers::measure(report);
}

pub(crate) struct Opened {
    pub(crate) ms: f64,
    memory: f64,
    longest_task: f64,
}

/// Opens a file and waits for its last layer.
pub(crate) async fn open(page: &Page, file: &Path) -> Opened {
    page.open("view=adapter").await;
    let ready = "return document.querySelector('#adapter').dataset.open === 'ready';";
    page.waits_until("the sample", ready).await;
    page.script(WATCH, vec![]).await;
    let before = memory();
    page.picks("#adapter-files", &[file]).await;
    let mut most = before;
    let ms = loop {
        most = most.max(memory());
        if let Some(took) = page.script("return window.took;", vec![]).await.as_f64() {
            break took;
        }
        tokio::time::sleep(GLANCE).await;
    };
    let task = page.script(LONGEST, vec![]).await;
    Opened {
        ms,
        memory: most - before,
        longest_task: task.as_f64().unwrap(),
    }
}

/// The same file in NumPy: each way, and its seconds.
fn beside(file: &Path) -> Vec<(String, f64)> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/adapter.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(&python)
        .arg(script)
        .arg(file)
        .env("OPENBLAS_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{python} {script} failed");
    let lines = String::from_utf8(output.stdout).unwrap();
    let way = |line: &str| {
        let (way, seconds) = line.split_once(" | ")?;
        Some((way.to_owned(), seconds.trim_end_matches(" s").parse().ok()?))
    };
    lines.lines().map(|line| way(line).unwrap()).collect()
}

/// The file, gone when it is dropped.
pub(crate) struct Made(pub(crate) PathBuf);

impl Made {
    /// A file of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let path = Self::path();
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    /// The same under a name of its own.
    pub(crate) fn named(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("rankscope-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn path() -> PathBuf {
        std::env::temp_dir().join(format!("rankscope-{}.safetensors", std::process::id()))
    }

    pub(crate) fn of_rank(rank: usize) -> Self {
        let path = Self::path();
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
