//! Names by content for what Trunk leaves under fixed ones.

use std::fmt::Write as _;
use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

/// Bytes of a hash in a file's name: sixteen digits, as Trunk has them.
const BYTES: usize = 8;

/// Where the page will be, with a slash at its end: crawlers want the whole address of the picture
/// they show beside a link.
const ADDRESS: &str = "RANKSCOPE_URL";
const PREVIEW: &str = "og:image\" content=\"figures/";

/// Renames the second module and the style of its views, and links them in the page's head.
pub(crate) fn give(staging: &Path) -> Result<()> {
    let style = rename(staging, "views.css", &fs::read(staging.join("views.css"))?)?;
    let wasm = fs::read(staging.join("rankscope_bg.wasm"))?;
    let wasm = rename(staging, "rankscope_bg.wasm", &wasm)?;
    let glue = fs::read_to_string(staging.join("rankscope.js"))?;
    let glue = glue.replace("rankscope_bg.wasm", &wasm.name);
    let glue = rename(staging, "rankscope.js", glue.as_bytes())?;

    let index = staging.join("index.html");
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
    let head = match std::env::var(ADDRESS) {
        Ok(address) => head.replace(PREVIEW, &format!("og:image\" content=\"{address}figures/")),
        Err(_) => head.to_owned(),
    };
    let head = without_cors(&head).ok_or_else(|| Error::other("index.html preloads no module"))?;
    fs::write(index, format!("{head}{links}</head>{body}"))
}

/// The head with a preload of the first module that asks for no CORS, whose headers a file of the
/// page's own server has no need of. `WebKit` takes no other for what `boot.js` fetches, and would
/// load the module twice.
fn without_cors(head: &str) -> Option<String> {
    let (before, rest) = head.split_at(head.find("as=fetch").or(head.find("as=\"fetch\""))?);
    let (link, after) = rest.split_at(rest.find('>')?);
    let link = [
        " crossorigin=\"anonymous\"",
        " crossorigin=anonymous",
        " crossorigin",
    ]
    .iter()
    .fold(link.to_owned(), |link, cors| link.replace(cors, ""));
    Some(format!("{before}{link}{after}"))
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
    let hex = hash
        .iter()
        .take(BYTES)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
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
