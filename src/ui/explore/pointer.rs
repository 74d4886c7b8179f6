//! What takes pointer and keyboard over a figure: to assistive technology a slider along the ranks.

use std::rc::Rc;

use yew::{Html, KeyboardEvent, PointerEvent, UseReducerDispatcher, html};

use super::cursor::{self, Cursor, Move};
use super::readout::in_words;
use crate::chart::{Named, Plot, Size};

/// Lies over the figure's canvases, transparent. The keyboard sets out from `start` when nothing
/// is pointed at.
pub(super) fn pointer(
    figure: Named,
    plot: &Rc<Plot>,
    size: Size,
    start: usize,
    cursor: Cursor,
    dispatch: &UseReducerDispatcher<Cursor>,
) -> Html {
    let max_rank = plot.max_rank();
    let rank_under = {
        let plot = plot.clone();
        move |event: &PointerEvent| plot.rank_at(size, f64::from(event.offset_x()))
    };
    let hover = {
        let (dispatch, rank_under) = (dispatch.clone(), rank_under.clone());
        move |event: PointerEvent| dispatch.dispatch(Move::Hover(Some(rank_under(&event))))
    };
    let leave = {
        let dispatch = dispatch.clone();
        move |_: PointerEvent| dispatch.dispatch(Move::Hover(None))
    };
    let press = {
        let dispatch = dispatch.clone();
        move |event: PointerEvent| dispatch.dispatch(Move::Press(rank_under(&event)))
    };
    let rank = cursor.rank().unwrap_or(start).min(max_rank);
    let on_key = {
        let dispatch = dispatch.clone();
        move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
            if let Some(action) = cursor::key(&event.key(), rank, max_rank).filter(|_| plain) {
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
            aria-valuemin="1"
            aria-valuemax={max_rank.to_string()}
            aria-valuenow={rank.to_string()}
            aria-valuetext={in_words(plot, rank)}
            onpointermove={hover}
            onpointerleave={leave}
            onpointerup={press}
            onkeydown={on_key}
        />
    }
}
