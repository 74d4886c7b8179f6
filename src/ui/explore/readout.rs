//! The exact values of every curve of a figure at the rank pointed at.

use yew::{Html, Properties, classes, component, html};

use std::rc::Rc;

use crate::chart::{Plot, Stroke, Tone};
use crate::params::number::{Format, significant};

/// Digits shown; `data-value` has all of them.
const DIGITS: usize = 6;

/// Properties of [`ReadoutView`].
#[derive(Properties, PartialEq)]
pub(super) struct ReadoutProps {
    pub(super) id: String,
    pub(super) plot: Rc<Plot>,
    pub(super) rank: usize,
    /// On which side of the crosshair it stands.
    pub(super) side: &'static str,
}

/// One line for each curve.
#[component]
pub(super) fn ReadoutView(props: &ReadoutProps) -> Html {
    let rows = props.plot.read(props.rank);
    html! {
        // What it says is also the value text of the slider beneath it.
        <div id={props.id.clone()} class={classes!("readout", props.side)} aria-hidden="true"
            data-rank={props.rank.to_string()}
        >
            { for rows.iter().rev().map(|row| html! {
                <p class={classes!(tone(row.curve.tone), stroke(row.curve.stroke))}>
                    <span>{ row.curve.label.clone() }</span>
                    <b
                        data-column={row.curve.name}
                        data-value={row.value.map(|value| Format::Exact.write(value)).unwrap_or_default()}
                    >
                        { written(row.value) }
                    </b>
                </p>
            }) }
        </div>
    }
}

/// The readout in words, for who hears it.
pub(super) fn in_words(plot: &Plot, rank: usize) -> String {
    let rows = plot.read(rank);
    let values: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| format!("{} {}", row.curve.label, written(row.value)))
        .collect();
    format!("rank {rank}: {}", values.join(", "))
}

fn written(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS))
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Style => "style",
        Tone::Facts => "facts",
        Tone::Neutral => "neutral",
    }
}

const fn stroke(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "solid",
        Stroke::Dashed => "dashed",
        Stroke::Dotted => "dotted",
    }
}
