//! `docs/literature.md`, read as text: its sections, how each paragraph was read, and what is word for word.

use regex_lite::Regex;

/// What is known of one source.
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Authors, year and link, where the first paragraph begins with them.
    pub(crate) header: Option<(String, u16, Option<String>)>,
    /// How the source was read: one of `P`, `A`, `S`, `R`, `M`.
    pub(crate) mark: char,
    /// Each with its mark.
    pub(crate) paragraphs: Vec<(char, String)>,
    pub(crate) quotes: Vec<String>,
}

pub(crate) struct Literature {
    pub(crate) text: String,
    sections: Vec<Section>,
}

impl Literature {
    pub(crate) fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/literature.md");
        let text = std::fs::read_to_string(path).unwrap();
        let headings = Regex::new(r"(?m)^### `([a-z0-9-]+)` (.+)$").unwrap();
        let found: Vec<_> = headings.captures_iter(&text).collect();
        let sections = found.iter().map(|heading| {
            let rest = &text[heading.get(0).unwrap().end()..];
            let end = Regex::new(r"(?m)^##").unwrap().find(rest);
            let body = &rest[..end.map_or(rest.len(), |end| end.start())];
            Section::read(&heading[1], &heading[2], body)
        });
        let sections: Vec<_> = sections.collect();
        Self { text, sections }
    }

    pub(crate) fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    pub(crate) fn sections(&self) -> &[Section] {
        &self.sections
    }
}

impl Section {
    fn read(id: &str, title: &str, body: &str) -> Self {
        let marked = Regex::new(r"^\[([PASRM])\] ").unwrap();
        let header = Regex::new(r"^\[[PASRM]\] (.+), ([0-9]{4})\.(?: <(.+?)>)?").unwrap();
        let blocks: Vec<&str> = body.split("\n\n").map(str::trim).collect();
        let blocks: Vec<&str> = blocks
            .into_iter()
            .filter(|block| !block.is_empty())
            .collect();
        let mark_of = |block: &str| {
            let mark = marked.captures(block)?;
            mark[1].chars().next()
        };
        let first = blocks[0];
        let mark = mark_of(first).unwrap_or_else(|| panic!("{id} has no mark"));
        let header = header.captures(first).map(|found| {
            let link = found.get(3).map(|link| link.as_str().to_owned());
            (found[1].to_owned(), found[2].parse().unwrap(), link)
        });
        let quotes = blocks.iter().filter_map(|block| block.strip_prefix("> "));
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            header,
            mark,
            paragraphs: blocks
                .iter()
                .map(|block| (mark_of(block).unwrap_or(mark), (*block).to_owned()))
                .collect(),
            quotes: quotes.map(str::to_owned).collect(),
        }
    }

    /// What of it may be shown: what was read or measured.
    pub(crate) fn shown(&self) -> String {
        let shown = self
            .paragraphs
            .iter()
            .filter(|(mark, _)| "PAM".contains(*mark));
        let texts: Vec<&str> = shown.map(|(_, text)| text.as_str()).collect();
        format!("{}\n{}", self.title, texts.join("\n"))
    }
}

/// The numbers in a text, as they are written.
pub(crate) fn numbers(text: &str) -> Vec<String> {
    let number = Regex::new(r"[0-9]+(?:,[0-9]{3})+|[0-9]*\.?[0-9]+(?:e-?[0-9]+)?").unwrap();
    number
        .find_iter(text)
        .map(|found| found.as_str().to_owned())
        .collect()
}
