//! A rank in a sentence that can be pushed sideways: a slider to keyboard and screen reader.

use rankscope_app::start::hand;
use rankscope_app::state::{Action, State};
use rankscope_params::Key;
use web_sys::Element;
use yew::{
    Html, KeyboardEvent, PointerEvent, Properties, TargetCast, component, html, use_mut_ref,
};

use crate::browser::console::OrLog;
use crate::store::Dispatch;

/// Properties of [`Scrub`].
#[derive(Properties, PartialEq)]
pub(crate) struct ScrubProps {
    pub(crate) rank: usize,
    pub(crate) largest: usize,
    pub(crate) label: &'static str,
    /// What the slider says now.
    pub(crate) text: String,
    pub(crate) dispatch: Dispatch<State>,
}

/// The rank r of the adapter.
#[component]
pub(crate) fn Scrub(props: &ScrubProps) -> Html {
    let (rank, largest) = (props.rank, props.largest);
    // Where a drag began, and at which rank.
    let held = use_mut_ref(|| None::<(i32, usize)>);
    let change = {
        let dispatch = props.dispatch.clone();
        move |rank: usize, at_ms: f64| {
            dispatch.dispatch(Action::Change {
                key: Key::RankLow.into(),
                input: hand::position(rank),
                at_ms,
            });
        }
    };
    let press = {
        let held = held.clone();
        move |event: PointerEvent| {
            if event.button() == 0 {
                let number: Element = event.target_unchecked_into();
                number
                    .set_pointer_capture(event.pointer_id())
                    .or_log("the pointer of a drag");
                *held.borrow_mut() = Some((event.client_x(), rank));
            }
        }
    };
    let drag = {
        let (held, change) = (held.clone(), change.clone());
        move |event: PointerEvent| {
            if let Some((from, began)) = *held.borrow() {
                let pixels = f64::from(event.client_x() - from);
                let next = hand::dragged(began, pixels, largest);
                if next != rank && pixels.abs() >= hand::SLACK {
                    change(next, event.time_stamp());
                }
            }
        }
    };
    let commit = {
        let dispatch = props.dispatch.clone();
        move || dispatch.dispatch(Action::Commit)
    };
    let release = {
        let (held, change, commit) = (held.clone(), change.clone(), commit.clone());
        move |event: PointerEvent| {
            if let Some((from, began)) = held.borrow_mut().take() {
                let still = f64::from((event.client_x() - from).abs()) < hand::SLACK;
                if still && began == rank {
                    let number: Element = event.target_unchecked_into();
                    let place = number.get_bounding_client_rect();
                    let pixels = f64::from(from) - place.left() - place.width() / 2.0;
                    change(hand::tapped(pixels, rank, largest), event.time_stamp());
                }
                commit();
            }
        }
    };
    let cancel = move |_: PointerEvent| *held.borrow_mut() = None;
    let on_key = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        if let Some(next) = hand::key(&event.key(), rank, largest).filter(|_| plain) {
            event.prevent_default();
            change(next, event.time_stamp());
            commit();
        }
    };
    html! {
        <span
            class="scrub"
            role="slider"
            tabindex="0"
            aria-label={props.label}
            aria-valuemin="1"
            aria-valuemax={largest.to_string()}
            aria-valuenow={rank.to_string()}
            aria-valuetext={props.text.clone()}
            onpointerdown={press}
            onpointermove={drag}
            onpointerup={release}
            onpointercancel={cancel}
            onkeydown={on_key}
        >
            { rank }
        </span>
    }
}
