//! Finishes the page that Trunk has built: its build hook, see `Trunk.toml`.
//!
//! Trunk names what a first visit loads by its content, but leaves a second module, and files it
//! only copies, under fixed names. This names those by their content too, so that everything may be
//! cached for ever, and tells the page where they are and what they must hash to.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::io::Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").ok_or_else(|| {
        std::io::Error::other("TRUNK_STAGING_DIR is not set: Trunk calls this program")
    })?;
    bundle::finish(std::path::Path::new(&staging))
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod bundle {
    use std::fs;
    use std::io::{Error, Result};
    use std::path::Path;

    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha384};

    /// Hexadecimal digits of a hash in a file's name, as Trunk has them.
    const DIGITS: usize = 16;

    pub(crate) fn finish(staging: &Path) -> Result<()> {
        let index = staging.join("index.html");
        let style = rename(staging, "views.css", &fs::read(staging.join("views.css"))?)?;
        let wasm = rename(
            staging,
            "rankscope_bg.wasm",
            &fs::read(staging.join("rankscope_bg.wasm"))?,
        )?;
        let glue = fs::read_to_string(staging.join("rankscope.js"))?;
        let glue = glue.replace("rankscope_bg.wasm", &wasm.name);
        let glue = rename(staging, "rankscope.js", glue.as_bytes())?;

        let page = fs::read_to_string(&index)?;
        let (head, body) = page
            .split_once("</head>")
            .ok_or_else(|| Error::other("index.html has no head"))?;
        let links = [
            glue.link("whole-glue"),
            wasm.link("whole-module"),
            style.link("whole-style"),
        ]
        .concat();
        fs::write(index, format!("{head}{links}</head>{body}"))
    }

    struct Asset {
        name: String,
        integrity: String,
    }

    impl Asset {
        fn link(&self, rel: &str) -> String {
            let Self { name, integrity } = self;
            format!("<link rel=\"{rel}\" href=\"./{name}\" integrity=\"{integrity}\">")
        }
    }

    /// Writes `content` under a name with its hash in it, in place of the file `name`.
    fn rename(staging: &Path, name: &str, content: &[u8]) -> Result<Asset> {
        let hash = Sha384::digest(content);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let hex = hex.get(..DIGITS).unwrap_or_default();
        let at = name.find(['_', '.']).unwrap_or(name.len());
        let (stem, rest) = name.split_at(at);
        let named = format!("{stem}-{hex}{rest}");
        fs::remove_file(staging.join(name))?;
        fs::write(staging.join(&named), content)?;
        Ok(Asset {
            name: named,
            integrity: format!("sha384-{}", STANDARD.encode(hash)),
        })
    }
}
