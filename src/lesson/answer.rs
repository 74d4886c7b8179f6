//! What an exercise asks, and what is right.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::figure_fields::{known, needed};
use super::wording::of_block;
use super::{Condition, Expression, Name};

/// What is asked, and what is right.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Answer"))]
pub enum ExpectedAnswer {
    /// A number, right when it is as near to the quantity as the tolerance.
    Number {
        /// The question.
        question: String,
        /// What the number is compared with, at the exercise's own parameters.
        quantity: Expression,
        /// How far it may be away, in the quantity's own unit.
        tolerance: f64,
        /// Whether the quantity is in percent: then “10 %” and “10” are read alike, and “0.1” is asked about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Unit>,
        /// The parameter or control whose value is the answer, set by dragging it in the figure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drag: Option<Name>,
    },
    /// One of some options; the right one is the one whose condition holds.
    Choice {
        /// The question.
        question: String,
        /// The options. For every student exactly one condition may hold.
        options: Vec<AnswerOption>,
    },
    /// A state to reach with the controls.
    Goal {
        /// The task.
        question: String,
        /// What must hold there. It must not hold at the start.
        reach: Condition,
        /// How far apart the sides of `=` may be.
        tolerance: f64,
        /// The parameter or control that dragging in the figure moves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drag: Option<Name>,
    },
}

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Unit {
    /// Percent.
    #[serde(rename = "%")]
    Percent,
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "Choice"))]
pub struct AnswerOption {
    /// What it says; `{expression}`s may name parameters and scales only.
    pub text: String,
    /// When it is the right one.
    pub right_when: Condition,
    /// What is said when it is picked and wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
}

impl ExpectedAnswer {
    /// What is asked.
    pub fn question(&self) -> &str {
        match self {
            Self::Number { question, .. }
            | Self::Choice { question, .. }
            | Self::Goal { question, .. } => question,
        }
    }

    /// How far apart the sides of `=` may be.
    pub const fn tolerance(&self) -> f64 {
        match self {
            Self::Number { tolerance, .. } | Self::Goal { tolerance, .. } => *tolerance,
            Self::Choice { .. } => 0.0,
        }
    }
}

/// An answer as it is read: the fields of all kinds, so that a mistake in one is found where it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    kind: String,
    question: String,
    quantity: Option<Expression>,
    tolerance: Option<f64>,
    unit: Option<Unit>,
    drag: Option<Name>,
    options: Option<Vec<AnswerOption>>,
    reach: Option<Condition>,
}

/// The kinds of answers, and the fields that each may have beside its question.
const KINDS: [(&str, &[&str]); 3] = [
    ("number", &["quantity", "tolerance", "unit", "drag"]),
    ("choice", &["options"]),
    ("goal", &["reach", "tolerance", "drag"]),
];

impl Fields {
    fn given(&self) -> Vec<&'static str> {
        let given = [
            ("quantity", self.quantity.is_some()),
            ("tolerance", self.tolerance.is_some()),
            ("unit", self.unit.is_some()),
            ("drag", self.drag.is_some()),
            ("options", self.options.is_some()),
            ("reach", self.reach.is_some()),
        ];
        let given = given.into_iter().filter(|(_, given)| *given);
        given.map(|(name, _)| name).collect()
    }

    fn answer(self) -> Result<ExpectedAnswer, String> {
        known(&self.kind, "an answer", &KINDS, &self.given())?;
        let question = self.question;
        Ok(match self.kind.as_str() {
            "number" => ExpectedAnswer::Number {
                question,
                quantity: needed(self.quantity, "quantity")?,
                tolerance: needed(self.tolerance, "tolerance")?,
                unit: self.unit,
                drag: self.drag,
            },
            "choice" => ExpectedAnswer::Choice {
                question,
                options: needed(self.options, "options")?,
            },
            // The last of `KINDS`.
            _ => ExpectedAnswer::Goal {
                question,
                reach: needed(self.reach, "reach")?,
                tolerance: needed(self.tolerance, "tolerance")?,
                drag: self.drag,
            },
        })
    }
}

impl<'de> Deserialize<'de> for ExpectedAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        fields
            .answer()
            .map_err(|reason| D::Error::custom(of_block("answer", &reason)))
    }
}
