//! What is wrong with the adapter, and what to do about it.

use std::rc::Rc;

use yew::{Html, hook, html, use_memo};

use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::health::{self, Symptom};
use rankscope_app::adapter::state::AdapterState;

/// What is wrong with what is open; looked for when layers or a config come, not with each change of the view.
#[hook]
pub(super) fn use_symptoms(opened: &Rc<AdapterState>, derived: &Rc<Derived>) -> Rc<Vec<Symptom>> {
    let (opened, derived) = (Rc::clone(opened), Rc::clone(derived));
    let known = (
        opened.serial,
        opened.config_version,
        derived.rows.clone(),
        derived.failures.len(),
    );
    use_memo(known, move |_| health::symptoms(&opened, &derived))
}

/// A line for each; nothing where the adapter is sound.
pub(super) fn health(symptoms: &[Symptom]) -> Html {
    let line = |symptom: &Symptom| {
        html! {
            <li data-health={symptom.name}>
                <b>{ symptom.what.clone() }</b>{ " " }{ symptom.advice }
            </li>
        }
    };
    html! {
        if !symptoms.is_empty() {
            <section id="adapter-health" class="adapter-health" aria-labelledby="heading-health">
                <h2 id="heading-health">{ health::TITLE }</h2>
                <ul>{ for symptoms.iter().map(line) }</ul>
            </section>
        }
    }
}
