//! The Claims view: what the article says, and what becomes of it at the present settings.

mod transformer;

use crate::store::Dispatch;
use yew::{Html, MouseEvent, Properties, component, html, use_memo};

use self::transformer::TransformerView;
use super::work::use_work;
use rankscope_app::state::{Action, Phase, State};
use rankscope_engine::Packed;
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::query::{self, Link};
use rankscope_params::{Choices, Optimizer, Training, Update};
use rankscope_sim::claims::{Basis, Claim, claims};
use rankscope_sim::training::{Plan, TrainingConfig};

/// Properties of [`Claims`].
#[derive(Properties, PartialEq)]
pub(super) struct ClaimsProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// Every statement with its verdict.
#[component]
pub(super) fn Claims(props: &ClaimsProps) -> Html {
    let State { link, shown, .. } = &props.state;
    let first_steps = use_work(Some(Job::FirstSteps(Packed::of(&first_steps(link)))));
    let ready = props.state.phase() == Phase::Ready;
    let judged = use_memo(
        (link.clone(), shown.clone(), first_steps.done.clone()),
        |(link, shown, done)| {
            let steps = match done.as_deref() {
                Some((_, Answer::FirstSteps(steps))) => steps.open(),
                _ => None,
            };
            shown
                .as_ref()
                .map(|shown| claims(link, &shown.spectra, steps.as_deref()))
        },
    );
    html! {
        <>
            <h2 id="headline">{ "What the article says, checked" }</h2>
            <p class="subline">
                { "Each verdict is computed now, from the settings in the address: change them in \
                   Explore and it may change. Every check opens the view and the state that shows it." }
            </p>
            if let Some(claims) = (*judged).as_ref().filter(|_| ready) {
                <ol id="claims">{ for claims.iter().map(|claim| view(claim, &props.dispatch)) }</ol>
            }
            <TransformerView state={props.state.clone()} dispatch={props.dispatch.clone()} />
        </>
    }
}

/// The first steps that are looked at: on the facts update, at the usual ranks.
fn first_steps(link: &Link) -> TrainingConfig {
    let mut usual = link.clone();
    usual.training = Training::default();
    usual.choices = Choices {
        update: Update::Facts,
        optimizer: Optimizer::default(),
        ..link.choices
    };
    Plan::of(&usual).config
}

fn view(claim: &Claim, dispatch: &Dispatch<State>) -> Html {
    let verdict = claim.verdict;
    html! {
        <li id={format!("claim-{}", claim.id)} class="claim" data-verdict={verdict.name()}>
            <h3>{ format!("“{}”", claim.says) }</h3>
            <p class="verdict">{ verdict.label() }</p>
            <p class="found">{ claim.found.clone() }</p>
            <ul class="basis" role="list">{ for claim.basis.iter().map(basis) }</ul>
            <p class="checks">
                { "Check it: " }
                { for claim.checks.iter().map(|(label, link)| check(label, link, dispatch)) }
            </p>
        </li>
    }
}

fn basis(basis: &Basis) -> Html {
    match basis {
        Basis::Theorem(name, source) => html! {
            <li>
                <b>{ "Theorem" }</b>{ " " }
                <a href={*source} target="_blank" rel="noopener noreferrer">{ *name }</a>
            </li>
        },
        Basis::Measured => html! { <li><b>{ "Measured" }</b>{ " on this page, now" }</li> },
        Basis::Assumption => html! { <li><b>{ "Assumption" }</b>{ " of the simulation" }</li> },
    }
}

/// An ordinary link, so that it can be copied and opened elsewhere; pressed, it needs no reload.
fn check(label: &'static str, link: &Link, dispatch: &Dispatch<State>) -> Html {
    let open = {
        let (link, dispatch) = (link.clone(), dispatch.clone());
        move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                dispatch.dispatch(Action::Follow(link.clone()));
            }
        }
    };
    html! { <a href={format!("?{}", query::write(link))} onclick={open}>{ label }</a> }
}
