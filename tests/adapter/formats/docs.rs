//! The table in `docs/adapters.md` is that of the examples.

use std::fmt::Write as _;

use super::{FORMATS, Format};
use crate::bless::part_holds;

#[test]
fn the_table_in_the_docs_is_this_one() {
    let mut table = String::from(
        "| written by | since | tensors of a layer | γ | read in |\n|---|---|---|---|---|\n",
    );
    for Format {
        tool,
        since,
        tensors,
        rule,
        source,
        ..
    } in FORMATS
    {
        let names: Vec<String> = tensors
            .iter()
            .map(|(name, shape)| {
                let sides: Vec<String> = shape.iter().map(usize::to_string).collect();
                let shape = if sides.is_empty() {
                    "one number".to_owned()
                } else {
                    sides.join(" × ")
                };
                format!("`{name}` {shape}")
            })
            .collect();
        let _ = writeln!(
            table,
            "| {tool} | {since} | {} | {rule} | {source} |",
            names.join(", ")
        );
    }
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/adapters.md");
    part_holds(docs, "formats", &table);
}
