//! One statement: what is said, what was found, what the article makes of it, and of which runs.

use yew::{Html, html};

use super::super::chip;
use rankscope_app::transformer::{Statement, conditions, words};
use rankscope_sim::transformer::Transformer;

/// A statement with its verdict.
pub(super) fn statement(statement: &Statement) -> Html {
    let verdict = statement.verdict;
    html! {
        <div id={format!("claim-{}", statement.id)} class="claim" data-verdict={verdict.name()}>
            <p>{ chip(verdict) }</p>
            <h3>{ format!("“{}”", statement.says) }</h3>
            <p class="found">{ statement.why.clone() }</p>
            <details class="note">
                <summary>{ words::MORE }</summary>
                <p>{ statement.found.clone() }</p>
                <p class="article">{ statement.article.clone() }</p>
            </details>
            <details class="note">
                <summary>{ words::RUNS }</summary>
                <p>{ statement.runs.clone() }</p>
            </details>
        </div>
    }
}

/// Under which conditions all of it was measured.
pub(super) fn conditions_of(measured: &Transformer) -> Html {
    let paragraph = |condition| html! { <p>{ condition }</p> };
    html! { <>{ for conditions(measured).into_iter().map(paragraph) }</> }
}
