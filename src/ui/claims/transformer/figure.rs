//! A figure of measurements, as the source of the page's figures: its crosshair goes from measurement to
//! measurement, since between them there is nothing to read.

use std::rc::Rc;

use yew::{Html, classes, html};

use super::table::figure_table;
use crate::widgets::figure::FigureSource;
use crate::widgets::figure::readout::tone;
use rankscope_chart::transformer::{MeasuredColumn, MeasuredFigure};
use rankscope_chart::{Named, Plot, Stroke};
use rankscope_params::number::{Format, significant};

/// Digits beside the pointer; `data-value` has all of them.
const DIGITS: usize = 4;

/// A figure of measurements.
#[derive(Clone, PartialEq)]
pub(super) struct Measured {
    pub(super) figure: Rc<MeasuredFigure>,
    /// What is marked at the rank pointed at, if not the figure's own curves.
    pub(super) layers: Option<Rc<MeasuredFigure>>,
}

impl Measured {
    /// The columns that have a value at a rank.
    fn values(&self, rank: usize) -> impl Iterator<Item = (&MeasuredColumn, f64)> {
        let columns = self.figure.columns.iter();
        columns.filter_map(move |column| Some((column, column.at(rank)?)))
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

    fn value_text(&self, rank: usize) -> String {
        let value = |(column, value): (&MeasuredColumn, f64)| {
            format!("{} {}", column.heading, significant(value, DIGITS))
        };
        let values: Vec<String> = self.values(rank).map(value).collect();
        if values.is_empty() {
            return format!("rank {rank}: {}", self.figure.empty);
        }
        format!("rank {rank}: {}", values.join(", "))
    }

    fn readout(&self, id: String, rank: usize, side: &'static str) -> Html {
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
            <div {id} class={classes!("readout", side)} aria-hidden="true" data-rank={rank.to_string()}>
                <p class="place">{ format!("rank {rank}") }</p>
                { for self.values(rank).map(line) }
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
