//! One figure of training: heading, canvas, what it shows now, and the same to take away.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_effect_with, use_node_ref, use_state_eq};

use super::map_table::map_table;
use crate::chart::training::{TrainingFigure, map_csv};
use crate::chart::{self, Named, Plot};
use crate::ui::display::Display;
use crate::ui::explore::canvas::{paint, use_size};
use crate::ui::explore::figure_table::figure_table;
use crate::ui::explore::save::save_buttons;

/// Properties of [`FigureView`].
#[derive(Properties, PartialEq)]
pub(super) struct FigureProps {
    pub(super) figure: TrainingFigure,
    /// None until there is something to draw.
    pub(super) plot: Option<Rc<Plot>>,
    /// What to do to see something.
    pub(super) waiting: &'static str,
    /// How to read it.
    pub(super) note: &'static str,
    pub(super) display: Display,
}

/// One figure.
#[component]
pub(super) fn FigureView(props: &FigureProps) -> Html {
    let canvas = use_node_ref();
    let size = *use_size(canvas.clone());
    let table_open = use_state_eq(|| false);
    let display = props.display;
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
    let (name, title) = (props.figure.name(), props.figure.title());
    let (heading, summary) = (format!("heading-{name}"), format!("summary-{name}"));
    let toggle_table = {
        let table_open = table_open.clone();
        move |_| table_open.set(!*table_open)
    };
    let is_map = props
        .plot
        .as_ref()
        .is_some_and(|plot| !plot.cells.is_empty());
    let csv = if is_map { map_csv } else { Plot::csv };
    let said = props.plot.as_ref().map(|plot| plot.summary.clone());
    html! {
        <figure id={format!("figure-{name}")} aria-labelledby={heading.clone()}>
            <div class="figure-head"><h2 id={heading.clone()}>{ title }</h2></div>
            <div class="plot">
                <canvas
                    ref={canvas}
                    id={format!("chart-{name}")}
                    role="img"
                    hidden={props.plot.is_none()}
                    aria-labelledby={heading}
                    aria-describedby={summary.clone()}
                />
            </div>
            <figcaption>
                <p id={summary} class="summary">
                    { said.unwrap_or_else(|| props.waiting.to_owned()) }
                </p>
                <p class="how-to-read">{ props.note }</p>
            </figcaption>
            if let Some(plot) = &props.plot {
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
                        { save_buttons(Named { name, title }, plot, csv, size, display.theme) }
                    }
                </div>
                if *table_open && !is_map {
                    { figure_table(Named { name, title }, plot) }
                } else if *table_open {
                    { map_table(name, title, plot) }
                }
            }
        </figure>
    }
}
