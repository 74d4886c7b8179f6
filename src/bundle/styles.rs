//! The parts of the page's style, in the order that the head of `index.html` declares them.
//!
//! Of two rules that weigh the same the later one wins, so the order is part of the style. What Trunk
//! builds (`rel="css"`) is for a first visit and stands first; what it copies (`rel="copy-file"`) is for
//! the views beyond.

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

/// One file of the style.
struct Part {
    /// Its path from the folder of `index.html`.
    path: String,
    /// Its name without the ending. Trunk builds or copies all into one folder, so no other part has it.
    stem: String,
}

impl Part {
    /// The one that this line links to, if it does.
    fn linked(line: &str) -> Option<Self> {
        let path = attribute(line, "href")?;
        let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.strip_suffix(".css")?.to_owned();
        let path = path.to_owned();
        Some(Self { path, stem })
    }

    /// The text of this file, which is its own or a copy of it.
    fn read(&self, file: &Path) -> Result<String> {
        fs::read_to_string(file)
            .map_err(|error| Error::other(format!("{} cannot be read: {error}", self.path)))
    }
}

/// Every part.
pub(crate) struct Styles {
    first_visit: Vec<Part>,
    views: Vec<Part>,
}

impl Styles {
    /// The parts that the page of this source declares.
    pub(crate) fn declared(source: &Path) -> Result<Self> {
        Self::listed(&fs::read_to_string(source.join("index.html"))?)
    }

    fn listed(page: &str) -> Result<Self> {
        let (mut first_visit, mut views) = (Vec::<Part>::new(), Vec::<Part>::new());
        for line in page.lines().filter(|line| line.contains("data-trunk")) {
            let Some(part) = Part::linked(line) else {
                continue;
            };
            let Part { path, stem } = &part;
            let mut others = first_visit.iter().chain(&views);
            if others.any(|other| other.stem == *stem) {
                return Err(Error::other(format!(
                    "index.html has two styles named {stem}"
                )));
            }
            match attribute(line, "rel") {
                Some("css") if views.is_empty() => first_visit.push(part),
                Some("css") => {
                    return Err(Error::other(format!(
                        "index.html has {path} below the styles of the views, but a first visit loads it before them"
                    )));
                }
                Some("copy-file") => views.push(part),
                _ => {
                    return Err(Error::other(format!(
                        "index.html has {path}, but neither builds nor copies it"
                    )));
                }
            }
        }
        if first_visit.is_empty() || views.is_empty() {
            return Err(Error::other(
                "index.html lacks the styles of a first visit or of the views",
            ));
        }
        Ok(Self { first_visit, views })
    }

    /// The stems of what a first visit loads: Trunk names it `stem-….css`.
    pub(crate) fn first_visit(&self) -> impl Iterator<Item = &str> {
        self.first_visit.iter().map(|part| part.stem.as_str())
    }

    /// The whole style, as it is written.
    pub(crate) fn whole(&self, source: &Path) -> Result<String> {
        let parts = self.first_visit.iter().chain(&self.views);
        parts
            .map(|part| part.read(&source.join(&part.path)))
            .collect()
    }

    /// The style of the views, whose copies it takes out of `staging`.
    pub(crate) fn take_views(&self, staging: &Path) -> Result<String> {
        let mut style = String::new();
        for part in &self.views {
            let copy = staging.join(format!("{}.css", part.stem));
            style.push_str(&part.read(&copy)?);
            fs::remove_file(copy)?;
        }
        Ok(style)
    }
}

/// The value of an attribute, in double quotes.
fn attribute<'line>(line: &'line str, name: &str) -> Option<&'line str> {
    let (_, value) = line.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"
        <link data-trunk rel="css" href="static/tokens.css">
        <link rel="manifest" href="manifest.webmanifest">
        <link data-trunk rel="css" href="static/page/start.css">
        <link data-trunk rel="rust" data-bin="start">
        <link data-trunk rel="copy-file" href="static/views/train.css">
        <link data-trunk rel="copy-file" href="static/icon.svg">
        <link data-trunk rel="copy-file" href="static/views/paper.css">"#;

    fn source() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
    }

    fn paths(parts: &[Part]) -> Vec<&str> {
        parts.iter().map(|part| part.path.as_str()).collect()
    }

    /// What is said of the page after this change.
    fn complaint(of: &str, to: &str) -> String {
        assert!(PAGE.contains(of), "{of}");
        let listed = Styles::listed(&PAGE.replace(of, to));
        listed.err().unwrap().to_string()
    }

    #[test]
    fn parts_come_in_the_order_of_the_head() {
        let styles = Styles::listed(PAGE).unwrap();
        assert_eq!(
            paths(&styles.first_visit),
            ["static/tokens.css", "static/page/start.css"]
        );
        assert_eq!(
            paths(&styles.views),
            ["static/views/train.css", "static/views/paper.css"]
        );
        assert_eq!(
            styles.first_visit().collect::<Vec<_>>(),
            ["tokens", "start"]
        );
    }

    #[test]
    fn two_parts_of_one_name_are_an_error() {
        let said = complaint("views/paper.css", "views/start.css");
        assert!(said.contains("two styles named start"), "{said}");
    }

    #[test]
    fn a_part_of_a_first_visit_below_those_of_the_views_is_an_error() {
        let said = complaint(
            "rel=\"copy-file\" href=\"static/views/paper.css\"",
            "rel=\"css\" href=\"static/page/tables.css\"",
        );
        assert!(
            said.contains("static/page/tables.css below the styles"),
            "{said}"
        );
    }

    #[test]
    fn a_part_that_is_neither_built_nor_copied_is_an_error() {
        let said = complaint("rel=\"css\" href=\"static/page", "href=\"static/page");
        assert!(said.contains("static/page/start.css"), "{said}");
    }

    #[test]
    fn a_page_without_styles_is_an_error() {
        assert!(Styles::listed("<head></head>").is_err());
    }

    #[test]
    fn a_part_that_is_missing_is_named() {
        let styles = Styles::listed(PAGE).unwrap();
        let nowhere = source().join("no such folder");
        let said = styles.whole(&nowhere).unwrap_err().to_string();
        assert!(said.contains("static/tokens.css"), "{said}");
        let said = styles.take_views(&nowhere).unwrap_err().to_string();
        assert!(said.contains("static/views/train.css"), "{said}");
    }

    /// One that is not would be in no build.
    #[test]
    fn every_file_of_the_style_is_declared() {
        let styles = Styles::declared(source()).unwrap();
        for (folder, parts) in [("page", &styles.first_visit), ("views", &styles.views)] {
            let folder = format!("static/{folder}");
            let mut declared = paths(parts);
            declared.retain(|path| *path != "static/tokens.css");
            declared.sort_unstable();
            let files = fs::read_dir(source().join(&folder)).unwrap();
            let name = |file: fs::DirEntry| file.file_name().into_string().unwrap();
            let mut there: Vec<_> = files
                .map(|file| format!("{folder}/{}", name(file.unwrap())))
                .collect();
            there.sort_unstable();
            assert_eq!(declared, there);
        }
    }

    #[test]
    fn the_whole_style_begins_with_the_tokens_and_has_every_part() {
        let styles = Styles::declared(source()).unwrap();
        let whole = styles.whole(source()).unwrap();
        let mut rest = whole.as_str();
        for part in styles.first_visit.iter().chain(&styles.views) {
            let text = fs::read_to_string(source().join(&part.path)).unwrap();
            rest = rest.strip_prefix(text.as_str()).expect(&part.path);
        }
        assert_eq!(rest, "");
        assert_eq!(styles.first_visit().next(), Some("tokens"));
    }
}
