//! The adapters that come with the page.

use rankscope_params::number::significant;

/// An adapter that comes with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its folder under `adapters/`, beside the page.
    pub folder: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// One sentence about it.
    pub description: &'static str,
    /// The size of its weights.
    pub bytes: usize,
}

impl Sample {
    /// Where one of its files is, relative to the page.
    pub fn address(&self, file: &str) -> String {
        format!("adapters/{}/{file}", self.folder)
    }
}

/// The size of a sample's weights, counted at compile time; the weights themselves are not linked.
macro_rules! bytes {
    ($folder:literal) => {
        include_bytes!(concat!(
            "../../../static/adapters/",
            $folder,
            "/adapter_model.safetensors"
        ))
        .len()
    };
}

/// Every sample; the first is opened when the reader has opened nothing yet.
pub const SAMPLES: [Sample; 4] = [
    Sample {
        folder: "style_r8_std",
        label: "Sample: a style, rank 8",
        description: "A tiny model taught a style of writing, by LoRA of rank 8 with α/r.",
        bytes: bytes!("style_r8_std"),
    },
    Sample {
        folder: "facts_r8_std",
        label: "Sample: facts, rank 8",
        description: "The same model taught new facts, by LoRA of rank 8 with α/r.",
        bytes: bytes!("facts_r8_std"),
    },
    Sample {
        folder: "facts_r64_rslora",
        label: "Sample: facts, rsLoRA of rank 64",
        description: "The same facts, by rsLoRA of rank 64, in half precision.",
        bytes: bytes!("facts_r64_rslora"),
    },
    Sample {
        folder: "facts_pattern_rslora_bf16",
        label: "Sample: facts, rsLoRA with patterns",
        description: "The same facts, by rsLoRA with a rank and an α of their own in some layers.",
        bytes: bytes!("facts_pattern_rslora_bf16"),
    },
];

/// "The 4 samples are 1.36 MB together; each is fetched when it is opened."
pub fn size_of_all() -> String {
    let bytes: usize = SAMPLES.iter().map(|sample| sample.bytes).sum();
    format!(
        "The {} samples are {} MB together; each is fetched when it is opened.",
        SAMPLES.len(),
        significant(bytes as f64 / 1e6, 3)
    )
}
