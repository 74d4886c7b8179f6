//! Two checkpoints: NumPy's numbers, a report, a LoRA that is cut and read again, and what is told of files that will
//! not do.

use std::path::{Path, PathBuf};

use rankscope_adapter::checkpoint::{
    Aim, Analysis, Checkpoint, DeltaColumn, Matrix, MatrixBatch, Part, Plan, Report, Side,
};
use rankscope_adapter::header_bytes;
use serde_json::{Value, json};

use crate::adapter::Made;
use crate::adapter::saving::{IN_MEMORY, reports, saves};
use crate::harness::{Page, browse};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
/// Has a change of rank 3.
const OF_RANK_THREE: &str = "model.layers.0.self_attn.k_proj";

fn file(side: Side) -> PathBuf {
    Path::new(FIXTURES).join(format!("checkpoints/{side}.safetensors"))
}

async fn open(page: &Page) {
    page.open("view=adapter&source=checkpoints").await;
    page.waits_until(
        "the way in",
        "return !!document.querySelector('#checkpoint-base');",
    )
    .await;
}

/// Picks both, and waits until everything is known.
async fn opens(page: &Page, base: &Path, tuned: &Path) {
    page.picks("#checkpoint-base", &[base]).await;
    page.picks("#checkpoint-tuned", &[tuned]).await;
    ready(page).await;
}

/// Picks NumPy's pair in the view that waits for it.
pub(crate) async fn opens_both(page: &Page) {
    opens(page, &file(Side::Base), &file(Side::Tuned)).await;
}

async fn ready(page: &Page) {
    page.waits_until(
        "every matrix to be analysed",
        "return document.querySelector('#adapter')?.dataset.open === 'ready';",
    )
    .await;
}

/// A number of the table, to its last digit; none of an empty cell.
async fn reads(page: &Page, layer: &str, column: &str) -> Option<f64> {
    let cell = format!("#table-delta tr[data-layer='{layer}'] td[data-column='{column}']");
    let script = "return document.querySelector(arguments[0])?.dataset.value;";
    let look = async || {
        let value = page.script(script, vec![json!(cell)]).await;
        value.as_str().map(ToOwned::to_owned)
    };
    let value = page.wait_for(&format!("{column} of {layer}"), look).await;
    (!value.is_empty()).then(|| value.parse().unwrap())
}

async fn numbers_are_numpys(page: &Page) {
    let expected = std::fs::read(format!("{FIXTURES}checkpoints.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    for (layer, expected) in expected.as_object().unwrap() {
        if layer == "model.norm" {
            continue;
        }
        for column in DeltaColumn::ALL {
            let found = reads(page, layer, column.name()).await;
            match (found, expected[column.name()].as_f64()) {
                (Some(found), Some(expected)) => {
                    let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
                    assert!(close, "{layer} {}: {found} {expected}", column.name());
                }
                (found, expected) => assert_eq!(found, expected, "{layer} {}", column.name()),
            }
        }
    }
}

#[test]
fn the_table_is_numpys_and_what_is_exchanged_keeps_its_singular_values() {
    browse(async |page| {
        open(page).await;
        opens(page, &file(Side::Base), &file(Side::Tuned)).await;
        numbers_are_numpys(page).await;
        let headline = page.headline().await;
        assert!(headline.contains("of the change sits in"), "{headline}");
        page.write("#checkpoint-rank", "3").await;
        page.sees("#headline", "an adapter of rank 3 would keep")
            .await;
        let before = reads(page, OF_RANK_THREE, "sigma_max").await;
        let relative = reads(page, OF_RANK_THREE, "relative").await;
        page.click("#checkpoint-exchange").await;
        page.sees("#checkpoint-base-name", "tuned.safetensors")
            .await;
        ready(page).await;
        assert_eq!(reads(page, OF_RANK_THREE, "sigma_max").await, before);
        assert_ne!(reads(page, OF_RANK_THREE, "relative").await, relative);
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_map_and_a_spectrum_follow_what_is_chosen() {
    browse(async |page| {
        open(page).await;
        opens(page, &file(Side::Base), &file(Side::Tuned)).await;
        let cell = format!("#map-delta button[data-layer='{OF_RANK_THREE}']");
        page.sees(&cell, "3").await;
        page.click(&cell).await;
        page.sees("#heading-layer", OF_RANK_THREE).await;
        page.sees("#adapter-layer", "what rounding may leave").await;
    });
}

#[test]
fn a_link_holds_the_matrix_the_order_the_filter_and_the_rank() {
    browse(async |page| {
        let asked = format!("layer={OF_RANK_THREE}&sort=-rank_90&filter=k_proj&resize_rank=3");
        page.open(&format!("view=adapter&source=checkpoints&{asked}"))
            .await;
        opens(page, &file(Side::Base), &file(Side::Tuned)).await;
        page.sees("#heading-layer", OF_RANK_THREE).await;
        page.sees("#headline", "an adapter of rank 3 would keep")
            .await;
        page.sees("#checkpoint-found", "2 matrices").await;
        page.waits_until(
            "the largest rank first",
            "return document.querySelector('#sort-rank_90').closest('th').ariaSort === 'descending';",
        )
        .await;
        page.click("#sort-sigma_max").await;
        let other = "model.layers.1.self_attn.k_proj";
        page.click(&format!("#table-delta tr[data-layer='{other}'] button"))
            .await;
        page.sees("#heading-layer", other).await;
        let script = "
            const asked = new URLSearchParams(location.search);
            return asked.get('layer') === arguments[0] && asked.get('sort') === '-sigma_max';";
        let look = async || {
            let holds = page.script(script, vec![json!(other)]).await;
            (holds == true).then_some(())
        };
        page.wait_for("the link to follow", look).await;
    });
}

/// A file of 16 GB, most of which takes no place on the disk: a small matrix of this number, and one that no page
/// could hold.
fn sparse(name: &str, number: f32) -> Made {
    const LARGE: [u64; 2] = [65_536, 65_536];
    let large = 4 * LARGE[0] * LARGE[1];
    let header = json!({
        "layers.0.q.weight": {"dtype": "F32", "shape": [2, 2], "data_offsets": [large, large + 16]},
        "layers.1.q.weight": {"dtype": "F32", "shape": LARGE, "data_offsets": [0, large]},
    });
    let made = Made::with_header(name, &header, &[]);
    let file = std::fs::File::options().append(true).open(&*made).unwrap();
    let begins = file.metadata().unwrap().len() + large;
    file.set_len(begins).unwrap();
    let numbers = [number, 0.0, 0.0, 1.0].map(f32::to_le_bytes).concat();
    std::io::Write::write_all(&mut &file, &numbers).unwrap();
    made
}

#[test]
fn files_of_sixteen_gigabytes_open_by_their_headers() {
    browse(async |page| {
        open(page).await;
        let (base, tuned) = (
            sparse("base.safetensors", 1.0),
            sparse("tuned.safetensors", 1.5),
        );
        opens(page, &base, &tuned).await;
        // Beyond the first four gigabytes.
        assert_eq!(reads(page, "layers.0.q", "frobenius").await, Some(0.5));
        page.sees("#checkpoint-failures", "layers.1.q").await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_lora_is_cut_and_can_be_read() {
    browse(async |page| {
        open(page).await;
        page.script(IN_MEMORY, vec![]).await;
        opens(page, &file(Side::Base), &file(Side::Tuned)).await;
        page.sees("#offer-cut", "layers").await;
        page.sees("#checkpoint-not-held", "1 norm or bias").await;
        page.sees("#checkpoint-cut", "keeps less").await;
        let (name, entries) = saves(page, "#save-cut").await;
        assert!(name.ends_with("-cut-r8.zip"), "{name}");
        let read = reports(
            &entries["adapter_model.safetensors"],
            Some(&entries["adapter_config.json"]),
        );
        let (_, report) = read
            .iter()
            .find(|(path, _)| path.ends_with(OF_RANK_THREE))
            .unwrap();
        let whole = reads(page, OF_RANK_THREE, "frobenius").await.unwrap();
        let values = report.spectrum.values();
        let norm = values.iter().map(|value| value * value).sum::<f64>().sqrt();
        assert!((norm / whole - 1.0).abs() < 1e-6, "{norm} {whole}");
        page.sees("#save-outcome", "is written").await;
        page.unfold("#save-certificate").await;
        page.sees("#table-certificate", OF_RANK_THREE).await;
    });
}

/// What the command writes of the two fixtures.
fn report() -> String {
    let files = Side::ALL.map(|side| std::fs::read(file(side)).unwrap());
    let [base, tuned] = Side::ALL.map(|side| {
        let bytes = &files[usize::from(side == Side::Tuned)];
        let size = bytes.len() as u64;
        let range = header_bytes(&bytes[..512], size).unwrap();
        let part = Part {
            name: "model.safetensors",
            header: &bytes[range.start as usize..range.end as usize],
            bytes: size,
        };
        Checkpoint::read(side, &[part], None).unwrap()
    });
    let plan = Plan::new(&base, &tuned).unwrap();
    let both = files.concat();
    let wanted = plan.matrices.iter().cloned();
    let batch = MatrixBatch::of(wanted.map(|matrix| (matrix, Aim::Spectrum)).collect());
    let read = |piece: usize, within: &std::ops::Range<u64>| {
        let begin = batch.pieces()[piece].start;
        both[(begin + within.start) as usize..(begin + within.end) as usize].to_vec()
    };
    let found = batch.analysed(&read, &mut |_| ());
    let found: Vec<Analysis> = found.into_iter().map(Result::unwrap).collect();
    let pairs: Vec<(&Matrix, &Analysis)> = plan.matrices.iter().zip(&found).collect();
    Report::of(["a base", "a tuned model"], &plan, &pairs, Vec::new()).json()
}

#[test]
fn a_report_opens_as_if_analysed_here() {
    browse(async |page| {
        open(page).await;
        let report = Made::of("report.json", report().as_bytes());
        page.picks("#checkpoint-report", &[&report]).await;
        ready(page).await;
        numbers_are_numpys(page).await;
        page.sees("#checkpoint-base-name", "a base").await;
        page.sees("#adapter-remarks", "report.json").await;
        page.sees("#adapter-save", "A report has no weights").await;
        let other = Made::of("other.json", b"{}");
        page.picks("#checkpoint-report", &[&other]).await;
        page.sees("#adapter-problems", "“other.json” was not opened")
            .await;
        numbers_are_numpys(page).await;
    });
}

/// A file of matrices of two rows and two columns, in F32.
fn made(name: &str, matrices: &[(&str, [f32; 4])]) -> Made {
    let mut header = serde_json::Map::new();
    let mut data = Vec::new();
    for (tensor, numbers) in matrices {
        let begin = data.len();
        data.extend(numbers.map(f32::to_le_bytes).concat());
        let entry = json!({ "dtype": "F32", "shape": [2, 2], "data_offsets": [begin, data.len()] });
        header.insert((*tensor).to_owned(), entry);
    }
    Made::with_header(name, &Value::Object(header), &data)
}

#[test]
fn of_many_matrices_the_reader_asks_for_more() {
    browse(async |page| {
        open(page).await;
        let names: Vec<String> = (0..300).map(|at| format!("layers.{at}.q.weight")).collect();
        let of = |number| {
            let names = names.iter();
            let all = names.map(|name| (name.as_str(), [number, 0.0, 0.0, 1.0]));
            all.collect::<Vec<(&str, [f32; 4])>>()
        };
        let (base, tuned) = (
            made("base.safetensors", &of(1.0)),
            made("tuned.safetensors", &of(1.5)),
        );
        opens(page, &base, &tuned).await;
        let shown = "#table-delta[data-rows='300'][data-shown='256']";
        page.sees(shown, "layers.255.q").await;
        page.click("#checkpoint-more").await;
        page.sees("#table-delta[data-shown='300']", "layers.299.q")
            .await;
        assert_eq!(page.console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn what_will_not_do_is_told_and_the_rest_is_analysed() {
    browse(async |page| {
        open(page).await;
        let base = file(Side::Base);
        opens(page, &base, &base).await;
        page.sees("#headline", "equal to the bit").await;
        page.sees("#offer-cut", "nothing to cut").await;

        let gguf = Made::of("model.gguf", &[&b"GGUF\x03\0\0\0"[..], &[0; 64]].concat());
        page.picks("#checkpoint-tuned", &[&gguf]).await;
        page.sees("#adapter-problems", "is a GGUF file").await;

        let whole = [
            ("layers.0.q.weight", [1.0, 0.0, 0.0, 1.0]),
            ("layers.1.q.weight", [1.0, 0.0, 0.0, 1.0]),
        ];
        let mut changed = whole;
        changed[0].1 = [1.5, 0.0, 0.0, 1.0];
        changed[1].1 = [f32::NAN, 0.0, 0.0, 1.0];
        let one = made("model.safetensors", &whole);
        let other = made("model-00001-of-00002.safetensors", &changed);
        opens(page, &one, &other).await;
        page.sees(
            "#adapter-remarks",
            "model-00002-of-00002.safetensors is missing",
        )
        .await;
        page.sees(
            "#checkpoint-failures",
            "layers.1.q: the tuned matrix holds a number",
        )
        .await;
        assert_eq!(reads(page, "layers.0.q", "frobenius").await, Some(0.5));

        let unlike = made(
            "model.safetensors",
            &[
                ("layers.0.q.weight", [0.0, 9.0, -9.0, 0.0]),
                ("layers.1.q.weight", [0.0, 9.0, 9.0, 0.0]),
            ],
        );
        opens(page, &one, &unlike).await;
        page.sees("#headline", "nothing in common").await;
        let stranger = made("model.safetensors", &[("other.weight", [1.0; 4])]);
        page.picks("#checkpoint-tuned", &[&stranger]).await;
        page.sees("#adapter-problems", "share no matrix").await;
    });
}
