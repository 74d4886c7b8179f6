//! Text to expressions, by recursive descent. Any text gives a tree or a [`ParseError`].

use super::function::{ArgumentKind, FUNCTIONS, Function};
use super::{Call, Comparison, Node, Relation, Word};
use rankscope_params::{Key, number};

/// Bytes of an expression: a line or three.
const LONGEST: usize = 300;
/// Brackets, signs and operators inside one another, which bounds the stack.
const DEEPEST: usize = 40;

/// Why text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”, character {place}: {reason}")]
pub struct ParseError {
    /// The text, shortened.
    pub text: String,
    /// Where, counted in characters from 1.
    pub place: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Reads a whole text as an expression.
pub(super) fn expression(text: &str) -> Result<Node, ParseError> {
    let mut reader = Reader::new(text)?;
    let node = reader.sum()?;
    reader.end()?;
    Ok(node)
}

/// Reads a whole text as comparisons joined by `and`.
pub(super) fn condition(text: &str) -> Result<Vec<Comparison>, ParseError> {
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
    fn new(text: &'t str) -> Result<Self, ParseError> {
        let reader = Self {
            text,
            rest: text,
            depth: 0,
        };
        if text.len() > LONGEST {
            return Err(reader.parse_error(format!("longer than {LONGEST} bytes")));
        }
        Ok(reader)
    }

    fn parse_error(&self, reason: impl Into<String>) -> ParseError {
        let read = self.text.len() - self.rest.trim_start().len();
        let place = self.text.get(..read).map_or(0, |read| read.chars().count()) + 1;
        ParseError {
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

    fn expects(&mut self, token: &str) -> Result<(), ParseError> {
        if self.takes(token) {
            Ok(())
        } else {
            Err(self.parse_error(format!("“{token}” is missing")))
        }
    }

    fn end(&self) -> Result<(), ParseError> {
        if self.rest.trim().is_empty() {
            Ok(())
        } else {
            Err(self.parse_error("nothing more was expected here"))
        }
    }

    /// One level deeper, as long as there is one.
    fn deeper(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.parse_error("too deeply nested"));
        }
        Ok(())
    }

    fn relation(&mut self) -> Result<Relation, ParseError> {
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
        relation.ok_or_else(|| self.parse_error("a comparison (<, <=, =, >=, >) is missing"))
    }

    fn sum(&mut self) -> Result<Node, ParseError> {
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

    fn product(&mut self) -> Result<Node, ParseError> {
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

    fn factor(&mut self) -> Result<Node, ParseError> {
        if self.takes("(") {
            let inner = self.sum()?;
            self.expects(")")?;
            return Ok(inner);
        }
        if self.takes("-") || self.takes("−") {
            self.deeper()?;
            return Ok(Node::Negated(self.factor()?.into()));
        }
        if let Some(literal) = self.number_literal() {
            // The page itself writes U+2212 in exponents.
            let number = number::read(&literal.replace('−', "-"));
            let number = number.filter(|number| number.is_finite());
            let number = number.ok_or_else(|| self.parse_error("this is no number"))?;
            self.skip(literal);
            return Ok(Node::Number(number));
        }
        let word = self.word();
        if word.is_empty() {
            Err(self.parse_error("a number, a name or a bracket is missing"))
        } else {
            self.name(word)
        }
    }

    fn name(&mut self, word: &'t str) -> Result<Node, ParseError> {
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
            let most = numbers.len() + signature.optional.len();
            while numbers.len() < most && self.takes(",") {
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
        if self.is_called(word) {
            return Err(self.parse_error(no_function(word)));
        }
        let node = match word {
            "answer" => Node::Answer,
            "m" => Node::MaxRank,
            name => match Key::from_name(name) {
                Some(key) => Node::Parameter(key),
                // Whether the exercise has a name of its own like this is seen when it is checked.
                None if is_own(name) => Node::Own(name.to_owned()),
                None => {
                    let reason = format!("“{name}” is neither a parameter nor a function");
                    return Err(self.parse_error(reason));
                }
            },
        };
        self.skip(word);
        Ok(node)
    }

    /// Whether a bracket follows a word that comes next, as after a function's name.
    fn is_called(&self, word: &str) -> bool {
        let after = self.rest.trim_start().strip_prefix(word);
        after.is_some_and(|after| after.trim_start().starts_with('('))
    }

    fn comma(&mut self, first: &mut bool) -> Result<(), ParseError> {
        if std::mem::replace(first, false) {
            Ok(())
        } else {
            self.expects(",")
        }
    }

    fn argument(&mut self, kind: ArgumentKind) -> Result<Word, ParseError> {
        let word = self.word();
        let argument = match kind.word(word) {
            Some(word) => word,
            None if is_own(word) && !super::is_taken(word) => Word::Own(kind, word.to_owned()),
            None => {
                return Err(self.parse_error(format!("{} is expected here", kind.options())));
            }
        };
        self.skip(word);
        Ok(argument)
    }

    /// The text of a number that comes next, if a digit or a point begins it: up to the end of the word,
    /// with a sign and digits after an `e` that ends the word, as in `1e-5`.
    fn number_literal(&self) -> Option<&'t str> {
        let word = self.word();
        if !word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.') {
            return None;
        }
        let rest = self.rest.trim_start();
        let exponent = word.ends_with(['e', 'E']).then(|| {
            let signed = rest.get(word.len()..)?.strip_prefix(['-', '−', '+'])?;
            let digits = signed.find(|letter: char| !letter.is_ascii_digit());
            let digits = digits.unwrap_or(signed.len());
            (digits > 0).then(|| rest.len() - signed.len() + digits)
        });
        rest.get(..exponent.flatten().unwrap_or(word.len()))
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

/// What is said of a word that stands where a function's name does.
fn no_function(word: &str) -> String {
    let names: Vec<_> = FUNCTIONS.iter().map(|signature| signature.name).collect();
    format!(
        "there is no function “{word}”. There are: {}",
        names.join(", ")
    )
}

/// Whether a word has the form of a name of an exercise's own.
fn is_own(word: &str) -> bool {
    let plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_');
    word.starts_with(|letter: char| letter.is_ascii_lowercase()) && word.chars().all(plain)
}
