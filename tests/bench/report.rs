//! What was measured, as `docs/benchmarks.md`.

use std::fmt::Write;
use std::path::Path;

use crate::budget::{Budget, Verdict};
use crate::history::Ratios;
use crate::machine;
use crate::quiet;
use crate::series::{Series, Spread};

/// Where it is written.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/benchmarks.md");

/// A table under a heading.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) head: &'static [&'static str],
    pub(crate) rows: Vec<Vec<String>>,
}

/// Everything that is written.
#[derive(Default)]
pub(crate) struct Report {
    sections: Vec<Section>,
    verdicts: Vec<Verdict>,
    /// Ours against a peer's in the same round, by name: smaller is better.
    pub(crate) ratios: Ratios,
}

impl Report {
    /// Adds a table, and prints it.
    pub(crate) fn add(&mut self, section: Section) {
        println!("\n{}", section.write());
        self.sections.push(section);
    }

    /// Holds a number against its budget.
    pub(crate) fn judge(&mut self, budget: &Budget, measured: f64) {
        self.verdicts.push(budget.judge(measured));
    }

    /// Notes how our time stands to a peer's, where each was measured once, and writes it.
    pub(crate) fn ratio(&mut self, name: String, ours: f64, theirs: f64) -> String {
        self.note(name, Spread::of_one(ours / theirs))
    }

    /// Notes how our times stand to a peer's, round by round, and writes it.
    pub(crate) fn pairs(&mut self, name: String, ours: &Series, theirs: &Series) -> String {
        self.note(name, ours.against(theirs).spread())
    }

    fn note(&mut self, name: String, ratio: Spread) -> String {
        self.ratios.insert(name, ratio);
        ratio.to_string()
    }

    /// The table of budgets.
    pub(crate) fn budgets(&self) -> String {
        let written = self.verdicts.iter().map(Verdict::write);
        let (rows, whys): (Vec<_>, Vec<_>) = written.unzip();
        let mut text = table(&["what", "budget", "measured", "verdict"], &rows);
        let whys: Vec<String> = whys.into_iter().flatten().collect();
        if !whys.is_empty() {
            let _ = write!(text, "\nWhy:\n\n{}\n", whys.join("\n"));
        }
        text
    }

    /// Writes the file.
    pub(crate) fn write(&self, machine: &[(&'static str, String)]) {
        let facts = machine
            .iter()
            .map(|(what, is)| vec![(*what).to_owned(), is.clone()]);
        let facts: Vec<_> = facts.collect();
        let mut text = format!(
            "# Benchmarks\n\n\
             Written by `./scripts/bench.sh`, on {}. Times are medians, with the least and the most in \
             brackets. “Ratio” is Rankscope's time divided by the other's: below 1 it is faster. Everybody takes \
             turns, and a ratio is of one round, so that it does not depend on how fast the machine is; it is the \
             median over the rounds, with the quartiles in brackets. A round in which other programs had the machine is \
             thrown away and run again: {}.\n\n\
             ![How the ratios to NumPy have changed](benchmarks.svg)\n\n\
             {}\n## Budgets\n\n{}",
            machine::today(),
            quiet::account(),
            table(&["machine", ""], &facts),
            self.budgets(),
        );
        for section in &self.sections {
            let _ = write!(text, "\n{}", section.write());
        }
        std::fs::write(Path::new(FILE), text).unwrap();
        println!("\nWritten to docs/benchmarks.md.");
    }
}

impl Section {
    fn write(&self) -> String {
        format!(
            "## {}\n\n{}\n\n{}",
            self.title,
            self.about,
            table(self.head, &self.rows)
        )
    }
}

fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}
