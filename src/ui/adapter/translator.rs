//! One threshold through every tool's rule: what each keeps of all layers, and a config with those ranks.

use std::rc::Rc;

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, html};

use crate::browser::save;
use crate::widgets::control::control;
use rankscope_adapter::names::Naming;
use rankscope_adapter::{Keep, Layer, RankRule, Ratio, Thresholds, export};
use rankscope_app::adapter::column::{exact, written};
use rankscope_app::adapter::derived::{Derived, Kept};
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::adapter::words::{self, condition, grouped, rule_id as id};
use rankscope_app::state::State;
use rankscope_params::number::Format;
use rankscope_params::query::Link;
use rankscope_params::{RankRules, Threshold};

/// What the rules are asked to keep, as the rules take it.
pub(super) fn thresholds(rules: &RankRules) -> Thresholds {
    Thresholds {
        keep: Keep::new(rules.get(Threshold::Keep)).unwrap_or_default(),
        ratio: Ratio::new(rules.get(Threshold::Ratio)).unwrap_or_default(),
    }
}

/// Two thresholds and five rules side by side.
pub(super) fn translator(
    opened: &AdapterState,
    derived: &Rc<Derived>,
    link: &Link,
    dispatch: &Dispatch<State>,
) -> Html {
    let summary = &derived.summary;
    let asked = thresholds(&link.rank_rules);
    let ratio = Threshold::Ratio;
    let remark = RankRule::ALL.iter().find_map(|rule| rule.remark());
    let row = |(rule, kept): (RankRule, &Kept)| {
        let cell = |column: &'static str, value: Option<f64>, text: String| {
            html! { <td data-column={column} data-value={exact(value)}>{ text }</td> }
        };
        let rank = |column, rank| cell(column, rank, written(rank));
        let (parameters, share) = (kept.parameters, kept.share);
        html! {
            <tr data-rule={id(rule)}>
                <th scope="row">{ rule.name() }</th>
                <td class="formula">{ condition(rule) }</td>
                { rank("least", kept.least) }
                { rank("median", kept.median) }
                { rank("most", kept.most) }
                { cell("parameters", Some(parameters as f64), grouped(parameters)) }
                { cell("share", Some(share), format!("{} %", Format::Decimals(1).write(share))) }
                <td>{ config_button(opened, derived, rule, asked) }</td>
            </tr>
        }
    };
    html! {
        <section id="adapter-rules" class="card" aria-labelledby="heading-rules">
            <h2 id="heading-rules">{ words::RULES }</h2>
            <p class="how-to-read">
                { words::RULES_NOTE }
                { format!(" The adapter has {} parameters.", grouped(summary.parameters)) }
            </p>
            <div class="adapter-thresholds">
                { control(ratio.into(), link.value(ratio.into()), dispatch) }
            </div>
            <div class="table" role="region" tabindex="0" aria-label="What each rule keeps">
                <table id="table-rules">
                    <thead>
                        <tr>
                            <th scope="col">{ "Rule" }</th>
                            <th scope="col" class="formula">{ "stops at" }</th>
                            <th scope="col">{ "min r" }</th>
                            <th scope="col">{ "median r" }</th>
                            <th scope="col">{ "max r" }</th>
                            <th scope="col">{ "parameters" }</th>
                            <th scope="col">{ "% of current" }</th>
                            <th scope="col">{ "Save for PEFT" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for RankRule::ALL.into_iter().zip(&derived.kept).map(row) }</tbody>
                </table>
            </div>
            <p class="how-to-read">{ remark }</p>
        </section>
    }
}

/// Saves the ranks a rule keeps as `rank_pattern` and `alpha_pattern`, every γ as it is.
fn config_button(
    opened: &AdapterState,
    derived: &Rc<Derived>,
    rule: RankRule,
    asked: Thresholds,
) -> Html {
    if !has_peft_names(opened) {
        return html! { <span title="PEFT knows no layer by kohya’s names">{ "–" }</span> };
    }
    html! {
        <button
            id={format!("pattern-{}", id(rule))}
            type="button"
            aria-label={format!("Save rank_pattern and alpha_pattern by {}", rule.name())}
            onclick={save_pattern(derived, rule, asked)}
        >
            { "Save rank_pattern" }
        </button>
    }
}

/// Whether PEFT knows any layer by its name in the file.
pub(super) fn has_peft_names(opened: &AdapterState) -> bool {
    let layers = opened
        .weights
        .iter()
        .flat_map(|weights| &weights.layout.layers);
    let mut named = layers.filter(|layer: &&Layer| layer.naming != Naming::Kohya);
    named.next().is_some()
}

/// Saves the config with the ranks that a rule keeps, which is written when it is asked for, not with
/// each delivery.
pub(super) fn save_pattern(
    derived: &Rc<Derived>,
    rule: RankRule,
    asked: Thresholds,
) -> Callback<MouseEvent> {
    let derived = Rc::clone(derived);
    Callback::from(move |_| {
        if let Some(config) = export::peft_config(&derived.reports(), rule, asked) {
            let name = format!("rank_pattern-{}.json", id(rule));
            save::text(&name, "application/json", &config);
        }
    })
}
