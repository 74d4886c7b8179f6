//! The open adapter saved anew: portable, or resized. What will be written is shown before, the certificate
//! after.

mod certificate;
mod choices;
pub(super) mod offered;
pub(super) mod session;

use std::rc::Rc;

use yew::{Html, MouseEvent, Properties, component, html, use_memo, use_state_eq};

use self::certificate::Certificate;
use self::offered::{Open, use_offer};
use crate::browser::sink::writes_piecewise;
use crate::store::Dispatch;
use rankscope_adapter::Thresholds;
use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::saving::offer::{Offer, file_name};
use rankscope_app::adapter::saving::options::{FileChoices, Form, resize};
use rankscope_app::adapter::saving::session::{Ask, SaveState};
use rankscope_app::adapter::saving::words;
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::state::State;
use rankscope_params::Link;

/// Properties of [`Saving`].
#[derive(Properties, PartialEq)]
pub(super) struct SavingProps {
    open: Open,
    link: Link,
    thresholds: Thresholds,
    dispatch: Dispatch<State>,
}

/// The section for what is open.
pub(super) fn saving(
    opened: &Rc<AdapterState>,
    derived: &Rc<Derived>,
    link: &Link,
    thresholds: Thresholds,
    dispatch: &Dispatch<State>,
) -> Html {
    let open = Open {
        state: Rc::clone(opened),
        derived: Rc::clone(derived),
    };
    html! { <Saving {open} link={link.clone()} {thresholds} dispatch={dispatch.clone()} /> }
}

/// Both forms side by side, and what came of the last save.
#[component]
fn Saving(props: &SavingProps) -> Html {
    let SavingProps {
        open,
        link,
        thresholds,
        dispatch,
    } = props;
    let choices = use_state_eq(FileChoices::default);
    let piecewise = *use_memo((), |()| writes_piecewise());
    let rows = &open.derived.rows;
    let options = |form| choices.options(form, rows, resize(link, *thresholds));
    let portable = use_offer(open, options(Form::Portable), piecewise, 1);
    let resized = use_offer(open, options(Form::Resized), piecewise, 2);
    let state = session::use_saving();
    let button = |form: Form, label: &'static str, offer: Option<&Offer>| {
        let plan = offer.and_then(|offer| offer.as_ref().ok()).map(Rc::clone);
        let disabled = plan.is_none();
        // Kept for the keyboard while a file is written.
        let busy = state.is_busy();
        let (name, serial) = (open.state.name.clone(), open.state.serial);
        let save = move |_: MouseEvent| {
            if let Some(plan) = plan.clone().filter(|_| !busy) {
                let name = file_name(&name, form, &plan);
                session::save(serial, Ask { form, plan, name });
            }
        };
        html! {
            <>
                { offered::offered(form, offer) }
                <button id={format!("save-{}", form.name())} type="button" class="main" {disabled}
                    aria-disabled={busy.to_string()} onclick={save}
                >
                    { label }
                </button>
            </>
        }
    };
    html! {
        <section id="adapter-save" class="card" aria-labelledby="heading-save" data-save={state.name()}>
            <h2 id="heading-save">{ words::TITLE }</h2>
            <p class="how-to-read">{ words::NOTE }</p>
            { offered::unfolded("save-unfolded", portable.as_ref().or(resized.as_ref())) }
            { choices::file(&choices, rows) }
            <div class="save-forms">
                <div>
                    <h3>{ words::PORTABLE }</h3>
                    <p class="how-to-read">{ words::PORTABLE_NOTE }</p>
                    { choices::portable_rank(&choices) }
                    { button(Form::Portable, words::SAVE_PORTABLE, portable.as_ref()) }
                </div>
                <div>
                    <h3>{ words::RESIZED }</h3>
                    <p class="how-to-read">{ words::RESIZED_NOTE }</p>
                    { choices::resizing(link, &open.derived.summary, dispatch) }
                    { choices::own_ranks(&choices, rows) }
                    { button(Form::Resized, words::SAVE_RESIZED, resized.as_ref()) }
                </div>
            </div>
            if !matches!(state.form(), Some(Form::Merged | Form::Cut)) {
                { progress(&state) }
            }
        </section>
    }
}

/// How far a save is; what came of it, with its certificate.
pub(super) fn progress(state: &SaveState) -> Html {
    html! {
        <>
            { status(state) }
            if let SaveState::Saved(saved) = state {
                <Certificate saved={Rc::clone(saved)} />
            }
        </>
    }
}

/// How far a save is, with a button that stops it; or what came of it.
fn status(state: &SaveState) -> Html {
    let cancel = |_: MouseEvent| session::cancel();
    html! {
        <div id="save-status" class="adapter-status" role="status">
            if let SaveState::Writing { done, all, .. } = state {
                <label for="save-progress">{ words::progress(state) }</label>
                <progress id="save-progress" max={all.to_string()} value={done.to_string()} />
                <button id="save-cancel" type="button" onclick={cancel}>{ words::CANCEL }</button>
            } else {
                <p id="save-outcome">{ outcome(state) }</p>
            }
        </div>
    }
}

fn outcome(state: &SaveState) -> String {
    match state {
        SaveState::Saved(saved) => words::saved(saved),
        SaveState::Ended(_, ended) => {
            let (what, advice) = words::ended(ended);
            format!("{what} {advice}").trim_end().to_owned()
        }
        SaveState::Opening(_) | SaveState::Writing { .. } | SaveState::Nothing => {
            words::progress(state)
        }
    }
}
