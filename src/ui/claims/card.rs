//! One card of the ledger: verdict, one line, one number; opened, what was measured here, the literature for and
//! against with its conditions, and what would change the verdict.

use yew::{Callback, Html, MouseEvent, classes, html};

use super::{chip, link_to, show};
use crate::browser::{address, save};
use crate::store::Dispatch;
use rankscope_app::claims::words::{self as said, literature as words};
use rankscope_app::claims::{self, Basis, Card, Cited, Ledger, Measure, export};
use rankscope_app::share::page_address;
use rankscope_app::state::{Action, State};
use rankscope_params::query::{self, Link};

/// What every card is shown in.
#[derive(Clone, Copy)]
pub(super) struct CardContext<'c> {
    pub(super) ledger: &'static Ledger,
    pub(super) link: &'c Link,
    pub(super) dispatch: &'c Dispatch<State>,
    /// Whether the reader has said what their own setting is like.
    pub(super) filtered: bool,
}

pub(super) fn card_view(card: &Card<'_>, opened: bool, context: CardContext<'_>) -> Html {
    let Card {
        statement, claim, ..
    } = card;
    let verdict = claim.verdict;
    let (_, counted) = card.sources();
    let counted = context.filtered.then_some(counted);
    let summary = words::sources(card.supporting.len(), card.against.len(), counted);
    html! {
        <li id={format!("claim-{}", statement.id)} class="claim card" data-verdict={verdict.name()}>
            <p class="origin">{ chip(verdict) }{ " " }{ words::origin(statement.origin) }</p>
            <h3>{ format!("“{}”", statement.says) }</h3>
            if let Some(Measure { number, of }) = &claim.number {
                <p class="measure"><b>{ number }</b>{ " " }{ of }</p>
            }
            <p class="found">{ claim.why.clone() }</p>
            <p class="checks">
                { said::CHECK_IT }{ " " }
                { for claim.checks.iter().map(|shown| show(shown, context.dispatch)) }
            </p>
            <details class="note" open={opened}>
                <summary>{ format!("{}: {summary}", words::SUMMARY) }</summary>
                <h4>{ words::MEASURED_HERE }</h4>
                { for claim.more.iter().map(|sentence| html! { <p>{ sentence }</p> }) }
                <ul class="basis" role="list">{ for claim.basis.iter().map(basis) }</ul>
                <div class="sides">
                    { side(words::FOR, &card.supporting) }
                    { side(words::AGAINST, &card.against) }
                </div>
                <h4>{ words::CHANGE }</h4>
                <p class="change">{ &statement.change }</p>
                { take_away(card, context) }
            </details>
        </li>
    }
}

/// What a verdict rests on here.
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
        Basis::Runs => {
            html! { <li><b>{ "Measured" }</b>{ " in the runs of the small transformer" }</li> }
        }
        Basis::Assumption => html! { <li><b>{ "Assumption" }</b>{ " of the simulation" }</li> },
    }
}

fn side(heading: &'static str, cited: &[Cited<'_>]) -> Html {
    html! {
        <div class={heading.to_lowercase()}>
            <h4>{ heading }</h4>
            if cited.is_empty() {
                <p>{ words::NOTHING }</p>
            }
            { for cited.iter().map(source) }
        </div>
    }
}

fn source(cited: &Cited<'_>) -> Html {
    let Cited {
        evidence,
        source,
        counts,
    } = *cited;
    let title = match &source.link {
        Some(link) => html! {
            <a href={link.clone()} target="_blank" rel="noopener noreferrer">{ &source.title }</a>
        },
        None => html! { { &source.title } },
    };
    html! {
        <div
            class={classes!("source", (!counts).then_some("other"))}
            data-source={source.id.clone()}
            data-counts={counts.to_string()}
        >
            <p><b>{ title }</b>{ format!(" {}, {}", source.authors, source.year) }</p>
            <p>{ &evidence.found }</p>
            if let Some(quote) = &evidence.quote {
                <blockquote>{ format!("“{quote}”") }</blockquote>
            }
            <p class="conditions">
                if !counts {
                    <span class="elsewhere">{ words::OTHER_SETTING }</span>
                }
                { for words::conditions(source).into_iter().map(|text| html! { <span>{ text.to_owned() }</span> }) }
                <span class="read">{ words::reading(source.read) }</span>
            </p>
        </div>
    }
}

/// The card's own link, and the card as a file.
fn take_away(card: &Card<'_>, context: CardContext<'_>) -> Html {
    let CardContext {
        ledger,
        link,
        dispatch,
        ..
    } = context;
    let statement = card.statement.clone();
    let own = claims::statement(link, &statement.id);
    let follow = {
        let (dispatch, own) = (dispatch.clone(), own.clone());
        Callback::from(move |_| dispatch.dispatch(Action::Follow(own.clone())))
    };
    let name = format!("rankscope-{}", statement.id);
    let json = {
        let (statement, claim, name, own) = (
            statement.clone(),
            card.claim.clone(),
            name.clone(),
            own.clone(),
        );
        move |_: MouseEvent| {
            let at = page_address(&address::here(), &query::write(&own));
            let text = export::json(ledger, &statement, &claim, &at);
            save::text(&format!("{name}.json"), "application/json", &text);
        }
    };
    let id = statement.id.clone();
    let literature = export::bibtex(ledger, &statement);
    let cites = !literature.is_empty();
    let bibtex = move |_: MouseEvent| {
        save::text(&format!("{name}.bib"), "application/x-bibtex", &literature);
    };
    html! {
        <p class="acts">
            { link_to(words::LINK, &own, follow) }
            <button id={format!("save-{id}-json")} type="button" onclick={json}>{ words::JSON }</button>
            if cites {
                <button id={format!("save-{id}-bibtex")} type="button" onclick={bibtex}>{ words::BIBTEX }</button>
            }
        </p>
    }
}
