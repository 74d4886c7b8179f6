//! The whole page in one file, for a USB stick, a classroom without a network, or a frame that has
//! no origin.
//!
//! It is the page's own `index.html` with everything it loads put inside: styles, the module's
//! JavaScript with `static/boot.js` below it, the module and the sample adapters as base64, and the
//! measurements of the Evidence view. Its content security policy allows exactly those scripts and styles, by their hashes,
//! and workers made of them.

use std::fmt::Write as _;
use std::fs;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::first_screen;
use crate::styles::Styles;

const NAME: &str = "rankscope.html";
/// Files of measurements, and the elements that the page looks for in their place.
const MEASUREMENTS: [(&str, &str); 2] = [
    ("pretrained.json", "pretrained-data"),
    ("transformer.json", "transformer-data"),
];
/// What wasm-bindgen's JavaScript ends with.
const EXPORTS: &str = "export { initSync, __wbg_init as default };";
/// What it would fetch if it were not handed a module.
const FETCHED: &str = "new URL('full_bg.wasm', import.meta.url)";

/// Writes the file from what stands in `source` and was built into `staging`.
pub(crate) fn write(source: &Path, staging: &Path, styles: &Styles) -> Result<()> {
    let static_file = |name: &str| fs::read_to_string(source.join("static").join(name));
    let style = styles.whole(source)?;
    let glue = fs::read_to_string(staging.join("full.js"))?;
    let program = program(&glue, &static_file("boot.js")?)?;
    let wasm = STANDARD.encode(fs::read(staging.join("full_bg.wasm"))?);
    let measurements = MEASUREMENTS
        .into_iter()
        .map(|(file, element)| measurements(&static_file(file)?, element))
        .collect::<Result<String>>()?;
    let samples = samples(source)?;
    let icon = STANDARD.encode(static_file("icon.svg")?);

    let index = first_screen::inserted(&fs::read_to_string(source.join("index.html"))?)?;
    let kept = index.lines().filter_map(|line| {
        // What stands beside the page on a server.
        let beside = line.contains("og:image") || line.contains("rel=\"manifest\"");
        if line.contains("data-trunk") || beside {
            None
        } else if line.contains("Content-Security-Policy") {
            Some(policy(&style, &program))
        } else if line.trim() == "</head>" {
            Some(format!(
                "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">\n<style>{style}</style>\n{line}"
            ))
        } else if line.trim() == "</body>" {
            // Below the page, so that its words are there before a megabyte has been read.
            Some(format!(
                "{measurements}\
                 {samples}\
                 <script id=\"module\" type=\"text/plain\">{wasm}</script>\n\
                 <script id=\"program\">{program}</script>\n{line}"
            ))
        } else {
            Some(line.to_owned())
        }
    });
    fs::write(staging.join(NAME), kept.collect::<Vec<_>>().join("\n"))
}

/// Measurements in an element of their own.
fn measurements(text: &str, element: &str) -> Result<String> {
    if text.contains('<') {
        return Err(Error::other("measurements cannot be put inside a page"));
    }
    Ok(format!(
        "<script id=\"{element}\" type=\"application/json\">{text}</script>\n"
    ))
}

/// Every file of the sample adapters, each in an element named by its address on a server.
fn samples(source: &Path) -> Result<String> {
    let mut elements = String::new();
    for folder in listed(&source.join("static/adapters"))? {
        for file in listed(&folder)? {
            let address = file
                .strip_prefix(source.join("static"))
                .map_err(Error::other)?;
            let _ = writeln!(
                elements,
                "<script id=\"{}\" type=\"text/plain\">{}</script>",
                address.to_string_lossy().replace('\\', "/"),
                STANDARD.encode(fs::read(&file)?),
            );
        }
    }
    Ok(elements)
}

/// What is in a folder, in an order that is always the same.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut listed = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    listed.sort();
    Ok(listed)
}

/// The module's JavaScript and the page's own, as one script.
fn program(glue: &str, boot: &str) -> Result<String> {
    if !glue.contains(EXPORTS) || !glue.contains(FETCHED) {
        return Err(Error::other(
            "wasm-bindgen writes its JavaScript differently",
        ));
    }
    let glue = glue
        .replace(EXPORTS, "return __wbg_init;")
        .replace(FETCHED, "undefined");
    // A classic script, which has no address of its own.
    let boot = boot.replace("import.meta.url", "undefined");
    let program = format!(
        "const bundle = {{\n\
         init: (() => {{\n{glue}\n}})(),\n\
         wasm: () => Uint8Array.from(atob(document.getElementById(\"module\").textContent), (letter) => letter.charCodeAt(0)),\n\
         script() {{\n\
         return (this.address ??= URL.createObjectURL(new Blob([document.getElementById(\"program\").textContent], {{ type: \"text/javascript\" }})));\n\
         }},\n\
         }};\n\
         {boot}"
    );
    // Either would end the script, or begin one inside it.
    if program.contains("</script") || program.contains("<!--") {
        return Err(Error::other("a script cannot be put inside a page"));
    }
    Ok(program)
}

fn policy(style: &str, program: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; img-src data: blob:; \
         worker-src blob:; base-uri 'none'; form-action 'none'\">",
        hash(program),
        hash(style),
    )
}
