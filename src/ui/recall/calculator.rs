//! How many facts fit an adapter of a model's layers.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{
    Event, Html, InputEvent, Properties, TargetCast, component, html, use_memo, use_state_eq,
};

use crate::adapter;
use rankscope_app::recall::calculator::{Adapted, BITS_PER_FACT, PRESETS, estimate, of_adapter};
use rankscope_app::recall::map::CapacityMap;
use rankscope_app::recall::words::{self, Source};

/// The rank and its largest, as its slider has them: powers of two.
const RANK: (u32, u32) = (3, 8);
/// Bits of a fact that can be set.
const BITS: (f64, f64) = (1.0, 1000.0);

/// Properties of [`Calculator`].
#[derive(Properties, PartialEq)]
pub(super) struct CalculatorProps {
    /// Whose bits per parameter are counted with.
    pub(super) map: CapacityMap,
}

/// A model, layers, a rank, bits per fact, and what follows.
#[component]
pub(super) fn Calculator(props: &CalculatorProps) -> Html {
    let (model, adapted) = (use_state_eq(|| 0_usize), use_state_eq(Adapted::default));
    let (power, bits) = (use_state_eq(|| RANK.0), use_state_eq(|| BITS_PER_FACT));
    let choose = {
        let model = model.clone();
        move |event: Event| {
            let list: HtmlSelectElement = event.target_unchecked_into();
            model.set(usize::try_from(list.selected_index()).unwrap_or(0));
        }
    };
    let slide = {
        let power = power.clone();
        move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            power.set(slider.value_as_number() as u32);
        }
    };
    let count = {
        let bits = bits.clone();
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let typed = field.value_as_number();
            if !typed.is_nan() {
                bits.set(typed.clamp(BITS.0, BITS.1));
            }
        }
    };
    // The adapter that is open comes after the presets; none is open, or it could not be read.
    let opened = adapter::opened();
    let open_shapes = use_memo(opened.serial, |_| {
        let weights = opened.weights.as_deref();
        weights.map(|weights| of_adapter(&weights.layout.layers))
    });
    let shapes = match PRESETS.get(*model) {
        Some(preset) => Some(preset.shapes()),
        None => (*open_shapes).clone(),
    };
    let rank = 1_usize << *power;
    let measured = words::measured_bits(&props.map);
    let found = estimate(
        &shapes.unwrap_or_default(),
        *adapted,
        rank,
        (*bits, measured),
    );
    let layers = |of: Adapted| {
        let set = adapted.setter();
        html! {
            <button id={format!("adapted-{}", of.name())} type="button" aria-pressed={(*adapted == of).to_string()}
                onclick={move |_| set.set(of)}>{ of.label() }</button>
        }
    };
    html! {
        <section id="recall-calculator" class="card" aria-labelledby="heading-recall-calculator">
            <h3 id="heading-recall-calculator">{ words::CALCULATOR_HEADING }</h3>
            <div class="calculator">
                <label for="calculator-model">{ words::MODEL }</label>
                <select id="calculator-model" onchange={choose}>
                    { for PRESETS.iter().enumerate().map(|(at, preset)| html! {
                        <option value={preset.id} selected={at == *model}>{ preset.label }</option>
                    }) }
                    if open_shapes.is_some() {
                        <option value="open" selected={*model == PRESETS.len()}>
                            { format!("{}: {}", words::OPEN_ADAPTER, opened.name) }
                        </option>
                    }
                </select>
                <span>{ words::ADAPTED }</span>
                <div class="switch" role="group" aria-label={words::ADAPTED}>
                    { for Adapted::ALL.map(layers) }
                </div>
                <label for="calculator-rank">{ words::RANK }{ " " }<b>{ rank }</b></label>
                <input id="calculator-rank" type="range" min="0" max={RANK.1.to_string()} step="1"
                    value={power.to_string()} aria-valuetext={rank.to_string()} oninput={slide} />
                <label for="calculator-bits">{ words::BITS_PER_FACT }</label>
                <input id="calculator-bits" type="number" min={BITS.0.to_string()} max={BITS.1.to_string()}
                    value={bits.to_string()} title={words::ABOUT_BITS} onchange={count} />
            </div>
            <p class="how-to-read">{ words::ABOUT_BITS }</p>
            <p id="calculator-result" class="take-away" role="status"
                data-parameters={found.parameters.to_string()}>{ words::estimate(&found) }</p>
            <p class="how-to-read">{ words::rests_on(&props.map, *adapted) }</p>
            <ul class="sources">{ for words::SOURCES.iter().map(source) }</ul>
        </section>
    }
}

fn source(source: &Source) -> Html {
    html! {
        <li>
            { source.text }{ " " }
            <a href={source.address} target="_blank" rel="noopener">{ source.name }</a>
        </li>
    }
}
