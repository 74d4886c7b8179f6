//! The Evidence view: what the article says, what becomes of it at the present settings, and what a real
//! transformer shows.

pub(super) mod transformer;

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, Properties, classes, component, html, use_memo};

use self::transformer::TransformerView;
use super::recall::run::use_recall_run;
use super::work::use_work;
use crate::explore::history_bar::history_bar;
use crate::widgets::link::{PageLink, page_link};
use crate::widgets::problem::problem;
use rankscope_app::claims::{self, Basis, Check, Claim, Measure, Verdict, words};
use rankscope_app::start::words::{ARTICLE, ARTICLE_ADDRESS, ARTICLE_SOURCE};
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
    let learning = use_recall_run(claims::recall::plans(link));
    let ready = props.state.phase() == Phase::Ready;
    let judged = use_memo(
        (
            link.clone(),
            shown.clone(),
            measuring.snapshot(),
            learning.run.results(),
        ),
        |(link, shown, work, learned)| {
            let spectra = &shown.as_ref()?.spectra;
            let steps = claims::first_steps(link, work);
            let learned = learned.as_ref();
            Some(claims::claims(link, spectra, steps.as_deref(), learned))
        },
    );
    let to_article = {
        let dispatch = props.dispatch.clone();
        move |event: MouseEvent| {
            let at_ms = event.time_stamp();
            dispatch.dispatch(Action::ResetAll { at_ms });
        }
    };
    // What cannot be measured at these settings is said by the claim itself.
    let unmeasured = measuring
        .trouble
        .as_ref()
        .filter(|trouble| trouble.can_retry());
    html! {
        <>
            <div class="view-head">
                <div>
                    <h1 id="headline">{ words::HEADLINE }</h1>
                    <p class="subline">
                        { words::FROM }
                        <a href={ARTICLE_ADDRESS} target="_blank" rel="noopener noreferrer">{ ARTICLE }</a>
                        { format!(" ({ARTICLE_SOURCE}). {}", words::ABOUT) }
                    </p>
                </div>
                { history_bar(props.state.position) }
            </div>
            if let Some(own) = words::own_settings(&link.params) {
                <p id="own-settings" class="own-settings" role="status">
                    { own }
                    <button type="button" onclick={to_article}>{ words::BACK_TO_ARTICLE }</button>
                </p>
            }
            <TransformerView state={props.state.clone()} dispatch={props.dispatch.clone()}>
                { problem("claims", unmeasured, &measuring.retry) }
                { problem("claims-recall", learning.run.trouble.as_ref(), &learning.retry) }
                if let Some(claims) = (*judged).as_ref().filter(|_| ready) {
                    <ol id="claims">{ for claims.iter().map(|claim| view(claim, &props.dispatch)) }</ol>
                }
            </TransformerView>
        </>
    }
}

fn view(claim: &Claim, dispatch: &Dispatch<State>) -> Html {
    let verdict = claim.verdict;
    html! {
        <li id={format!("claim-{}", claim.id)} class="claim card" data-verdict={verdict.name()}>
            { chip(verdict) }
            <h3>{ format!("“{}”", claim.says) }</h3>
            if let Some(Measure { number, of }) = &claim.number {
                <p class="measure"><b>{ number }</b>{ " " }{ of }</p>
            }
            <p class="found">{ claim.why.clone() }</p>
            <p class="checks">
                { words::CHECK_IT }{ " " }
                { for claim.checks.iter().map(|shown| show(shown, dispatch)) }
            </p>
            <details class="note">
                <summary>{ words::MORE }</summary>
                { for claim.more.iter().map(|sentence| html! { <p>{ sentence }</p> }) }
                <ul class="basis" role="list">{ for claim.basis.iter().map(basis) }</ul>
            </details>
        </li>
    }
}

/// A verdict: a sign, a word and a colour.
fn chip(verdict: Verdict) -> Html {
    html! { <p class={classes!("verdict", verdict.class())}>{ verdict.label() }</p> }
}

fn basis(basis: &Basis) -> Html {
    let linked = |kind: &'static str, name: &'static str, source: &'static str| {
        html! {
            <li>
                <b>{ kind }</b>{ " " }
                <a href={source} target="_blank" rel="noopener noreferrer">{ name }</a>
            </li>
        }
    };
    match *basis {
        Basis::Theorem(name, source) => linked("Theorem", name, source),
        Basis::Source(name, source) => linked("Source", name, source),
        Basis::Measured => html! { <li><b>{ "Measured" }</b>{ " on this page, now" }</li> },
        Basis::Assumption => html! { <li><b>{ "Assumption" }</b>{ " of the simulation" }</li> },
    }
}

/// A link to what shows a claim: followed, its figure comes into sight and is marked.
fn show(shown: &Check, dispatch: &Dispatch<State>) -> Html {
    let Check {
        label,
        ref link,
        figure,
    } = *shown;
    let (to, dispatch) = (link.clone(), dispatch.clone());
    let follow = move |_| dispatch.dispatch(Action::Show(to.clone(), figure));
    link_to(label, link, follow.into())
}

/// A link to another state.
fn check(label: &'static str, link: &Link, dispatch: &Dispatch<State>) -> Html {
    let (to, dispatch) = (link.clone(), dispatch.clone());
    let follow = move |_| dispatch.dispatch(Action::Follow(to.clone()));
    link_to(label, link, follow.into())
}

/// An ordinary link, so that it can be copied and opened elsewhere; pressed, it needs no reload.
fn link_to(label: &'static str, link: &Link, follow: Callback<f64>) -> Html {
    page_link(PageLink {
        class: "",
        id: None,
        href: format!("?{}", query::write(link)).into(),
        current: false,
        follow,
        content: html! { { label } },
    })
}
