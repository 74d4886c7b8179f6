//! The page's frame: state, engine and address meet here.

use std::rc::Rc;

use crate::store::use_store;
use yew::{Html, MouseEvent, Properties, component, html, use_callback, use_effect_with, use_memo};

use super::embed::messages::use_messages;
use super::mast::{foot, mast};
use super::views::{Module, Stage};
use crate::browser::address::{self, use_address};
use crate::browser::page_keys::use_page_keys;
use crate::browser::reveal::use_reveal;
use crate::browser::simulation::Simulation;
use crate::browser::still;
use crate::browser::timing;
use crate::browser::upgrade::{keep_notices, upgrade};
use crate::widgets::messages;
use rankscope_app::Reduce;
use rankscope_app::embed::open_view;
use rankscope_app::mast::title;
use rankscope_app::state::{Action, Phase, State};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_params::{Embed, Params, UpdateParams, View, query};
use rankscope_sim::simulate;

/// Properties of [`App`].
#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// What it can show.
    pub module: &'static Module,
}

/// The numbers of a picture of the first screen belong to the first frame that takes its place, or words and captions
/// would be missing until a worker has started, and what stands below them would move. They take some milliseconds,
/// as far as the matrices are no larger than those of the document's picture.
fn at_once(state: State) -> State {
    let params = state.link.params;
    let update = params.update();
    if open_view(&state.link.choices) != View::Start {
        still::drop_before();
        return state;
    }
    let entries = |update: &UpdateParams| update.rows * update.columns;
    if !still::shows(&params) || entries(&update) > entries(&Params::default().update()) {
        return state;
    }
    match simulate(&update, &mut |_| ()) {
        Ok(spectra) => {
            let ticket = Ticket {
                job: Job::Simulate(update),
                asked_at: 0.0,
            };
            let outcome = Ok(Answer::Simulated(spectra));
            let answered = Action::Engine(EngineEvent::Answered { ticket, outcome });
            Rc::unwrap_or_clone(Rc::new(state).reduce(answered))
        }
        Err(error) => {
            // A worker is asked, and the reader told if it fails too.
            log::error!("the first numbers: {error}");
            state
        }
    }
}

/// The whole page, with the views of its module.
#[component]
pub fn App(props: &AppProps) -> Html {
    let module = props.module;
    let state = use_store(|| at_once(State::open(address::read())));
    let dispatch = state.dispatcher();
    let choices = state.link.choices;
    let embedded = choices.embed != Embed::Page;
    // Slides have the whole window.
    let framed = !embedded && !choices.present.is_on();

    let simulation = {
        let dispatch = dispatch.clone();
        use_memo((), move |()| {
            Simulation::new(move |event| {
                dispatch.dispatch(Action::Engine(event));
            })
        })
    };
    {
        let simulation = simulation.clone();
        let asked_at = state.input_at;
        use_effect_with(state.wanted(), move |wanted| {
            simulation.want(*wanted, asked_at);
        });
    }
    let retry = use_callback(
        (simulation.clone(), dispatch.clone()),
        |_, (simulation, dispatch)| {
            dispatch.dispatch(Action::DismissTrouble);
            simulation.retry();
        },
    );
    let cancel = use_callback(
        (simulation, dispatch.clone()),
        |event: MouseEvent, (simulation, dispatch)| {
            simulation.want(None, event.time_stamp());
            dispatch.dispatch(Action::Cancel(event.time_stamp()));
        },
    );
    use_messages(&state, embedded, &dispatch);
    use_address(state.observation(), !embedded, dispatch.clone());
    use_reveal(state.led_to);
    use_page_keys();
    use_effect_with(state.notices.clone(), |notices| keep_notices(notices));
    use_effect_with((module.has)(&state), move |here| {
        if !here {
            // The module that takes over reads the state there.
            address::flush();
            upgrade();
        }
    });
    use_effect_with(state.answered_input, |input| {
        if let Some(at) = *input {
            timing::measure_after_paint(at);
        }
    });

    use_effect_with(state.link.choices.view, |view| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title(*view));
        }
    });

    let phase = state.phase();
    let busy = matches!(phase, Phase::Starting | Phase::Computing);
    html! {
        <>
            if framed {
                { mast(&state, &dispatch) }
            }
            <main
                id="rankscope"
                data-state={phase.name()}
                data-query={query::write(&state.link)}
                aria-busy={busy.to_string()}
            >
                <div class="messages">
                    { messages::trouble(state.trouble.as_ref(), &dispatch, retry) }
                    { messages::notices(&state.notices, &dispatch) }
                </div>
                { (module.show)(&Stage { state: &state, dispatch: &dispatch, cancel, module }) }
            </main>
            if framed {
                { foot(&state, &dispatch) }
            }
        </>
    }
}
