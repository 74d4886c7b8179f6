//! Buttons that save every layer in numbers.

use std::rc::Rc;

use yew::{Html, html};

use crate::browser::save;
use rankscope_adapter::{Report, Thresholds, export};
use rankscope_app::adapter::derived::Derived;

/// One for each format.
pub(super) fn exports(derived: &Rc<Derived>, thresholds: Thresholds) -> Html {
    let button = |kind: &'static str, media_type: &'static str, write: Write| {
        // Written when it is asked for, not with each delivery.
        let derived = Rc::clone(derived);
        let save = move |_| {
            let text = write(&derived.reports(), thresholds);
            save::text(&format!("rankscope-adapter.{kind}"), media_type, &text);
        };
        html! {
            <button id={format!("save-adapter-{kind}")} type="button" onclick={save}
                aria-label={format!("{}: save every layer in numbers", kind.to_uppercase())}
            >
                { kind.to_uppercase() }
            </button>
        }
    };
    html! {
        <div class="save">
            { "Save: " }
            { button("csv", "text/csv", export::csv) }
            { button("json", "application/json", export::json) }
        </div>
    }
}

type Write = fn(&[Report], Thresholds) -> String;
