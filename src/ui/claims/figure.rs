//! A figure of measurements, as the source of the page's figures: its crosshair goes from measurement to
//! measurement, since between them there is nothing to read.

use std::rc::Rc;

use yew::{AttrValue, Html, classes, html};

use super::table::figure_table;
use crate::browser::display::Display;
use crate::store::Handle;
use crate::widgets::figure::frame::Level;
use crate::widgets::figure::readout::tone;
use crate::widgets::figure::{FigureSource, SourceFigure};
use rankscope_app::cursor::Cursor;
use rankscope_chart::measured::{MeasuredColumn, MeasuredFigure, Place};
use rankscope_chart::{Named, Plot, Stroke};
use rankscope_params::number::{Format, significant};

/// Digits beside the pointer; `data-value` has all of them.
const DIGITS: usize = 4;

/// The rank that is read where nothing is pointed at.
pub(super) const START: usize = 8;

/// A figure of measurements; `layers` are marked at the rank pointed at, in place of its own curves.
pub(super) fn measured_figure(
    (figure, layers): (&Rc<MeasuredFigure>, Option<&Rc<MeasuredFigure>>),
    control: Html,
    note: impl Into<AttrValue>,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    let note: AttrValue = note.into();
    let plot = Measured {
        figure: Rc::clone(figure),
        layers: layers.cloned(),
    };
    let start = match figure.place {
        Place::Rank => START,
        Place::Rate => figure.places.first().copied().unwrap_or_default(),
    };
    html! {
        <SourceFigure<Measured>
            figure={figure.named}
            level={Level::Part}
            note={html! { <p class="how-to-read">{ note }</p> }}
            plot={Some(plot)}
            switch={Some(control)}
            cursor={***cursor}
            {start}
            point={cursor.dispatcher()}
            {display}
        />
    }
}

/// A figure of measurements.
#[derive(Clone, PartialEq)]
struct Measured {
    figure: Rc<MeasuredFigure>,
    /// What is marked at the rank pointed at, if not the figure's own curves.
    layers: Option<Rc<MeasuredFigure>>,
}

impl Measured {
    /// The columns that have a value at a place.
    fn values(&self, place: usize) -> impl Iterator<Item = (&MeasuredColumn, f64)> {
        let columns = self.figure.columns.iter();
        columns.filter_map(move |column| Some((column, column.at(place)?)))
    }
}

impl FigureSource for Measured {
    fn plot(&self) -> &Rc<Plot> {
        &self.figure.plot
    }

    fn crosshair(&self) -> &Rc<Plot> {
        &self.layers.as_ref().unwrap_or(&self.figure).plot
    }

    fn stops(&self) -> Rc<Vec<usize>> {
        Rc::clone(&self.figure.places)
    }

    fn value_text(&self, place: usize) -> String {
        let value = |(column, value): (&MeasuredColumn, f64)| {
            format!("{} {}", column.heading, significant(value, DIGITS))
        };
        let values: Vec<String> = self.values(place).map(value).collect();
        let named = self.figure.place.named(place);
        if values.is_empty() {
            return format!("{named}: {}", self.figure.empty);
        }
        format!("{named}: {}", values.join(", "))
    }

    fn readout(&self, id: String, place: usize, side: &'static str) -> Html {
        let line = |(column, value): (&MeasuredColumn, f64)| {
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
            <div {id} class={classes!("readout", side)} aria-hidden="true" data-place={self.figure.place.written(place)}>
                <p class="place">{ self.figure.place.named(place) }</p>
                { for self.values(place).map(line) }
            </div>
        }
    }

    fn table(&self, _: Named) -> Html {
        figure_table(&self.figure)
    }

    fn csv(&self) -> String {
        self.figure.csv()
    }
}
