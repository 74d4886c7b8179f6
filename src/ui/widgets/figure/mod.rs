//! One figure: heading, canvas, what it shows now, how to read it, and the same as a table. The
//! canvas is drawn anew when its plot, its size, the palette or the pixel ratio changes, and never
//! otherwise: what follows the pointer is drawn on a second canvas above it.

pub(crate) mod canvas;
mod drag;
pub(crate) mod drawing;
pub(crate) mod frame;
mod mover;
mod pointer;
pub(crate) mod readout;
pub(crate) mod save;
mod source;
pub(crate) mod table;

use crate::store::Dispatch;
use std::rc::Rc;

use yew::{AttrValue, Html, Properties, component, html, use_mut_ref, use_node_ref, use_state_eq};

use self::drawing::{free_side, use_crosshair, use_drawing};
use self::frame::{FigureParts, Level, frame};
use self::mover::mover;
use self::pointer::{Places, pointer};
use self::save::save_buttons;
use crate::browser::display::Display;
use rankscope_app::cursor::Cursor;
use rankscope_chart::{Named, Plot};

pub(crate) use self::drag::DraggedRanks;
pub(crate) use self::mover::MovedMark;
pub(crate) use self::source::FigureSource;

/// Properties of [`SourceFigure`].
#[derive(Properties, PartialEq)]
pub(crate) struct FigureProps<S: FigureSource> {
    pub(crate) figure: Named,
    #[prop_or(Level::Section)]
    pub(crate) level: Level,
    /// How to read it.
    pub(crate) note: Html,
    /// None until there is something to draw.
    pub(crate) plot: Option<S>,
    /// A control that belongs to this figure alone.
    #[prop_or_default]
    pub(crate) switch: Option<Html>,
    /// One that is rarely wanted.
    #[prop_or_default]
    pub(crate) menu: Option<Html>,
    /// The ranks whose lines can be dragged, and where to.
    #[prop_or_default]
    pub(crate) ranks: Option<DraggedRanks>,
    /// The mark that the figure moves, and where to: then pointer and keys move it, and reading is the
    /// mouse's.
    #[prop_or_default]
    pub(crate) moved: Option<MovedMark>,
    /// What a saved figure says it is of.
    #[prop_or_default]
    pub(crate) of: AttrValue,
    /// Where the reader points, in this figure or another.
    pub(crate) cursor: Cursor,
    /// The rank, or step, from which the keyboard begins.
    pub(crate) start: usize,
    pub(crate) point: Dispatch<Cursor>,
    pub(crate) display: Display,
}

/// A figure whose curves are all there is to read.
pub(crate) type FigureView = SourceFigure<Rc<Plot>>;

/// One figure.
#[component]
pub(crate) fn SourceFigure<S: FigureSource>(props: &FigureProps<S>) -> Html {
    let (canvas, overlay) = (use_node_ref(), use_node_ref());
    let (table_open, note_open) = (use_state_eq(|| false), use_state_eq(|| false));
    let (hold, slide) = (use_mut_ref(|| None), use_mut_ref(|| None));
    let FigureProps {
        figure, display, ..
    } = *props;
    let source = props.plot.as_ref();
    let plot = source.map(FigureSource::plot);
    let stops = source.map(FigureSource::stops);
    let rank = props
        .cursor
        .rank()
        .filter(|rank| stops.as_ref().is_some_and(|stops| stops.contains(rank)));
    let size = use_drawing(canvas.clone(), plot.cloned(), display);
    let pointed = source.map(|source| source.crosshair().clone());
    use_crosshair(overlay.clone(), pointed, size, display, rank);
    let ready = source.zip(plot).zip(stops).zip(size);
    let readout = format!("readout-{}", figure.name);
    let reading = source.zip(rank).filter(|_| ready.is_some());
    let reading = reading.and_then(|(source, rank)| source.head_readout(readout.clone(), rank));
    let over = html! {
        <>
            <canvas ref={overlay} class="overlay" aria-hidden="true" />
            if let Some((((source, plot), stops), size)) = &ready {
                if let Some(moved) = &props.moved {
                    { mover(
                        figure,
                        Places { plot, stops, size: *size, start: props.start },
                        (moved, &slide),
                        |stop| source.value_text(stop),
                        &props.point,
                    ) }
                } else {
                { pointer(
                    figure,
                    Places { plot, stops, size: *size, start: props.start },
                    props.ranks.as_ref().map(|ranks| (ranks, &hold)),
                    |stop| source.value_text(stop),
                    props.cursor,
                    &props.point,
                ) }
                }
                if let Some(rank) = rank.filter(|_| reading.is_none()) {
                    { source.readout(readout, rank, free_side(plot, *size, rank)) }
                }
            }
        </>
    };
    let save = ready.as_ref().map(|(((source, plot), _), size)| {
        let source = (*source).clone();
        let of = props.of.clone();
        save_buttons(
            figure,
            (plot, of),
            move || source.csv(),
            *size,
            display.theme,
        )
    });
    let summary = plot.map(|plot| plot.summary.clone());
    frame(FigureParts {
        figure,
        level: props.level,
        control: props.switch.clone().unwrap_or_default(),
        menu: props.menu.clone().unwrap_or_default(),
        canvas,
        over,
        summary: summary.unwrap_or_default(),
        reading,
        note: props.note.clone(),
        note_open,
        save: save.unwrap_or_default(),
        table: source.map(|source| || source.table(figure)),
        table_open,
    })
}
