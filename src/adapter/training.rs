//! What sd-scripts and LyCORIS note of a training in a file's metadata.
//!
//! | key | |
//! |---|---|
//! | `ss_network_module` | the code that trained it: `networks.lora`, `lycoris.kohya` |
//! | `ss_network_dim`, `ss_network_alpha` | r and α as asked for; `Dynamic` after a resize |
//! | `ss_network_args` | JSON: everything else, `rs_lora` among it |
//!
//! None of it decides the scale: runtimes read the α beside the factors. LyCORIS' `rs_lora` stores
//! that α times √r (`modules/locon.py`, 4.1), so α/r is `α_asked/√r` with every runtime.

use std::collections::BTreeMap;

use serde_json::Value;

use rankscope_params::number;

/// What is known of the training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Training {
    /// The code that trained it.
    pub module: Option<String>,
    /// r as asked for.
    pub dim: Option<f64>,
    /// α as asked for.
    pub alpha: Option<f64>,
    /// True when LyCORIS was asked for rsLoRA's scale.
    pub rslora: bool,
}

impl Training {
    /// What the metadata says; none when sd-scripts did not write it.
    pub fn of(metadata: &BTreeMap<String, String>) -> Option<Self> {
        let text = |key: &str| metadata.get(key).map(String::as_str);
        let number = |key: &str| {
            let number = number::read(text(key)?)?;
            number.is_finite().then_some(number)
        };
        // Arguments that are no JSON say nothing, as none do: they decide no scale.
        let arguments = text("ss_network_args").and_then(|text| serde_json::from_str(text).ok());
        let training = Self {
            module: text("ss_network_module").map(str::to_owned),
            dim: number("ss_network_dim"),
            alpha: number("ss_network_alpha"),
            rslora: arguments.is_some_and(|arguments: Value| is_true(arguments.get("rs_lora"))),
        };
        (training != Self::default()).then_some(training)
    }

    /// What to say of it, when there is something to say.
    pub const fn notice(&self) -> Option<&'static str> {
        if self.rslora {
            Some(
                "Trained with LyCORIS' rs_lora: the stored α is already multiplied by √r, so every runtime applies the same scale.",
            )
        } else {
            None
        }
    }
}

/// Arguments come from a command line, so a flag is mostly text.
fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => ["true", "1"].contains(&text.to_lowercase().as_str()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |&(key, value): &(&str, &str)| (key.to_owned(), value.to_owned());
        entries.iter().map(owned).collect()
    }

    #[test]
    fn what_was_asked_for_is_read() {
        let training = Training::of(&metadata(&[
            ("ss_network_module", "lycoris.kohya"),
            ("ss_network_dim", "16"),
            ("ss_network_alpha", "8.0"),
            ("ss_network_args", r#"{"algo": "lora", "rs_lora": "True"}"#),
        ]));
        let training = training.unwrap();
        assert_eq!((training.dim, training.alpha), (Some(16.0), Some(8.0)));
        assert!(training.rslora && training.notice().is_some());
    }

    #[test]
    fn a_resized_file_and_another_programs_file_have_no_numbers() {
        let resized = Training::of(&metadata(&[
            ("ss_network_dim", "Dynamic"),
            ("ss_network_args", "not JSON"),
            ("ss_network_module", "networks.lora"),
        ]));
        assert_eq!(resized.unwrap().dim, None);
        assert_eq!(Training::of(&metadata(&[("format", "pt")])), None);
    }
}
