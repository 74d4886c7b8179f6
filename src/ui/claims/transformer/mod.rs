//! On a real transformer: what a fine-tuning that really happened says about the last claim.
//!
//! Closed, it costs nothing; opened, it fetches its numbers once. The open step and the learning rate
//! are in the link.

mod figure;
mod load;
mod statement;
mod table;

use crate::store::{Dispatch, Handle, use_store};
use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo};

use self::figure::Measured;
use self::load::use_measurements;
use self::statement::{conditions_of, statement};
use self::table::{layer_table, slope_table, spectrum_table};
use super::check;
use crate::browser::display::{Display, use_display};
use crate::widgets::figure::SourceFigure;
use crate::widgets::figure::frame::Level;
use crate::widgets::switch::switch;
use rankscope_app::claims;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::{Action, State};
use rankscope_app::transformer::load::Loading;
use rankscope_app::transformer::{TransformerResults, words};
use rankscope_chart::transformer::MeasuredFigure;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Choices, Transformer as TransformerChoice};

/// The rank that is read where nothing is pointed at.
const START: usize = 8;

/// Properties of [`TransformerView`].
#[derive(Properties, PartialEq)]
pub(super) struct TransformerProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The section.
#[component]
pub(super) fn TransformerView(props: &TransformerProps) -> Html {
    let TransformerProps { state, dispatch } = props;
    let choices = state.link.choices;
    let open = choices.transformer != TransformerChoice::Closed;
    let (loading, retry) = use_measurements(open);
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
            let (measured, step) = measured.clone().zip(shown.step())?;
            let simulated = simulated.as_deref();
            Some(TransformerResults::of(measured, step, *rate, simulated))
        },
    );
    let toggle = {
        let dispatch = dispatch.clone();
        let transformer = if open {
            TransformerChoice::Closed
        } else {
            TransformerChoice::Step500
        };
        move |_| dispatch.dispatch(Action::choose(transformer))
    };
    html! {
        <section
            id="transformer"
            aria-labelledby="heading-transformer"
            data-state={if open { loading.name() } else { "closed" }}
            aria-busy={(open && matches!(**loading, Loading::Requested)).to_string()}
        >
            <div class="section-head">
                <h2 id="heading-transformer">{ words::HEADING }</h2>
                <button
                    id="transformer-open"
                    type="button"
                    aria-expanded={open.to_string()}
                    aria-label={if open { "Hide what was measured" } else { words::SHOW }}
                    onclick={toggle}
                >
                    { if open { "Hide" } else { words::SHOW } }
                </button>
            </div>
            <p class="subline">
                { words::ABOUT }
            </p>
            if open {
                { loading_status(&loading, retry) }
                if let Some(results) = results.as_ref() {
                    { findings(results, &state.link, &cursor, display, dispatch) }
                }
            }
        </section>
    }
}

/// What stands there until the numbers do.
fn loading_status(loading: &Loading, retry: Callback<MouseEvent>) -> Html {
    html! {
        if let Some(problem) = loading.problem() {
            <div id="transformer-problem" class="adapter-problems" role="alert">
                <p>{ problem }</p>
                <button id="transformer-retry" type="button" onclick={retry}>{ "Try again" }</button>
            </div>
        } else if *loading == Loading::Requested {
            <p role="status">{ words::LOADING }</p>
        }
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
        let plot = Measured {
            figure: Rc::clone(figure),
            layers: layers.cloned(),
        };
        html! {
            <SourceFigure<Measured>
                figure={figure.named}
                level={Level::Part}
                note={html! { <p class="how-to-read">{ note }</p> }}
                plot={Some(plot)}
                switch={Some(control)}
                cursor={***cursor}
                start={START}
                point={cursor.dispatcher()}
                {display}
            />
        }
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
                <summary>{ "Where all of this comes from, and how far it goes" }</summary>
                { conditions_of(&results.measured) }
            </details>
        </>
    }
}

/// The steps whose weights can be looked at.
fn steps(choices: Choices, dispatch: &Dispatch<State>) -> Html {
    let button = |shown: TransformerChoice| {
        let dispatch = dispatch.clone();
        let pressed = choices.transformer == shown;
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
