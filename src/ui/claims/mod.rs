//! The Evidence view: what a pretrained language model shows, what is said of LoRA and what becomes of it at
//! the present settings, and what a small transformer shows.

mod card;
mod figure;
mod ledger;
mod load;
mod pretrained;
mod problem;
mod sections;
mod table;
pub(super) mod transformer;

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, Properties, classes, component, html};

use self::ledger::OneStatement;
use self::sections::Sections;
use crate::explore::history_bar::history_bar;
use crate::widgets::link::{PageLink, page_link};
use rankscope_app::claims::{self, Check, Verdict, words};
use rankscope_app::start::words::{ARTICLE, ARTICLE_ADDRESS, ARTICLE_SOURCE};
use rankscope_app::state::{Action, State};
use rankscope_params::Embed;
use rankscope_params::query::{self, Link};

/// Properties of [`Claims`].
#[derive(Properties, PartialEq)]
pub(super) struct ClaimsProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// Every statement with its verdict; one alone where it is embedded.
#[component]
pub(super) fn Claims(props: &ClaimsProps) -> Html {
    let ClaimsProps { state, dispatch } = props;
    let link = &state.link;
    if link.choices.embed == Embed::Claim {
        return html! { <OneStatement state={state.clone()} dispatch={dispatch.clone()} /> };
    }
    let to_article = {
        let dispatch = dispatch.clone();
        move |event: MouseEvent| {
            let at_ms = event.time_stamp();
            dispatch.dispatch(Action::ResetAll { at_ms });
        }
    };
    let statements = claims::ledger().map_or(0, |ledger| ledger.statements.len());
    html! {
        <>
            <div class="view-head">
                <div>
                    <h1 id="headline">{ words::headline(statements) }</h1>
                    <p class="subline">
                        { words::FROM }
                        <a href={ARTICLE_ADDRESS} target="_blank" rel="noopener noreferrer">{ ARTICLE }</a>
                        { format!(" ({ARTICLE_SOURCE}). {} ", words::ABOUT) }
                        <a href="#ledger">{ words::TO_STATEMENTS }</a>
                    </p>
                </div>
                { history_bar(state.position) }
            </div>
            if let Some(own) = words::own_settings(&link.params) {
                <p id="own-settings" class="own-settings" role="status">
                    { own }
                    <button type="button" onclick={to_article}>{ words::BACK_TO_ARTICLE }</button>
                </p>
            }
            <Sections state={state.clone()} dispatch={dispatch.clone()} />
        </>
    }
}

/// A verdict: a sign, a word and a colour.
fn chip(verdict: Verdict) -> Html {
    html! { <span class={classes!("verdict", verdict.class())}>{ verdict.label() }</span> }
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
