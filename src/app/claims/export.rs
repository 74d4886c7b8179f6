//! A statement to take away: as JSON with everything that stands on its card, and its sources as BibTeX.

use serde::Serialize;

use super::ledger::{Ledger, Reading, Source, Statement};
use super::{Claim, Measure};

/// A card as it is written.
#[derive(Serialize)]
struct Card<'c> {
    #[serde(flatten)]
    statement: &'c Statement,
    verdict: &'static str,
    why: &'c str,
    number: Option<Number<'c>>,
    more: &'c [String],
    /// The page with the settings that the verdict is for.
    address: &'c str,
    sources: Vec<&'c Source>,
}

#[derive(Serialize)]
struct Number<'c> {
    number: &'c str,
    of: &'c str,
}

/// A statement, its verdict at the settings of `address`, and its sources.
pub fn json(ledger: &Ledger, statement: &Statement, claim: &Claim, address: &str) -> String {
    let number = claim.number.as_ref();
    let card = Card {
        statement,
        verdict: claim.verdict.name(),
        why: &claim.why,
        number: number.map(|Measure { number, of }| Number { number, of }),
        more: &claim.more,
        address,
        sources: sources(ledger, statement),
    };
    // Text, numbers, lists of those and maps by text, which cannot fail.
    serde_json::to_string_pretty(&card).unwrap_or_default() + "\n"
}

/// The sources of a statement as BibTeX, each once. Runs of our own are not literature.
pub fn bibtex(ledger: &Ledger, statement: &Statement) -> String {
    let entries = sources(ledger, statement).into_iter();
    let read = entries.filter(|source| source.read != Reading::Measured);
    read.map(entry).collect::<Vec<_>>().join("\n")
}

/// The sources of a statement in the ledger's order.
pub fn sources<'l>(ledger: &'l Ledger, statement: &Statement) -> Vec<&'l Source> {
    let of_it = |source: &&Source| {
        statement
            .evidence()
            .any(|evidence| evidence.source == source.id)
    };
    ledger.sources.iter().filter(of_it).collect()
}

fn entry(source: &Source) -> String {
    let link = source.link.as_deref().unwrap_or_default();
    let arxiv = link
        .strip_prefix("https://arxiv.org/abs/")
        .map(|id| format!("  eprint = {{{id}}},\n  archivePrefix = {{arXiv}},\n"));
    let doi = link
        .strip_prefix("https://doi.org/")
        .map(|doi| format!("  doi = {{{doi}}},\n"));
    let note = match source.read {
        Reading::Abstract => "  note = {Abstract read},\n",
        Reading::Primary | Reading::Measured => "",
    };
    format!(
        "@misc{{{},\n  title = {{{{{}}}}},\n  author = {{{}}},\n  year = {{{}}},\n{}{}{note}  url = {{{link}}},\n}}\n",
        source.id,
        escaped(&source.title),
        authors(&source.authors),
        source.year,
        arxiv.unwrap_or_default(),
        doi.unwrap_or_default(),
    )
}

/// "Chen, Villar and Hayou" as BibTeX lists names; "et al." is its `others`.
fn authors(listed: &str) -> String {
    let one = |name: &str| match name.strip_suffix(" et al.") {
        Some(first) => format!("{{{}}} and others", escaped(first)),
        None => format!("{{{}}}", escaped(name)),
    };
    let names = listed.split(" and ").flat_map(|part| part.split(", "));
    names.map(one).collect::<Vec<_>>().join(" and ")
}

/// What means something to BibTeX or TeX stands for itself.
fn escaped(text: &str) -> String {
    let letter = |letter: char| match letter {
        '&' | '%' | '$' | '#' | '_' | '{' | '}' => format!("\\{letter}"),
        '\\' => "\\textbackslash{}".to_owned(),
        _ => letter.to_string(),
    };
    text.chars().map(letter).collect()
}
