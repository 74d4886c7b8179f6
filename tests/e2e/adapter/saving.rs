//! Adapters saved anew: the bytes the page hands out are read here, and hold the fixture's update.

use std::collections::BTreeMap;
use std::path::Path;

use rankscope_adapter::{
    Config, Contents, Layer, RankRule, Report, Tensor, Thresholds, header_bytes,
};
use serde_json::json;

use super::{Made, config, open, opens, weights};
use crate::harness::{Page, browse};

const LAYER: &str = "base_model.model.model.layers.0.self_attn.q_proj";

/// As a browser that has no picker: the file is put together in memory, and kept as text of two digits a byte.
pub(crate) const IN_MEMORY: &str = "
    delete window.showSaveFilePicker;
    delete Window.prototype.showSaveFilePicker;
    window.saved = null;
    const create = URL.createObjectURL;
    URL.createObjectURL = blob => { window.blob = blob; return create.call(URL, blob); };
    HTMLAnchorElement.prototype.click = function () {
        const name = this.download;
        window.blob.arrayBuffer().then(buffer => {
            const hex = [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0'));
            window.saved = [name, hex.join('')];
        });
    };";

/// A picker of the test's own, whose file keeps its pieces in `pieces` and says what became of it in `disk`.
/// After `room` bytes the disk is full; a write waits while `held`.
const PICKER: &str = "
    window.pieces = [];
    window.disk = 'empty';
    window.room = Infinity;
    window.held = null;
    window.showSaveFilePicker = async ({ suggestedName }) => ({
        suggestedName,
        getFile: async () => new File([], suggestedName),
        remove: async () => { window.disk = 'removed'; },
        createWritable: async () => ({
            async write(bytes) {
                await window.held;
                const piece = new Uint8Array(bytes.slice(0));
                window.room -= piece.length;
                if (window.room < 0) throw new DOMException('full', 'QuotaExceededError');
                window.pieces.push(piece);
            },
            async close() { window.disk = 'whole'; },
            async abort() { window.disk = 'aborted'; },
        }),
    });";

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks_exact(2);
    let byte = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).unwrap();
        u8::from_str_radix(digits, 16).unwrap()
    };
    digits.map(byte).collect()
}

/// The entries of an archive of stored files whose sizes stand behind them, by its central directory.
fn entries(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes(zip[at..at + 2].try_into().unwrap()));
    let u32_at = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap()) as usize;
    let end = zip.len() - 22;
    assert_eq!(u32_at(end), 0x0605_4B50, "the end of an archive");
    let mut at = u32_at(end + 16);
    let mut found = BTreeMap::new();
    for _ in 0..u16_at(end + 10) {
        assert_eq!(u32_at(at), 0x0201_4B50);
        let (size, name, extra, local) = (
            u32_at(at + 24),
            u16_at(at + 28),
            u16_at(at + 30),
            u32_at(at + 42),
        );
        let text = String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).unwrap();
        let data = local + 30 + u16_at(local + 26) + u16_at(local + 28);
        found.insert(text, zip[data..data + size].to_vec());
        at += 46 + name + extra;
    }
    found
}

/// Everything that is said of the layers of these weights, by the page's own reader.
pub(crate) fn reports(weights: &[u8], config: Option<&[u8]>) -> BTreeMap<String, Report> {
    let config = config.map(|bytes| Config::parse(bytes).unwrap());
    let header = header_bytes(&weights[..512.min(weights.len())], weights.len() as u64).unwrap();
    let header = &weights[header.start as usize..header.end as usize];
    let contents = Contents::read(&[(header, weights.len() as u64)], None, config.as_ref());
    let report = |layer: Layer| {
        let read = |tensor: &Tensor| {
            let (begin, end) = (tensor.bytes.start as usize, tensor.bytes.end as usize);
            &weights[begin..end]
        };
        let product = layer.product(&read).unwrap();
        let report = Report::new(&layer, &product, config.as_ref()).unwrap();
        (layer.path, report)
    };
    contents
        .unwrap()
        .layout
        .layers
        .into_iter()
        .map(report)
        .collect()
}

fn of_fixture(adapter: &str) -> BTreeMap<String, Report> {
    let config = std::fs::read(config(adapter)).unwrap();
    reports(&std::fs::read(weights(adapter)).unwrap(), Some(&config))
}

/// Presses a button and takes what is saved, its name and the entries of its archive.
pub(crate) async fn saves(page: &Page, button: &str) -> (String, BTreeMap<String, Vec<u8>>) {
    page.script("window.saved = null;", vec![]).await;
    page.click(button).await;
    let (name, hex) = page.saved_file().await;
    (name, entries(&bytes_of(&hex)))
}

async fn opens_adapter(page: &Page, adapter: &str) {
    opens(page, &[&weights(adapter), &config(adapter)], LAYER).await;
    page.sees("#offer-portable", "layers").await;
}

#[test]
fn a_portable_adapter_holds_the_same_update_at_a_scale_of_one() {
    browse(async |page| {
        open(page, "").await;
        page.script(IN_MEMORY, vec![]).await;
        let adapter = "facts_r64_rslora";
        opens_adapter(page, adapter).await;
        let (name, entries) = saves(page, "#save-portable").await;
        assert!(name.ends_with("-portable.zip"), "{name}");
        let after = reports(
            &entries["adapter_model.safetensors"],
            Some(&entries["adapter_config.json"]),
        );
        let before = of_fixture(adapter);
        assert_eq!(before.len(), after.len());
        for (path, before) in before {
            let after = &after[&path];
            assert_eq!(after.scale.gamma, 1.0);
            let apart = (after.frobenius() / before.frobenius() - 1.0).abs();
            assert!(apart < 1e-6, "{path}: {apart:e}");
        }
        page.sees("#save-outcome", "is written").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_link_says_what_is_resized_to_and_the_certificate_what_was_kept() {
    browse(async |page| {
        open(page, "&resize=rank&resize_rank=3").await;
        page.script(IN_MEMORY, vec![]).await;
        let adapter = "facts_r64_rslora";
        opens_adapter(page, adapter).await;
        assert_eq!(page.field("resize_rank").await, 3.0);
        page.sees("#offer-resized", "of the energy").await;
        let (name, entries) = saves(page, "#save-resized").await;
        assert!(name.ends_with("-resized-r3.zip"), "{name}");
        let after = reports(
            &entries["adapter_model.safetensors"],
            Some(&entries["adapter_config.json"]),
        );
        page.click("#save-certificate summary").await;
        for (path, before) in of_fixture(adapter) {
            let after = &after[&path];
            assert_eq!((after.layer.rank, after.scale.gamma), (3, 1.0));
            for (ours, theirs) in after.spectrum.values().iter().zip(before.spectrum.values()) {
                // Written with the eleven bits of the source's F16.
                assert!((ours - theirs).abs() <= 1e-3 * before.sigma_max(), "{path}");
            }
            let cell = format!("#table-certificate tr[data-layer='{path}'] [data-column='energy']");
            let script = "return document.querySelector(arguments[0]).dataset.value;";
            let shown = page.script(script, vec![json!(cell)]).await;
            let shown: f64 = shown.as_str().unwrap().parse().unwrap();
            assert!((shown - before.spectrum.energy(3).unwrap()).abs() < 1e-12);
        }
        let header = String::from_utf8_lossy(&entries["adapter_model.safetensors"][..4096]);
        assert!(header.contains("energy_kept"));
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_rule_of_the_link_is_chosen_and_kohyas_files_keep_their_names() {
    browse(async |page| {
        open(page, "&resize=sv_fro").await;
        page.script(IN_MEMORY, vec![]).await;
        page.sees("#resize-sv-fro[aria-pressed=true]", "sv_fro")
            .await;
        opens(page, &[&weights("kohya")], "lycoris_conv_in").await;
        page.sees("#offer-resized", "of the energy").await;
        page.script("window.saved = null;", vec![]).await;
        page.click("#save-resized").await;
        let (name, hex) = page.saved_file().await;
        assert!(
            name.contains("-resized-r") && name.ends_with(".safetensors"),
            "{name}"
        );
        let bytes = bytes_of(&hex);
        let before = reports(&std::fs::read(weights("kohya")).unwrap(), None);
        for (path, after) in reports(&bytes, None) {
            assert_eq!(after.scale.gamma, 1.0, "{path}");
            let kept = before[&path].kept(RankRule::SvFro, Thresholds::default());
            assert_eq!(after.layer.rank, kept, "{path}");
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn where_a_place_can_be_picked_each_piece_goes_there() {
    browse(async |page| {
        open(page, "").await;
        page.script(PICKER, vec![]).await;
        opens_adapter(page, "style_r8_std").await;
        page.click("#save-portable").await;
        page.sees("#save-outcome", "is written").await;
        let state = page
            .script("return [disk, pieces.length > 2];", vec![])
            .await;
        assert_eq!(state, json!(["whole", true]));
        let joined = "return pieces.flatMap(piece => [...piece]).map(byte => byte.toString(16).padStart(2, '0')).join('');";
        let joined = page.script(joined, vec![]).await;
        let entries = entries(&bytes_of(joined.as_str().unwrap()));
        let after = reports(
            &entries["adapter_model.safetensors"],
            Some(&entries["adapter_config.json"]),
        );
        assert_eq!(after.len(), of_fixture("style_r8_std").len());
    });
}

#[test]
fn a_full_disk_and_a_stopped_save_leave_no_file() {
    browse(async |page| {
        open(page, "").await;
        page.script(PICKER, vec![]).await;
        opens_adapter(page, "style_r8_std").await;
        page.script("window.room = 5000;", vec![]).await;
        page.click("#save-portable").await;
        page.sees("#save-outcome", "not enough room").await;
        page.waits_until("the file to be discarded", "return disk === 'removed';")
            .await;
        // Once more, and stopped while a piece is being written.
        let hold = "
            window.room = Infinity;
            window.disk = 'empty';
            window.held = new Promise(resolve => { window.release = resolve; });";
        page.script(hold, vec![]).await;
        page.click("#save-portable").await;
        page.click("#save-cancel").await;
        page.sees("#save-outcome", "Stopped").await;
        page.script("release(); window.held = null;", vec![]).await;
        page.waits_until("the file to be discarded", "return disk === 'removed';")
            .await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn what_cannot_be_saved_is_told_before() {
    browse(async |page| {
        open(page, "&resize=budget&resize_budget=10").await;
        page.sees("#offer-resized", "one direction for each layer takes")
            .await;
        let disabled = "return document.querySelector('#save-resized').disabled;";
        assert_eq!(page.script(disabled, vec![]).await, json!(true));
        page.click("#budget-2").await;
        page.sees("#offer-resized", "of the energy").await;
        // A layer with a number that is none, beside a sound one.
        let entry = |shape: [u64; 2], begin: u64| json!({ "dtype": "F32", "shape": shape, "data_offsets": [begin, begin + 8] });
        let header = json!({
            "x.lora_A.weight": entry([1, 2], 0),
            "x.lora_B.weight": entry([2, 1], 8),
            "y.lora_A.weight": entry([1, 2], 16),
            "y.lora_B.weight": entry([2, 1], 24),
        });
        let numbers = [f32::NAN, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        let numbers = numbers.map(f32::to_le_bytes).concat();
        let file = Made::with_header("nan.safetensors", &header, &numbers);
        let picked: &Path = &file;
        page.picks("#adapter-files", &[picked]).await;
        page.sees("#adapter-file", "nan.safetensors").await;
        page.sees("#offer-portable", "The layer x cannot be written")
            .await;
    });
}
