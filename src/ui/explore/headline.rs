//! The sentence at the top, with the live numbers in it.

use yew::{Html, html};

use rankscope_app::state::Shown;
use rankscope_params::Reading;
use rankscope_params::number::{Format, significant};
use rankscope_sim::{Scaling, Spectrum};

/// From this many points of difference on, the two updates are set against each other.
const CONTRAST: f64 = 20.0;

/// What the inspected ranks hold of each update, and what the scales make of it.
pub(super) fn headline(shown: Option<&Shown>, reading: Reading) -> Html {
    let Some(shown) = shown else {
        return html! {
            <>
                <p id="headline">{ "The two updates are being drawn…" }</p>
                <p class="subline" />
            </>
        };
    };
    let Reading {
        alpha,
        rank_low,
        rank_high,
    } = reading;
    let (style, facts) = (&shown.spectra.style, &shown.spectra.facts);
    let scale = |scaling: Scaling| significant(scaling.factor(alpha, rank_low), 3);
    html! {
        <>
            <p id="headline">{ kept(rank_low, style, facts) }</p>
            <p class="subline">
                { held(rank_high, style, facts) }
                { format!(
                    "With α = {} at rank {rank_low}, LoRA multiplies what the adapter holds by \
                     α/r = {}, rsLoRA by α/√r = {}; only a factor of 1 leaves it as it is.",
                    significant(alpha, 4),
                    scale(Scaling::Lora),
                    scale(Scaling::RsLora),
                ) }
            </p>
        </>
    }
}

fn percent(spectrum: &Spectrum, rank: usize) -> Option<f64> {
    spectrum.energy(rank).map(|share| 100.0 * share)
}

fn write(percent: f64) -> String {
    format!("{}\u{a0}%", Format::Decimals(1).write(percent))
}

/// "Rank 4 keeps 99.2 % of the style update but 14.9 % of the facts update."
fn kept(rank: usize, style: &Spectrum, facts: &Spectrum) -> Html {
    let of_style = |percent| {
        html! {
            <span class="style">{ format!("{} of the style update", write(percent)) }</span>
        }
    };
    let of_facts = |percent| {
        html! {
            <span class="facts">{ format!("{} of the facts update", write(percent)) }</span>
        }
    };
    match (percent(style, rank), percent(facts, rank)) {
        (Some(style), Some(facts)) => {
            let join = if (style - facts).abs() >= CONTRAST {
                " but "
            } else {
                " and "
            };
            html! { <>{ format!("Rank {rank} keeps ") }{ of_style(style) }{ join }{ of_facts(facts) }{ "." }</> }
        }
        (None, Some(facts)) => html! {
            <>
                <span class="style">{ "Style: this update is zero." }</span>
                { format!(" Rank {rank} keeps ") }{ of_facts(facts) }{ "." }
            </>
        },
        (Some(style), None) => html! {
            <>
                { format!("Rank {rank} keeps ") }{ of_style(style) }{ ". " }
                <span class="facts">{ "Facts: this update is zero." }</span>
            </>
        },
        (None, None) => html! { { "Style: this update is zero. Facts: this update is zero." } },
    }
}

/// "Rank 32 holds 99.9 % and 80.8 %. "
fn held(rank: usize, style: &Spectrum, facts: &Spectrum) -> Html {
    match percent(style, rank).zip(percent(facts, rank)) {
        Some((style, facts)) => html! {
            <>
                { format!("Rank {rank} holds ") }
                <span class="style">{ write(style) }</span>
                { " and " }
                <span class="facts">{ write(facts) }</span>
                { ". " }
            </>
        },
        None => html! {},
    }
}
