//! Markdown on the page: elements made of its types, one by one. No text becomes markup.

use yew::{Html, html};

use rankscope_lesson::markdown::{self, Block, Inline, Target};

/// A text.
pub(super) fn prose(text: &str) -> Html {
    html! { { for markdown::read(text).iter().map(block) } }
}

/// A text of one paragraph, without its element: for legends, labels and list entries.
pub(super) fn line(text: &str) -> Html {
    match markdown::read(text).as_slice() {
        [Block::Paragraph(pieces)] => html! { { for pieces.iter().map(inline) } },
        blocks => html! { { for blocks.iter().map(block) } },
    }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Paragraph(pieces) => html! { <p>{ for pieces.iter().map(inline) }</p> },
        Block::Code(code) => html! { <pre tabindex="0">{ code.clone() }</pre> },
        Block::List(true, items) => html! { <ol>{ for items.iter().map(|item| entry(item)) }</ol> },
        Block::List(false, items) => {
            html! { <ul>{ for items.iter().map(|item| entry(item)) }</ul> }
        }
        Block::Quote(blocks) => {
            html! { <blockquote>{ for blocks.iter().map(self::block) }</blockquote> }
        }
    }
}

fn entry(blocks: &[Block]) -> Html {
    html! { <li>{ for blocks.iter().map(block) }</li> }
}

fn inline(piece: &Inline) -> Html {
    match piece {
        Inline::Text(text) => html! { { text.clone() } },
        Inline::Code(code) => html! { <code>{ code.clone() }</code> },
        Inline::Emphasis(pieces) => html! { <em>{ for pieces.iter().map(inline) }</em> },
        Inline::Strong(pieces) => html! { <strong>{ for pieces.iter().map(inline) }</strong> },
        Inline::Link(Target::Site(address), pieces) => html! {
            <a href={address.clone()} rel="noreferrer">{ for pieces.iter().map(inline) }</a>
        },
        Inline::Link(Target::Query(query), pieces) => html! {
            <a href={query.clone()}>{ for pieces.iter().map(inline) }</a>
        },
        Inline::Break => html! { <br /> },
    }
}
