//! What a first visit loads, and what is loaded later when something asks for it, as a server that
//! compresses with brotli sends it.

use std::path::Path;

const QUALITY: u32 = 11;
const WINDOW: u32 = 22;
const BUFFER: usize = 64 * 1024;

/// Beginnings of the names of what is loaded later.
const LATER: [&str; 5] = [
    "rankscope-",
    "rankscope.html",
    "views-",
    "embed.js",
    "transformer.json",
];

/// Prints a row for each file of the built page, and the sum of those of a first visit.
pub(crate) fn measure() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    let mut files: Vec<_> = std::fs::read_dir(&dist)
        .expect("the built page in dist/")
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let (mut bytes, mut compressed) = (0, 0);
    for file in files {
        let (plain, small) = sizes(&file);
        let name = file.file_name().unwrap().to_string_lossy();
        let later = LATER.iter().any(|start| name.starts_with(start));
        if !later {
            bytes += plain;
            compressed += small;
        }
        let when = if later { " (later)" } else { "" };
        println!("| `{name}`{when} | {plain} | {small} |");
    }
    println!("| a first visit together, budget 200 KB | {bytes} | {compressed} |");
}

fn sizes(file: &Path) -> (usize, usize) {
    let plain = std::fs::read(file).unwrap();
    let mut small = Vec::new();
    let mut reader = brotli::CompressorReader::new(&plain[..], BUFFER, QUALITY, WINDOW);
    std::io::copy(&mut reader, &mut small).unwrap();
    (plain.len(), small.len())
}
