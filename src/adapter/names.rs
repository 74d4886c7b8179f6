//! Whose factor a tensor is, from its name.
//!
//! | written by | A | B | α |
//! |---|---|---|---|
//! | PEFT | `base_model.model.L.lora_A.weight` | `….lora_B.weight` | in the config |
//! | PEFT, embeddings | `base_model.model.L.lora_embedding_A` | `….lora_embedding_B` | in the config |
//! | diffusers | `L.lora_A.weight` | `L.lora_B.weight` | `L.alpha`, or in the metadata |
//! | diffusers, older | `L.lora.down.weight`, `L.lora_linear_layer.down.weight`, `L_lora.down.weight` | `….up.weight` | `L.alpha` |
//! | kohya, LyCORIS | `L.lora_down.weight` | `L.lora_up.weight` | `L.alpha` |
//!
//! L is the layer. The name of an adapter may stand after the marker (`L.lora_A.default.weight`).
//!
//! Sources: PEFT's `save_and_load.py`, diffusers' `state_dict_utils.py` and
//! `lora_conversion_utils.py`, sd-scripts' `networks/lora.py`, LyCORIS' `modules/locon.py`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::method::Method;

/// What stands before a module's own path in PEFT's files.
const PEFT_PREFIX: &str = "base_model.model.";

/// What a tensor is to its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// The factor A, `r × k`.
    Down,
    /// The factor B, `d × r`.
    Up,
    /// The numerator of the scale.
    Alpha,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Down => "A (down)",
            Self::Up => "B (up)",
            Self::Alpha => "α",
        })
    }
}

/// Whose names a layer has, and so who says what its scale is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Naming {
    /// PEFT's: α and r stand in `adapter_config.json`.
    Peft,
    /// diffusers': α stands beside the factors or in the file's metadata; without one it is r.
    Diffusers,
    /// kohya's and LyCORIS': α stands beside the factors; without one it is r.
    Kohya,
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'n> {
    /// A factor of a layer, or its α.
    Of {
        /// The layer, as the file names it.
        layer: &'n str,
        /// What the tensor is to it.
        role: Role,
        /// Whose name it is.
        naming: Naming,
    },
    /// A tensor of another method.
    Foreign {
        /// The layer, as the file names it.
        layer: &'n str,
        /// The method.
        method: Method,
    },
    /// Not of an update: a bias, a module that is saved whole.
    Other,
}

/// Reads a tensor's name.
pub fn parse(name: &str) -> Part<'_> {
    let mut search = name.len();
    // Components from the last one back, each with what stands before and after it. A marker is
    // among the last three: itself, the adapter's name, "weight".
    for after in 0..3 {
        let Some(head) = name.get(..search) else {
            break;
        };
        let (before, component) = head.rsplit_once('.').unwrap_or(("", head));
        let rest = name.get(search..).unwrap_or_default();
        if let Some(part) = marked(before, component, rest, after) {
            return part;
        }
        if before.is_empty() {
            break;
        }
        search = before.len();
    }
    Part::Other
}

/// The part that `before.component` marks, `rest` and its `after` components following.
fn marked<'n>(before: &'n str, component: &str, rest: &str, after: usize) -> Option<Part<'n>> {
    if let Some(method) = Method::of(component) {
        let layer = before;
        return Some(Part::Foreign { layer, method });
    }
    // A bias on B adds to the layer's bias, not to ΔW.
    if rest.rsplit('.').next() == Some("bias") {
        return None;
    }
    let own = if before.starts_with(PEFT_PREFIX) {
        Naming::Peft
    } else {
        Naming::Diffusers
    };
    let (layer, role, naming) = match component {
        "lora_A" | "lora_embedding_A" => (before, Role::Down, own),
        "lora_B" | "lora_embedding_B" => (before, Role::Up, own),
        "lora_down" => (before, Role::Down, Naming::Kohya),
        "lora_up" => (before, Role::Up, Naming::Kohya),
        "down" => (older_layer(before)?, Role::Down, Naming::Diffusers),
        "up" => (older_layer(before)?, Role::Up, Naming::Diffusers),
        "alpha" if after == 0 => {
            let layer = older_layer(before).unwrap_or(before);
            (layer, Role::Alpha, Naming::Kohya)
        }
        _ => return None,
    };
    Some(Part::Of {
        layer,
        role,
        naming,
    })
}

/// The layer in diffusers' older names: `L.lora`, `L.lora_linear_layer`, `L_lora`, or a module of a
/// processor that is a LoRA itself (`….proj_lora1`).
fn older_layer(before: &str) -> Option<&str> {
    let component = before.rsplit('.').next().unwrap_or_default();
    for ending in [".lora", ".lora_linear_layer", "_lora"] {
        if let Some(layer) = before.strip_suffix(ending) {
            return Some(layer);
        }
    }
    component.contains("lora").then_some(before)
}

/// A layer's path as its model knows it, which is what PEFT's patterns match.
pub fn module_path(layer: &str) -> &str {
    layer.strip_prefix(PEFT_PREFIX).unwrap_or(layer)
}

/// True when PEFT wrote a tensor of this name.
pub fn is_pefts(name: &str) -> bool {
    name.starts_with(PEFT_PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(layer: &str, role: Role, naming: Naming) -> Part<'_> {
        Part::Of {
            layer,
            role,
            naming,
        }
    }

    #[test]
    fn each_convention_names_its_layer_and_factor() {
        use Naming::{Diffusers, Kohya, Peft};
        use Role::{Alpha, Down, Up};
        let q = "base_model.model.model.layers.0.self_attn.q_proj";
        let te = "lora_te_text_model_encoder_layers_0_mlp_fc1";
        let to_q = "unet.mid_block.attn1.to_q";
        let cases = [
            (format!("{q}.lora_A.weight"), of(q, Down, Peft)),
            (format!("{q}.lora_B.default.weight"), of(q, Up, Peft)),
            (format!("{q}.lora_embedding_A"), of(q, Down, Peft)),
            (format!("{q}.lora_embedding_B.default"), of(q, Up, Peft)),
            (format!("{te}.lora_down.weight"), of(te, Down, Kohya)),
            (format!("{te}.lora_up.weight"), of(te, Up, Kohya)),
            (format!("{te}.alpha"), of(te, Alpha, Kohya)),
            (format!("{to_q}.lora_A.weight"), of(to_q, Down, Diffusers)),
            (
                format!("{to_q}.lora_B.default.weight"),
                of(to_q, Up, Diffusers),
            ),
            (
                format!("{to_q}.lora.down.weight"),
                of(to_q, Down, Diffusers),
            ),
            (
                format!("{to_q}.lora_linear_layer.up.weight"),
                of(to_q, Up, Diffusers),
            ),
            (format!("{to_q}_lora.up.weight"), of(to_q, Up, Diffusers)),
            (
                "blocks.0.processor.proj_lora1.down.weight".to_owned(),
                of("blocks.0.processor.proj_lora1", Down, Diffusers),
            ),
        ];
        for (name, part) in &cases {
            assert_eq!(parse(name), *part, "{name}");
        }
    }

    #[test]
    fn another_method_is_known_by_its_tensors() {
        let cases = [
            ("l.lora_magnitude_vector.weight", Method::DoRa),
            ("l.lora_magnitude_vector", Method::DoRa),
            ("l.dora_scale", Method::DoRa),
            ("l.hada_w1_a", Method::LoHa),
            ("l.lokr_w2_b", Method::LoKr),
            ("l.ia3_l", Method::Ia3),
            ("l.on_input", Method::Ia3),
            ("l.lora_E", Method::AdaLora),
            ("l.oft_blocks", Method::Oft),
            ("l.vera_lambda_b", Method::Vera),
            ("l.lora_mid.weight", Method::Tucker),
            ("l.diff", Method::FullDifference),
        ];
        for (name, method) in cases {
            assert_eq!(parse(name), Part::Foreign { layer: "l", method }, "{name}");
        }
    }

    #[test]
    fn a_tensor_of_no_update_is_left_alone() {
        for name in [
            "",
            ".",
            "weight",
            "model.layers.0.mlp.down_proj.weight",
            "model.encoder.down.0.weight",
            "base_model.model.l.lora_B.bias",
            "base_model.model.l.lora_B.default.bias",
            "base_model.model.classifier.weight",
            "model.different.weight",
        ] {
            assert_eq!(parse(name), Part::Other, "{name}");
        }
    }

    #[test]
    fn patterns_match_the_path_that_the_model_knows() {
        assert_eq!(
            module_path("base_model.model.model.layers.0.q"),
            "model.layers.0.q"
        );
        assert_eq!(module_path("unet.to_q"), "unet.to_q");
    }
}
