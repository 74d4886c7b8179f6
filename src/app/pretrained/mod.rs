//! What a pretrained language model's fine-tuning says about the article's claims: the statements that
//! follow from it, their words, and the tables of its runs.

mod limits;
pub mod tables;
pub mod words;
mod written;

use std::rc::Rc;

use rankscope_chart::measured::MeasuredFigure;
use rankscope_chart::pretrained as figures;
use rankscope_sim::pretrained::{Findings, Pretrained};

/// Something that the runs show.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its name in element ids.
    pub id: &'static str,
    /// What is shown, in a few words.
    pub title: &'static str,
    /// The same in numbers, sentence by sentence.
    pub sentences: Vec<String>,
}

/// Every statement that the measurements lead to: all five, for a complete file.
pub fn statements(found: &Findings) -> Vec<Statement> {
    let statement = |id, (title, sentences)| Statement {
        id,
        title,
        sentences,
    };
    vec![
        statement("pretrained-cutting", words::cutting(&found.cutting)),
        statement("pretrained-spectrum", words::spectrum(&found.spectrum)),
        statement("pretrained-training", words::training(&found.surprise)),
        statement("pretrained-rate", words::rate(&found.rates)),
        statement("pretrained-step", words::step(&found.rates)),
    ]
}

/// Everything that the section shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PretrainedResults {
    pub measured: Rc<Pretrained>,
    pub found: Findings,
    pub recalled: Rc<MeasuredFigure>,
    pub cuts: Rc<MeasuredFigure>,
    pub energy: Rc<MeasuredFigure>,
    pub rates: Rc<MeasuredFigure>,
    pub drift: Rc<MeasuredFigure>,
    statements: Vec<Statement>,
}

impl PretrainedResults {
    /// None when runs are missing, which no file that was read lets happen.
    pub fn of(measured: Rc<Pretrained>) -> Option<Self> {
        let found = Findings::of(&measured)?;
        Some(Self {
            recalled: figures::recalled(&measured).into(),
            cuts: figures::cuts(&measured).into(),
            energy: figures::energy(&measured).into(),
            rates: figures::rates(&measured).into(),
            drift: figures::drift(&measured).into(),
            statements: statements(&found),
            found,
            measured,
        })
    }

    /// The statement with this id.
    pub fn statement(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.id == id)
    }
}
