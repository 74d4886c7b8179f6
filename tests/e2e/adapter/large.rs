//! Files far larger than the page's memory are read where they must be, and nowhere else.

use std::fs::OpenOptions;

use serde_json::json;

use super::{Made, open, opens, reads};
use crate::harness::browse;

const GIGABYTES: u64 = 4 << 30;

/// Counts the bytes of every slice that is taken of a file.
const COUNT: &str = "
    window.sliced = 0;
    const slice = Blob.prototype.slice;
    Blob.prototype.slice = function (start, end, ...rest) {
        window.sliced += end - start;
        return slice.call(this, start, end, ...rest);
    };";

#[test]
fn four_gigabytes_with_one_small_pair_are_read_by_some_hundred_bytes() {
    browse(async |page| {
        open(page, "").await;
        let data = 16;
        let header = json!({
            "layer.lora_A.weight": { "dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8] },
            "model.embed.weight": { "dtype": "F16", "shape": [GIGABYTES / 2], "data_offsets": [8, 8 + GIGABYTES] },
            "layer.lora_B.weight": { "dtype": "F32", "shape": [2, 1], "data_offsets": [8 + GIGABYTES, data + GIGABYTES] },
        });
        let file = Made::with_header("sparse.safetensors", &header, &[]);
        // A hole: nothing of it is on the disk.
        let begun = std::fs::metadata(&*file).unwrap().len();
        let sparse = OpenOptions::new().write(true).open(&*file).unwrap();
        sparse.set_len(begun + GIGABYTES + data).unwrap();
        page.script(COUNT, vec![]).await;
        opens(page, &[&file], "layer").await;
        assert_eq!(reads(page, "layer", "frobenius").await, 0.0);
        let sliced = page.script("return window.sliced;", vec![]).await;
        assert_eq!(
            sliced.as_u64(),
            Some(begun + data),
            "header and pair, no more"
        );
        page.sees("#adapter-remarks", "1 tensor beside the update")
            .await;
    });
}
