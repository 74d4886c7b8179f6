//! One figure of the section: heading, canvas, crosshair, what it shows now, and the same as a table.
//!
//! The crosshair goes from measurement to measurement: between them there is nothing to read.

use std::rc::Rc;

use yew::{
    Html, KeyboardEvent, PointerEvent, Properties, UseReducerDispatcher, classes, component, html,
    use_effect_with, use_memo, use_node_ref, use_state_eq,
};

use super::table::figure_table;
use crate::chart::transformer::{Column, Figure};
use crate::chart::{self, Plot, Size, Stroke};
use crate::params::number::{Format, significant};
use crate::ui::display::Display;
use crate::ui::explore::canvas::{erase, paint, use_size};
use crate::ui::explore::cursor::{self, Cursor, Move};
use crate::ui::explore::readout::tone;
use crate::ui::explore::save::save_buttons;

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
    pub(super) point: UseReducerDispatcher<Cursor>,
    pub(super) display: Display,
}

/// One figure.
#[component]
pub(super) fn FigureView(props: &FigureProps) -> Html {
    let (canvas, overlay) = (use_node_ref(), use_node_ref());
    let size = *use_size(canvas.clone());
    let table_open = use_state_eq(|| false);
    let display = props.display;
    let figure = &props.figure;
    let plot = use_memo(figure.clone(), |figure| figure.plot.clone());
    let rank = props
        .cursor
        .rank()
        .filter(|rank| figure.places.contains(rank));
    {
        let canvas = canvas.clone();
        use_effect_with(
            (plot.clone(), size, display),
            move |(plot, size, display)| {
                if let Some(size) = size {
                    paint(&canvas, *size, display.ratio, |backend| {
                        chart::draw(backend, plot, &display.theme, *size)
                    });
                }
            },
        );
    }
    {
        let overlay = overlay.clone();
        let pointed = props.layers.clone().unwrap_or_else(|| figure.clone());
        use_effect_with(
            (pointed, size, display, rank),
            move |(pointed, size, display, rank)| {
                let Some(size) = size else { return };
                erase(&overlay);
                if let Some(rank) = rank {
                    paint(&overlay, *size, display.ratio, |backend| {
                        chart::draw_crosshair(backend, &pointed.plot, &display.theme, *size, *rank)
                    });
                }
            },
        );
    }
    let chart::Named { name, title } = figure.named;
    let (heading, summary) = (format!("heading-{name}"), format!("summary-{name}"));
    let toggle_table = {
        let table_open = table_open.clone();
        move |_| table_open.set(!*table_open)
    };
    html! {
        <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
            <div class="figure-head">
                <h3 id={heading.clone()}>{ title }</h3>
                { props.control.clone() }
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
                if let Some(size) = size {
                    { reader(props, size) }
                    if let Some(rank) = rank {
                        { readout(figure, rank, free_side(&plot, size, rank)) }
                    }
                }
            </div>
            <figcaption>
                <p id={summary} class="summary">{ figure.plot.summary.clone() }</p>
                <p class="how-to-read">{ props.note }</p>
            </figcaption>
            <div class="take-away">
                <button
                    id={format!("open-table-{name}")}
                    type="button"
                    aria-expanded={table_open.to_string()}
                    aria-label={format!("Table of “{title}”")}
                    onclick={toggle_table}
                >
                    { "Table" }
                </button>
                if let Some(size) = size {
                    { save_buttons(figure.named, &plot, Plot::csv, size, display.theme) }
                }
            </div>
            if *table_open {
                { figure_table(figure) }
            }
        </figure>
    }
}

/// What takes pointer and keyboard: to assistive technology a slider along the measured ranks.
fn reader(props: &FigureProps, size: Size) -> Html {
    let FigureProps {
        figure,
        cursor,
        start,
        point,
        ..
    } = props;
    let under = {
        let figure = figure.clone();
        move |event: &PointerEvent| {
            let x = f64::from(event.offset_x());
            figure.plot.stop_at(&figure.places, size, x)
        }
    };
    let hover = {
        let (point, under) = (point.clone(), under.clone());
        move |event: PointerEvent| point.dispatch(Move::Hover(under(&event)))
    };
    let leave = {
        let point = point.clone();
        move |_: PointerEvent| point.dispatch(Move::Hover(None))
    };
    let press = {
        let point = point.clone();
        move |event: PointerEvent| {
            if let Some(rank) = under(&event) {
                point.dispatch(Move::Press(rank));
            }
        }
    };
    let here = cursor.rank().unwrap_or(*start);
    let here = figure.places.iter().position(|&place| place == here);
    let here = here.unwrap_or_default();
    let rank = figure.places.get(here).copied().unwrap_or(*start);
    let on_key = {
        let (point, figure) = (point.clone(), figure.clone());
        move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
            let action = cursor::key(&event.key(), here, &figure.places);
            if let Some(action) = action.filter(|_| plain) {
                event.prevent_default();
                point.dispatch(action);
            }
        }
    };
    let end = |place: Option<&usize>| place.copied().unwrap_or(rank).to_string();
    html! {
        <div
            id={format!("reader-{}", figure.named.name)}
            class="reader"
            role="slider"
            tabindex="0"
            aria-label={format!("{}: read exact values", figure.named.title)}
            aria-valuemin={end(figure.places.first())}
            aria-valuemax={end(figure.places.last())}
            aria-valuenow={rank.to_string()}
            aria-valuetext={in_words(figure, rank)}
            onpointermove={hover}
            onpointerleave={leave}
            onpointerup={press}
            onkeydown={on_key}
        />
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
