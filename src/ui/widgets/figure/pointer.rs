//! What takes pointer and keyboard over a figure: to assistive technology a slider along its stops.

use crate::store::Dispatch;
use std::rc::Rc;

use yew::{Html, KeyboardEvent, PointerEvent, html};

use super::drag::{Drag, DraggedRanks, Held};
use rankscope_app::cursor::{self, Cursor, CursorAction};
use rankscope_chart::{Named, Plot, Size};

/// Where on a figure there is something to read.
#[derive(Clone, Copy)]
pub(crate) struct Places<'p> {
    pub(crate) plot: &'p Rc<Plot>,
    /// The ranks, or steps.
    pub(crate) stops: &'p Rc<Vec<usize>>,
    /// The canvas's size.
    pub(crate) size: Size,
    /// From where the keyboard sets out when nothing is pointed at.
    pub(crate) start: usize,
}

/// Lies over the figure's canvases, transparent; `value_text` is what the slider says at a stop. A
/// press near the line of a rank takes hold of it.
pub(crate) fn pointer(
    figure: Named,
    at: Places<'_>,
    ranks: Option<(&DraggedRanks, &Held)>,
    value_text: impl Fn(usize) -> String,
    cursor: Cursor,
    dispatch: &Dispatch<Cursor>,
) -> Html {
    let Places {
        plot, size, start, ..
    } = at;
    let stops = at.stops.clone();
    let stop_under = {
        let (plot, stops) = (plot.clone(), stops.clone());
        move |event: &PointerEvent| plot.stop_at(&stops, size, f64::from(event.offset_x()))
    };
    let drag = Drag::new(ranks, at);
    let take = {
        let drag = drag.clone();
        move |event: PointerEvent| drag.take(&event)
    };
    let hover = {
        let (dispatch, stop_under, drag) = (dispatch.clone(), stop_under.clone(), drag.clone());
        let (plot, stops) = (plot.clone(), stops.clone());
        move |event: PointerEvent| {
            let in_hand = drag.follows(&event, |x| plot.stop_at(&stops, size, x));
            if drag.is_dragged() {
                dispatch.dispatch(CursorAction::Clear);
            } else if !in_hand {
                dispatch.dispatch(CursorAction::Hover(stop_under(&event)));
            }
        }
    };
    let cancel = {
        let drag = drag.clone();
        move |_: PointerEvent| {
            drag.let_go();
        }
    };
    let leave = {
        let dispatch = dispatch.clone();
        move |_: PointerEvent| dispatch.dispatch(CursorAction::Hover(None))
    };
    let press = {
        let dispatch = dispatch.clone();
        move |event: PointerEvent| {
            if drag.let_go() {
                return;
            }
            let action = stop_under(&event).and_then(|stop| cursor::press(event.button(), stop));
            if let Some(action) = action {
                dispatch.dispatch(action);
            }
        }
    };
    let (first, last) = (stops.first().copied(), stops.last().copied());
    let pointed = cursor.rank().unwrap_or(start);
    let here = stops
        .partition_point(|&stop| stop < pointed)
        .min(stops.len().saturating_sub(1));
    let stop = stops.get(here).copied().unwrap_or(start);
    let on_key = {
        let dispatch = dispatch.clone();
        move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
            if let Some(action) = cursor::key(&event.key(), here, &stops).filter(|_| plain) {
                event.prevent_default();
                dispatch.dispatch(action);
            }
        }
    };
    html! {
        <div
            id={format!("reader-{}", figure.name)}
            class="reader"
            role="slider"
            tabindex="0"
            aria-label={format!("{}: read exact values", figure.title)}
            aria-valuemin={first.map(|stop| stop.to_string())}
            aria-valuemax={last.map(|stop| stop.to_string())}
            aria-valuenow={stop.to_string()}
            aria-valuetext={value_text(stop)}
            onpointerdown={take}
            onpointermove={hover}
            onpointercancel={cancel}
            onpointerleave={leave}
            onpointerup={press}
            onkeydown={on_key}
        />
    }
}
