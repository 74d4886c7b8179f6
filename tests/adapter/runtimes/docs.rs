//! The tables in `docs/runtimes.md` are the declarations.

use std::fmt::Write as _;

use rankscope_adapter::runtimes::{RUNTIMES, Runtime, Source, WRITERS};

use crate::bless::part_holds;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/runtimes.md");

fn title(runtime: &Runtime) -> String {
    format!("{} | {}", runtime.name, runtime.versions)
}

fn place(source: &Source) -> String {
    let Source {
        repository,
        file,
        function,
        version,
        date,
    } = source;
    let function = if function.is_empty() {
        String::new()
    } else {
        format!(": {function}")
    };
    let date = date.map_or_else(String::new, |date| format!(", {date}"));
    format!("{repository} | {file}{function} | {version}{date}")
}

fn scales() -> String {
    let mut table = String::from(
        "| runtime | versions | files | γ | r from | `use_rslora` | α missing | α = 0 |\n|---|---|---|---|---|---|---|---|\n",
    );
    for runtime in RUNTIMES {
        let rows = runtime.rows();
        if rows.is_empty() {
            let _ = writeln!(table, "| {} | its own | | | | | |", title(runtime));
        }
        for row in rows {
            let _ = writeln!(
                table,
                "| {} | {} | {} | {} | {} | {} | {} |",
                title(runtime),
                row.files,
                row.gamma,
                row.rank,
                row.rslora,
                row.missing,
                row.zero
            );
        }
    }
    table
}

fn features() -> String {
    let heads = RUNTIMES[0].features.facts().map(|fact| fact.what);
    let mut table = format!(
        "| runtime | versions | {} | ranks | besides |\n",
        heads.join(" | ")
    );
    let _ = writeln!(table, "|{}", "---|".repeat(heads.len() + 4));
    for runtime in RUNTIMES {
        let said = runtime.features.facts().map(|fact| fact.treatment.name());
        let ranks = runtime.ranks_in_words();
        let _ = writeln!(
            table,
            "| {} | {} | {ranks} | {} |",
            title(runtime),
            said.join(" | "),
            runtime.note
        );
    }
    table
}

fn writers() -> String {
    let mut table = String::from(
        "| program | what it writes | repository | file | version |\n|---|---|---|---|---|\n",
    );
    for writer in WRITERS {
        let _ = writeln!(
            table,
            "| {} | {} | {} |",
            writer.name,
            writer.writes,
            place(&writer.source)
        );
    }
    table
}

fn sources() -> String {
    let mut table = String::from(
        "| runtime | versions | repository | file | version | how surely |\n|---|---|---|---|---|---|\n",
    );
    for runtime in RUNTIMES {
        let how = runtime.confidence.name();
        let _ = writeln!(
            table,
            "| {} | {} | {how} |",
            title(runtime),
            place(&runtime.source)
        );
    }
    table
}

#[test]
fn the_tables_in_the_docs_are_the_declarations() {
    // One after another: with BLESS each rewrites the file.
    part_holds(DOCS, "scales", &scales());
    part_holds(DOCS, "features", &features());
    part_holds(DOCS, "writers", &writers());
    part_holds(DOCS, "sources", &sources());
}
