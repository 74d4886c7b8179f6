//! What is no LoRA, or is damaged, gets one clear sentence and a next step; the page goes on.

use std::path::PathBuf;

use serde_json::json;

use super::{Made, layers, open, opens, reads, ready, weights};
use crate::harness::{Page, browse};

/// Opens a file that cannot be read: that is said in one line, and what was open stays open.
async fn says(page: &Page, file: PathBuf, sentence: &str) {
    page.picks("#adapter-files", &[&file]).await;
    let said = page.sees("#adapter-problems", sentence).await;
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.starts_with("This file could not be read. What was open stays open."),
        "{said}"
    );
    let open = "return document.querySelector('#adapter').dataset.open === 'ready';";
    page.waits_until("what was open to be there", open).await;
    assert_eq!(layers(page).await.len(), 14);
}

#[test]
fn methods_that_are_no_lora_are_declined_by_name() {
    browse(async |page| {
        open(page, "").await;
        for (fixture, sentence) in [
            ("declined_full", "the whole difference of the weights"),
            ("declined_ia3", "This is IA³"),
            ("declined_checkpoint", "full checkpoint"),
        ] {
            says(page, weights(fixture), sentence).await;
        }
        // And the page is none the worse.
        opens(page, &[&weights("kohya")], "lycoris_conv_in").await;
        assert_eq!(page.text("#adapter-problems").await, "");
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn files_that_are_not_safetensors_or_are_cut_off_say_so() {
    browse(async |page| {
        open(page, "").await;
        let whole = std::fs::read(weights("kohya")).unwrap();
        let files = [
            (
                Made::of("cut.safetensors", &whole[..whole.len() - 9]),
                "its header promises",
            ),
            (
                Made::of("short.safetensors", &whole[..40]),
                "header would end at byte",
            ),
            (Made::of("empty.safetensors", b""), "the file is empty"),
            (
                Made::of("model.bin", b"PK\x03\x04\x14\0\0\0\0\0\0\0"),
                "zip archive",
            ),
            (
                Made::of("model.pt", b"\x80\x02}q\0X\x04\0\0\0\0"),
                "Python pickle",
            ),
            (Made::of("model.gguf", b"GGUF\x03\0\0\0\0\0\0\0\0"), "GGUF"),
            (
                Made::of("missing.safetensors", b"Entry not found"),
                "Entry not found",
            ),
            (
                Made::of("page.safetensors", b"<!doctype html><html>"),
                "a web page",
            ),
        ];
        for (file, sentence) in files {
            says(page, file.to_path_buf(), sentence).await;
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_config_that_is_none_leaves_the_weights_as_they_are() {
    browse(async |page| {
        open(page, "").await;
        let other = Made::of("tokenizer.json", b"{\"version\": \"1.0\"}");
        page.picks("#adapter-files", &[&other]).await;
        page.sees("#adapter-problems", "not an adapter's config")
            .await;
        ready(page).await;
        assert_eq!(layers(page).await.len(), 14);
    });
}

#[test]
fn a_layer_that_is_not_finite_is_named_and_the_others_are_shown() {
    browse(async |page| {
        open(page, "").await;
        let tensor = |begin: usize, shape: [u64; 2]| json!({ "dtype": "F32", "shape": shape, "data_offsets": [begin, begin + 8] });
        let header = json!({
            "good.lora_A.weight": tensor(0, [1, 2]),
            "good.lora_B.weight": tensor(8, [2, 1]),
            "bad.lora_A.weight": tensor(16, [1, 2]),
            "bad.lora_B.weight": tensor(24, [2, 1]),
            "half.lora_A.weight": tensor(32, [1, 2]),
        });
        let numbers = [0.0, 2.0, 3.0, 0.0, f32::NAN, 1.0, 1.0, 1.0, 1.0, 1.0];
        let data: Vec<u8> = numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        let file = Made::with_header("nan.safetensors", &header, &data);
        opens(page, &[&file], "good").await;
        assert_eq!(reads(page, "good", "sigma_max").await, 6.0);
        let said = page
            .sees("#adapter-failures", "infinite or not a number")
            .await;
        assert!(said.contains("B (up) is missing"), "{said}");
        assert_eq!(layers(page).await, ["good"]);
    });
}
