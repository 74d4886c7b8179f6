//! What a save would write, worked out after what it follows from has changed, and shown.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::{Html, hook, html, use_effect_with, use_state};

use crate::browser::files::next_task;
use rankscope_adapter::save::{Options, Pause};
use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::saving::offer::{Offer, offer};
use rankscope_app::adapter::saving::options::Form;
use rankscope_app::adapter::saving::words;
use rankscope_app::adapter::state::AdapterState;

/// Milliseconds of a frame of 60 a second.
const FRAME: u32 = 17;

/// What is open. Two are equal when they are the same.
#[derive(Clone)]
pub(in crate::adapter) struct Open {
    pub(in crate::adapter) state: Rc<AdapterState>,
    pub(in crate::adapter) derived: Rc<Derived>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state) && Rc::ptr_eq(&self.derived, &other.derived)
    }
}

/// What a save would write; none until it is worked out, which begins so many frames later.
#[hook]
pub(super) fn use_offer(
    open: &Open,
    options: Options,
    piecewise: bool,
    frames: u32,
) -> Option<Offer> {
    let basis = (open.clone(), options);
    use_worked_out(
        basis,
        frames,
        move |(open, options): (Open, Options), pause| async move {
            offer(&open.state, &open.derived, &options, piecewise, &*pause).await
        },
    )
}

/// What is worked out bit by bit, with the page free between two of them; none while it is not there.
#[hook]
pub(in crate::adapter) fn use_worked_out<B, F>(
    basis: B,
    frames: u32,
    work: impl Fn(B, Box<Pause<'static>>) -> F + 'static,
) -> Option<F::Output>
where
    B: Clone + PartialEq + 'static,
    F: Future<Output: Clone + 'static> + 'static,
{
    let offered = use_state(|| None::<(B, F::Output)>);
    let present = (*offered).clone().filter(|(of, _)| *of == basis);
    use_effect_with(basis, move |basis| {
        let basis = basis.clone();
        let ended = Rc::new(Cell::new(false));
        let timer = {
            let ended = Rc::clone(&ended);
            Timeout::new(FRAME * frames, move || {
                let made = work(basis.clone(), pauses(Rc::clone(&ended)));
                spawn_local(async move {
                    let made = made.await;
                    if !ended.get() {
                        offered.set(Some((basis, made)));
                    }
                });
            })
        };
        move || {
            ended.set(true);
            drop(timer);
        }
    });
    present.map(|(_, offer)| offer)
}

/// Pauses that last one task of the page. Work whose result is not wanted any more never goes on, and is dropped.
fn pauses(ended: Rc<Cell<bool>>) -> Box<Pause<'static>> {
    Box::new(move || {
        let ended = Rc::clone(&ended);
        Box::pin(async move {
            next_task().await;
            if ended.get() {
                std::future::pending::<()>().await;
            }
        })
    })
}

/// What would be written, or why nothing is and what to do about it.
pub(in crate::adapter) fn offered(form: Form, offer: Option<&Offer>) -> Html {
    let id = format!("offer-{}", form.name());
    match offer {
        None => html! { <p {id} aria-busy="true">{ "\u{a0}" }</p> },
        Some(Ok(plan)) => html! { <p {id}>{ words::offered(form, plan) }</p> },
        Some(Err(refusal)) => {
            let (what, advice) = words::refusal(refusal);
            html! { <p {id} class="save-problem"><span>{ what }</span>{ " " }<span>{ advice }</span></p> }
        }
    }
}

/// What the new file will not hold, under this id.
pub(in crate::adapter) fn unfolded(id: &'static str, offer: Option<&Offer>) -> Html {
    let plan = offer.and_then(|offer| offer.as_ref().ok());
    let unfolded = plan.map_or(&[][..], |plan| plan.unfolded());
    html! {
        if !unfolded.is_empty() {
            <div {id} class="save-unfolded">
                <b>{ words::LEFT_OUT }</b>
                <ul>{ for unfolded.iter().map(|one| html! { <li>{ words::unfolded(one) }</li> }) }</ul>
            </div>
        }
    }
}
