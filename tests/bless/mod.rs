//! What is generated from the code and committed: held to it, or written again with `BLESS=1`.

#![allow(dead_code, reason = "each test uses a part of what all of them share")]

use std::path::Path;

/// Fails when a file is not as generated. With `BLESS` set it is written first, which continuous
/// integration refuses: there, nothing would be checked.
pub(crate) fn file_holds(path: impl AsRef<Path>, generated: &str) {
    let path = path.as_ref();
    if blesses() {
        std::fs::write(path, generated)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    assert!(
        read(path) == generated,
        "{} is not what the code says: the same test with BLESS=1 writes it",
        path.display()
    );
}

/// Fails when the part of a file between the comments `<!-- part:begin -->` and `<!-- part:end -->` is
/// not as generated; writes it first as [`file_holds`] does.
pub(crate) fn part_holds(path: impl AsRef<Path>, part: &str, generated: &str) {
    let path = path.as_ref();
    let text = read(path);
    let (begin, end) = (
        format!("<!-- {part}:begin -->\n"),
        format!("<!-- {part}:end -->"),
    );
    let around = text.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let Some((before, after)) = around else {
        panic!("{} has no part called {part}", path.display());
    };
    file_holds(path, &format!("{before}{begin}{generated}{end}{after}"));
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn blesses() -> bool {
    let blesses = std::env::var_os("BLESS").is_some();
    assert!(
        !(blesses && std::env::var_os("CI").is_some()),
        "BLESS is set where nothing may be written: with it, nothing generated would be checked"
    );
    blesses
}
