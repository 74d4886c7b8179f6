//! Named expressions over the engine's results, and conditions between them.
//!
//! ```text
//! condition   sum (< | <= | = | >= | >) sum, joined by "and"
//! sum         product, joined by + and −
//! product     factor, joined by * and /
//! factor      number | name | function(arguments) | (sum) | −factor
//! ```
//!
//! A name is a parameter of `params::Key`, `m`, `answer`, the number a student gave, or one of the
//! exercise's own. The
//! functions are those of [`FUNCTIONS`]. `=` means: as near as the exercise's tolerance.
//!
//! An expression is undefined where one of its results is: of a zero update, at a rank the matrix
//! does not have, after a division by zero. A comparison with something undefined does not hold.
//!
//! Written by hand: the crates that evaluate formulas know numbers only, where these arguments are
//! typed (an update, a scaling), and give no place for an error.

mod evaluate;
mod function;
mod parse;

use std::fmt;

use serde::{Deserialize, Serialize};

use function::ArgumentKind;
pub use function::{FUNCTIONS, Function, Signature};
pub use parse::ParseError;

use super::measure::{EvalContext, Trainings};
use rankscope_params::{Key, Update};
use rankscope_sim::Scaling;
use rankscope_sim::training::Optimizer;

/// Relative slack of `=` where an exercise has no tolerance: rounding, and nothing more.
pub const ROUNDING: f64 = 1e-9;

/// A quantity, kept with the text it was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
pub struct Expression {
    text: String,
    root: Node,
}

/// Comparisons that must all hold, kept with the text they were read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
pub struct Condition {
    text: String,
    comparisons: Vec<Comparison>,
}

#[derive(Clone, Debug, PartialEq)]
struct Comparison {
    left: Node,
    relation: Relation,
    right: Node,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Below,
    AtMost,
    Equal,
    AtLeast,
    Above,
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Number(f64),
    Answer,
    Parameter(Key),
    /// A name of the exercise's own.
    Own(String),
    MaxRank,
    Negated(Box<Node>),
    Sum(Box<Node>, Box<Node>),
    Difference(Box<Node>, Box<Node>),
    Product(Box<Node>, Box<Node>),
    Quotient(Box<Node>, Box<Node>),
    Call(Call),
}

#[derive(Clone, Debug, PartialEq)]
struct Call {
    function: Function,
    words: Vec<Word>,
    numbers: Vec<Node>,
}

/// An argument that is no number.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Update(Update),
    Scaling(Scaling),
    Optimizer(Optimizer),
    /// A name of the exercise's own, whose value is the word's place from 0.
    Own(ArgumentKind, String),
}

/// Whether a name means something in every expression.
pub(super) fn is_taken(name: &str) -> bool {
    let words = [
        ArgumentKind::Update,
        ArgumentKind::Scaling,
        ArgumentKind::Optimizer,
    ];
    let mut words = words.into_iter().flat_map(ArgumentKind::words);
    matches!(name, "answer" | "m" | "and")
        || Key::from_name(name).is_some()
        || Function::named(name).is_some()
        || words.any(|word| word == name)
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// [`ParseError`], with the place.
    pub fn read(text: &str) -> Result<Self, ParseError> {
        let root = parse::expression(text)?;
        let text = text.to_owned();
        Ok(Self { text, root })
    }

    /// Its value; none where it is undefined or not yet measured.
    pub fn value(&self, context: &EvalContext<'_>) -> Option<f64> {
        evaluate::value(&self.root, context)
    }

    /// Adds what it needs to be trained.
    pub fn trainings(&self, context: &EvalContext<'_>, into: &mut Trainings) {
        evaluate::trainings(&self.root, context, into);
    }

    /// The names in it that have to be the exercise's own, each with what it stands for.
    pub(super) fn own_names(&self) -> Vec<(&str, &'static str)> {
        evaluate::own_names(&self.root)
    }

    /// Whether it needs more than parameters.
    pub fn needs_results(&self) -> bool {
        evaluate::needs_results(&self.root)
    }

    /// Whether it names the student's answer.
    pub fn names_answer(&self) -> bool {
        evaluate::names_answer(&self.root)
    }
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// [`ParseError`], with the place.
    pub fn read(text: &str) -> Result<Self, ParseError> {
        let comparisons = parse::condition(text)?;
        let text = text.to_owned();
        Ok(Self { text, comparisons })
    }

    /// Whether it holds; `tolerance` is how far apart `=` may be, absolutely.
    pub fn holds(&self, context: &EvalContext<'_>, tolerance: f64) -> bool {
        let mut all = self.comparisons.iter();
        all.all(|comparison| comparison.holds(context, tolerance))
    }

    /// By how much the left side of each comparison exceeds the right; the sign changes where an
    /// equality is crossed.
    pub(super) fn gaps(&self, context: &EvalContext<'_>) -> Vec<Option<f64>> {
        let gap = |comparison: &Comparison| comparison.gap(context);
        self.comparisons.iter().map(gap).collect()
    }

    /// Adds what it needs to be trained.
    pub fn trainings(&self, context: &EvalContext<'_>, into: &mut Trainings) {
        for node in self.nodes() {
            evaluate::trainings(node, context, into);
        }
    }

    /// The names in it that have to be the exercise's own, each with what it stands for.
    pub(super) fn own_names(&self) -> Vec<(&str, &'static str)> {
        self.nodes().flat_map(evaluate::own_names).collect()
    }

    /// Whether it names the student's answer.
    pub fn names_answer(&self) -> bool {
        self.nodes().any(evaluate::names_answer)
    }

    fn nodes(&self) -> impl Iterator<Item = &Node> {
        let comparisons = self.comparisons.iter();
        comparisons.flat_map(|Comparison { left, right, .. }| [left, right])
    }
}

impl Comparison {
    fn gap(&self, context: &EvalContext<'_>) -> Option<f64> {
        let left = evaluate::value(&self.left, context)?;
        Some(left - evaluate::value(&self.right, context)?)
    }

    fn holds(&self, context: &EvalContext<'_>, tolerance: f64) -> bool {
        let sides = evaluate::value(&self.left, context).zip(evaluate::value(&self.right, context));
        let Some((left, right)) = sides else {
            return false;
        };
        match self.relation {
            Relation::Below => left < right,
            Relation::AtMost => left <= right,
            Relation::Equal => {
                let slack = tolerance.max(ROUNDING * left.abs().max(right.abs()));
                (left - right).abs() <= slack
            }
            Relation::AtLeast => left >= right,
            Relation::Above => left > right,
        }
    }
}

/// Reading from and writing to text, alike for both.
macro_rules! as_text {
    ($($type:ty),+) => {$(
        impl TryFrom<String> for $type {
            type Error = ParseError;

            fn try_from(text: String) -> Result<Self, ParseError> {
                Self::read(&text)
            }
        }

        impl From<$type> for String {
            fn from(read: $type) -> Self {
                read.text
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }
    )+};
}

as_text!(Expression, Condition);

#[cfg(test)]
mod tests;
