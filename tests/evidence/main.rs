//! The ledger of the Evidence view against `docs/literature.md`: every quote, number and source of it stands
//! there, was read or measured, and is not known second hand or from memory.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

#[path = "../bless/mod.rs"]
mod bless;
mod export;
mod held;
mod literature;
#[path = "../prose/mod.rs"]
mod prose;
mod refused;
mod runs;

use rankscope_app::claims::ledger::{self, Ledger, Statement};

use crate::held::violations;
use crate::literature::Literature;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static/evidence.json");

/// The text of the file.
fn text() -> String {
    std::fs::read_to_string(FILE).unwrap()
}

fn of_the_page() -> &'static Ledger {
    ledger::ledger().unwrap()
}

#[test]
fn the_schema_is_that_of_the_types() {
    bless::file_holds(format!("{DOCS}/evidence.schema.json"), &ledger::schema());
}

#[test]
fn every_quote_and_number_stands_in_the_literature_and_was_read() {
    assert_eq!(violations(of_the_page(), &Literature::read()), [""; 0]);
}

#[test]
fn no_sentence_gives_more_results_than_can_be_compared() {
    let ledger = of_the_page();
    for evidence in ledger.statements.iter().flat_map(Statement::evidence) {
        assert_eq!(
            prose::overloaded(&evidence.found),
            [""; 0],
            "{}",
            evidence.found
        );
    }
}

#[test]
fn what_was_measured_with_two_results_names_its_seeds() {
    let ledger = of_the_page();
    let measured = |id: &str| ["tiny", "pretrained"].contains(&id);
    for evidence in ledger.statements.iter().flat_map(Statement::evidence) {
        let found = &evidence.found;
        let results = prose::results(found);
        if measured(&evidence.source) && results > 1 {
            assert!(found.contains("(seed"), "{found}");
        }
    }
}

#[test]
fn every_source_is_referred_to_and_every_statement_has_a_way_to_change() {
    let ledger = of_the_page();
    for source in &ledger.sources {
        let mut all = ledger.statements.iter().flat_map(Statement::evidence);
        assert!(
            all.any(|evidence| evidence.source == source.id),
            "{}",
            source.id
        );
    }
    for statement in &ledger.statements {
        assert!(!statement.change.is_empty(), "{}", statement.id);
    }
}
