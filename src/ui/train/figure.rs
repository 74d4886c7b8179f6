//! One figure of training: as those of Explore, or what stands in its place until it can be drawn.

use crate::store::Handle;
use std::rc::Rc;

use yew::{Html, html};

use crate::browser::display::Display;
use crate::widgets::figure::FigureView;
use rankscope_app::cursor::Cursor;
use rankscope_chart::{Named, Plot};

/// What a figure shows.
pub(crate) enum Content {
    Plot(Rc<Plot>),
    /// Nothing yet; in its place, what to wait for or what to do.
    Placeholder(&'static str),
    /// Nothing, and why.
    Problem(Html),
}

/// The figure of this name and title, with how to read it.
pub(crate) fn figure(
    (name, title): (&'static str, &'static str),
    content: Content,
    note: &'static str,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    let note = html! { if !note.is_empty() { <p class="how-to-read">{ note }</p> } };
    let summary = format!("summary-{name}");
    let placeholder = match content {
        Content::Plot(plot) => {
            // The keyboard begins at the last stop: where the training has led.
            let start = plot.stops().last().copied().unwrap_or_default();
            return html! {
                <FigureView figure={Named { name, title }} {note} plot={Some(plot)} cursor={***cursor} {start}
                    point={cursor.dispatcher()} {display} />
            };
        }
        Content::Placeholder(text) => html! { <p id={summary} class="summary">{ text }</p> },
        Content::Problem(problem) => problem,
    };
    let heading = format!("heading-{name}");
    html! {
        <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
            <div class="figure-head"><h2 id={heading}>{ title }</h2></div>
            <figcaption>{ placeholder }{ note }</figcaption>
        </figure>
    }
}
