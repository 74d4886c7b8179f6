//! The names of a layer's tensors in the new file.
//!
//! | names | A | B | α |
//! |---|---|---|---|
//! | PEFT | `base_model.model.P.lora_A.weight` | `….lora_B.weight` | in the config |
//! | PEFT, embeddings | `base_model.model.P.lora_embedding_A` | `….lora_embedding_B` | in the config |
//! | diffusers | `M.P.lora_A.weight` | `M.P.lora_B.weight` | none: γ is 1 |
//! | kohya | `K_P.lora_down.weight` | `K_P.lora_up.weight` | `K_P.alpha` |
//!
//! P is the module's path in its model, M the model of a pipeline (`unet`), K kohya's name of it
//! (`lora_unet`); in `K_P` underscores stand for dots. Such a path cannot be read back, so a file with
//! kohya's names keeps them. A kohya file whose paths have their dots (LyCORIS, ComfyUI) may be saved as any.
//!
//! Sources: PEFT's `get_peft_model_state_dict`, version 0.21; diffusers' `convert_state_dict_to_kohya` in
//! `utils/state_dict_utils.py` and `get_peft_kwargs`, version 0.42, which takes α = r where none is stored;
//! sd-scripts' `networks/lora.py`, `LORA_PREFIX_UNET` and the others.

use serde::{Deserialize, Serialize};

use super::error::Unnamed;
use crate::Layer;
use crate::names::{Naming, Part, parse};

/// What PEFT puts before a module's path.
const PEFT_PREFIX: &str = "base_model.model.";

/// Whose names the new file has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Names {
    /// PEFT's, with an `adapter_config.json`.
    #[default]
    Peft,
    /// diffusers'. Where the paths do not say which model of a pipeline they belong to, this one.
    Diffusers {
        /// `unet`, `transformer`, `text_encoder` …
        model: Option<String>,
    },
    /// kohya's, with α beside the factors. Where the paths do not say the model, this one.
    Kohya {
        /// `unet`, `text_encoder` …
        model: Option<String>,
    },
}

/// The names of one layer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) down: String,
    pub(super) up: String,
    pub(super) alpha: Option<String>,
    /// The module's path in its model.
    pub(super) module: String,
}

/// Where a layer stands: in which model of a pipeline, if its path says so, and where in that.
struct Place {
    model: Option<String>,
    path: String,
}

/// The model of a pipeline that a layer's path names, if it names one.
pub(super) fn model(layer: &Layer) -> Option<String> {
    Place::of(layer).ok()?.model
}

impl Place {
    fn of(layer: &Layer) -> Result<Self, Unnamed> {
        match layer.naming {
            Naming::LlamaCpp => return Err(Unnamed::LlamaCpp),
            Naming::NeMo => return Err(Unnamed::NeMo),
            Naming::NoAlpha => return Err(Unnamed::NoAlpha),
            Naming::Kohya if is_flat(layer) => return Err(Unnamed::Flat),
            Naming::Peft | Naming::Diffusers | Naming::Kohya | Naming::Mlx => {}
        }
        // Modules of a processor, which today are those of the attention itself.
        let is_older = |name: &str| name.contains("_lora.") || name.contains(".processor.");
        if layer.tensors().any(|tensor| is_older(&tensor.name)) {
            return Err(Unnamed::OlderDiffusers);
        }
        let path = layer.module_path();
        Ok(match path.split_once('.') {
            // PEFT's own files are of one model, whose `transformer.` is a module.
            Some((model, rest)) if layer.naming != Naming::Peft && is_of_pipeline(&path) => Self {
                model: Some(model.to_owned()),
                path: rest.to_owned(),
            },
            _ => Self {
                model: None,
                path: path.into_owned(),
            },
        })
    }

    /// The model it names, or else this one.
    fn model_or<'m>(&'m self, given: Option<&'m str>) -> Result<&'m str, Unnamed> {
        self.model.as_deref().or(given).ok_or(Unnamed::NoModel)
    }
}

fn is_flat(layer: &Layer) -> bool {
    layer.naming == Naming::Kohya && !layer.path.contains('.')
}

/// Whether a path begins with a model of a pipeline, as diffusers and ComfyUI name them.
fn is_of_pipeline(path: &str) -> bool {
    let of_pair = format!("{path}.lora_A.weight");
    matches!(
        parse(&of_pair),
        Part::Of {
            naming: Naming::Diffusers,
            ..
        }
    )
}

impl Names {
    /// The names of a layer.
    pub(super) fn of(&self, layer: &Layer) -> Result<Named, Unnamed> {
        if let Self::Kohya { .. } = self
            && is_flat(layer)
        {
            return Ok(kohya(&layer.path, layer.path.clone()));
        }
        let place = Place::of(layer)?;
        Ok(match self {
            Self::Peft => peft(layer, place.path),
            Self::Diffusers { model } => {
                let model = place.model_or(model.as_deref())?;
                let path = format!("{model}.{}", place.path);
                Named {
                    down: format!("{path}.lora_A.weight"),
                    up: format!("{path}.lora_B.weight"),
                    alpha: None,
                    module: place.path,
                }
            }
            Self::Kohya { model } => {
                let prefix = kohya_prefix(place.model_or(model.as_deref())?)?;
                let flat = format!("{prefix}_{}", place.path.replace('.', "_"));
                kohya(&flat, place.path)
            }
        })
    }
}

fn peft(layer: &Layer, module: String) -> Named {
    let embeds = layer
        .tensors()
        .any(|tensor| tensor.name.contains(".lora_embedding_"));
    let name = |factor: &str| {
        if embeds {
            format!("{PEFT_PREFIX}{module}.lora_embedding_{factor}")
        } else {
            format!("{PEFT_PREFIX}{module}.lora_{factor}.weight")
        }
    };
    Named {
        down: name("A"),
        up: name("B"),
        alpha: None,
        module,
    }
}

fn kohya(flat: &str, module: String) -> Named {
    Named {
        down: format!("{flat}.lora_down.weight"),
        up: format!("{flat}.lora_up.weight"),
        alpha: Some(format!("{flat}.alpha")),
        module,
    }
}

/// kohya's name of a model of a pipeline. Its `lora_unet` of a transformer has modules of its own.
fn kohya_prefix(model: &str) -> Result<&'static str, Unnamed> {
    match model {
        "unet" | "diffusion_model" => Ok("lora_unet"),
        "text_encoder" => Ok("lora_te1"),
        "text_encoder_2" => Ok("lora_te2"),
        "text_encoder_3" => Ok("lora_te3"),
        _ => Err(Unnamed::OtherModules),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dtype, Factor, Form, Low, Tensor};

    fn layer(path: &str, naming: Naming) -> Layer {
        let tensor = Tensor {
            name: format!("{path}.x"),
            dtype: Dtype::F32,
            shape: vec![1, 1],
            bytes: 0..4,
        };
        let factor = Factor::row_by_row(&tensor, 1, 1);
        Layer {
            path: path.to_owned(),
            naming,
            form: Form::Low(Low::Pair {
                up: factor.clone(),
                down: factor,
            }),
            alpha: None,
            direction_count: None,
            rank: 1,
            rows: 1,
            columns: 1,
            expert: None,
            has_magnitude: false,
        }
    }

    fn down(names: &Names, path: &str, naming: Naming) -> Result<String, Unnamed> {
        names.of(&layer(path, naming)).map(|named| named.down)
    }

    #[test]
    fn pefts_names_come_from_all_that_say_the_module() {
        let cases = [
            ("base_model.model.a.0.q", Naming::Peft, "a.0.q"),
            ("a.0.q", Naming::Mlx, "a.0.q"),
            ("unet.a.to_out.0", Naming::Diffusers, "a.to_out.0"),
            ("diffusion_model.a.q", Naming::Kohya, "a.q"),
            ("a.0.q", Naming::Kohya, "a.0.q"),
            (
                "base_model.model.transformer.h.0.q",
                Naming::Peft,
                "transformer.h.0.q",
            ),
        ];
        for (path, naming, module) in cases {
            let expected = format!("base_model.model.{module}.lora_A.weight");
            assert_eq!(down(&Names::Peft, path, naming), Ok(expected));
        }
    }

    #[test]
    fn kohyas_names_stay_and_are_made_of_a_pipelines() {
        let kohya = |model: Option<&str>| Names::Kohya {
            model: model.map(str::to_owned),
        };
        let expected = |flat: &str| Ok(format!("{flat}.lora_down.weight"));
        let flat = "lora_te_text_model_encoder_layers_0_mlp_fc1";
        assert_eq!(down(&kohya(None), flat, Naming::Kohya), expected(flat));
        assert_eq!(
            down(&kohya(None), "unet.a.0.to_q", Naming::Diffusers),
            expected("lora_unet_a_0_to_q")
        );
        let path = "base_model.model.a.q";
        assert_eq!(
            down(&kohya(Some("text_encoder_2")), path, Naming::Peft),
            expected("lora_te2_a_q")
        );
        assert_eq!(
            down(&kohya(None), path, Naming::Peft),
            Err(Unnamed::NoModel)
        );
        let transformer = down(&kohya(None), "transformer.a.q", Naming::Diffusers);
        assert_eq!(transformer, Err(Unnamed::OtherModules));
    }

    #[test]
    fn what_does_not_say_its_module_is_declined_with_the_reason() {
        let cases = [
            ("lora_unet_a_0_q", Naming::Kohya, Unnamed::Flat),
            ("blk.0.attn_q", Naming::LlamaCpp, Unnamed::LlamaCpp),
            ("decoder.layers.0.linear_qkv", Naming::NeMo, Unnamed::NeMo),
            ("unet:12", Naming::NoAlpha, Unnamed::NoAlpha),
            (
                "unet.a.processor.to_q",
                Naming::Diffusers,
                Unnamed::OlderDiffusers,
            ),
        ];
        for (path, naming, reason) in cases {
            assert_eq!(down(&Names::Peft, path, naming), Err(reason));
        }
    }
}
