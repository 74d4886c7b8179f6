//! The formats that are read: an example of each with the scale it must get.

mod docs;

use rankscope_adapter::{Config, Report};

use super::file::Builder;

struct Format {
    /// Who writes it.
    tool: &'static str,
    /// Since when.
    since: &'static str,
    /// The tensors of a layer and their shapes; `alpha` has the value [`ALPHA`].
    tensors: &'static [(&'static str, &'static [usize])],
    /// The config beside it.
    config: Option<&'static str>,
    /// The layer's name.
    layer: &'static str,
    /// Its scale here.
    gamma: f64,
    /// How it is decided.
    rule: &'static str,
    /// Where that was read.
    source: &'static str,
}

const ALPHA: f64 = 6.0;
const PEFT: Option<&str> = Some(r#"{"peft_type": "LORA", "r": 2, "lora_alpha": 6}"#);

const FORMATS: &[Format] = &[
    Format {
        tool: "PEFT",
        since: "June 2023; by default since November 2023",
        tensors: &[
            ("base_model.model.l.lora_A.weight", &[2, 5]),
            ("base_model.model.l.lora_B.weight", &[3, 2]),
        ],
        config: PEFT,
        layer: "base_model.model.l",
        gamma: 3.0,
        rule: "`lora_alpha / r`, with `use_rslora` `lora_alpha / √r`; `rank_pattern` and `alpha_pattern` first. Without \
               the config γ is not known",
        source: "peft `tuners/lora/layer.py`, `utils/other.py`, 0.21",
    },
    Format {
        tool: "PEFT, an adapter with a name",
        since: "as PEFT, saved from the state of a model",
        tensors: &[
            ("l.lora_A.default.weight", &[2, 5]),
            ("l.lora_B.default.weight", &[3, 2]),
        ],
        config: PEFT,
        layer: "l",
        gamma: 3.0,
        rule: "as PEFT; of several names in one file one is chosen",
        source: "peft `utils/save_and_load.py`, 0.21",
    },
    Format {
        tool: "PEFT, embeddings",
        since: "as PEFT",
        tensors: &[
            ("l.lora_embedding_A", &[2, 5]),
            ("l.lora_embedding_B", &[3, 2]),
        ],
        config: PEFT,
        layer: "l",
        gamma: 3.0,
        rule: "as PEFT",
        source: "peft `tuners/lora/layer.py`, 0.21",
    },
    Format {
        tool: "PEFT, DoRA",
        since: "2024",
        tensors: &[
            ("l.lora_A.weight", &[2, 5]),
            ("l.lora_B.weight", &[3, 2]),
            ("l.lora_magnitude_vector", &[3]),
        ],
        config: PEFT,
        layer: "l",
        gamma: 3.0,
        rule: "as PEFT; γBA is the change of the directions, the norms are trained apart",
        source: "peft `tuners/lora/dora.py`, 0.21",
    },
    Format {
        tool: "PEFT, AdaLoRA",
        since: "2023",
        tensors: &[
            ("l.lora_A", &[2, 5]),
            ("l.lora_B", &[3, 2]),
            ("l.lora_E", &[2, 1]),
        ],
        config: Some(r#"{"peft_type": "ADALORA", "lora_alpha": 6}"#),
        layer: "l",
        gamma: 6.0 / (2.0 + 1e-5),
        rule: "`lora_alpha / (n + 10⁻⁵)`, n the directions kept",
        source: "peft `tuners/adalora/layer.py`, 0.21",
    },
    Format {
        tool: "PEFT, experts in one pair",
        since: "2025 (`target_parameters`)",
        tensors: &[
            ("l.experts.lora_A.weight", &[4, 5]),
            ("l.experts.lora_B.weight", &[3, 4]),
        ],
        config: Some(r#"{"r": 2, "lora_alpha": 6, "target_parameters": ["experts.w"]}"#),
        layer: "l.experts[0]",
        gamma: 3.0,
        rule: "as PEFT for each expert; only the config says r",
        source: "peft `tuners/lora/layer.py`, `ParamWrapper`, 0.21",
    },
    Format {
        tool: "experts in three dimensions",
        since: "mlx-lm and others, 2024",
        tensors: &[
            ("l.switch.lora_a", &[3, 2, 5]),
            ("l.switch.lora_b", &[3, 4, 2]),
        ],
        config: Some(
            r#"{"fine_tune_type": "lora", "lora_parameters": {"rank": 2, "scale": 20.0}}"#,
        ),
        layer: "l.switch[2]",
        gamma: 20.0,
        rule: "as of a single pair",
        source: "mlx-lm `tuner/lora.py`, `LoRASwitchLinear`, 0.32",
    },
    Format {
        tool: "mlx-lm",
        since: "2024; `adapters.npz` before",
        tensors: &[("model.l.lora_a", &[5, 2]), ("model.l.lora_b", &[2, 3])],
        config: Some(
            r#"{"fine_tune_type": "lora", "lora_parameters": {"rank": 2, "scale": 20.0}}"#,
        ),
        layer: "model.l",
        gamma: 20.0,
        rule: "`lora_parameters.scale`",
        source: "mlx-lm `tuner/lora.py`, `tuner/utils.py`, 0.32",
    },
    Format {
        tool: "torchtune",
        since: "2024",
        tensors: &[
            ("layers.0.l.lora_a.weight", &[2, 5]),
            ("layers.0.l.lora_b.weight", &[3, 2]),
        ],
        config: PEFT,
        layer: "layers.0.l",
        gamma: 3.0,
        rule: "as PEFT, whose config it writes too",
        source: "torchtune `modules/peft/lora.py`",
    },
    Format {
        tool: "NeMo, Megatron",
        since: "2024",
        tensors: &[
            ("l.adapter.linear_in.weight", &[2, 5]),
            ("l.adapter.linear_out.weight", &[3, 2]),
        ],
        config: PEFT,
        layer: "l.adapter",
        gamma: 3.0,
        rule: "α / r of a config; without one γ is not known",
        source: "Megatron-Bridge `peft/lora_layers.py`",
    },
    Format {
        tool: "diffusers",
        since: "2023; with the config in the file since June 2025",
        tensors: &[
            ("unet.l.lora_A.weight", &[2, 5]),
            ("unet.l.lora_B.weight", &[3, 2]),
        ],
        config: None,
        layer: "unet.l",
        gamma: 1.0,
        rule: "as PEFT, from `lora_adapter_metadata` in the file; else `l.alpha / r`; else 1",
        source: "diffusers `loaders/lora_base.py`, `utils/peft_utils.py`, 0.42",
    },
    Format {
        tool: "diffusers, older",
        since: "2023",
        tensors: &[
            ("unet.l.lora.down.weight", &[2, 5]),
            ("unet.l.lora.up.weight", &[3, 2]),
        ],
        config: None,
        layer: "unet.l",
        gamma: 1.0,
        rule: "`l.alpha / r`; else 1",
        source: "diffusers `utils/state_dict_utils.py`",
    },
    Format {
        tool: "kohya's sd-scripts, LyCORIS' LoCon",
        since: "2023",
        tensors: &[
            ("lora_unet_l.lora_down.weight", &[2, 5]),
            ("lora_unet_l.lora_up.weight", &[3, 2]),
            ("lora_unet_l.alpha", &[]),
        ],
        config: None,
        layer: "lora_unet_l",
        gamma: 3.0,
        rule: "`alpha / r`; without `alpha` 1",
        source: "sd-scripts `networks/lora.py`",
    },
    Format {
        tool: "LyCORIS, a convolution in three factors",
        since: "2023",
        tensors: &[
            ("l.lora_down.weight", &[2, 5, 1, 1]),
            ("l.lora_up.weight", &[3, 2, 1, 1]),
            ("l.lora_mid.weight", &[2, 2, 3, 3]),
            ("l.alpha", &[]),
        ],
        config: None,
        layer: "l",
        gamma: 3.0,
        rule: "as kohya",
        source: "LyCORIS `modules/locon.py`",
    },
    Format {
        tool: "LyCORIS, LoHa",
        since: "2023",
        tensors: &[
            ("l.hada_w1_a", &[3, 2]),
            ("l.hada_w1_b", &[2, 5]),
            ("l.hada_w2_a", &[3, 2]),
            ("l.hada_w2_b", &[2, 5]),
            ("l.alpha", &[]),
        ],
        config: None,
        layer: "l",
        gamma: 3.0,
        rule: "as kohya; the update may have rank r²",
        source: "LyCORIS `functional/loha.py`",
    },
    Format {
        tool: "LyCORIS, LoKr",
        since: "2023",
        tensors: &[
            ("l.lokr_w1", &[2, 2]),
            ("l.lokr_w2_a", &[3, 2]),
            ("l.lokr_w2_b", &[2, 3]),
            ("l.alpha", &[]),
        ],
        config: None,
        layer: "l",
        gamma: 3.0,
        rule: "as kohya; 1 where both matrices are stored whole",
        source: "LyCORIS `functional/lokr.py`",
    },
    Format {
        tool: "llama.cpp",
        since: "July 2024, in GGUF",
        tensors: &[
            ("blk.0.attn_q.weight.lora_a", &[2, 5]),
            ("blk.0.attn_q.weight.lora_b", &[3, 2]),
        ],
        config: None,
        layer: "blk.0.attn_q",
        gamma: 1.0,
        rule: "`adapter.lora.alpha / r` of the file; 1 where that is 0",
        source: "llama.cpp `src/llama-adapter.cpp`",
    },
    Format {
        tool: "Stability's control-LoRA",
        since: "2023",
        tensors: &[
            ("input_blocks.1.l.down", &[2, 5]),
            ("input_blocks.1.l.up", &[3, 2]),
        ],
        config: None,
        layer: "input_blocks.1.l",
        gamma: 1.0,
        rule: "1",
        source: "ComfyUI `comfy/controlnet.py`, `ControlLora`",
    },
    Format {
        tool: "cloneofsimo's lora",
        since: "2022",
        tensors: &[("unet:0:down", &[2, 5]), ("unet:0:up", &[3, 2])],
        config: None,
        layer: "unet:0",
        gamma: 1.0,
        rule: "1",
        source: "lora_diffusion `lora.py`",
    },
];

#[test]
fn each_format_is_read_with_its_own_scale() {
    for format in FORMATS {
        let mut builder = Builder::default();
        for (name, shape) in format.tensors {
            builder = if name.ends_with("alpha") {
                builder.tensor(name, "F32", shape, &[ALPHA])
            } else {
                builder.ones(name, shape)
            };
        }
        let file = builder.file();
        let config = format
            .config
            .map(|text| Config::parse(text.as_bytes()).unwrap());
        let layout = file
            .layout()
            .unwrap_or_else(|error| panic!("{}: {error}", format.tool));
        let layout = layout.with_experts(config.as_ref());
        assert!(
            layout.left_out.is_empty(),
            "{}: {:?}",
            format.tool,
            layout.left_out
        );
        let paths: Vec<&str> = layout.layers.iter().map(|layer| &*layer.path).collect();
        let layer = layout
            .layers
            .iter()
            .find(|layer| layer.path == format.layer);
        let layer = layer.unwrap_or_else(|| panic!("{}: {paths:?}", format.tool));
        let report = Report::new(layer, &file.product(layer).unwrap(), config.as_ref()).unwrap();
        assert_eq!(report.scale.gamma, format.gamma, "{}", format.tool);
    }
}
