//! An adapter of a mixture of experts: thousands of layers in a file of some megabytes, each a pair of
//! rank 1 and size 2 × 2.

use serde_json::{Map, json};

const BLOCKS: usize = 24;
/// How many experts a module has.
pub(crate) const EXPERTS: usize = 128;
const KINDS: [&str; 3] = ["down_proj", "gate_proj", "up_proj"];

/// How many layers it has.
pub(crate) const LAYERS: usize = BLOCKS * EXPERTS * KINDS.len();

/// The file.
pub(crate) fn file() -> Vec<u8> {
    let mut header = Map::new();
    let mut data = Vec::new();
    for block in 0..BLOCKS {
        for expert in 0..EXPERTS {
            for kind in KINDS {
                let path =
                    format!("base_model.model.model.layers.{block}.mlp.experts.{expert}.{kind}");
                for (factor, shape) in [("A", [1, 2]), ("B", [2, 1])] {
                    let begin = data.len();
                    let value = 1.0 + header.len() as f32;
                    data.extend([value, 1.0].map(f32::to_le_bytes).concat());
                    let entry = json!({ "dtype": "F32", "shape": shape, "data_offsets": [begin, begin + 8] });
                    header.insert(format!("{path}.lora_{factor}.weight"), entry);
                }
            }
        }
    }
    let header = serde_json::to_vec(&header).unwrap();
    let length = (header.len() as u64).to_le_bytes();
    [&length[..], &header, &data].concat()
}
