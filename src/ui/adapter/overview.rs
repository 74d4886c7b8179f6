//! The verdict, the scale beneath it, and what the file and its config have to say.

use yew::{Html, html};

use super::runtimes::show_saving;
use crate::explore::history_bar::history_bar;
use crate::widgets::printed::printed;

use rankscope_adapter::runtimes::{Headline, Kind};
use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::running::words::TO_PORTABLE;
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::adapter::verdict::Recommendation;
use rankscope_app::adapter::words::{gamma, headline, is_rslora, remarks, rule_of_gamma, settings};
use rankscope_app::history::Position;
use rankscope_params::number::Format;
use rankscope_params::query::Link;

/// The two sentences, and what qualifies them.
pub(super) fn overview(
    opened: &AdapterState,
    derived: &Derived,
    (recommended, running): (Option<&Recommendation>, Option<&Headline>),
    link: &Link,
    position: Position,
) -> Html {
    html! {
        <header class="view-head">
            <div>
                <h1 id="headline">{ headline(opened, derived, recommended, running) }</h1>
                { printed(&settings(opened, &link.rank_rules)) }
                if running.is_some_and(|running| matches!(running.kind, Kind::Weak | Kind::Strong)) {
                    <p>
                        <button id="headline-cure" type="button" class="main" onclick={|_| show_saving()}>
                            { TO_PORTABLE }
                        </button>
                    </p>
                }
                if !derived.rows.is_empty() {
                    <p id="adapter-gamma" class="subline">{ scale(derived) }</p>
                }
                <ul id="adapter-remarks" class="adapter-remarks">
                    { for remarks(opened, derived).into_iter().map(|remark| html! { <li>{ remark }</li> }) }
                </ul>
            </div>
            { history_bar(position) }
        </header>
    }
}

/// γ in force, and what a runtime would apply that ignores `use_rslora`.
fn scale(derived: &Derived) -> Html {
    let summary = &derived.summary;
    let (Some(in_force), Some(ignoring)) = (summary.gamma, summary.gamma_ignoring_rslora) else {
        return html! {};
    };
    let rslora = is_rslora(&derived.rows);
    let value = |id: &'static str, (least, most): (f64, f64)| {
        html! {
            <b {id} data-least={Format::Exact.write(least)} data-most={Format::Exact.write(most)}>
                { gamma((least, most)) }
            </b>
        }
    };
    html! {
        <>
            { format!("Scale applied: γ = {} = ", rule_of_gamma(rslora)) }
            { value("gamma-in-force", in_force) }{ ". " }
            if rslora {
                { "A runtime that ignores " }<code>{ "use_rslora" }</code>{ " applies γ = " }
                { value("gamma-ignoring-rslora", ignoring) }{ " instead." }
            }
        </>
    }
}
