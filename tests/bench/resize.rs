//! An adapter of a model of 7 billion weights resized to half its rank and saved, from the press of the button to
//! the archive's last byte, beside the same in NumPy on one thread: `resize.py`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::adapter::Made;
use crate::budget::RESIZE_BESIDE_NUMPY;
use crate::harness::Page;
use crate::quiet::quietly_browsed;
use crate::report::{Report, Section};
use crate::series::Series;

const ROUNDS: usize = 3;
const FROM: usize = 16;
const TO: usize = 8;
const CONFIG: &str =
    r#"{ "peft_type": "LORA", "r": 16, "lora_alpha": 16, "target_modules": "all-linear" }"#;
/// How far apart the two shares of energy may be.
const AGREEMENT: f64 = 1e-9;

/// A place to save to that counts the bytes it is given, and notes when the last one has come.
const PICKER: &str = "
    window.written = 0;
    window.saved = null;
    window.showSaveFilePicker = async ({ suggestedName }) => ({
        suggestedName,
        getFile: async () => new File([], suggestedName),
        remove: async () => {},
        createWritable: async () => ({
            async write(bytes) { window.written += bytes.byteLength ?? bytes.size; },
            async close() { window.saved = performance.now() - window.pressed; },
            async abort() {},
        }),
    });";
const PRESS: &str = "
    window.pressed = performance.now();
    document.querySelector('#save-resized').click();";
/// A layer of the certificate, and the share of its energy that is kept.
const CERTIFIED: &str = "
    const row = document.querySelector('#table-certificate tr[data-layer]');
    return row && [row.dataset.layer, Number(row.querySelector('[data-column=energy]').dataset.value)];";

/// Adds the table.
pub(crate) fn measure(report: &mut Report) {
    let file = Made::of_rank(FROM);
    let config = Made::named("adapter_config.json", CONFIG.as_bytes());
    let (mut ours, mut theirs, mut sizes) = (vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let (saved, numpy) =
            quietly_browsed(async |page| (save(page, &file.0, &config.0).await, beside(&file.0)));
        let Saved {
            ms,
            bytes,
            layer,
            energy,
        } = saved;
        let expected = numpy["kept"][&layer].as_f64();
        let expected = expected.unwrap_or_else(|| panic!("NumPy has no {layer}"));
        assert!(
            (energy - expected).abs() < AGREEMENT,
            "{layer}: {energy} {expected}"
        );
        ours.push(ms);
        theirs.push(1000.0 * numpy["seconds"].as_f64().unwrap());
        sizes.push(bytes / 1e6);
    }
    let [ours, theirs, sizes] = [ours, theirs, sizes].map(Series::new);
    report.judge(&RESIZE_BESIDE_NUMPY, ours.against(&theirs).median());
    let ratio = report.pairs("resize, NumPy".into(), &ours, &theirs);
    report.add(Section {
        title: "An adapter resized",
        about: "224 modules of 4096 × 4096 from rank 16 to 8, from the press of the button to the archive's last byte. NumPy \
                does the same layer by layer and writes the file. Both keep the same energy.",
        head: &["who", "time", "ratio", "written"],
        rows: vec![
            vec!["Rankscope".into(), ours.to_string(), String::new(), format!("{:.0} MB", sizes.median())],
            vec!["NumPy".into(), theirs.to_string(), ratio, String::new()],
        ],
    });
}

struct Saved {
    ms: f64,
    bytes: f64,
    layer: String,
    energy: f64,
}

async fn save(page: &Page, file: &Path, config: &Path) -> Saved {
    page.open(&format!("view=adapter&resize=rank&resize_rank={TO}"))
        .await;
    let ready = "return document.querySelector('#adapter').dataset.open === 'ready'";
    page.waits_until("the sample", &format!("{ready};")).await;
    page.picks("#adapter-files", &[file, config]).await;
    let all =
        format!("{ready} && document.querySelector('#table-adapter')?.dataset.rows === '224';");
    page.waits_until("every layer", &all).await;
    let offered = "return document.querySelector('#save-resized')?.disabled === false;";
    page.waits_until("what can be saved", offered).await;
    page.script(PICKER, vec![]).await;
    page.script(PRESS, vec![]).await;
    let look = async || {
        let saved = page.script("return [saved, written];", vec![]).await;
        Some([saved[0].as_f64()?, saved[1].as_f64()?])
    };
    let [ms, bytes] = page.wait_for("the archive", look).await;
    page.click("#save-certificate summary").await;
    let look = async || {
        let row = page.script(CERTIFIED, vec![]).await;
        Some((row[0].as_str()?.to_owned(), row[1].as_f64()?))
    };
    let (layer, energy) = page.wait_for("the certificate", look).await;
    Saved {
        ms,
        bytes,
        layer,
        energy,
    }
}

fn beside(file: &Path) -> Value {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let out = Made::named("resized.safetensors", &[]);
    let output = Command::new(&python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/bench/resize.py"
        ))
        .arg(file)
        .arg(TO.to_string())
        .arg(&out.0)
        .env("OPENBLAS_NUM_THREADS", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{python}: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}
