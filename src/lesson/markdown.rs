//! A safe subset of Markdown: paragraphs, lists, emphasis, code and some links.
//!
//! The parser is `pulldown-cmark`; only its events are used. HTML stays the text it is written in,
//! pictures become their description, and a link goes to `https:` or to a query of this page, or
//! is no link. There is no way from here to markup: the page makes elements of these types.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Lists and quotations inside one another; what is deeper is flattened.
const DEEPEST: usize = 8;

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph or a heading, which here are alike.
    Paragraph(Vec<Inline>),
    /// Code, as it is written.
    Code(String),
    /// A list: numbered or not, and its items.
    List(bool, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasised.
    Emphasis(Vec<Inline>),
    /// Strongly emphasised.
    Strong(Vec<Inline>),
    /// A link, with its target.
    Link(LinkTarget, Vec<Inline>),
    /// A line ends here.
    Break,
}

/// Where a link may lead.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTarget {
    /// Another site, by https.
    Site(String),
    /// A state of this page: a query with its question mark.
    Query(String),
}

impl LinkTarget {
    /// The target, if it is one that may be followed.
    pub fn new(address: &str) -> Option<Self> {
        let plain = !address
            .chars()
            .any(|letter| letter.is_control() || letter.is_whitespace());
        if !plain {
            None
        } else if address.starts_with("https://") {
            Some(Self::Site(address.to_owned()))
        } else if address.starts_with('?') {
            Some(Self::Query(address.to_owned()))
        } else {
            None
        }
    }
}

/// Reads a text. Any text is Markdown.
pub fn read(text: &str) -> Vec<Block> {
    let mut open = vec![OpenElement::new(Holder::Root)];
    for event in Parser::new(text) {
        match event {
            Event::Start(tag) => {
                let holder = holder(tag, open.len());
                open.push(OpenElement::new(holder));
            }
            Event::End(TagEnd::Image | _) => close(&mut open),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                inline(&mut open, Inline::Text(text.into_string()));
            }
            Event::Code(code) => inline(&mut open, Inline::Code(code.into_string())),
            Event::SoftBreak => inline(&mut open, Inline::Text(" ".to_owned())),
            Event::HardBreak => inline(&mut open, Inline::Break),
            Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(OpenElement::into_blocks).unwrap_or_default()
}

/// What an open tag becomes when it is closed.
enum Holder {
    Root,
    Paragraph,
    Code,
    List(bool),
    Item,
    Quote,
    Emphasis,
    Strong,
    Link(LinkTarget),
    /// Nothing of its own: what it holds goes to what holds it.
    Through,
}

struct OpenElement {
    holder: Holder,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    inlines: Vec<Inline>,
}

impl OpenElement {
    const fn new(holder: Holder) -> Self {
        Self {
            holder,
            blocks: Vec::new(),
            items: Vec::new(),
            inlines: Vec::new(),
        }
    }

    /// Its blocks, text outside any of them as the last.
    fn into_blocks(mut self) -> Vec<Block> {
        self.settle();
        self.blocks
    }

    fn settle(&mut self) {
        if !self.inlines.is_empty() {
            let inlines = std::mem::take(&mut self.inlines);
            self.blocks.push(Block::Paragraph(inlines));
        }
    }
}

fn holder(tag: Tag<'_>, depth: usize) -> Holder {
    match tag {
        Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => Holder::Paragraph,
        Tag::CodeBlock(_) => Holder::Code,
        _ if depth > 2 * DEEPEST => Holder::Through,
        Tag::List(first) => Holder::List(first.is_some()),
        Tag::Item => Holder::Item,
        Tag::BlockQuote(_) => Holder::Quote,
        Tag::Emphasis => Holder::Emphasis,
        Tag::Strong => Holder::Strong,
        Tag::Link { dest_url, .. } => {
            LinkTarget::new(&dest_url).map_or(Holder::Through, Holder::Link)
        }
        _ => Holder::Through,
    }
}

fn inline(open: &mut [OpenElement], piece: Inline) {
    if let Some(frame) = open.last_mut() {
        frame.inlines.push(piece);
    }
}

/// Gives the innermost open frame to the one around it.
fn close(open: &mut Vec<OpenElement>) {
    if open.len() < 2 {
        return;
    }
    let Some(mut closed) = open.pop() else {
        return;
    };
    let Some(around) = open.last_mut() else {
        return;
    };
    let inlines = |closed: &mut OpenElement| std::mem::take(&mut closed.inlines);
    match closed.holder {
        Holder::Paragraph | Holder::Root => around.blocks.extend(closed.into_blocks()),
        Holder::Code => {
            let text = |piece: Inline| match piece {
                Inline::Text(text) | Inline::Code(text) => text,
                _ => String::new(),
            };
            let code = closed.inlines.into_iter().map(text).collect();
            around.blocks.push(Block::Code(code));
        }
        Holder::List(numbered) => {
            around.settle();
            around.blocks.push(Block::List(numbered, closed.items));
        }
        Holder::Item => around.items.push(closed.into_blocks()),
        Holder::Quote => around.blocks.push(Block::Quote(closed.into_blocks())),
        Holder::Emphasis => around.inlines.push(Inline::Emphasis(inlines(&mut closed))),
        Holder::Strong => around.inlines.push(Inline::Strong(inlines(&mut closed))),
        Holder::Link(ref target) => {
            let target = target.clone();
            around
                .inlines
                .push(Inline::Link(target, inlines(&mut closed)));
        }
        Holder::Through => {
            around.inlines.append(&mut closed.inlines);
            around.blocks.append(&mut closed.blocks);
            for item in closed.items {
                around.blocks.extend(item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn the_subset_is_read() {
        let blocks = read("Move **α**.\n\n1. `one`\n2. [two](?alpha=8)");
        let strong = Inline::Strong(vec![text("α")]);
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![text("Move "), strong, text(".")]),
                Block::List(
                    true,
                    vec![
                        vec![Block::Paragraph(vec![Inline::Code("one".to_owned())])],
                        vec![Block::Paragraph(vec![Inline::Link(
                            LinkTarget::Query("?alpha=8".to_owned()),
                            vec![text("two")],
                        )])],
                    ],
                ),
            ]
        );
    }

    #[test]
    fn html_and_script_stay_text() {
        let blocks = read("<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> b");
        let said = format!("{blocks:?}");
        assert!(said.contains("Text(\"<script>alert(1)</script>"), "{said}");
        assert!(
            said.contains("Text(\"<img src=x onerror=alert(1)>\")"),
            "{said}"
        );
    }

    #[test]
    fn only_https_and_this_page_are_linked_to() {
        for address in [
            "javascript:alert(1)",
            "http://a.b",
            "data:text/html,x",
            "//a.b",
            "a.html",
        ] {
            let said = format!("{:?}", read(&format!("[x]({address}) ![y]({address})")));
            assert!(!said.contains("Link"), "{said}");
        }
        assert!(format!("{:?}", read("<https://a.b/c>")).contains("Site(\"https://a.b/c\")"));
    }

    #[test]
    fn depth_is_bounded() {
        for text in [
            "> ".repeat(5000),
            "- ".repeat(5000),
            "*".repeat(5000),
            "[".repeat(5000),
        ] {
            let said = format!("{:?}", read(&format!("{text}x")));
            assert!(said.matches("Quote").count() < 20);
        }
    }
}
