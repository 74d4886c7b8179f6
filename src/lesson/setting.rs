//! How an exercise is set up: its parameters, what varies, its controls.

use serde::{Deserialize, Serialize};

use super::{Name, OwnControl};
use rankscope_params::{Key, Params, Update, query};
use rankscope_sim::{Scaling, Spectra, Spectrum};

/// A value that differs from student to student: of a parameter, of a control of the exercise's own
/// before it is moved, or of a name that only this list and the expressions know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Variation {
    /// Its name.
    pub parameter: Name,
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
    /// Those that are the exercise's own: expressions name them, and no link holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<OwnControl>,
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

/// `style` or `facts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
pub struct UpdateName(pub Update);

/// `lora` or `rslora`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
pub struct RuleName(pub Scaling);

impl UpdateName {
    /// Its singular values.
    pub fn of(self, spectra: &Spectra) -> &Spectrum {
        match self.0 {
            Update::Style => &spectra.style,
            Update::Facts => &spectra.facts,
        }
    }
}

impl TryFrom<String> for UpdateName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match name.as_str() {
            "style" => Ok(Self(Update::Style)),
            "facts" => Ok(Self(Update::Facts)),
            _ => Err(format!("“style” or “facts” is expected, not “{name}”")),
        }
    }
}

impl From<UpdateName> for String {
    fn from(UpdateName(update): UpdateName) -> Self {
        let name = match update {
            Update::Style => "style",
            Update::Facts => "facts",
        };
        name.to_owned()
    }
}

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match name.as_str() {
            "lora" => Ok(Self(Scaling::Lora)),
            "rslora" => Ok(Self(Scaling::RsLora)),
            _ => Err(format!("“lora” or “rslora” is expected, not “{name}”")),
        }
    }
}

impl From<RuleName> for String {
    fn from(RuleName(rule): RuleName) -> Self {
        let name = match rule {
            Scaling::Lora => "lora",
            Scaling::RsLora => "rslora",
        };
        name.to_owned()
    }
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
