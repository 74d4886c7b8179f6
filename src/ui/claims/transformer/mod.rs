//! A small transformer: what a fine-tuning that really happened shows, with more ranks and seeds than the
//! pretrained model has.
//!
//! The step and the learning rate that are shown are in the link.

pub(crate) mod recalled;
mod statement;
mod table;

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo};

use self::statement::{conditions_of, statement};
use self::table::{layer_table, slope_table, spectrum_table};
use super::check;
use super::figure::{START, measured_figure};
use super::problem::loading_status;
use crate::browser::display::{Display, use_display};
use crate::store::{Dispatch, Handle, use_store};
use crate::widgets::switch::switch;
use rankscope_app::claims;
use rankscope_app::cursor::Cursor;
use rankscope_app::measured::Loading;
use rankscope_app::state::{Action, State};
use rankscope_app::transformer::{TransformerResults, words};
use rankscope_chart::measured::MeasuredFigure;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Choices, Transformer as TransformerChoice};
use rankscope_sim::transformer::Transformer;

/// Properties of [`TransformerView`].
#[derive(Properties, PartialEq)]
pub(super) struct TransformerProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    pub(super) loading: Loading<Transformer>,
    pub(super) retry: Callback<MouseEvent>,
}

/// Its surprise, and what else it shows.
#[component]
pub(super) fn TransformerView(props: &TransformerProps) -> Html {
    let TransformerProps {
        state,
        dispatch,
        loading,
        retry,
    } = props;
    let choices = state.link.choices;
    let display = use_display(choices.theme);
    let cursor = use_store(Cursor::default);
    let simulated = state.shown.as_ref().map(|shown| shown.spectra.clone());
    let results = use_memo(
        (
            loading.measurements().cloned(),
            choices.transformer,
            choices.transformer_lr,
            simulated,
        ),
        |(measured, shown, rate, simulated)| {
            let measured = measured.clone()?;
            let step = shown.step().unwrap_or_else(|| measured.last_step());
            let simulated = simulated.as_deref();
            Some(TransformerResults::of(measured, step, *rate, simulated))
        },
    );
    html! {
        <>
            <section
                id="transformer"
                aria-labelledby="heading-transformer"
                data-state={loading.name()}
                aria-busy={matches!(loading, Loading::Requested).to_string()}
            >
                { surprise(results.as_ref().as_ref(), &cursor, display) }
                { loading_status("transformer", loading, retry) }
            </section>
            if let Some(results) = results.as_ref() {
                <section id="transformer-more" aria-labelledby="heading-transformer-more">
                    <h2 id="heading-transformer-more">{ words::FURTHER }</h2>
                    <p class="subline">{ words::ABOUT }</p>
                    { findings(results, &state.link, &cursor, display, dispatch) }
                </section>
            }
        </>
    }
}

/// What nobody expects, its conditions, and the figure that shows it.
fn surprise(
    results: Option<&TransformerResults>,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    let found = results.and_then(|results| Some((results, results.surprise.as_ref()?)));
    let Some((results, found)) = found else {
        return html! { <h2 id="heading-transformer">{ words::HEADING }</h2> };
    };
    let condition = |(word, text): (&'static str, String)| {
        html! { <><dt>{ word }</dt><dd>{ text }</dd></> }
    };
    let sentences = words::surprise_in_numbers(found);
    html! {
        <>
        <p class="subline">{ words::bridge(&results.measured) }</p>
        <div class="surprise">
            <div>
                <p class="kicker">{ words::HEADING }</p>
                <h2 id="heading-transformer">{ words::surprise(found) }</h2>
                <p class="lede">{ sentences.join(" ") }</p>
            </div>
            <div class="card">
                { measured_figure((&results.recalled, None), html! {}, words::NOTE_RECALLED, cursor, display) }
            </div>
            <dl>{ for words::surprise_conditions(&results.measured).into_iter().map(condition) }</dl>
        </div>
        </>
    }
}

/// Four figures, each with what it shows, and what the adapters' own spectra are like.
fn findings(
    results: &TransformerResults,
    link: &Link,
    cursor: &Handle<Cursor>,
    display: Display,
    dispatch: &Dispatch<State>,
) -> Html {
    let choices = link.choices;
    let figure = |figure: &Rc<MeasuredFigure>,
                  layers: Option<&Rc<MeasuredFigure>>,
                  control: Html,
                  note: &'static str| {
        measured_figure((figure, layers), control, note, cursor, display)
    };
    let said = |id| html! { if let Some(found) = results.statement(id) { { statement(found) } } };
    let rank = cursor
        .rank()
        .filter(|rank| results.energy.places.contains(rank));
    let rates = switch(choices.transformer_lr, dispatch);
    html! {
        <>
            <div class="findings">
                <div>
                    { figure(
                        &results.energy,
                        Some(&results.layers),
                        steps(choices, dispatch),
                        words::NOTE_ENERGY,
                    ) }
                    { layer_table(&results.layers, &results.measured, rank.unwrap_or(START)) }
                </div>
                <div>{ said("real-style") }</div>
                <div>
                    { figure(
                        &results.recall,
                        None,
                        labelled("Learning rate", rates),
                        words::NOTE_RECALL,
                    ) }
                </div>
                <div>
                    { said("real-facts") }
                    { said("real-root-scale") }
                </div>
                <div>
                    { figure(
                        &results.gradient,
                        None,
                        html! {},
                        words::NOTE_GRADIENT,
                    ) }
                    { slope_table(&results.measured) }
                </div>
                <div>{ said("real-falling-scale") }</div>
                <div>
                    { figure(
                        &results.truncated,
                        None,
                        html! {},
                        words::NOTE_TRUNCATED,
                    ) }
                </div>
                <div>
                    { said("real-own-spectrum") }
                    { spectrum_table(&results.measured) }
                    { further(link, dispatch) }
                </div>
            </div>
            <details class="note" id="transformer-conditions">
                <summary>{ words::CONDITIONS }</summary>
                { conditions_of(&results.measured) }
            </details>
        </>
    }
}

/// The steps whose weights can be looked at.
fn steps(choices: Choices, dispatch: &Dispatch<State>) -> Html {
    let button = |shown: TransformerChoice| {
        let dispatch = dispatch.clone();
        let now = choices.transformer;
        // The last step is shown where none is chosen.
        let pressed = now == shown
            || (now == TransformerChoice::Closed && shown == TransformerChoice::Step500);
        html! {
            <button
                id={format!("transformer-{}", shown.name())}
                type="button"
                aria-pressed={pressed.to_string()}
                onclick={move |_| dispatch.dispatch(Action::choose(shown))}
            >
                { shown.name() }
            </button>
        }
    };
    let open = TransformerChoice::ALL
        .iter()
        .copied()
        .filter(|&shown| shown != TransformerChoice::Closed);
    labelled(
        "Step",
        html! { <div class="switch" role="group" aria-label={TransformerChoice::declaration().help}>{ for open.map(button) }</div> },
    )
}

/// A row of buttons with a word before it, which the group's own name says too.
fn labelled(word: &'static str, buttons: Html) -> Html {
    html! { <div class="labelled"><span aria-hidden="true">{ word }</span>{ buttons }</div> }
}

/// Where to see the adapters themselves, and where to be asked about them.
fn further(link: &Link, dispatch: &Dispatch<State>) -> Html {
    html! {
        <p class="checks">
            { "See for yourself: " }
            { check("Four of these adapters", &claims::adapters(link), dispatch) }
            { check("Can you tell? An exercise", &claims::exercise(link), dispatch) }
        </p>
    }
}
