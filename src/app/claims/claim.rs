//! A statement, and what may become of it.

use rankscope_params::query::Link;

/// What has become of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    Partly,
    Fails,
    /// It was put in, not found out.
    Assumed,
    /// It cannot be said, at these settings or yet.
    Open,
}

impl Verdict {
    pub const ALL: [Self; 5] = [
        Self::Holds,
        Self::Partly,
        Self::Fails,
        Self::Assumed,
        Self::Open,
    ];

    /// Of a statement that is so or not; open where that is not known.
    pub const fn of(holds: Option<bool>) -> Self {
        match holds {
            Some(true) => Self::Holds,
            Some(false) => Self::Fails,
            None => Self::Open,
        }
    }

    /// Of a statement of two halves.
    pub const fn of_both(holds: [bool; 2]) -> Self {
        match holds {
            [true, true] => Self::Holds,
            [false, false] => Self::Fails,
            _ => Self::Partly,
        }
    }

    /// Its class in the style sheet: sign and colour.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Holds => "yes",
            Self::Partly => "part",
            Self::Fails => "no",
            Self::Assumed | Self::Open => "given",
        }
    }

    /// Its name in `data-verdict`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Partly => "partly",
            Self::Fails => "fails",
            Self::Assumed => "assumed",
            Self::Open => "open",
        }
    }

    /// What the page calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Holds => "Holds",
            Self::Partly => "Holds in part",
            Self::Fails => "Does not hold",
            Self::Assumed => "Assumed",
            Self::Open => "Open",
        }
    }
}

/// On what a verdict rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A proof: what it is called, and where it stands.
    Theorem(&'static str, &'static str),
    /// What somebody wrote: what it says, and where it stands.
    Source(&'static str, &'static str),
    /// Numbers computed on this page, now.
    Measured,
    /// Runs of a small transformer, in the project's experiments.
    Runs,
    /// The simulation was built so.
    Assumption,
}

/// What is found here and now of a statement of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The statement's name in the ledger and in element ids.
    pub id: &'static str,
    /// What has become of it.
    pub verdict: Verdict,
    /// Why, in one line.
    pub why: String,
    /// The number that it turns on; none where there is none.
    pub number: Option<Measure>,
    /// What else is found, with the present numbers.
    pub more: Vec<String>,
    /// On what that rests.
    pub basis: &'static [Basis],
    /// Where it can be seen.
    pub checks: Vec<Check>,
}

/// A number, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub number: String,
    pub of: String,
}

/// A state in which a claim can be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What it shows.
    pub label: &'static str,
    pub link: Link,
    /// The element that shows it: it is brought into sight and marked for a moment.
    pub figure: &'static str,
}
