//! What of a ledger is not as the literature has it.

use rankscope_app::claims::ledger::{Evidence, Ledger, Reading, Source, Statement};

use crate::literature::{Literature, Section, numbers};

/// Each as a sentence; none where everything stands there.
pub(crate) fn violations(ledger: &Ledger, literature: &Literature) -> Vec<String> {
    let mut found = Vec::new();
    for source in &ledger.sources {
        match literature.section(&source.id) {
            Some(section) => of_source(source, section, &mut found),
            None => found.push(format!("{} is not in the literature", source.id)),
        }
    }
    for statement in &ledger.statements {
        of_statement(statement, literature, &mut found);
    }
    found
}

fn of_source(source: &Source, section: &Section, found: &mut Vec<String>) {
    let id = &source.id;
    let read = match source.read {
        Reading::Primary => 'P',
        Reading::Abstract => 'A',
        Reading::Measured => 'M',
    };
    if section.mark != read {
        found.push(format!("{id} was read as {}, not as {read}", section.mark));
    }
    let plain = |text: &str| text.replace('’', "'");
    if plain(&section.title) != plain(&source.title) {
        found.push(format!("{id} has another title"));
    }
    let header = Some((source.authors.clone(), source.year, source.link.clone()));
    if section.header != header {
        found.push(format!(
            "{id} has other authors, another year or another link"
        ));
    }
    said_in(&source.conditions, &section.shown(), id, found);
}

fn of_statement(statement: &Statement, literature: &Literature, found: &mut Vec<String>) {
    let id = &statement.id;
    if !literature.text.contains(&format!("- {}\n", statement.says)) {
        found.push(format!("{id} is worded otherwise"));
    }
    let mut known = statement.says.clone();
    for evidence in statement.evidence() {
        if let Some(section) = literature.section(&evidence.source) {
            of_evidence(evidence, section, found);
            known.push_str(&section.shown());
        }
    }
    said_in(&statement.change, &known, id, found);
}

fn of_evidence(evidence: &Evidence, section: &Section, found: &mut Vec<String>) {
    let id = &evidence.source;
    if let Some(quote) = &evidence.quote {
        if !section.quotes.contains(quote) {
            found.push(format!("{id} does not say “{quote}”"));
        }
        if !"PA".contains(section.mark) {
            found.push(format!("{id} may not be quoted"));
        }
    }
    said_in(&evidence.found, &section.shown(), id, found);
}

/// That every number of a text stands in another.
fn said_in(text: &str, other: &str, id: &str, found: &mut Vec<String>) {
    let known = numbers(other);
    for number in numbers(text) {
        if !known.contains(&number) {
            found.push(format!("{id}: no {number} was read, but “{text}” has it"));
        }
    }
}
