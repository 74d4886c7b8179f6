//! The adapters that come with the page.

use super::state::{AdapterState, Origin};
use rankscope_params::Choice;
use rankscope_params::Sample as SampleChoice;
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

/// The sample that a link names.
pub fn chosen(choice: SampleChoice) -> Sample {
    let [first, ..] = SAMPLES;
    let mut samples = SAMPLES.into_iter();
    samples
        .find(|sample| sample.folder == choice.name())
        .unwrap_or(first)
}

/// The link's name of a sample.
pub fn choice_of(sample: Sample) -> SampleChoice {
    let named = |choice: &&SampleChoice| choice.name() == sample.folder;
    let found = SampleChoice::ALL.iter().find(named);
    found.copied().unwrap_or_default()
}

/// The sample to open when a link names this one, or has come to name it: none where it is open, and
/// none in place of a file of the reader's own, which no link can bring back.
pub fn to_open(state: &AdapterState, choice: SampleChoice) -> Option<Sample> {
    let sample = chosen(choice);
    let [first, ..] = SAMPLES;
    let open = match state.serial {
        // The session opens the first one by itself.
        0 => sample == first,
        _ => state.name == sample.label,
    };
    (state.origin == Origin::Sample && !open).then_some(sample)
}

/// Every sample; the first is opened when the reader has opened nothing yet.
pub const SAMPLES: [Sample; 5] = [
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
    Sample {
        folder: "facts_r1",
        label: "Sample: SmolLM2, facts, rank 1",
        description: "SmolLM2-135M-Instruct (Apache-2.0) taught 200 facts, by LoRA of rank 1 on its 210 matrices.",
        bytes: bytes!("facts_r1"),
    },
];

/// "The 5 samples are 2.02 MB together; each is fetched when it is opened."
pub fn size_of_all() -> String {
    let bytes: usize = SAMPLES.iter().map(|sample| sample.bytes).sum();
    format!(
        "The {} samples are {} MB together; each is fetched when it is opened.",
        SAMPLES.len(),
        significant(bytes as f64 / 1e6, 3)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_of_a_link_is_a_sample_that_comes_with_the_page() {
        assert_eq!(SampleChoice::ALL.len(), SAMPLES.len());
        for (choice, sample) in SampleChoice::ALL.iter().zip(SAMPLES) {
            assert_eq!((chosen(*choice), choice_of(sample)), (sample, *choice));
        }
    }

    #[test]
    fn a_sample_is_opened_unless_it_is_open_or_would_replace_the_readers_file() {
        let mut state = AdapterState::default();
        let [style, facts, ..] = SAMPLES;
        assert_eq!(to_open(&state, SampleChoice::Style), None);
        assert_eq!(to_open(&state, SampleChoice::Facts), Some(facts));
        state.serial = 1;
        state.name = style.label.to_owned();
        assert_eq!(to_open(&state, SampleChoice::Style), None);
        assert_eq!(to_open(&state, SampleChoice::Facts), Some(facts));
        state.origin = Origin::Own;
        assert_eq!(to_open(&state, SampleChoice::Facts), None);
    }
}
