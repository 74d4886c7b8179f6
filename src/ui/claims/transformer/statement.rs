//! One statement: what is said, what was found, what the article makes of it, and of which runs.

use yew::{Html, html};

use rankscope_app::transformer::{Statement, conditions};
use rankscope_sim::transformer::Transformer;

/// A statement with its verdict.
pub(super) fn statement(statement: &Statement) -> Html {
    let verdict = statement.verdict;
    html! {
        <div id={format!("claim-{}", statement.id)} class="claim" data-verdict={verdict.name()}>
            <h3>{ format!("“{}”", statement.says) }</h3>
            <p class="verdict">{ verdict.label() }</p>
            <p class="found">{ statement.found.clone() }</p>
            <p class="found article">{ statement.article.clone() }</p>
            <details class="note">
                <summary>{ "Of which runs?" }</summary>
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
