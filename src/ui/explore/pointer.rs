//! What takes pointer and keyboard over a figure: to assistive technology a slider along the ranks.

use std::rc::Rc;

use yew::{Html, KeyboardEvent, PointerEvent, Properties, UseReducerDispatcher, component, html};

use super::cursor::{self, Cursor, Move};
use super::readout::in_words;
use crate::chart::{Figure, Plot, Size};

/// Properties of [`Pointer`].
#[derive(Properties, PartialEq)]
pub(super) struct PointerProps {
    pub(super) figure: Figure,
    pub(super) plot: Rc<Plot>,
    pub(super) size: Size,
    /// The rank from which the keyboard sets out when nothing is pointed at.
    pub(super) start: usize,
    pub(super) cursor: Cursor,
    pub(super) dispatch: UseReducerDispatcher<Cursor>,
}

/// Lies over the figure's canvases, transparent.
#[component]
pub(super) fn Pointer(props: &PointerProps) -> Html {
    let max_rank = props.plot.max_rank();
    let rank_under = {
        let (plot, size) = (props.plot.clone(), props.size);
        move |event: &PointerEvent| plot.rank_at(size, f64::from(event.offset_x()))
    };
    let hover = {
        let (dispatch, rank_under) = (props.dispatch.clone(), rank_under.clone());
        move |event: PointerEvent| dispatch.dispatch(Move::Hover(Some(rank_under(&event))))
    };
    let leave = {
        let dispatch = props.dispatch.clone();
        move |_: PointerEvent| dispatch.dispatch(Move::Hover(None))
    };
    let press = {
        let dispatch = props.dispatch.clone();
        move |event: PointerEvent| dispatch.dispatch(Move::Press(rank_under(&event)))
    };
    let rank = props.cursor.rank().unwrap_or(props.start).min(max_rank);
    let on_key = {
        let dispatch = props.dispatch.clone();
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
            id={format!("reader-{}", props.figure.name())}
            class="reader"
            role="slider"
            tabindex="0"
            aria-label={format!("{}: read exact values", props.figure.title())}
            aria-valuemin="1"
            aria-valuemax={max_rank.to_string()}
            aria-valuenow={rank.to_string()}
            aria-valuetext={in_words(&props.plot, rank)}
            onpointermove={hover}
            onpointerleave={leave}
            onpointerup={press}
            onkeydown={on_key}
        />
    }
}
