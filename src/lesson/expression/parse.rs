//! Text to expressions, by recursive descent. Any text gives a tree or a [`Misread`].

use super::function::{Function, Kind};
use super::{Call, Comparison, Node, Relation, Word};
use rankscope_params::{Key, Update, number};
use rankscope_sim::Scaling;
use rankscope_sim::training::Optimizer;

/// Bytes of an expression: a line or three.
const LONGEST: usize = 300;
/// Brackets, signs and operators inside one another, which bounds the stack.
const DEEPEST: usize = 40;

/// Why text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”, character {place}: {reason}")]
pub struct Misread {
    /// The text, shortened.
    pub text: String,
    /// Where, counted in characters from 1.
    pub place: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Reads a whole text as an expression.
pub(super) fn expression(text: &str) -> Result<Node, Misread> {
    let mut reader = Reader::new(text)?;
    let node = reader.sum()?;
    reader.end()?;
    Ok(node)
}

/// Reads a whole text as comparisons joined by `and`.
pub(super) fn condition(text: &str) -> Result<Vec<Comparison>, Misread> {
    let mut reader = Reader::new(text)?;
    let mut comparisons = Vec::new();
    loop {
        let left = reader.sum()?;
        let relation = reader.relation()?;
        let right = reader.sum()?;
        comparisons.push(Comparison {
            left,
            relation,
            right,
        });
        if !reader.takes("and") {
            break;
        }
    }
    reader.end()?;
    Ok(comparisons)
}

struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Result<Self, Misread> {
        let reader = Self {
            text,
            rest: text,
            depth: 0,
        };
        if text.len() > LONGEST {
            return Err(reader.misread(format!("longer than {LONGEST} bytes")));
        }
        Ok(reader)
    }

    fn misread(&self, reason: impl Into<String>) -> Misread {
        let read = self.text.len() - self.rest.trim_start().len();
        let place = self.text.get(..read).map_or(0, |read| read.chars().count()) + 1;
        Misread {
            text: self.text.chars().take(60).collect(),
            place,
            reason: reason.into(),
        }
    }

    fn takes(&mut self, token: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(token);
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }

    fn expects(&mut self, token: &str) -> Result<(), Misread> {
        if self.takes(token) {
            Ok(())
        } else {
            Err(self.misread(format!("“{token}” is missing")))
        }
    }

    fn end(&self) -> Result<(), Misread> {
        if self.rest.trim().is_empty() {
            Ok(())
        } else {
            Err(self.misread("nothing more was expected here"))
        }
    }

    /// One level deeper, as long as there is one.
    fn deeper(&mut self) -> Result<(), Misread> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.misread("too deeply nested"));
        }
        Ok(())
    }

    fn relation(&mut self) -> Result<Relation, Misread> {
        // The longer ones first.
        let relations = [
            ("<=", Relation::AtMost),
            (">=", Relation::AtLeast),
            ("≤", Relation::AtMost),
            ("≥", Relation::AtLeast),
            ("<", Relation::Below),
            (">", Relation::Above),
            ("=", Relation::Equal),
        ];
        let found = relations.into_iter().find(|(token, _)| self.takes(token));
        let relation = found.map(|(_, relation)| relation);
        relation.ok_or_else(|| self.misread("a comparison (<, <=, =, >=, >) is missing"))
    }

    fn sum(&mut self) -> Result<Node, Misread> {
        self.deeper()?;
        let depth = self.depth;
        let mut left = self.product()?;
        loop {
            let join = if self.takes("+") {
                Node::Sum
            } else if self.takes("-") || self.takes("−") {
                Node::Difference
            } else {
                break;
            };
            // The tree leans left, so a long chain is deep too.
            self.deeper()?;
            left = join(left.into(), self.product()?.into());
        }
        self.depth = depth - 1;
        Ok(left)
    }

    fn product(&mut self) -> Result<Node, Misread> {
        let mut left = self.factor()?;
        loop {
            let join = if self.takes("*") || self.takes("·") {
                Node::Product
            } else if self.takes("/") {
                Node::Quotient
            } else {
                break;
            };
            self.deeper()?;
            left = join(left.into(), self.factor()?.into());
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Node, Misread> {
        if self.takes("(") {
            let inner = self.sum()?;
            self.expects(")")?;
            return Ok(inner);
        }
        if self.takes("-") || self.takes("−") {
            self.deeper()?;
            return Ok(Node::Negated(self.factor()?.into()));
        }
        let word = self.word();
        let begins_with_digit = word.starts_with(|letter: char| letter.is_ascii_digit());
        if word.is_empty() {
            Err(self.misread("a number, a name or a bracket is missing"))
        } else if begins_with_digit {
            let number = number::read(word).filter(|number| number.is_finite());
            let number = number.ok_or_else(|| self.misread("this is no number"))?;
            self.skip(word);
            Ok(Node::Number(number))
        } else {
            self.name(word)
        }
    }

    fn name(&mut self, word: &'t str) -> Result<Node, Misread> {
        if let Some(signature) = Function::named(word) {
            self.skip(word);
            self.expects("(")?;
            let mut first = true;
            let mut words = Vec::new();
            for kind in signature.words {
                self.comma(&mut first)?;
                words.push(self.argument(*kind)?);
            }
            let mut numbers = Vec::new();
            for _ in signature.numbers {
                self.comma(&mut first)?;
                numbers.push(self.sum()?);
            }
            self.expects(")")?;
            let function = signature.function;
            return Ok(Node::Call(Call {
                function,
                words,
                numbers,
            }));
        }
        let node = match word {
            "answer" => Node::Answer,
            "m" => Node::MaxRank,
            name => Key::from_name(name).map(Node::Parameter).ok_or_else(|| {
                let reason = format!("“{name}” is neither a parameter nor a function");
                self.misread(reason)
            })?,
        };
        self.skip(word);
        Ok(node)
    }

    fn comma(&mut self, first: &mut bool) -> Result<(), Misread> {
        if std::mem::replace(first, false) {
            Ok(())
        } else {
            self.expects(",")
        }
    }

    fn argument(&mut self, kind: Kind) -> Result<Word, Misread> {
        let word = self.word();
        let argument = match (kind, word) {
            (Kind::Update, "style") => Word::Update(Update::Style),
            (Kind::Update, "facts") => Word::Update(Update::Facts),
            (Kind::Scaling, "lora") => Word::Scaling(Scaling::Lora),
            (Kind::Scaling, "rslora") => Word::Scaling(Scaling::RsLora),
            (Kind::Optimizer, "sgd") => Word::Optimizer(Optimizer::Sgd),
            (Kind::Optimizer, "adam") => Word::Optimizer(Optimizer::Adam),
            _ => return Err(self.misread(format!("{} is expected here", kind.options()))),
        };
        self.skip(word);
        Ok(argument)
    }

    /// The letters, digits, points and underscores that come next.
    fn word(&self) -> &'t str {
        let rest = self.rest.trim_start();
        let part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
        let end = rest.find(|letter| !part(letter)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    fn skip(&mut self, word: &str) {
        self.takes(word);
    }
}
