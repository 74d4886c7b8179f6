//! Which ranks would do, what that saves, and the config with those ranks.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::translator::{has_peft_names, save_pattern};
use crate::store::Dispatch;
use crate::widgets::control::control;
use crate::widgets::copy::CopyButton;
use rankscope_adapter::{RankRule, Thresholds, export};
use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::adapter::verdict::Recommendation;
use rankscope_app::adapter::words;
use rankscope_app::state::State;
use rankscope_params::Threshold;
use rankscope_params::number::Format;
use rankscope_params::query::Link;

/// The card.
pub(super) fn recommendation(
    recommended: &Recommendation,
    opened: &AdapterState,
    (derived, asked): (&Rc<Derived>, Thresholds),
    link: &Link,
    dispatch: &Dispatch<State>,
) -> Html {
    let keep = Threshold::Keep;
    let pattern = {
        let derived = Rc::clone(derived);
        Callback::from(move |()| {
            export::peft_config(&derived.reports(), RankRule::Peft, asked).unwrap_or_default()
        })
    };
    html! {
        <section id="adapter-recommendation" class="card" aria-labelledby="heading-recommendation">
            <h2 id="heading-recommendation">{ words::recommendation_title(recommended) }</h2>
            <p class="big">
                { words::recommendation(recommended) }{ " " }<b>{ words::saved(recommended) }</b>
            </p>
            { control(keep.into(), link.value(keep.into()), dispatch) }
            <div class="sizes">
                { size("now", recommended.now, 1.0) }
                { size("after", recommended.after, recommended.share) }
            </div>
            if has_peft_names(opened) {
                <p class="save">
                    <button id="save-rank-pattern" type="button"
                        onclick={save_pattern(derived, RankRule::Peft, asked)}
                    >
                        { words::SAVE_PATTERN }
                    </button>
                    <CopyButton id="copy-rank-pattern" text={pattern} label={words::COPY_PATTERN} />
                </p>
                <p class="how-to-read">{ words::ABOUT_PATTERN }</p>
            }
        </section>
    }
}

/// A bar as long as the adapter is large.
fn size(name: &'static str, parameters: u64, share: f64) -> Html {
    let width = format!("{}%", Format::Decimals(1).write(100.0 * share.min(1.0)));
    html! {
        <>
            <span>{ name }</span>
            <svg class={name} aria-hidden="true"><rect {width} height="100%" rx="3" /></svg>
            <span>{ format!("{} parameters", words::grouped(parameters)) }</span>
        </>
    }
}
