//! What is an exercise's own: names that its expressions may use, the controls that move them, their
//! values.

use serde::{Deserialize, Serialize};

use super::student::hash;
use super::{Exercise, Variation};
use rankscope_params::number::significant;
use rankscope_params::{Key, Params};

/// The names of its own that an exercise can have.
pub const MOST_OWN: usize = 8;
/// Letters of such a name.
const LONGEST_NAME: usize = 20;
/// Digits of a value that has no text.
const DIGITS: usize = 4;

/// A control of the exercise's own: a slider over its values, or a choice between them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct OwnControl {
    /// Its name in expressions.
    pub name: OwnName,
    /// What the student reads beside it.
    pub label: String,
    /// Its values, in order: a slider stops at each.
    pub values: Vec<f64>,
    /// A text for each value: they become a choice of these texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
    /// The value it begins with; the first where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<f64>,
}

impl OwnControl {
    /// The place of the value nearest to a number.
    pub fn place(&self, value: f64) -> usize {
        let far = |at: &(usize, &f64)| (at.1 - value).abs();
        let places = self.values.iter().enumerate();
        let nearest = places.min_by(|one, other| far(one).total_cmp(&far(other)));
        nearest.map_or(0, |(place, _)| place)
    }

    /// The value at a place; the last where there is none.
    pub fn value(&self, place: usize) -> f64 {
        let value = self.values.get(place).or_else(|| self.values.last());
        value.copied().unwrap_or_default()
    }

    /// A value as the student reads it.
    pub fn shown(&self, value: f64) -> String {
        let text = self.texts.get(self.place(value));
        text.cloned().unwrap_or_else(|| significant(value, DIGITS))
    }

    /// The value it begins with.
    pub fn starts_at(&self) -> f64 {
        self.start.unwrap_or_else(|| self.value(0))
    }
}

/// A name that an exercise gives: lower-case letters, digits and `_`, beginning with a letter, that
/// expressions do not use otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct OwnName(
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(regex(pattern = "^[a-z][a-z0-9_]{0,19}$"))
    )]
    String,
);

impl OwnName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OwnName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_');
        let begins = name.starts_with(|letter: char| letter.is_ascii_lowercase());
        if !begins || name.len() > LONGEST_NAME || !name.chars().all(plain) {
            return Err(format!(
                "a name is 1 to {LONGEST_NAME} of a…z, 0…9 and “_”, and begins with a letter"
            ));
        }
        if super::expression::is_taken(&name) {
            return Err(format!("“{name}” already means something in expressions"));
        }
        Ok(Self(name))
    }
}

impl From<OwnName> for String {
    fn from(name: OwnName) -> Self {
        name.0
    }
}

/// What can be varied, moved and drawn along an axis: a parameter, or a name of the exercise's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
pub enum Name {
    /// A parameter of the page.
    Parameter(Key),
    /// The exercise's own.
    Own(OwnName),
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match Key::from_name(&name) {
            Some(key) => Ok(Self::Parameter(key)),
            None => OwnName::try_from(name).map(Self::Own),
        }
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.as_str().to_owned()
    }
}

impl Name {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Parameter(key) => key.declaration().name,
            Self::Own(name) => name.as_str(),
        }
    }
}

/// The values of the names of an exercise's own, in the exercise's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnValues(pub(super) [f64; MOST_OWN]);

/// Where a student is in an exercise: the parameters and the values of the exercise's own names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Present {
    /// The parameters.
    pub params: Params,
    /// The exercise's own.
    pub own: OwnValues,
}

impl Exercise {
    /// The names of its own: those of its controls, then those that `vary` alone knows.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        let controls = self
            .controls
            .own
            .iter()
            .map(|control| control.name.as_str());
        let known = |name: &&str| {
            !self
                .controls
                .own
                .iter()
                .any(|own| own.name.as_str() == *name)
        };
        let varied = self.vary.iter().filter_map(|vary| match &vary.parameter {
            Name::Own(name) => Some(name.as_str()),
            Name::Parameter(_) => None,
        });
        controls.chain(varied.filter(known))
    }

    /// The state in which a student finds it whose parameters were prepared.
    pub fn start(&self, prepared: &Params) -> Present {
        let mut own = OwnValues::default();
        for (name, slot) in self.own_names().zip(&mut own.0) {
            let controls = &self.controls.own;
            let control = controls.iter().find(|own| own.name.as_str() == name);
            let mut varied = self
                .vary
                .iter()
                .filter(|vary| vary.parameter.as_str() == name);
            *slot = match (varied.next(), control) {
                (Some(vary), _) => vary.picked(prepared.get(Key::Seed) as u32),
                (None, Some(control)) => control.starts_at(),
                (None, None) => 0.0,
            };
        }
        Present {
            params: *prepared,
            own,
        }
    }

    /// The value of one of its own names.
    pub fn own_value(&self, name: &str, values: &OwnValues) -> Option<f64> {
        let mut named = self.own_names().zip(values.0);
        named.find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// The value of a parameter or of one of its own names.
    pub fn value_of(&self, name: &Name, present: &Present) -> Option<f64> {
        match name {
            Name::Parameter(key) => Some(present.params.get(*key)),
            Name::Own(name) => self.own_value(name.as_str(), &present.own),
        }
    }

    /// A state with another value of a parameter or of one of its own names.
    #[must_use]
    pub fn with(&self, present: &Present, name: &Name, value: f64) -> Present {
        let mut with = *present;
        match name {
            Name::Parameter(key) => with.params = with.params.with(*key, value).0,
            Name::Own(name) => {
                let mut named = self.own_names().zip(&mut with.own.0);
                if let Some((_, slot)) = named.find(|(own, _)| *own == name.as_str()) {
                    *slot = value;
                }
            }
        }
        with
    }
}

impl Variation {
    /// The value that a seed picks.
    pub(super) fn picked(&self, seed: u32) -> f64 {
        // Each name by a hash of its own, so that two do not vary in step.
        let pick = hash(format!("{seed} {}", self.parameter.as_str()).as_bytes()) as usize;
        let value = self
            .values
            .get(pick.checked_rem(self.values.len()).unwrap_or_default());
        value.copied().unwrap_or_default()
    }
}
