//! Names by content for what Trunk leaves under fixed ones, and the choice between the modules.

use std::fmt::Write as _;
use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rankscope_params::bundle::full_module_when;
use sha2::{Digest, Sha256, Sha384};

use crate::styles::Styles;
use crate::{first_screen, imports};

/// Bytes of a hash in a file's name: sixteen digits, as Trunk has them.
const BYTES: usize = 8;

/// Where the page will be, with a slash at its end: crawlers want the whole address of the picture
/// they show beside a link.
const ADDRESS: &str = "RANKSCOPE_URL";
const PREVIEW: &str = "og:image\" content=\"figures/";

/// Renames the modules that Trunk does not, joins the style of the views, and puts the links to all into the
/// page's head, with the script that chooses between them.
pub(crate) fn give(source: &Path, staging: &Path, styles: &Styles) -> Result<()> {
    let views = styles.take_views(staging)?;
    let style = written(staging, "views.css", views.as_bytes())?;
    let explore = module(staging, "explore", "explore")?;
    let full = module(staging, "full", "full")?;

    let index = staging.join("index.html");
    let page = first_screen::inserted(&fs::read_to_string(&index)?)?;
    let (head, body) = page
        .split_once("</head>")
        .ok_or_else(|| Error::other("index.html has no head"))?;
    let head = match std::env::var(ADDRESS) {
        Ok(address) => head.replace(PREVIEW, &format!("og:image\" content=\"{address}figures/")),
        Err(_) => head.to_owned(),
    };
    let chooser = without_comments(&fs::read_to_string(source.join("static/preload.js"))?)?;
    let head = allowed(&chosen(&head)?, "script-src", &chooser)?;
    let head = with_start(staging, &with_boot(staging, &head)?)?;
    let head = with_styles(staging, &head, styles)?;
    let links = [explore, full, style.link("full-style")].concat();
    let table = full_module_when().replace('"', "&quot;");
    fs::write(
        index,
        format!(
            "{head}{links}<meta name=\"full-module-when\" content=\"{table}\">\
             <script>{chooser}</script></head>{body}"
        ),
    )
}

/// Names the two files of a module that Trunk leaves under plain names, and returns the links to them.
fn module(staging: &Path, binary: &str, name: &str) -> Result<String> {
    let (wasm, glue) = (format!("{binary}_bg.wasm"), format!("{binary}.js"));
    let script = fs::read_to_string(staging.join(&glue))?;
    let (code, script) = imports::shortened(&fs::read(staging.join(&wasm))?, &script)?;
    let named = rename(staging, &wasm, &code)?;
    let script = without_comments(&script.replace(&wasm, &named.name))?;
    let script = rename(staging, &glue, script.as_bytes())?;
    Ok([
        script.link(&format!("{name}-glue")),
        named.link(&format!("{name}-code")),
    ]
    .concat())
}

/// The head, in which the links that Trunk preloads its module with are inert: which module is
/// fetched is for `static/preload.js` to say.
fn chosen(head: &str) -> Result<String> {
    let mut head = head.to_owned();
    for (preload, rel) in [("modulepreload", "start-glue"), ("preload", "start-code")] {
        let forms = [format!("rel=\"{preload}\""), format!("rel={preload}")];
        let form = forms.iter().find(|form| head.contains(*form));
        let form = form.ok_or_else(|| Error::other(format!("index.html has no {preload}")))?;
        head = head.replacen(form, &format!("rel=\"{rel}\""), 1);
    }
    Ok(head)
}

/// A script of ours or of wasm-bindgen without comments and indentation, which every visit would
/// fetch. Trunk's own minifier reads neither.
fn without_comments(script: &str) -> Result<String> {
    let mut code = String::new();
    let mut in_comment = false;
    for line in script.lines() {
        if line.matches('`').count() % 2 == 1 {
            return Err(Error::other(
                "a text over several lines would lose its blanks",
            ));
        }
        let mut line = line.trim();
        in_comment |= line.starts_with("/*");
        if in_comment {
            let Some((_, rest)) = line.split_once("*/") else {
                continue;
            };
            (line, in_comment) = (rest.trim(), false);
        }
        if !line.is_empty() && !line.starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    Ok(code)
}

/// A file that Trunk has named by its content.
struct Given {
    name: String,
    content: Vec<u8>,
}

impl Given {
    /// The one that the head names `stem-….ending`.
    fn find(staging: &Path, head: &str, stem: &str, ending: &str) -> Result<Self> {
        let start = format!("./{stem}-");
        let mut named = head.split(&start).skip(1);
        let hash = named.find_map(|rest| {
            let (hash, _) = rest.split_once(ending)?;
            let is_hash = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hash.then_some(hash)
        });
        let hash = hash.ok_or_else(|| Error::other(format!("index.html has no {stem}{ending}")))?;
        let name = format!("{stem}-{hash}{ending}");
        let content = fs::read(staging.join(&name))?;
        Ok(Self { name, content })
    }

    fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.content).map_err(Error::other)
    }

    /// Writes other content in its place, under a name of its own, and returns the head that names it so.
    fn replace(&self, staging: &Path, head: &str, plain: &str, content: &[u8]) -> Result<String> {
        let named = integrity(&self.content);
        if !head.contains(&named) {
            let name = &self.name;
            return Err(Error::other(format!("index.html has no hash of {name}")));
        }
        fs::rename(staging.join(&self.name), staging.join(plain))?;
        let asset = rename(staging, plain, content)?;
        Ok(head
            .replace(&self.name, &asset.name)
            .replace(&named, &asset.integrity))
    }

    /// Removes the file, and the tag that names it from the head.
    fn remove(&self, staging: &Path, head: &str) -> Result<String> {
        let missing = || Error::other(format!("index.html has no tag for {}", self.name));
        let (before, after) = head.split_once(&self.name).ok_or_else(missing)?;
        let (before, _) = before.rsplit_once('<').ok_or_else(missing)?;
        let (_, after) = after.split_once('>').ok_or_else(missing)?;
        fs::remove_file(staging.join(&self.name))?;
        Ok([before, after].concat())
    }
}

/// The head with the script that starts everything, without its comments.
fn with_boot(staging: &Path, head: &str) -> Result<String> {
    let boot = Given::find(staging, head, "boot", ".js")?;
    let code = without_comments(boot.text()?)?;
    boot.replace(staging, head, "boot.js", code.as_bytes())
}

/// The head with the module of Start, which Trunk has named.
fn with_start(staging: &Path, head: &str) -> Result<String> {
    let script = Given::find(staging, head, "start", ".js")?;
    let wasm = Given::find(staging, head, "start", "_bg.wasm")?;
    let (module, code) = imports::shortened(&wasm.content, script.text()?)?;
    let code = without_comments(&code)?;
    let head = script.replace(staging, head, "start.js", code.as_bytes())?;
    wasm.replace(staging, &head, "start_bg.wasm", &module)
}

/// The head with the styles of a first visit inside, which its policy allows: fetched, they would keep the first
/// words from being painted for another journey to the server.
fn with_styles(staging: &Path, head: &str, styles: &Styles) -> Result<String> {
    let mut head = head.to_owned();
    let mut style = String::new();
    for stem in styles.first_visit() {
        let part = Given::find(staging, &head, stem, ".css")?;
        style.push_str(part.text()?);
        head = part.remove(staging, &head)?;
    }
    if style.contains("</") {
        return Err(Error::other("the styles cannot be put inside a page"));
    }
    Ok(format!(
        "{}<style>{style}</style>",
        allowed(&head, "style-src", &style)?
    ))
}

/// The head, with a policy that allows this script or style.
fn allowed(head: &str, kind: &str, content: &str) -> Result<String> {
    let own = format!("{kind} 'self'");
    let hash = STANDARD.encode(Sha256::digest(content));
    if !head.contains(&own) {
        return Err(Error::other(format!("index.html has another {kind}")));
    }
    Ok(head.replacen(&own, &format!("{own} 'sha256-{hash}'"), 1))
}

fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
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
    fs::remove_file(staging.join(name))?;
    written(staging, name, content)
}

/// Writes `content` under the name `name` with its hash in it.
fn written(staging: &Path, name: &str, content: &[u8]) -> Result<Asset> {
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
    fs::write(staging.join(&named), content)?;
    Ok(Asset {
        name: named,
        integrity: integrity(content),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        let script = "// one\n/** @param {x} x\n * more\n */\nfunction f(x) {\n  /** @type {y} */ (x).go(\"// no comment\");\n  return `a`; // stays\n}\n";
        assert_eq!(
            without_comments(script).unwrap(),
            "function f(x) {\n(x).go(\"// no comment\");\nreturn `a`; // stays\n}\n"
        );
        assert!(without_comments("const text = `over\n  two lines`;").is_err());
    }
}
