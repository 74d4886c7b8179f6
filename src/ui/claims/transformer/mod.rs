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

use yew::{Html, Properties, component, html, use_memo};

use self::figure::FigureView;
use self::load::{Loading, use_measurements};
use self::statement::{conditions, statement};
use self::table::{layer_table, slope_table, spectrum_table};
use super::check;
use crate::browser::display::{Display, use_display};
use crate::widgets::switch::switch;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::{Action, State};
use rankscope_chart::transformer::{self as figures, Figure};
use rankscope_params::query::Link;
use rankscope_params::{Choice, Choices, Transformer as Shown, TransformerRate, View};
use rankscope_sim::transformer::{Statement, Transformer, statements};

/// The rank that is read where nothing is pointed at.
const START: usize = 8;
/// The exercise that asks what an adapter's spectrum tells.
const EXERCISE: &str = "style-or-facts";

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
    let open = choices.transformer != Shown::Closed;
    let (loading, retry) = use_measurements(open);
    let display = use_display(choices.theme);
    let cursor = use_store(Cursor::default);
    let simulated = state.shown.as_ref().map(|shown| shown.spectra.clone());
    let drawn = use_memo(
        (
            loading.measurements(),
            choices.transformer,
            choices.transformer_lr,
            simulated,
        ),
        |(measured, shown, rate, simulated)| {
            let (measured, step) = measured.clone().zip(shown.step())?;
            Some(Rc::new(Drawn::of(
                measured,
                step,
                *rate,
                simulated.as_deref(),
            )))
        },
    );
    let toggle = {
        let dispatch = dispatch.clone();
        let transformer = if open { Shown::Closed } else { Shown::Step500 };
        move |_| dispatch.dispatch(Action::choose(transformer))
    };
    html! {
        <section
            id="transformer"
            aria-labelledby="heading-transformer"
            data-state={if open { loading.name() } else { "closed" }}
            aria-busy={(open && matches!(loading, Loading::Asked)).to_string()}
        >
            <div class="section-head">
                <h2 id="heading-transformer">{ "On a real transformer" }</h2>
                <button
                    id="transformer-open"
                    type="button"
                    aria-expanded={open.to_string()}
                    aria-label={if open { "Hide what was measured" } else { "Show what was measured" }}
                    onclick={toggle}
                >
                    { if open { "Hide" } else { "Show what was measured" } }
                </button>
            </div>
            <p class="subline">
                { "The claims above are about a simulation. A small transformer, with real PEFT, was \
                   taught a style and new facts: once in full, once by adapters of many ranks. It \
                   agrees with the article in part. It is one toy model, so nothing here is a law." }
            </p>
            if open {
                { opening(&loading, retry) }
                if let Some(drawn) = drawn.as_ref() {
                    { findings(drawn, &state.link, &cursor, display, dispatch) }
                }
            }
        </section>
    }
}

/// What stands there until the numbers do.
fn opening(loading: &Loading, retry: yew::Callback<yew::MouseEvent>) -> Html {
    let again = html! {
        <button id="transformer-retry" type="button" onclick={retry}>{ "Try again" }</button>
    };
    match loading {
        Loading::Here(_) => html! {},
        Loading::Asked => html! { <p role="status">{ "Loading what was measured…" }</p> },
        Loading::Slow | Loading::Failed(_) => html! {
            <div id="transformer-problem" class="adapter-problems" role="alert">
                <p>{ loading.problem() }</p>
                { again }
            </div>
        },
    }
}

/// Everything that is drawn, computed once for a step, a rate and the present simulation.
struct Drawn {
    measured: Rc<Transformer>,
    energy: Rc<Figure>,
    layers: Rc<Figure>,
    recall: Rc<Figure>,
    gradient: Rc<Figure>,
    truncated: Rc<Figure>,
    statements: Vec<Statement>,
}

impl Drawn {
    fn of(
        measured: Rc<Transformer>,
        step: usize,
        rate: TransformerRate,
        simulated: Option<&rankscope_sim::Spectra>,
    ) -> Self {
        Self {
            energy: Rc::new(figures::energy(&measured, step, simulated)),
            layers: Rc::new(figures::layers(&measured, step)),
            recall: Rc::new(figures::recall(&measured, rate)),
            gradient: Rc::new(figures::gradient(&measured)),
            truncated: Rc::new(figures::truncated(&measured)),
            statements: statements(&measured),
            measured,
        }
    }

    fn statement(&self, id: &str) -> Html {
        let found = self.statements.iter().find(|statement| statement.id == id);
        found.map_or_else(|| html! {}, statement)
    }
}

/// Four figures, each with what it shows, and what the adapters' own spectra are like.
fn findings(
    drawn: &Drawn,
    link: &Link,
    cursor: &Handle<Cursor>,
    display: Display,
    dispatch: &Dispatch<State>,
) -> Html {
    let choices = link.choices;
    let figure =
        |figure: &Rc<Figure>, layers: Option<&Rc<Figure>>, control: Html, note: &'static str| {
            html! {
                <FigureView
                    figure={figure.clone()}
                    layers={layers.cloned()}
                    {control}
                    {note}
                    cursor={***cursor}
                    start={START}
                    point={cursor.dispatcher()}
                    {display}
                />
            }
        };
    let rank = cursor
        .rank()
        .filter(|rank| drawn.energy.places.contains(rank));
    let rates = switch(choices.transformer_lr, dispatch);
    html! {
        <>
            <div class="findings">
                <div>
                    { figure(
                        &drawn.energy,
                        Some(&drawn.layers),
                        steps(choices, dispatch),
                        "Dots: means of the real updates, over layers and seeds; bars: one standard deviation to \
                         either side. Pale: the two updates simulated in Explore, at its present settings. Point \
                         at a rank to see each layer.",
                    ) }
                    { layer_table(&drawn.layers, &drawn.measured, rank.unwrap_or(START)) }
                </div>
                <div>{ drawn.statement("real-style") }</div>
                <div>
                    { figure(
                        &drawn.recall,
                        None,
                        labelled("Learning rate", rates),
                        "Each dot is a run, the paler lines the second seed. Solid: LoRA, α/r. Dashed: rsLoRA, \
                         α/√r. At rank 1 both are the same number, so one run stands for both. A line only \
                         joins its dots; dots without one are adapters that were trained for longer.",
                    ) }
                </div>
                <div>
                    { drawn.statement("real-facts") }
                    { drawn.statement("real-root-scale") }
                </div>
                <div>
                    { figure(
                        &drawn.gradient,
                        None,
                        html! {},
                        "Dots: measured before the first step, for both tasks and seeds. Lines: the laws. AdamW, with \
                         which all of this was trained, divides the size of a gradient out; what a scale still does \
                         is to say how far the product moves in a step.",
                    ) }
                    { slope_table(&drawn.measured) }
                </div>
                <div>{ drawn.statement("real-falling-scale") }</div>
                <div>
                    { figure(
                        &drawn.truncated,
                        None,
                        html! {},
                        "The last weights of full fine-tuning, with every layer’s update cut to its r strongest \
                         directions. The paler lines are the second seed. Compare with what adapters of the same \
                         rank learn, above.",
                    ) }
                </div>
                <div>
                    { drawn.statement("real-own-spectrum") }
                    { spectrum_table(&drawn.measured) }
                    { further(link, dispatch) }
                </div>
            </div>
            <details class="note" id="transformer-conditions">
                <summary>{ "Where all of this comes from, and how far it goes" }</summary>
                { conditions(&drawn.measured) }
            </details>
        </>
    }
}

/// The steps whose weights can be looked at.
fn steps(choices: Choices, dispatch: &Dispatch<State>) -> Html {
    let button = |shown: Shown| {
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
    let open = Shown::ALL
        .iter()
        .copied()
        .filter(|&shown| shown != Shown::Closed);
    labelled(
        "Step",
        html! { <div class="switch" role="group" aria-label={Shown::declaration().help}>{ for open.map(button) }</div> },
    )
}

/// A row of buttons with a word before it, which the group's own name says too.
fn labelled(word: &'static str, buttons: Html) -> Html {
    html! { <div class="labelled"><span aria-hidden="true">{ word }</span>{ buttons }</div> }
}

/// Where to see the adapters themselves, and where to be asked about them.
fn further(link: &Link, dispatch: &Dispatch<State>) -> Html {
    let to = |view: View, exercise: &str| Link {
        choices: Choices {
            view,
            ..link.choices
        },
        exercise: exercise.to_owned(),
        ..link.clone()
    };
    html! {
        <p class="checks">
            { "See for yourself: " }
            { check("Four of these adapters", &to(View::Adapter, &link.exercise), dispatch) }
            { check("Can you tell? An exercise", &to(View::Exercises, EXERCISE), dispatch) }
        </p>
    }
}
