//! One map of learning rates: heading, canvas, what it shows now, and the same to take away.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_node_ref, use_state_eq};

use super::map_table::map_table;
use crate::browser::display::Display;
use crate::widgets::figure::drawing::use_drawing;
use crate::widgets::figure::frame::{FigureParts, Level, frame};
use crate::widgets::figure::save::save_buttons;
use rankscope_chart::training::{TrainingFigure, map_csv};
use rankscope_chart::{Named, Plot};
use rankscope_sim::training::Family;

/// Properties of [`MapFigure`].
#[derive(Properties, PartialEq)]
pub(super) struct MapFigureProps {
    pub(super) figure: TrainingFigure,
    /// Whose rates it maps.
    pub(super) family: Family,
    pub(super) plot: Rc<Plot>,
    /// How to read it.
    pub(super) note: &'static str,
    pub(super) display: Display,
}

/// One map.
#[component]
pub(super) fn MapFigure(props: &MapFigureProps) -> Html {
    let canvas = use_node_ref();
    let (table_open, note_open) = (use_state_eq(|| false), use_state_eq(|| false));
    let MapFigureProps {
        figure,
        family,
        plot,
        note,
        display,
    } = props;
    let size = use_drawing(canvas.clone(), Some(plot.clone()), *display);
    let (name, title) = (figure.name(), figure.title(*family));
    let figure = Named { name, title };
    let csv = {
        let plot = plot.clone();
        move || map_csv(&plot)
    };
    let save = size.map(|size| save_buttons(figure, (plot, "".into()), csv, size, display.theme));
    frame(FigureParts {
        figure,
        level: Level::Section,
        control: html! {},
        menu: html! {},
        canvas,
        over: html! {},
        summary: plot.summary.clone(),
        reading: None,
        note: html! { <p class="how-to-read">{ *note }</p> },
        note_open,
        save: save.unwrap_or_default(),
        table: Some(|| map_table(name, title, plot)),
        table_open,
    })
}
