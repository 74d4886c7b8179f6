//! The adapter in a sentence, its scale, and what its file and its config have to say.

use yew::{Html, html};

use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::adapter::words::{gamma, headline, is_rslora, remarks};
use rankscope_params::number::Format;

/// The sentence with the live numbers, the scale beneath it.
pub(super) fn overview(opened: &AdapterState, derived: &Derived) -> Html {
    html! {
        <>
            <p id="headline">{ headline(opened, &derived.summary) }</p>
            if !derived.rows.is_empty() {
                <p id="adapter-gamma" class="subline">{ scale(derived) }</p>
            }
            <ul id="adapter-remarks" class="adapter-remarks">
                { for remarks(opened, derived).into_iter().map(|remark| html! { <li>{ remark }</li> }) }
            </ul>
        </>
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
            { "In force: " }{ value("gamma-in-force", in_force) }
            { if rslora { " (α/√r, rsLoRA). " } else { " (α/r). " } }
            if rslora {
                { "A runtime that ignores " }<code>{ "use_rslora" }</code>{ " would apply " }
                { value("gamma-ignoring-rslora", ignoring) }
                { "; the adapter would then be weaker than it was trained." }
            } else {
                { "No rsLoRA here, so a runtime that ignores " }<code>{ "use_rslora" }</code>
                { " applies the same." }
            }
        </>
    }
}
