//! What a save would write, worked out a frame after what it follows from has changed, and shown.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::{Html, hook, html, use_effect_with, use_state};

use rankscope_adapter::save::Options;
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

/// What an offer follows from.
type Basis = (Open, Options);

/// What a save would write; none until it is worked out, in a task of its own so many frames later.
#[hook]
pub(super) fn use_offer(
    open: &Open,
    options: Options,
    piecewise: bool,
    frames: u32,
) -> Option<Offer> {
    let offered = use_state(|| None::<(Basis, Offer)>);
    let basis = (open.clone(), options);
    let present = (*offered).clone().filter(|(of, _)| *of == basis);
    use_effect_with(basis, move |basis| {
        let basis = basis.clone();
        let timer = Timeout::new(FRAME * frames, move || {
            let (open, options) = &basis;
            let made = offer(&open.state, &open.derived, options, piecewise);
            offered.set(Some((basis, made)));
        });
        || drop(timer)
    });
    present.map(|(_, offer)| offer)
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
