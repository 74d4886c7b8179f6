//! One figure of training: as those of Explore, or what to do to see it.

use crate::store::Handle;
use std::rc::Rc;

use yew::{Html, html};

use crate::browser::display::Display;
use crate::widgets::figure::FigureView;
use rankscope_app::cursor::Cursor;
use rankscope_chart::training::TrainingFigure;
use rankscope_chart::{Named, Plot};

/// What is said beside a figure.
pub(super) struct Words {
    /// What to do to see something.
    pub(super) waiting: &'static str,
    /// How to read it.
    pub(super) note: &'static str,
}

/// The figure; `plot` is none until there is something to draw.
pub(super) fn figure(
    figure: TrainingFigure,
    plot: Option<Rc<Plot>>,
    words: &Words,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    let (name, title) = (figure.name(), figure.title());
    let note = html! { <p class="how-to-read">{ words.note }</p> };
    let Some(plot) = plot else {
        let heading = format!("heading-{name}");
        return html! {
            <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
                <div class="figure-head"><h2 id={heading}>{ title }</h2></div>
                <figcaption>
                    <p id={format!("summary-{name}")} class="summary">{ words.waiting }</p>
                    { note }
                </figcaption>
            </figure>
        };
    };
    // The keyboard sets out from the last: where the training has led.
    let start = plot.stops().last().copied().unwrap_or_default();
    html! {
        <FigureView figure={Named { name, title }} {note} plot={Some(plot)} cursor={***cursor} {start}
            point={cursor.dispatcher()} {display} />
    }
}
