//! One figure of the section: heading, canvas, crosshair, what it shows now, and the same as a table.
//!
//! The crosshair goes from measurement to measurement: between them there is nothing to read.

use crate::store::Dispatch;
use std::rc::Rc;

use yew::{Html, Properties, classes, component, html, use_node_ref, use_state_eq};

use super::table::figure_table;
use crate::browser::display::Display;
use crate::widgets::figure::drawing::{free_side, use_crosshair, use_drawing};
use crate::widgets::figure::frame::{Frame, Level, frame};
use crate::widgets::figure::pointer::{Places, pointer};
use crate::widgets::figure::readout::tone;
use crate::widgets::figure::save::save_buttons;
use rankscope_app::cursor::Cursor;
use rankscope_chart::Stroke;
use rankscope_chart::transformer::{Column, Figure};
use rankscope_params::number::{Format, significant};

/// Digits beside the pointer; `data-value` has all of them.
const DIGITS: usize = 4;

/// Properties of [`FigureView`].
#[derive(Properties, PartialEq)]
pub(super) struct FigureProps {
    pub(super) figure: Rc<Figure>,
    /// What is shown beside the curves at the rank pointed at.
    pub(super) layers: Option<Rc<Figure>>,
    /// A control of this figure alone.
    pub(super) control: Html,
    /// How to read it.
    pub(super) note: &'static str,
    /// Where the reader points, in this figure or another.
    pub(super) cursor: Cursor,
    /// The rank from which the keyboard sets out.
    pub(super) start: usize,
    pub(super) point: Dispatch<Cursor>,
    pub(super) display: Display,
}

/// One figure.
#[component]
pub(super) fn FigureView(props: &FigureProps) -> Html {
    let (canvas, overlay) = (use_node_ref(), use_node_ref());
    let table_open = use_state_eq(|| false);
    let FigureProps {
        figure, display, ..
    } = props;
    let plot = &figure.plot;
    let rank = props
        .cursor
        .rank()
        .filter(|rank| figure.places.contains(rank));
    let size = use_drawing(canvas.clone(), Some(plot.clone()), *display);
    let pointed = props.layers.as_ref().unwrap_or(figure).plot.clone();
    use_crosshair(overlay.clone(), Some(pointed), size, *display, rank);
    let over = html! {
        <>
            <canvas ref={overlay} class="overlay" aria-hidden="true" />
            if let Some(size) = size {
                { pointer(
                    figure.named,
                    Places { plot, stops: &figure.places, size, start: props.start },
                    |rank| in_words(figure, rank),
                    props.cursor,
                    &props.point,
                ) }
                if let Some(rank) = rank {
                    { readout(figure, rank, free_side(plot, size, rank)) }
                }
            }
        </>
    };
    let csv = {
        let figure = figure.clone();
        move || figure.csv()
    };
    let save = size.map(|size| save_buttons(figure.named, plot, csv, size, display.theme));
    frame(Frame {
        figure: figure.named,
        level: Level::Part,
        control: props.control.clone(),
        canvas,
        over,
        summary: plot.summary.clone(),
        note: html! { <p class="how-to-read">{ props.note }</p> },
        save: save.unwrap_or_default(),
        table: Some(|| figure_table(figure)),
        table_open,
    })
}

/// The columns that have a value at a rank.
fn read(figure: &Figure, rank: usize) -> impl Iterator<Item = (&Column, f64)> {
    let columns = figure.columns.iter();
    columns.filter_map(move |column| Some((column, column.at(rank)?)))
}

fn readout(figure: &Figure, rank: usize, side: &'static str) -> Html {
    let line = |(column, value): (&Column, f64)| {
        let dashed = (column.stroke == Stroke::Dashed).then_some("dashed");
        html! {
            <p class={classes!(tone(column.tone), dashed)}>
                <span>{ column.heading.clone() }</span>
                <b data-column={column.name.clone()} data-value={Format::Exact.write(value)}>
                    { significant(value, DIGITS) }
                </b>
            </p>
        }
    };
    html! {
        // What it says is also the value text of the slider beneath it.
        <div
            id={format!("readout-{}", figure.named.name)}
            class={classes!("readout", side)}
            aria-hidden="true"
            data-rank={rank.to_string()}
        >
            { for read(figure, rank).map(line) }
        </div>
    }
}

/// The readout in words, for who hears it.
fn in_words(figure: &Figure, rank: usize) -> String {
    let values: Vec<String> = read(figure, rank)
        .map(|(column, value)| format!("{} {}", column.heading, significant(value, DIGITS)))
        .collect();
    if values.is_empty() {
        return format!("rank {rank}: {}", figure.empty);
    }
    format!("rank {rank}: {}", values.join(", "))
}
