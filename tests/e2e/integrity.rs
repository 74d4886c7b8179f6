//! What the page loads is what was built: each file it names with a hash has that hash.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

/// The value of an attribute, which a minifier may have left without quotation marks.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}="))?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    Some(value.to_owned())
}

#[test]
fn every_file_that_is_named_with_a_hash_has_it() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    let index = fs::read_to_string(dist.join("index.html")).expect("the built page");
    let tags = index.split('<').filter_map(|tag| tag.split('>').next());
    let mut held = Vec::new();
    for tag in tags {
        let Some(hash) = attribute(tag, "integrity") else {
            continue;
        };
        let file = attribute(tag, "href")
            .or_else(|| attribute(tag, "src"))
            .expect(tag);
        let file = file.trim_start_matches("./");
        let bytes = fs::read(dist.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let now = format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)));
        assert_eq!(now, hash, "{file}");
        held.push(file.to_owned());
    }
    // The modules with their JavaScript, the full one's style, and what starts it all.
    for part in ["start-", "explore-", "full-", "boot-", "views-"] {
        assert!(
            held.iter().any(|file| file.starts_with(part)),
            "{part}: {held:?}"
        );
    }
    let modules = held
        .iter()
        .filter(|file| file.ends_with("_bg.wasm"))
        .count();
    assert_eq!(modules, 3, "{held:?}");
}
