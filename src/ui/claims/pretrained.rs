//! A pretrained language model: what fine-tuning did to it opens the view.

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, MouseEvent, Properties, component, html, use_memo};

use super::figure::measured_figure;
use super::problem::loading_status;
use super::table::table;
use crate::browser::display::{Display, use_display};
use crate::store::{Handle, use_store};
use crate::widgets::swatches::swatches;
use rankscope_app::cursor::Cursor;
use rankscope_app::measured::Loading;
use rankscope_app::pretrained::{PretrainedResults, Statement, tables, words};
use rankscope_chart::measured::MeasuredFigure;
use rankscope_params::{Theme, Update};
use rankscope_sim::pretrained::Pretrained;

/// Properties of [`PretrainedView`].
#[derive(Properties, PartialEq)]
pub(super) struct PretrainedProps {
    pub(super) theme: Theme,
    pub(super) loading: Loading<Pretrained>,
    pub(super) retry: Callback<MouseEvent>,
}

/// The section.
#[component]
pub(super) fn PretrainedView(props: &PretrainedProps) -> Html {
    let loading = &props.loading;
    let display = use_display(props.theme);
    // A rank in one figure is a rank in the others; learning rates are pointed at by themselves.
    let (ranks, rates) = (use_store(Cursor::default), use_store(Cursor::default));
    let results = use_memo(loading.measurements().cloned(), |measured| {
        PretrainedResults::of(measured.clone()?)
    });
    let results = results.as_ref().as_ref();
    html! {
        <section
            id="pretrained"
            aria-labelledby="heading-pretrained"
            data-state={loading.name()}
            aria-busy={matches!(loading, Loading::Requested).to_string()}
        >
            if let Some(results) = results {
                { surprise(results, &ranks, display) }
                { findings(results, [&ranks, &rates], display) }
                { limits(results) }
                { details(results) }
            } else {
                <h2 id="heading-pretrained">{ words::HEADING }</h2>
            }
            { loading_status("pretrained", loading, &props.retry) }
        </section>
    }
}

/// What nobody expects, its conditions, and the figure that shows it.
fn surprise(results: &PretrainedResults, cursor: &Handle<Cursor>, display: Display) -> Html {
    let found = &results.found.surprise;
    let condition = |(word, text): (&'static str, String)| {
        html! { <><dt>{ word }</dt><dd>{ text }</dd></> }
    };
    let conditions = words::headline_conditions(&results.measured, found);
    let note = words::note_recalled(&results.found);
    html! {
        <div class="surprise">
            <div>
                <p class="kicker">{ words::HEADING }</p>
                <h2 id="heading-pretrained">{ words::headline(found) }</h2>
                <p class="lede">{ words::headline_in_numbers(found).join(" ") }</p>
            </div>
            { keyed((&results.recalled, None), note, cursor, display) }
            <dl>{ for conditions.into_iter().map(condition) }</dl>
        </div>
    }
}

/// Four figures, each with what it shows.
fn findings(
    results: &PretrainedResults,
    [ranks, rates]: [&Handle<Cursor>; 2],
    display: Display,
) -> Html {
    let said = |id| {
        let found = results.statement(id);
        let text = |found: &Statement| {
            html! {
                <div id={found.id} class="claim">
                    <h3>{ found.title }</h3>
                    <p class="found">{ found.sentences.join(" ") }</p>
                </div>
            }
        };
        html! { { for found.map(text) } }
    };
    let figure = |figure, note: &'static str, cursor| {
        keyed((figure, Some(words::SECOND_SEED)), note, cursor, display)
    };
    html! {
        <div class="findings">
            { figure(&results.cuts, words::NOTE_CUTS, ranks) }
            <div>
                { said("pretrained-cutting") }
                { said("pretrained-training") }
            </div>
            { figure(&results.energy, words::NOTE_ENERGY, ranks) }
            <div>{ said("pretrained-spectrum") }</div>
            { figure(&results.rates, words::NOTE_RATES, rates) }
            <div>{ said("pretrained-rate") }</div>
            { figure(&results.drift, words::NOTE_DRIFT, rates) }
            <div>{ said("pretrained-step") }</div>
        </div>
    }
}

/// A figure with a key below it, which `further` ends.
fn keyed(
    (figure, further): (&Rc<MeasuredFigure>, Option<&'static str>),
    note: impl Into<AttrValue>,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    html! {
        <div class="card keyed">
            { measured_figure((figure, None), html! {}, note, cursor, display) }
            { swatches(&figure.plot, further) }
        </div>
    }
}

/// What must not be read out of the runs.
fn limits(results: &PretrainedResults) -> Html {
    let limit = |(said, why): (&'static str, Vec<String>)| {
        html! { <li><b>{ said }</b>{ " " }{ why.join(" ") }</li> }
    };
    let noise = words::noise(&results.measured);
    html! {
        <div id="pretrained-limits">
            <h3>{ words::LIMITS }</h3>
            <ul>{ for words::limits(&results.measured, &results.found).into_iter().map(limit) }</ul>
            <p>{ noise.join(" ") }</p>
        </div>
    }
}

/// Every run, the spectra, and under which conditions all of it was measured.
fn details(results: &PretrainedResults) -> Html {
    let measured = &results.measured;
    let paragraph = |condition| html! { <p>{ condition }</p> };
    html! {
        <>
            <details class="note" id="pretrained-spectra">
                <summary>{ words::SPECTRA }</summary>
                { table(&tables::spectra(measured)) }
            </details>
            <details class="note" id="pretrained-runs">
                <summary>{ words::RUNS }</summary>
                { for [Update::Facts, Update::Style].map(|task| table(&tables::runs(measured, task))) }
            </details>
            <details class="note" id="pretrained-conditions">
                <summary>{ words::CONDITIONS }</summary>
                { for words::conditions(measured).into_iter().map(paragraph) }
            </details>
        </>
    }
}
