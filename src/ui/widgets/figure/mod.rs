//! One figure: heading, canvas, what it shows now, how to read it, and the same as a table. The
//! canvas is drawn anew when its plot, its size, the palette or the pixel ratio changes, and never
//! otherwise: what follows the pointer is drawn on a second canvas above it.

pub(crate) mod canvas;
pub(crate) mod drawing;
pub(crate) mod frame;
pub(crate) mod pointer;
pub(crate) mod readout;
pub(crate) mod save;
mod table;

use crate::store::Dispatch;
use std::rc::Rc;

use yew::{Html, Properties, component, html, use_node_ref, use_state_eq};

use self::drawing::{free_side, use_crosshair, use_drawing};
use self::frame::{Frame, Level, frame};
use self::pointer::{Places, pointer};
use self::readout::{in_words, readout};
use self::save::save_buttons;
use self::table::figure_table;
use crate::browser::display::Display;
use rankscope_app::cursor::Cursor;
use rankscope_chart::{Named, Plot};

/// Properties of [`FigureView`].
#[derive(Properties, PartialEq)]
pub(crate) struct FigureProps {
    pub(crate) figure: Named,
    /// How to read it.
    pub(crate) note: Html,
    /// None until there is something to draw.
    pub(crate) plot: Option<Rc<Plot>>,
    /// A control that belongs to this figure alone.
    #[prop_or_default]
    pub(crate) switch: Option<Html>,
    /// Where the reader points, in this figure or another.
    pub(crate) cursor: Cursor,
    /// The rank, or step, from which the keyboard sets out.
    pub(crate) start: usize,
    pub(crate) point: Dispatch<Cursor>,
    pub(crate) display: Display,
}

/// One figure.
#[component]
pub(crate) fn FigureView(props: &FigureProps) -> Html {
    let (canvas, overlay) = (use_node_ref(), use_node_ref());
    let table_open = use_state_eq(|| false);
    let display = props.display;
    let stops = props.plot.as_ref().map(|plot| Rc::new(plot.stops()));
    let rank = props
        .cursor
        .rank()
        .filter(|rank| stops.as_ref().is_some_and(|stops| stops.contains(rank)));
    let size = use_drawing(canvas.clone(), props.plot.clone(), display);
    use_crosshair(overlay.clone(), props.plot.clone(), size, display, rank);
    let ready = props.plot.as_ref().zip(stops).zip(size);
    let over = html! {
        <>
            <canvas ref={overlay} class="overlay" aria-hidden="true" />
            if let Some(((plot, stops), size)) = &ready {
                { pointer(
                    props.figure,
                    Places { plot, stops, size: *size, start: props.start },
                    |stop| in_words(plot, stop),
                    props.cursor,
                    &props.point,
                ) }
                if let Some(rank) = rank {
                    { readout(format!("readout-{}", props.figure.name), plot, rank, free_side(plot, *size, rank)) }
                }
            }
        </>
    };
    let save = ready.as_ref().map(|((plot, _), size)| {
        let shown = (*plot).clone();
        let csv = move || shown.csv();
        save_buttons(props.figure, plot, csv, *size, display.theme)
    });
    let summary = props.plot.as_ref().map(|plot| plot.summary.clone());
    frame(Frame {
        figure: props.figure,
        level: Level::Section,
        control: props.switch.clone().unwrap_or_default(),
        canvas,
        over,
        summary: summary.unwrap_or_default(),
        note: props.note.clone(),
        save: save.unwrap_or_default(),
        table: props
            .plot
            .as_ref()
            .map(|plot| || figure_table(props.figure, plot)),
        table_open,
    })
}
