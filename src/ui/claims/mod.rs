//! The Claims view: what the article says, and what becomes of it at the present settings.

mod transformer;

use crate::store::Dispatch;
use yew::{Html, Properties, component, html, use_memo};

use self::transformer::TransformerView;
use super::work::use_work;
use crate::widgets::link::{PageLink, page_link};
use crate::widgets::problem::problem;
use rankscope_app::claims::{self, Basis, Claim, words};
use rankscope_app::state::{Action, Phase, State};
use rankscope_params::query::{self, Link};

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
    let measuring = use_work(Some(claims::first_steps_job(link)));
    let ready = props.state.phase() == Phase::Ready;
    let judged = use_memo(
        (link.clone(), shown.clone(), measuring.snapshot()),
        |(link, shown, work)| {
            let spectra = &shown.as_ref()?.spectra;
            let steps = claims::first_steps(link, work);
            Some(claims::claims(link, spectra, steps.as_deref()))
        },
    );
    // What cannot be measured at these settings is said by the claim itself.
    let unmeasured = measuring
        .trouble
        .as_ref()
        .filter(|trouble| trouble.can_retry());
    html! {
        <>
            <h2 id="headline">{ words::HEADLINE }</h2>
            <p class="subline">{ words::ABOUT }</p>
            { problem("claims", unmeasured, &measuring.retry) }
            if let Some(claims) = (*judged).as_ref().filter(|_| ready) {
                <ol id="claims">{ for claims.iter().map(|claim| view(claim, &props.dispatch)) }</ol>
            }
            <TransformerView state={props.state.clone()} dispatch={props.dispatch.clone()} />
        </>
    }
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
    let href = format!("?{}", query::write(link));
    let follow = {
        let (link, dispatch) = (link.clone(), dispatch.clone());
        move |_| dispatch.dispatch(Action::Follow(link.clone()))
    };
    page_link(PageLink {
        class: "",
        id: None,
        href: href.into(),
        current: false,
        follow: follow.into(),
        content: html! { { label } },
    })
}
