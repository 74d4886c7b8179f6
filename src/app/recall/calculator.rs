//! How many facts fit an adapter: its parameters, times the bits that a parameter was measured to hold,
//! by the bits of a fact.
//!
//! A LoRA adapter of rank r on a `d × k` matrix has `r (d + k)` parameters.

use rankscope_adapter::Layer;

/// Some matrices of one shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerShape {
    /// What they are called in the model.
    pub name: String,
    /// Whether they belong to attention rather than to the MLP.
    pub attention: bool,
    /// Rows, d.
    pub rows: usize,
    /// Columns, k.
    pub columns: usize,
    /// How many there are.
    pub count: usize,
}

/// A model whose linear layers are adapted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name in element ids.
    pub id: &'static str,
    pub label: &'static str,
    layers: usize,
    hidden: usize,
    /// Rows of the keys' and values' projections.
    kv: usize,
    /// Rows of the MLP's inner projections.
    inner: usize,
}

/// Models with the shapes of their published configurations: `num_hidden_layers`, `hidden_size`,
/// `num_key_value_heads · head_dim`, `intermediate_size`.
pub const PRESETS: [Preset; 4] = [
    Preset {
        id: "llama-3-8b",
        label: "Llama 3 8B",
        layers: 32,
        hidden: 4096,
        kv: 1024,
        inner: 14_336,
    },
    Preset {
        id: "llama-2-7b",
        label: "Llama 2 7B",
        layers: 32,
        hidden: 4096,
        kv: 4096,
        inner: 11_008,
    },
    Preset {
        id: "llama-3-70b",
        label: "Llama 3 70B",
        layers: 80,
        hidden: 8192,
        kv: 1024,
        inner: 28_672,
    },
    Preset {
        id: "smollm2-135m",
        label: "SmolLM2 135M",
        layers: 30,
        hidden: 576,
        kv: 192,
        inner: 1536,
    },
];

/// Which layers are adapted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adapted {
    /// All linear layers.
    #[default]
    All,
    /// Those of attention alone.
    Attention,
    /// Those of the MLP alone.
    Mlp,
}

impl Adapted {
    pub const ALL: [Self; 3] = [Self::All, Self::Attention, Self::Mlp];

    /// Its name in element ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Attention => "attention",
            Self::Mlp => "mlp",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "all linear layers",
            Self::Attention => "attention",
            Self::Mlp => "MLP",
        }
    }

    const fn takes(self, attention: bool) -> bool {
        match self {
            Self::All => true,
            Self::Attention => attention,
            Self::Mlp => !attention,
        }
    }
}

impl Preset {
    /// The linear layers of its blocks.
    pub fn shapes(&self) -> Vec<LayerShape> {
        let Self {
            layers,
            hidden,
            kv,
            inner,
            ..
        } = *self;
        let shape = |name: &str, attention, rows, columns| LayerShape {
            name: name.to_owned(),
            attention,
            rows,
            columns,
            count: layers,
        };
        vec![
            shape("q_proj", true, hidden, hidden),
            shape("k_proj", true, kv, hidden),
            shape("v_proj", true, kv, hidden),
            shape("o_proj", true, hidden, hidden),
            shape("gate_proj", false, inner, hidden),
            shape("up_proj", false, inner, hidden),
            shape("down_proj", false, hidden, inner),
        ]
    }
}

/// The layers of an adapter that is open.
pub fn of_adapter(layers: &[Layer]) -> Vec<LayerShape> {
    let shape = |layer: &Layer| LayerShape {
        name: layer.path.clone(),
        attention: in_attention(&layer.path),
        rows: layer.rows,
        columns: layer.columns,
        count: 1,
    };
    layers.iter().map(shape).collect()
}

/// Names of projections of attention in the models that adapters are made for.
const OF_ATTENTION: [&str; 14] = [
    "q_proj",
    "k_proj",
    "v_proj",
    "o_proj",
    "qkv_proj",
    "query",
    "key",
    "value",
    "query_key_value",
    "to_q",
    "to_k",
    "to_v",
    "to_out",
    "c_attn",
];

/// Whether a module belongs to attention, by its path.
fn in_attention(path: &str) -> bool {
    path.split(['.', '/']).any(|part| {
        OF_ATTENTION.contains(&part) || part.contains("attn") || part.contains("attention")
    })
}

/// Bits per parameter that are reported of language models: see the sources in `words.rs`.
pub const REPORTED: f64 = 2.0;
/// Bits per parameter that the default capacity map measures at rank 16.
pub const MEASURED: f64 = 1.65;
/// Bits of a fact when nothing is said: one of about a billion.
pub const BITS_PER_FACT: f64 = 30.0;

/// What an adapter holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Trained parameters.
    pub parameters: f64,
    /// Bits, least and most.
    pub bits: (f64, f64),
    /// Facts, least and most.
    pub facts: (f64, f64),
}

/// What an adapter of this rank on these layers holds, of facts of so many bits: between what this page
/// has measured, in bits per parameter, and what is reported of language models. A rank above a matrix's
/// own counts as that.
pub fn estimate(
    shapes: &[LayerShape],
    adapted: Adapted,
    rank: usize,
    (bits_per_fact, measured): (f64, f64),
) -> Estimate {
    let taken = shapes.iter().filter(|shape| adapted.takes(shape.attention));
    let parameters: f64 = taken
        .map(|shape| {
            let rank = rank.min(shape.rows).min(shape.columns);
            (shape.count * rank) as f64 * (shape.rows + shape.columns) as f64
        })
        .sum();
    let (least, most) = (measured.min(REPORTED), measured.max(REPORTED));
    let bits = (parameters * least, parameters * most);
    Estimate {
        parameters,
        bits,
        facts: (bits.0 / bits_per_fact, bits.1 / bits_per_fact),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(id: &str, adapted: Adapted, rank: usize) -> f64 {
        let preset = PRESETS.iter().find(|preset| preset.id == id).unwrap();
        estimate(&preset.shapes(), adapted, rank, (BITS_PER_FACT, MEASURED)).parameters
    }

    #[test]
    fn parameters_are_those_that_peft_counts() {
        // What `print_trainable_parameters` says of rank 8 on all linear layers.
        assert_eq!(parameters("llama-3-8b", Adapted::All, 8), 20_971_520.0);
        assert_eq!(parameters("llama-2-7b", Adapted::All, 8), 19_988_480.0);
        let both = parameters("llama-3-8b", Adapted::Attention, 8)
            + parameters("llama-3-8b", Adapted::Mlp, 8);
        assert_eq!(both, 20_971_520.0);
    }

    #[test]
    fn attention_is_told_by_the_names_of_the_common_models() {
        for path in [
            "base_model.model.model.layers.0.self_attn.q_proj",
            "bert.encoder.layer.3.attention.self.query",
            "transformer.h.1.attn.c_proj",
            "unet/down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_k",
            "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q",
        ] {
            assert!(in_attention(path), "{path}");
        }
        for path in [
            "model.layers.0.mlp.gate_proj",
            "transformer.h.1.mlp.c_fc",
            "keyboard.value_head",
        ] {
            assert!(!in_attention(path), "{path}");
        }
    }

    #[test]
    fn facts_are_a_band_between_measured_and_reported() {
        let shapes = [LayerShape {
            name: "map".to_owned(),
            attention: false,
            rows: 64,
            columns: 64,
            count: 1,
        }];
        let at = |rank| estimate(&shapes, Adapted::All, rank, (6.0, 1.5));
        let found = at(4);
        assert_eq!((found.parameters, found.bits), (512.0, (768.0, 1024.0)));
        assert_eq!(found.facts, (128.0, 1024.0 / 6.0));
        assert_eq!(at(64).facts.0, 2.0 * at(32).facts.0);
        assert_eq!(at(1000), at(64));
        assert_eq!(
            estimate(&shapes, Adapted::Attention, 4, (6.0, 1.5)).parameters,
            0.0
        );
    }
}
