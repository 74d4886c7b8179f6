//! One map of learning rates: heading, canvas, what it shows now, and the same to take away.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_effect_with, use_node_ref, use_state_eq};

use super::map_table::map_table;
use crate::chart::training::{TrainingFigure, map_csv};
use crate::chart::{self, Named, Plot};
use crate::ui::display::Display;
use crate::ui::explore::canvas::{paint, use_size};
use crate::ui::explore::save::save_buttons;

/// Properties of [`MapFigure`].
#[derive(Properties, PartialEq)]
pub(super) struct MapFigureProps {
    pub(super) figure: TrainingFigure,
    pub(super) plot: Rc<Plot>,
    /// How to read it.
    pub(super) note: &'static str,
    pub(super) display: Display,
}

/// One map.
#[component]
pub(super) fn MapFigure(props: &MapFigureProps) -> Html {
    let canvas = use_node_ref();
    let size = *use_size(canvas.clone());
    let table_open = use_state_eq(|| false);
    let display = props.display;
    {
        let canvas = canvas.clone();
        use_effect_with(
            (props.plot.clone(), size, display),
            move |(plot, size, display)| {
                if let Some(size) = size {
                    paint(&canvas, *size, display.ratio, |backend| {
                        chart::draw(backend, plot, &display.theme, *size)
                    });
                }
            },
        );
    }
    let (name, title) = (props.figure.name(), props.figure.title());
    let (heading, summary) = (format!("heading-{name}"), format!("summary-{name}"));
    let toggle_table = {
        let table_open = table_open.clone();
        move |_| table_open.set(!*table_open)
    };
    html! {
        <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
            <div class="figure-head"><h2 id={heading.clone()}>{ title }</h2></div>
            <div class="plot">
                <canvas
                    ref={canvas}
                    id={format!("chart-{name}")}
                    role="img"
                    aria-labelledby={heading}
                    aria-describedby={summary.clone()}
                />
            </div>
            <figcaption>
                <p id={summary} class="summary">
                    { props.plot.summary.clone() }
                </p>
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
                    { save_buttons(Named { name, title }, &props.plot, map_csv, size, display.theme) }
                }
            </div>
            if *table_open {
                { map_table(name, title, &props.plot) }
            }
        </figure>
    }
}
