//! Markdown on the page: elements made of its types, one by one. No text becomes markup.

use yew::{Callback, Html, html};

use crate::widgets::link::{PageLink, page_link};
use rankscope_app::classroom::lesson::OpenLesson;
use rankscope_lesson::markdown::{self, Block, Inline, LinkTarget};

/// Where links to states of the page lead.
#[derive(Clone, PartialEq)]
pub(crate) struct ProseLinks {
    /// The lesson that stays open.
    pub(crate) open: OpenLesson,
    /// Follows a query within the page; without it a link opens a new tab.
    pub(crate) follow: Option<Callback<String>>,
}

/// A text.
pub(crate) fn prose(text: &str, links: &ProseLinks) -> Html {
    let blocks = markdown::read(text);
    html! { { for blocks.iter().map(|part| block(part, links)) } }
}

/// A text of one paragraph, without its element: for legends, labels and list entries.
pub(crate) fn line(text: &str, links: &ProseLinks) -> Html {
    match markdown::read(text).as_slice() {
        [Block::Paragraph(pieces)] => inlines(pieces, links),
        blocks => html! { { for blocks.iter().map(|part| block(part, links)) } },
    }
}

fn block(part: &Block, links: &ProseLinks) -> Html {
    match part {
        Block::Paragraph(pieces) => html! { <p>{ inlines(pieces, links) }</p> },
        Block::Code(code) => html! { <pre tabindex="0">{ code.clone() }</pre> },
        Block::List(true, items) => {
            html! { <ol>{ for items.iter().map(|item| entry(item, links)) }</ol> }
        }
        Block::List(false, items) => {
            html! { <ul>{ for items.iter().map(|item| entry(item, links)) }</ul> }
        }
        Block::Quote(blocks) => {
            html! { <blockquote>{ for blocks.iter().map(|part| block(part, links)) }</blockquote> }
        }
    }
}

fn entry(blocks: &[Block], links: &ProseLinks) -> Html {
    html! { <li>{ for blocks.iter().map(|part| block(part, links)) }</li> }
}

fn inlines(pieces: &[Inline], links: &ProseLinks) -> Html {
    html! { { for pieces.iter().map(|piece| inline(piece, links)) } }
}

fn inline(piece: &Inline, links: &ProseLinks) -> Html {
    match piece {
        Inline::Text(text) => html! { { text.clone() } },
        Inline::Code(code) => html! { <code>{ code.clone() }</code> },
        Inline::Emphasis(pieces) => html! { <em>{ inlines(pieces, links) }</em> },
        Inline::Strong(pieces) => html! { <strong>{ inlines(pieces, links) }</strong> },
        Inline::Link(LinkTarget::Site(address), pieces) => html! {
            <a href={address.clone()} rel="noreferrer">{ inlines(pieces, links) }</a>
        },
        Inline::Link(LinkTarget::Query(query), pieces) => {
            // A lesson that no address holds stays open only where the page itself follows the link.
            let href = links.open.address(query).unwrap_or_else(|| query.clone());
            match &links.follow {
                Some(follow) => {
                    let (follow, query) = (follow.clone(), query.clone());
                    let follow = Callback::from(move |_| follow.emit(query.clone()));
                    page_link(PageLink {
                        class: "",
                        id: None,
                        href: href.into(),
                        current: false,
                        follow,
                        content: inlines(pieces, links),
                    })
                }
                None => html! {
                    <a {href} target="_blank" rel="noopener">{ inlines(pieces, links) }</a>
                },
            }
        }
        Inline::Break => html! { <br /> },
    }
}
