//! What an engine cannot be asked for. The tests do without it there, and say so.

use std::fs::OpenOptions;
use std::io::Write;

use super::Engine;

/// Something a test may ask of a browser that not every engine has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ability {
    /// A pixel ratio such as 1.5.
    FractionalRatio,
    /// A cache that outlives a document.
    Cache,
    /// The size of a page's heap, its garbage collected.
    Heap,
    /// A tab behind another.
    HiddenTab,
    /// What stands in `noscript`, where scripts are switched off.
    Noscript,
    /// A folder that is picked.
    Folder,
}

/// All there is of that, with the reason.
const UNABLE: &[(Engine, Ability, &str)] = &[
    (
        Engine::Webkit,
        Ability::FractionalRatio,
        "GTK scales a window by whole numbers only, so ratios between them are not tried",
    ),
    (
        Engine::Webkit,
        Ability::Cache,
        "a session led by a driver is a private one, which keeps no file for the next document",
    ),
    (
        Engine::Firefox,
        Ability::Heap,
        "it names no page's heap, only that of all its pages, so that memory is not compared",
    ),
    (
        Engine::Webkit,
        Ability::Heap,
        "its driver has no word for it, so that memory is not compared",
    ),
    (
        Engine::Webkit,
        Ability::HiddenTab,
        "the page counts as in sight whatever tab its driver opens, so that it goes on as if it were",
    ),
    (
        Engine::Webkit,
        Ability::Folder,
        "its driver hands a folder over as a file, so that none is picked",
    ),
    (
        Engine::Firefox,
        Ability::Folder,
        "its driver finds no folder, so that none is picked",
    ),
    (
        Engine::Webkit,
        Ability::Noscript,
        "its switch keeps a page's scripts from running but parses as if they did, so that what stands in \
         noscript is not looked for",
    ),
];

impl Engine {
    /// Whether this engine has it; if not, a line of the run says what is left out of which test.
    pub(crate) fn can(self, ability: Ability) -> bool {
        let known = UNABLE
            .iter()
            .find(|(engine, unable, _)| (*engine, *unable) == (self, ability));
        if let Some((_, _, reason)) = known {
            let test = std::thread::current();
            let line = format!(
                "left out in {}: {}: {reason}",
                self.name(),
                test.name().unwrap_or("a test")
            );
            // Past the test's own output, which is shown of failed tests only.
            let _ = writeln!(std::io::stderr(), "{line}");
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/e2e");
            let _ = std::fs::create_dir_all(folder);
            let mut list = OpenOptions::new();
            let list = list.create(true).append(true);
            if let Ok(mut list) = list.open(format!("{folder}/left-out")) {
                let _ = writeln!(list, "{line}");
            }
        }
        known.is_none()
    }
}
