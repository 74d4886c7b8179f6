//! The exact values of every curve of a figure at the rank pointed at.

use yew::{Html, classes, html};

use crate::widgets::legend::line;
use rankscope_chart::{Curve, Plot, Readout, Stroke, Tone};
use rankscope_params::number::{Format, significant};

/// Digits shown where a figure asks for no others; `data-value` has all of them.
pub(crate) const DIGITS: usize = 6;
/// Digits of what is pinned, which is there to compare with.
const PINNED_DIGITS: usize = 4;
/// Digits in a figure's head.
const HEAD_DIGITS: usize = 4;

/// One line for each curve, on the `side` of the crosshair with more room.
pub(crate) fn readout(
    id: String,
    plot: &Plot,
    rank: usize,
    (side, digits): (&'static str, usize),
) -> Html {
    let rows = plot.read(rank);
    html! {
        // What it says is also the value text of the slider beneath it.
        <div {id} class={classes!("readout", side)} aria-hidden="true"
            data-rank={rank.to_string()}
        >
            <p class="place">{ place(plot, rank) }</p>
            { for rows.iter().rev().map(|row| row_of(row, plot, digits)) }
        </div>
    }
}

/// The same in one line, for a figure's head: where there are no more values than that has room for.
pub(crate) fn head_readout(id: String, plot: &Plot, rank: usize) -> Option<Html> {
    if plot.opens_box() {
        return None;
    }
    let rows = plot.read(rank);
    let value = |row: &Readout<'_>| {
        let exact = row.value.map(|value| Format::Exact.write(value));
        html! {
            <span class={tone(row.curve.tone)}>
                { called(row.curve, plot) }{ " " }
                <b data-column={row.curve.name.to_string()} data-value={exact.unwrap_or_default()}>
                    { written(row.value, HEAD_DIGITS) }{ plot.y.unit() }
                </b>
            </span>
        }
    };
    Some(html! {
        <p {id} class="head-readout" aria-hidden="true" data-rank={rank.to_string()}>
            <b>{ place(plot, rank) }</b>
            { for rows.iter().rev().map(value) }
        </p>
    })
}

/// "rank 8"
fn place(plot: &Plot, rank: usize) -> String {
    plot.x.called(rank as f64)
}

fn row_of(row: &Readout<'_>, plot: &Plot, digits: usize) -> Html {
    let exact = row.value.map(|value| Format::Exact.write(value));
    let pinned = plot.ghosts.iter().zip(&row.pinned);
    html! {
        <p class={tone(row.curve.tone)}>
            { line(row.curve.tone, row.curve.stroke) }
            <span>{ called(row.curve, plot) }</span>
            <b data-column={row.curve.name.to_string()} data-value={exact.unwrap_or_default()}>
                { written(row.value, digits) }
            </b>
            { for pinned.map(|(ghost, value)| html! {
                <i>{ format!("{} {}", ghost.letter, written(*value, PINNED_DIGITS)) }</i>
            }) }
        </p>
    }
}

/// The readout as text, for screen readers.
pub(crate) fn value_text(plot: &Plot, rank: usize, digits: usize) -> String {
    let rows = plot.read(rank);
    let values: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| format!("{} {}", called(row.curve, plot), written(row.value, digits)))
        .collect();
    format!("{}: {}", place(plot, rank), values.join(", "))
}

fn written(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| significant(value, digits))
}

/// A curve's label, or its name where what is written beside it does not tell it from others.
pub(crate) fn called(curve: &Curve, plot: &Plot) -> String {
    let same = plot
        .curves
        .iter()
        .filter(|other| other.label == curve.label);
    if same.count() > 1 {
        curve.name.replace('_', " ")
    } else {
        curve.label.clone()
    }
}

/// The class that gives text a curve's colour.
pub(crate) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Style => "style",
        Tone::Facts => "facts",
        Tone::Neutral => "neutral",
    }
}

/// The class that gives a line its curve's dashes.
pub(crate) const fn stroke(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "solid",
        Stroke::Dashed => "dashed",
        Stroke::Dotted => "dotted",
        Stroke::Unjoined => "",
    }
}
