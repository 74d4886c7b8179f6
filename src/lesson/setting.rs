//! How an exercise is set up: its parameters, what varies, its controls and charts.

use serde::{Deserialize, Serialize};

use rankscope_params::{Key, Params, query};

/// A parameter that differs from student to student.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Variation {
    /// Its name in links.
    pub parameter: ParameterName,
    /// Its values, of which the student's seed picks one.
    pub values: Vec<f64>,
}

/// Which controls an exercise has. All others are hidden.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Controls {
    /// Those the student moves, once a prediction is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visible: Vec<ParameterName>,
    /// Those whose value is shown and cannot be moved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locked: Vec<ParameterName>,
}

/// A parameter, by its name in links.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(with = "String", rename = "Control")
)]
pub struct ParameterName(pub Key);

impl TryFrom<String> for ParameterName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let key = Key::from_name(&name);
        key.map(Self)
            .ok_or_else(|| "no parameter has this name".to_owned())
    }
}

impl From<ParameterName> for String {
    fn from(control: ParameterName) -> Self {
        control.0.declaration().name.to_owned()
    }
}

/// A chart beside an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Chart {
    /// Singular values.
    Spectrum,
    /// Energy kept.
    Variance,
    /// The two scales.
    Scaling,
    /// Reconstruction error.
    Error,
    /// Training, step by step: every run of `training_error` that the readings name, live.
    Training,
    /// Recall: which keys each adapter of `recall` and `held_out` in the readings answers right, live.
    Recall,
    /// Singular values of the two real adapters, A (style) and B (facts).
    Adapters,
}

/// Parameters as the query of a link, every one of them readable and in its range.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(with = "String", rename = "Setting")
)]
pub struct StartParams {
    text: String,
    params: Params,
    fixes_seed: bool,
}

impl TryFrom<String> for StartParams {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (link, notices) = query::read(&text);
        if let Some(notice) = notices.first() {
            return Err(notice.to_string());
        }
        let params = link.params;
        // Nothing at all would open Start, which is no more than nothing here.
        let base = if text.is_empty() {
            query::read("").0
        } else {
            query::Link::default()
        };
        let rest = query::Link { params, ..base };
        if link != rest {
            return Err("only parameters are taken here".to_owned());
        }
        let fixes_seed = query::gives(&text, Key::Seed);
        Ok(Self {
            text,
            params,
            fixes_seed,
        })
    }
}

impl StartParams {
    /// The parameters.
    pub fn params(&self) -> Params {
        self.params
    }

    /// Whether they hold a seed, which is then everybody's.
    pub fn fixes_seed(&self) -> bool {
        self.fixes_seed
    }
}

impl From<StartParams> for String {
    fn from(setting: StartParams) -> Self {
        setting.text
    }
}
