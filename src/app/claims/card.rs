//! The cards of the ledger: each statement with what is found of it here, and the literature with what of it
//! counts for the reader's own setting.

use super::ledger::{Evidence, Ledger, Source, Statement};
use super::{Claim, Like, Verdict};

/// A statement, its verdict here and now, and its literature.
#[derive(Clone, Debug, PartialEq)]
pub struct Card<'l> {
    pub statement: &'l Statement,
    pub claim: Claim,
    pub supporting: Vec<Cited<'l>>,
    pub against: Vec<Cited<'l>>,
}

/// What a source found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cited<'l> {
    pub evidence: &'l Evidence,
    pub source: &'l Source,
    /// Whether it was found under conditions like the reader's.
    pub counts: bool,
}

impl<'l> Card<'l> {
    /// Of every statement of which something was found, in the ledger's order.
    pub fn all(ledger: &'l Ledger, claims: Vec<Claim>, like: Like) -> Vec<Self> {
        let cited = |list: &'l [Evidence]| {
            let cited = list.iter().filter_map(|evidence| {
                let source = ledger.source(&evidence.source)?;
                Some(Cited {
                    evidence,
                    source,
                    counts: like.counts(source),
                })
            });
            cited.collect()
        };
        let mut claims = claims;
        let card = |statement: &'l Statement| {
            let at = claims.iter().position(|claim| claim.id == statement.id)?;
            Some(Self {
                statement,
                claim: claims.swap_remove(at),
                supporting: cited(&statement.supporting),
                against: cited(&statement.against),
            })
        };
        ledger.statements.iter().filter_map(card).collect()
    }

    /// How many sources there are, and how many of them count.
    pub fn sources(&self) -> (usize, usize) {
        let all = || self.supporting.iter().chain(&self.against);
        (all().count(), all().filter(|cited| cited.counts).count())
    }
}

/// How many cards have each verdict; those that none has are left out.
pub fn tally(cards: &[Card<'_>]) -> Vec<(Verdict, usize)> {
    let count = |verdict| {
        let with = cards.iter().filter(|card| card.claim.verdict == verdict);
        (verdict, with.count())
    };
    let all = Verdict::ALL.map(count).into_iter();
    all.filter(|(_, count)| *count > 0).collect()
}

/// The statement that a link opens.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened<'l> {
    /// It names none.
    Nothing,
    This(&'l Statement),
    /// It names one that is not there.
    Gone(String),
}

impl<'l> Opened<'l> {
    /// By the id in a link, empty where it names none.
    pub fn of(ledger: &'l Ledger, id: &str) -> Self {
        match (id, ledger.statement(id)) {
            ("", _) => Self::Nothing,
            (_, Some(statement)) => Self::This(statement),
            (gone, None) => Self::Gone(gone.to_owned()),
        }
    }

    /// Whether it is this one.
    pub fn is(&self, other: &Statement) -> bool {
        matches!(self, Self::This(opened) if opened.id == other.id)
    }
}
