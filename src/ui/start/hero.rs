//! The headline with live numbers, the heat maps, and the energy kept with the handle at rank r.

use rankscope_app::start::{hand, words};
use rankscope_app::state::{Action, State};
use rankscope_chart::energy::{EnergyPicture, rank_at, share_of};
use rankscope_params::number::Format;
use rankscope_params::{Input, Key, Update};
use rankscope_sim::Spectra;
use web_sys::{Element, HtmlInputElement};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, KeyboardEvent, MouseEvent, PointerEvent,
    Properties, TargetCast, component, html, use_memo, use_mut_ref, use_node_ref, use_state_eq,
};

use super::maps::Maps;
use crate::browser::console::OrLog;
use crate::browser::display::use_display;
use crate::browser::still::{shows, use_still};
use crate::store::Dispatch;
use crate::widgets::problem::problem;
use crate::widgets::progress::progress;
use crate::widgets::scrub::Scrub;
use rankscope_app::work::Work;

/// Properties of [`Hero`].
#[derive(Properties, PartialEq)]
pub(super) struct HeroProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// On the directions that the heat maps are made of.
    pub(super) work: Work,
    pub(super) retry: Callback<MouseEvent>,
}

/// Everything on the first screen.
#[component]
pub(super) fn Hero(props: &HeroProps) -> Html {
    let State { link, shown, .. } = &props.state;
    let params = &link.params;
    let (rank, largest) = (params.reading().rank_low, params.max_rank());
    let display = use_display(link.choices.theme);
    let work = &props.work;
    let spectra = shown.as_ref().map(|shown| &*shown.spectra);
    // While a new shape is computed, what is shown may have fewer ranks.
    let of_shown = |spectra: &Spectra| rank.min(spectra.style.max_rank());

    let painted = use_state_eq(|| false);
    // Over any other state than its own the picture would lie.
    let pictured = use_memo((), |()| shows(params).then_some(*params));
    let replaced = *pictured != Some(*params) || *painted && spectra.is_some();
    let still = use_still(replaced);
    let on_painted = {
        let painted = painted.clone();
        move |()| painted.set(true)
    };
    let headline = spectra.map(|spectra| words::kept(spectra, of_shown(spectra)));
    let value = |share: Option<f64>| share.map(|share| Format::Exact.write(100.0 * share));
    let kept = |update: Update| {
        let spectra = spectra?;
        let spectrum = match update {
            Update::Style => &spectra.style,
            Update::Facts => &spectra.facts,
        };
        value(spectrum.energy(of_shown(spectra)))
    };
    let text = words::value_text(spectra, rank);
    html! {
        <section class="hero" data-step="0">
            <h1 id="headline">
                { words::HEADLINE }
                <Scrub {rank} {largest} label={words::SLIDER} text={text.clone()} dispatch={props.dispatch.clone()} />
                <br />
                if let Some(words::Kept { style, joint, facts }) = headline {
                    { " keeps " }
                    <span class="style" data-column="style" data-value={kept(Update::Style)}>{ style }</span>
                    { format!(" {joint} ") }
                    <span class="facts" data-column="facts" data-value={kept(Update::Facts)}>{ facts }</span>
                    { "." }
                } else {
                    { " keeps …" }
                }
            </h1>
            <p class="lede">
                { words::WHAT }{ " " }
                <span class="more">{ words::built(params, spectra) }</span>
                <b>{ words::size(params, rank) }</b>
            </p>
            <div class="card instrument">
                <Maps
                    params={*params}
                    {rank}
                    spectra={shown.as_ref().map(|shown| shown.spectra.clone())}
                    answer={work.done.clone()}
                    theme={display.theme}
                    painted={on_painted}
                />
                <div class="reading">
                    <p class="reading-head"><b>{ words::ENERGY }</b>{ words::ENERGY_NOTE }</p>
                    <Energy state={props.state.clone()} dispatch={props.dispatch.clone()} />
                </div>
                <div class="still" aria-hidden="true">{ still }</div>
            </div>
            <div class="hero-foot">
                { progress("maps-progress", work.under_way() && work.done.is_some(), work.share, None) }
                { problem("maps", work.trouble.as_ref(), &props.retry) }
            </div>
            <p class="onward">
                <a href="#story">{ words::ONWARD }</a>
                <span>
                    { "After " }<a href={words::ARTICLE_ADDRESS}>{ words::ARTICLE }</a>
                    { format!(", {}", words::ARTICLE_SOURCE) }
                </span>
            </p>
        </section>
    }
}

/// Properties of [`Energy`].
#[derive(Properties, PartialEq)]
struct EnergyProps {
    state: State,
    dispatch: Dispatch<State>,
}

/// The energy kept, above the slide rule: the pointer drags anywhere on it, the slider is the
/// keyboard's and the screen reader's.
#[component]
fn Energy(props: &EnergyProps) -> Html {
    let State { link, shown, .. } = &props.state;
    let params = &link.params;
    let (rank, largest) = (params.reading().rank_low, params.max_rank());
    let surface = use_node_ref();
    let held = use_mut_ref(|| None::<Held>);
    let change = {
        let dispatch = props.dispatch.clone();
        move |input: Input, at_ms: f64| {
            dispatch.dispatch(Action::Change {
                key: Key::RankLow.into(),
                input,
                at_ms,
            });
        }
    };
    let commit = {
        let dispatch = props.dispatch.clone();
        move || dispatch.dispatch(Action::Commit)
    };
    let pull = {
        let (surface, change) = (surface.clone(), change.clone());
        move |event: &PointerEvent| {
            if let Some(plot) = surface.cast::<Element>() {
                let place = plot.get_bounding_client_rect();
                let share = (f64::from(event.client_x()) - place.left()) / place.width();
                let next = rank_at(share, largest);
                if next != rank {
                    change(hand::position(next), event.time_stamp());
                }
            }
        }
    };
    // How far right of the handle's middle it is, where it is on the slide rule.
    let offset = {
        let surface = surface.clone();
        move |event: &PointerEvent| {
            let place = surface.cast::<Element>()?.get_bounding_client_rect();
            let middle = place.left() + share_of(rank, largest) * place.width();
            let below = f64::from(event.client_y()) > place.bottom();
            below.then(|| f64::from(event.client_x()) - middle)
        }
    };
    let press = {
        let (held, pull, offset) = (held.clone(), pull.clone(), offset.clone());
        move |event: PointerEvent| {
            if event.button() == 0 {
                let target: Element = event.target_unchecked_into();
                target
                    .set_pointer_capture(event.pointer_id())
                    .or_log("the pointer of a drag");
                let on_handle = offset(&event).is_some_and(|pixels| pixels.abs() <= hand::HANDLE);
                // A finger may be about to scroll, and a handle may be about to be tapped.
                let drags = event.pointer_type() != "touch" && !on_handle;
                *held.borrow_mut() = Some(Held {
                    from: event.client_x(),
                    drags,
                });
                if drags {
                    pull(&event);
                }
            }
        }
    };
    let drag = {
        let (held, pull) = (held.clone(), pull.clone());
        move |event: PointerEvent| {
            let drags = held.borrow_mut().as_mut().is_some_and(|held| {
                let moved = f64::from((event.client_x() - held.from).abs());
                held.drags |= moved >= hand::SLACK;
                held.drags
            });
            if drags {
                pull(&event);
            }
        }
    };
    let release = {
        let (held, change, commit) = (held.clone(), change.clone(), commit.clone());
        move |event: PointerEvent| {
            let held = held.borrow_mut().take();
            if let Some(held) = held {
                match offset(&event) {
                    _ if held.drags => {}
                    Some(pixels) if pixels.abs() <= hand::HANDLE => {
                        let next = hand::tapped(pixels, rank, largest);
                        change(hand::position(next), event.time_stamp());
                    }
                    _ => pull(&event),
                }
                commit();
            }
        }
    };
    // The browser scrolls: nothing has been dragged.
    let cancel = move |_: PointerEvent| *held.borrow_mut() = None;
    let slide = {
        let change = change.clone();
        move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            change(
                Input::Position(slider.value_as_number()),
                event.time_stamp(),
            );
        }
    };
    let on_commit = {
        let commit = commit.clone();
        move |_: Event| commit()
    };
    let on_key = move |event: KeyboardEvent| {
        let paged = matches!(event.key().as_str(), "PageUp" | "PageDown");
        if let Some(next) = hand::key(&event.key(), rank, largest).filter(|_| paged) {
            // The browser's own page is a tenth of the range; a page here doubles.
            event.prevent_default();
            change(hand::position(next), event.time_stamp());
            commit();
        }
    };
    let spectra = shown.as_ref().map(|shown| &*shown.spectra);
    let update = params.update();
    let svg = spectra.map(|spectra| {
        let picture = EnergyPicture {
            spectra,
            rank: rank.min(spectra.style.max_rank()),
            shape: (update.rows, update.columns),
            invites: props.state.edits == 0,
        };
        [picture.plot(), picture.rule()]
    });
    let [plot, rule] = svg.unwrap_or_default();
    html! {
        <div class="energy" onpointerdown={press} onpointermove={drag}
            onpointerup={release} onpointercancel={cancel}>
            <svg class="energy-plot" ref={surface} role="img" aria-label={words::chart_label(spectra, rank)}>
                { markup(&plot) }
            </svg>
            <input
                id="hero-rank"
                type="range"
                min="1"
                max={largest.to_string()}
                step="1"
                value={rank.to_string()}
                aria-label={words::SLIDER}
                aria-valuetext={words::value_text(spectra, rank)}
                oninput={slide}
                onchange={on_commit}
                onkeydown={on_key}
            />
            <svg class="energy-rule" aria-hidden="true">{ markup(&rule) }</svg>
        </div>
    }
}

/// A finger or pointer that is down.
struct Held {
    from: i32,
    /// Whether it has begun to drag.
    drags: bool,
}

/// Drawn by `rankscope_chart` from numbers alone.
fn markup(svg: &str) -> Html {
    Html::from_html_unchecked(AttrValue::from(format!("<g>{svg}</g>")))
}
