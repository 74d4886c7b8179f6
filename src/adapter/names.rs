//! Whose factor a tensor is, from its name.
//!
//! | written by | A | B | α |
//! |---|---|---|---|
//! | PEFT | `base_model.model.L.lora_A.weight` | `….lora_B.weight` | in the config |
//! | PEFT, embeddings | `base_model.model.L.lora_embedding_A` | `….lora_embedding_B` | in the config |
//! | PEFT, AdaLoRA | `L.lora_A`, `L.lora_E` | `L.lora_B` | in the config |
//! | diffusers | `L.lora_A.weight` | `L.lora_B.weight` | `L.alpha`, or in the metadata |
//! | diffusers, older | `L.lora.down.weight`, `L.lora_linear_layer.down.weight`, `L_lora.down.weight` | `….up.weight` | `L.alpha` |
//! | kohya, LyCORIS | `L.lora_down.weight`, perhaps `L.lora_mid.weight` | `L.lora_up.weight` | `L.alpha` |
//! | LyCORIS, LoHa | `L.hada_w1_b`, `L.hada_w2_b`, perhaps `L.hada_t1`, `_t2` | `L.hada_w1_a`, `L.hada_w2_a` | `L.alpha` |
//! | LyCORIS, LoKr | `L.lokr_w1_b`, `L.lokr_w2_b`, perhaps `L.lokr_t2` | `L.lokr_w1_a`, `L.lokr_w2_a`; or whole: `L.lokr_w1`, `L.lokr_w2` | `L.alpha` |
//! | mlx-lm | `L.lora_a`, transposed | `L.lora_b`, transposed | γ in the config |
//! | torchtune | `L.lora_a.weight` | `L.lora_b.weight` | in the config |
//! | NeMo, Megatron | `L.linear_in.weight` | `L.linear_out.weight` | in the model's config |
//! | Stability's control-LoRA | `L.down` | `L.up` | none: γ is 1 |
//! | cloneofsimo's lora | `L:down` | `L:up` | none: γ is 1 |
//! | llama.cpp | `L.weight.lora_a` | `L.weight.lora_b` | in the file's metadata |
//!
//! L is the layer. The name of an adapter may stand after the marker (`L.lora_A.default.weight`).
//! A program that wraps modules leaves its mark in their names: see [`unwrapped`].
//!
//! Sources: PEFT's `save_and_load.py`, diffusers' `state_dict_utils.py` and
//! `lora_conversion_utils.py`, sd-scripts' `networks/lora.py`, LyCORIS' `modules/*.py`, mlx-lm's
//! `tuner/lora.py`, torchtune's `modules/peft/lora.py`, NeMo's `adapters/parallel_adapters.py`,
//! Stability's `control-lora`, cloneofsimo's `lora_diffusion/lora.py`, llama.cpp's
//! `convert_lora_to_gguf.py`.

mod role;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::role::{Operand, Role};
use super::method::Method;

/// What stands before a module's own path in PEFT's files.
const PEFT_PREFIX: &str = "base_model.model.";
/// Components of a name that a wrapper around a module leaves: torch.compile, FSDP, activation
/// checkpointing.
const WRAPPERS: [&str; 3] = [
    "_orig_mod",
    "_fsdp_wrapped_module",
    "_checkpoint_wrapped_module",
];
/// What DistributedDataParallel puts before every name.
const PARALLEL_PREFIX: &str = "module.";
/// The models of a pipeline, as diffusers and ComfyUI begin their names. Of their adapters every runtime
/// takes α = r where none is stored; of a language model's nothing is known without its config.
const PIPELINE: [&str; 12] = [
    "unet",
    "transformer",
    "transformer_2",
    "text_encoder",
    "text_encoder_2",
    "text_encoder_3",
    "diffusion_model",
    "prior",
    "decoder",
    "controlnet",
    "image_encoder",
    "dit",
];

/// Whose names a layer has, and so who says what its scale is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Naming {
    /// PEFT's, and of those that keep α and r in a config as PEFT does.
    Peft,
    /// diffusers': α stands beside the factors or in the file's metadata; without one it is r.
    Diffusers,
    /// kohya's and LyCORIS': α stands beside the factors; without one it is r.
    Kohya,
    /// mlx-lm's: γ itself stands in the config, and the factors are transposed.
    Mlx,
    /// NeMo's and Megatron's: α and r stand in the model's config.
    NeMo,
    /// llama.cpp's: α stands in the file's metadata; γ is 1 where it is 0.
    LlamaCpp,
    /// Of a format that knows no α: γ is 1.
    NoAlpha,
}

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'n> {
    /// A tensor of a layer's update.
    Of {
        /// The layer, as the file names it.
        layer: &'n str,
        /// The adapter's name, where it stands in the tensor's; else empty.
        adapter: &'n str,
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
    if let Some(part) = with_colons(name) {
        return part;
    }
    if name
        .split('.')
        .any(|component| Method::of(component) == Some(Method::XLora))
    {
        // Its classifier is a module of its own, whose layers' names say nothing.
        let method = Method::XLora;
        return Part::Foreign {
            layer: name,
            method,
        };
    }
    let mut search = name.len();
    // Components from the last one back, each with what stands before and after it. A marker is
    // among the last three: itself, the adapter's name, "weight".
    for _ in 0..3 {
        let Some(head) = name.get(..search) else {
            break;
        };
        let (before, component) = head.rsplit_once('.').unwrap_or(("", head));
        let rest = name
            .get(search..)
            .unwrap_or_default()
            .trim_start_matches('.');
        if let Some(part) = marked(before, component, rest) {
            return part;
        }
        if before.is_empty() {
            break;
        }
        search = before.len();
    }
    Part::Other
}

/// cloneofsimo's names: `unet:12:up`.
fn with_colons(name: &str) -> Option<Part<'_>> {
    let (layer, factor) = name.rsplit_once(':')?;
    let role = match factor {
        "down" => Role::Down,
        "up" => Role::Up,
        _ => return None,
    };
    Some(Part::Of {
        layer,
        adapter: "",
        role,
        naming: Naming::NoAlpha,
    })
}

/// The part that `before.component` marks, `rest` following.
fn marked<'n>(before: &'n str, component: &str, rest: &'n str) -> Option<Part<'n>> {
    let layer = before;
    if let Some(method) = Method::of(component) {
        return Some(Part::Foreign { layer, method });
    }
    // A bias on B adds to the layer's bias, not to ΔW; a scale belongs to the tensor before it.
    let last = rest.rsplit('.').next().unwrap_or_default();
    if last == "bias" || is_multipliers(last) {
        return None;
    }
    let adapter = rest
        .strip_suffix("weight")
        .unwrap_or(rest)
        .trim_end_matches('.');
    let (layer, role, naming) = match component {
        "lora_A" | "lora_embedding_A" => (layer, Role::Down, of_pairs(layer)),
        "lora_B" | "lora_embedding_B" => (layer, Role::Up, of_pairs(layer)),
        "lora_E" => (layer, Role::Diagonal, Naming::Peft),
        "ranknum" => (layer, Role::DirectionCount, Naming::Peft),
        "lora_a" | "lora_b" => {
            let role = if component == "lora_a" {
                Role::Down
            } else {
                Role::Up
            };
            match (rest, layer.strip_suffix(".weight")) {
                // llama.cpp adds its ending to the name of the tensor it changes.
                ("", Some(layer)) => (layer, role, Naming::LlamaCpp),
                ("", None) => (layer, role, Naming::Mlx),
                _ => (layer, role, Naming::Peft),
            }
        }
        "lora_down" => (layer, Role::Down, Naming::Kohya),
        "lora_up" => (layer, Role::Up, Naming::Kohya),
        "lora_mid" => (layer, Role::Core, Naming::Kohya),
        "linear_in" if rest == "weight" => (layer, Role::Down, Naming::NeMo),
        "linear_out" if rest == "weight" => (layer, Role::Up, Naming::NeMo),
        "down" | "up" => {
            let role = if component == "down" {
                Role::Down
            } else {
                Role::Up
            };
            match older_layer(layer) {
                Some(layer) => (layer, role, Naming::Diffusers),
                None if rest.is_empty() && !layer.is_empty() => (layer, role, Naming::NoAlpha),
                None => return None,
            }
        }
        "alpha" if rest.is_empty() => {
            let layer = older_layer(layer).unwrap_or(layer);
            (layer, Role::Alpha, Naming::Kohya)
        }
        "lora_magnitude_vector" | "dora_scale" => (layer, Role::Magnitude, of_pairs(layer)),
        _ => (layer, products(component)?, of_products(layer)),
    };
    Some(Part::Of {
        layer,
        adapter,
        role,
        naming,
    })
}

/// The roles of LoHa and LoKr.
fn products(component: &str) -> Option<Role> {
    use Operand::{First, Second};
    Some(match component {
        "hada_w1_a" => Role::HadamardUp(First),
        "hada_w1_b" => Role::HadamardDown(First),
        "hada_w2_a" => Role::HadamardUp(Second),
        "hada_w2_b" => Role::HadamardDown(Second),
        "hada_t1" => Role::HadamardCore(First),
        "hada_t2" => Role::HadamardCore(Second),
        "lokr_w1" => Role::KroneckerWhole(First),
        "lokr_w1_a" => Role::KroneckerUp(First),
        "lokr_w1_b" => Role::KroneckerDown(First),
        "lokr_w2" => Role::KroneckerWhole(Second),
        "lokr_w2_a" => Role::KroneckerUp(Second),
        "lokr_w2_b" => Role::KroneckerDown(Second),
        "lokr_t1" => Role::KroneckerCore(First),
        "lokr_t2" => Role::KroneckerCore(Second),
        _ => return None,
    })
}

/// Whose a pair `lora_A`, `lora_B` is: diffusers' where the layer is of a pipeline.
fn of_pairs(layer: &str) -> Naming {
    let unwrapped = unwrapped(layer);
    let root = unwrapped.split('.').next().unwrap_or_default();
    if PIPELINE.contains(&root) {
        Naming::Diffusers
    } else {
        Naming::Peft
    }
}

/// Whose a LoHa or LoKr is: PEFT's under its prefix, LyCORIS' elsewhere.
fn of_products(layer: &str) -> Naming {
    if is_pefts(layer) {
        Naming::Peft
    } else {
        Naming::Kohya
    }
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

/// The endings of names under which a tensor's multiplier stands beside it, `X` being the tensor's name.
pub(super) const MULTIPLIERS: [&str; 4] = ["_scale", ".scale", "_scale_inv", ".scale_weight"];

fn is_multipliers(last: &str) -> bool {
    ["weight_scale", "scale", "weight_scale_inv", "scale_weight"].contains(&last)
}

/// A name without what wrappers around modules leave in it, and with PEFT's prefix at most once:
/// `_orig_mod.`, `_fsdp_wrapped_module.`, `_checkpoint_wrapped_module.` anywhere, `module.` at the beginning.
pub fn unwrapped(name: &str) -> Cow<'_, str> {
    let doubled = |name: &str| {
        let rest = name.strip_prefix(PEFT_PREFIX);
        rest.is_some_and(|rest| rest.starts_with(PEFT_PREFIX))
    };
    let plain = !name.starts_with(PARALLEL_PREFIX)
        && !doubled(name)
        && !name
            .split('.')
            .any(|component| WRAPPERS.contains(&component));
    if plain {
        return Cow::Borrowed(name);
    }
    let components = name
        .split('.')
        .filter(|component| !WRAPPERS.contains(component));
    let mut rest = components.collect::<Vec<_>>().join(".");
    loop {
        let shorter = if rest.starts_with(PARALLEL_PREFIX) {
            rest.strip_prefix(PARALLEL_PREFIX)
        } else if doubled(&rest) {
            rest.strip_prefix(PEFT_PREFIX)
        } else {
            None
        };
        match shorter {
            Some(shorter) => rest = shorter.to_owned(),
            None => return Cow::Owned(rest),
        }
    }
}

/// A layer's path as its model knows it, which is what PEFT's patterns match.
pub fn module_path(layer: &str) -> Cow<'_, str> {
    match unwrapped(layer) {
        Cow::Borrowed(name) => Cow::Borrowed(name.strip_prefix(PEFT_PREFIX).unwrap_or(name)),
        Cow::Owned(name) => match name.strip_prefix(PEFT_PREFIX) {
            Some(path) => Cow::Owned(path.to_owned()),
            None => Cow::Owned(name),
        },
    }
}

/// True when PEFT wrote a tensor of this name.
pub fn is_pefts(name: &str) -> bool {
    unwrapped(name).starts_with(PEFT_PREFIX)
}

#[cfg(test)]
mod tests;
