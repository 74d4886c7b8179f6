//! The fields of a config's JSON, each with what it has to be.

use serde_json::{Map, Value};

use super::LARGEST_ALPHA;
use crate::ConfigError;

/// The fields of a config, `null` ones left out.
pub(super) struct Fields<'f>(pub(super) &'f Map<String, Value>);

impl<'f> Fields<'f> {
    pub(super) fn get(&self, field: &str) -> Option<&'f Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }

    /// True when a field is `true`. One of another kind says nothing.
    pub(super) fn is_set(&self, field: &str) -> bool {
        self.get(field).and_then(Value::as_bool) == Some(true)
    }

    /// True when a field is something else than `false`.
    pub(super) fn is_given(&self, field: &str) -> bool {
        self.get(field).is_some_and(|value| value != false)
    }

    pub(super) fn flag(&self, field: &str) -> Result<bool, ConfigError> {
        self.get(field).map_or(Ok(false), |value| {
            value
                .as_bool()
                .ok_or_else(|| unusable(field, value, "true or false"))
        })
    }

    /// The strings of a list, or the one string that stands for one.
    pub(super) fn names(&self, field: &str) -> Vec<String> {
        let strings = |value: &Value| value.as_str().map(str::to_owned);
        match self.get(field) {
            Some(Value::Array(names)) => names.iter().filter_map(strings).collect(),
            Some(name) => strings(name).into_iter().collect(),
            None => Vec::new(),
        }
    }

    pub(super) fn pattern<T>(
        &self,
        field: &str,
        entry: impl Fn(&Value) -> Result<T, &'static str>,
    ) -> Result<Vec<(String, T)>, ConfigError> {
        match self.get(field) {
            None => Ok(Vec::new()),
            Some(Value::Object(entries)) => entries
                .iter()
                .map(|(key, value)| {
                    let taken = entry(value);
                    let name = || format!("{field} for “{key}”");
                    Ok((
                        key.clone(),
                        taken.map_err(|expected| unusable(&name(), value, expected))?,
                    ))
                })
                .collect(),
            Some(value) => Err(unusable(field, value, "an object")),
        }
    }
}

/// A config's text. Editors and shells of Windows write UTF-16, or a mark before UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ConfigError> {
    let not_text = || ConfigError::NotJson {
        reason: "it is no text".to_owned(),
    };
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|bytes| unit(*bytes)).collect();
        String::from_utf16(&units).map_err(|_| not_text())
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => {
            let text = std::str::from_utf8(rest).map_err(|_| not_text())?;
            Ok(text.to_owned())
        }
    }
}

pub(super) fn object(bytes: &[u8]) -> Result<Map<String, Value>, ConfigError> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(ConfigError::NotAnObject),
        Err(error) => Err(ConfigError::NotJson {
            reason: error.to_string(),
        }),
    }
}

pub(super) fn rank(field: &str, value: &Value) -> Result<u64, ConfigError> {
    rank_of(value).map_err(|expected| unusable(field, value, expected))
}

pub(super) fn alpha(field: &str, value: &Value) -> Result<f64, ConfigError> {
    alpha_of(value).map_err(|expected| unusable(field, value, expected))
}

pub(super) fn rank_of(value: &Value) -> Result<u64, &'static str> {
    let rank = value.as_u64().filter(|&rank| rank > 0);
    rank.ok_or("a whole number above 0")
}

pub(super) fn alpha_of(value: &Value) -> Result<f64, &'static str> {
    let alpha = value.as_f64().filter(|alpha| alpha.abs() <= LARGEST_ALPHA);
    alpha.ok_or("a number that can be a scale")
}

fn unusable(field: &str, value: &Value, expected: &'static str) -> ConfigError {
    // A value may be as long as the config; a sentence may not.
    let given: String = value.to_string().chars().take(40).collect();
    ConfigError::Field {
        field: field.to_owned(),
        given,
        expected,
    }
}
