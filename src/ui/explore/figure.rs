//! One figure: heading, canvas, what it shows now, how to read it, and the same as a table. The
//! canvas is drawn anew when its plot, its size, the palette or the pixel ratio changes, and never
//! otherwise: what follows the pointer is drawn on a second canvas above it.

use std::rc::Rc;

use yew::{
    Html, Properties, UseReducerDispatcher, component, html, use_effect_with, use_node_ref,
    use_state_eq,
};

use super::canvas::{erase, paint, use_size};
use super::cursor::Cursor;
use super::figure_table::figure_table;
use super::pointer::pointer;
use super::readout::readout;
use super::save::save_buttons;
use crate::chart::{self, Named, Plot, Size};
use crate::ui::display::Display;

/// Properties of [`FigureView`].
#[derive(Properties, PartialEq)]
pub(in crate::ui) struct FigureProps {
    pub(in crate::ui) figure: Named,
    /// How to read it.
    pub(in crate::ui) note: Html,
    /// None until there is something to draw.
    pub(in crate::ui) plot: Option<Rc<Plot>>,
    /// A control that belongs to this figure alone.
    #[prop_or_default]
    pub(in crate::ui) switch: Option<Html>,
    /// Where the reader points, in this figure or another.
    pub(in crate::ui) cursor: Cursor,
    /// The rank, or step, from which the keyboard sets out.
    pub(in crate::ui) start: usize,
    pub(in crate::ui) point: UseReducerDispatcher<Cursor>,
    pub(in crate::ui) display: Display,
}

/// One figure.
#[component]
pub(in crate::ui) fn FigureView(props: &FigureProps) -> Html {
    let (canvas, overlay) = (use_node_ref(), use_node_ref());
    let size = *use_size(canvas.clone());
    let table_open = use_state_eq(|| false);
    let display = props.display;
    let rank = props.cursor.rank().filter(|rank| {
        let stops = props.plot.as_ref().map(|plot| plot.stops());
        stops.is_some_and(|stops| stops.contains(rank))
    });
    {
        let canvas = canvas.clone();
        use_effect_with(
            (props.plot.clone(), size, display),
            move |(plot, size, display)| {
                if let (Some(plot), Some(size)) = (plot, size) {
                    paint(&canvas, *size, display.ratio, |backend| {
                        chart::draw(backend, plot, &display.theme, *size)
                    });
                }
            },
        );
    }
    {
        let overlay = overlay.clone();
        use_effect_with(
            (props.plot.clone(), size, display, rank),
            move |(plot, size, display, rank)| {
                let (Some(plot), Some(size)) = (plot, size) else {
                    return;
                };
                erase(&overlay);
                if let Some(rank) = *rank {
                    paint(&overlay, *size, display.ratio, |backend| {
                        chart::draw_crosshair(backend, plot, &display.theme, *size, rank)
                    });
                }
            },
        );
    }
    let name = props.figure.name;
    let (heading, summary) = (format!("heading-{name}"), format!("summary-{name}"));
    let ready = props.plot.as_ref().zip(size);
    let toggle_table = {
        let table_open = table_open.clone();
        move |_| table_open.set(!*table_open)
    };
    html! {
        <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
            <div class="figure-head">
                <h2 id={heading.clone()}>{ props.figure.title }</h2>
                { for props.switch.clone() }
            </div>
            <div class="plot">
                <canvas
                    ref={canvas}
                    id={format!("chart-{name}")}
                    role="img"
                    aria-labelledby={heading}
                    aria-describedby={summary.clone()}
                />
                <canvas ref={overlay} class="overlay" aria-hidden="true" />
                if let Some((plot, size)) = ready {
                    { pointer(props.figure, plot, size, props.start, props.cursor, &props.point) }
                    if let Some(rank) = rank {
                        { readout(format!("readout-{name}"), plot, rank, free_side(plot, size, rank)) }
                    }
                }
            </div>
            <figcaption>
                <p id={summary} class="summary">
                    { props.plot.as_ref().map(|plot| plot.summary.clone()).unwrap_or_default() }
                </p>
                { props.note.clone() }
            </figcaption>
            <div class="take-away">
                <button
                    id={format!("open-table-{name}")}
                    type="button"
                    aria-expanded={table_open.to_string()}
                    aria-label={format!("Table of “{}”", props.figure.title)}
                    onclick={toggle_table}
                >
                    { "Table" }
                </button>
                if let Some((plot, size)) = ready {
                    { save_buttons(props.figure, plot, Plot::csv, size, display.theme) }
                }
            </div>
            if let Some(plot) = props.plot.as_ref().filter(|_| *table_open) {
                { figure_table(props.figure, plot) }
            }
        </figure>
    }
}

/// The side of the crosshair with more room.
fn free_side(plot: &Plot, size: Size, rank: usize) -> &'static str {
    if plot.place_of(size, rank) < size.width / 2.0 {
        "right"
    } else {
        "left"
    }
}
