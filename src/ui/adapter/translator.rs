//! One threshold through every tool's rule: what each keeps of all layers, and a config that trains
//! or converts again at those ranks.

use crate::store::Dispatch;
use yew::{Html, html};

use super::column::written;
use super::derived::Derived;
use super::opened::Opened;
use crate::browser::save;
use crate::widgets::control::control;
use rankscope_adapter::names::Naming;
use rankscope_adapter::{Keep, Layer, RankRule, Ratio, Thresholds, export};
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

/// A rule's name in element ids and files.
const fn id(rule: RankRule) -> &'static str {
    match rule {
        RankRule::Peft => "peft",
        RankRule::SvFro => "sv-fro",
        RankRule::SvCumulative => "sv-cumulative",
        RankRule::SvRatio => "sv-ratio",
        RankRule::Entropy => "entropy",
    }
}

/// What a rule asks for, in a formula.
const fn asks(rule: RankRule) -> &'static str {
    match rule {
        RankRule::Peft => "Σσ² ≥ keep · all",
        RankRule::SvFro => "Σσ² ≥ keep² · all",
        RankRule::SvCumulative => "Σσ ≥ keep · all",
        RankRule::SvRatio => "σ > σ₁ / ratio",
        RankRule::Entropy => "r ≥ entropy rank",
    }
}

/// Two thresholds and five rules side by side.
pub(super) fn translator(
    opened: &Opened,
    derived: &Derived,
    link: &Link,
    dispatch: &Dispatch<State>,
) -> Html {
    let Derived {
        reports, summary, ..
    } = derived;
    let asked = thresholds(&link.rank_rules);
    let remark = RankRule::ALL.iter().find_map(|rule| rule.remark());
    let row = |(rule, kept): (RankRule, &u64)| {
        let share = 100.0 * *kept as f64 / summary.parameters.max(1) as f64;
        let mut ranks: Vec<usize> = reports
            .iter()
            .map(|report| report.kept(rule, asked))
            .collect();
        ranks.sort_unstable();
        let median = ranks.get(ranks.len() / 2).map(|&rank| rank as f64);
        let cell = |column: &'static str, value: Option<f64>, text: String| {
            let exact = value.map(|value| Format::Exact.write(value));
            html! { <td data-column={column} data-value={exact.unwrap_or_default()}>{ text }</td> }
        };
        let end = |rank: Option<&usize>| rank.map(|&rank| rank as f64);
        let (least, most) = (end(ranks.first()), end(ranks.last()));
        html! {
            <tr data-rule={id(rule)}>
                <th scope="row">{ rule.name() }</th>
                <td class="formula">{ asks(rule) }</td>
                { cell("least", least, written(least)) }
                { cell("median", median, written(median)) }
                { cell("most", most, written(most)) }
                { cell("parameters", Some(*kept as f64), grouped(*kept)) }
                { cell("share", Some(share), format!("{} %", Format::Decimals(1).write(share))) }
                <td>{ config_button(opened, rule, asked) }</td>
            </tr>
        }
    };
    html! {
        <section id="adapter-rules" aria-labelledby="heading-rules">
            <h2 id="heading-rules">{ "Which rank would have been enough?" }</h2>
            <p class="how-to-read">
                { "The same threshold means another rank to each tool. All layers together: " }
                { format!("{} parameters now.", grouped(summary.parameters)) }
            </p>
            <div class="adapter-thresholds">
                { for Threshold::ALL.map(|key| control(key.into(), link.value(key.into()), dispatch)) }
            </div>
            <div class="table" role="region" tabindex="0" aria-label="What each rule keeps">
                <table id="table-rules">
                    <thead>
                        <tr>
                            <th scope="col">{ "Rule" }</th>
                            <th scope="col" class="formula">{ "keeps ranks until" }</th>
                            <th scope="col">{ "least r" }</th>
                            <th scope="col">{ "median r" }</th>
                            <th scope="col">{ "most r" }</th>
                            <th scope="col">{ "parameters" }</th>
                            <th scope="col">{ "of now" }</th>
                            <th scope="col">{ "For PEFT" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for RankRule::ALL.into_iter().zip(&summary.kept).map(row) }</tbody>
                </table>
            </div>
            <p class="how-to-read">{ remark }</p>
        </section>
    }
}

/// Saves the ranks a rule keeps as `rank_pattern` and `alpha_pattern`, every γ as it is.
fn config_button(opened: &Opened, rule: RankRule, asked: Thresholds) -> Html {
    let layers = opened
        .weights
        .iter()
        .flat_map(|weights| &weights.layout.layers);
    let mut named = layers.filter(|layer: &&Layer| layer.naming != Naming::Kohya);
    if named.next().is_none() {
        return html! { <span title="PEFT knows no layer by kohya’s names">{ "–" }</span> };
    }
    // Written when it is asked for, not each time a layer comes in.
    let opened = opened.clone();
    let save = move |_| {
        if let Some(config) = export::peft_config(&opened.reports().0, rule, asked) {
            let name = format!("rank_pattern-{}.json", id(rule));
            save::text(&name, "application/json", &config);
        }
    };
    html! {
        <button
            id={format!("pattern-{}", id(rule))}
            type="button"
            aria-label={format!("Save rank_pattern and alpha_pattern by {}", rule.name())}
            onclick={save}
        >
            { "rank_pattern" }
        </button>
    }
}

/// A count with its thousands set apart.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}
