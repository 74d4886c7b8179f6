//! What takes pointer and keyboard over a figure: to assistive technology a slider along its stops.

use crate::store::Dispatch;
use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Element;
use yew::{Html, KeyboardEvent, PointerEvent, TargetCast, html};

use crate::browser::console::OrLog;
use rankscope_app::cursor::{self, Cursor, CursorAction};
use rankscope_app::grip::{Hold, Line, within_reach};
use rankscope_app::start::hand;
use rankscope_app::state::{Action, State};
use rankscope_chart::{Named, Plot, Size};
use rankscope_params::{Key, Reading};

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

/// The two ranks whose lines can be dragged.
#[derive(Clone, PartialEq)]
pub(crate) struct DraggedRanks {
    pub(crate) reading: Reading,
    pub(crate) dispatch: Dispatch<State>,
}

impl DraggedRanks {
    const fn ranks(&self) -> [(Key, usize); 2] {
        [
            (Key::RankLow, self.reading.rank_low),
            (Key::RankHigh, self.reading.rank_high),
        ]
    }

    /// The lines a figure has of them.
    fn lines(&self, plot: &Plot, size: Size) -> Vec<Line> {
        let drawn = self.ranks().into_iter();
        let drawn = drawn.filter(|(_, rank)| plot.inspected.contains(rank));
        let line = |(key, rank)| Line {
            key,
            x: plot.place_of(size, rank),
        };
        drawn.map(line).collect()
    }

    /// A line has been dragged to a rank.
    fn drag(&self, key: Key, rank: usize, at_ms: f64) {
        if !self.ranks().contains(&(key, rank)) {
            self.dispatch.dispatch(Action::Change {
                key: key.into(),
                input: hand::position(rank),
                at_ms,
            });
        }
    }
}

/// The line in the hand, if one is.
pub(crate) type Held = Rc<RefCell<Option<Hold>>>;

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
    let (ranks, held) = ranks.unzip();
    let (ranks, held) = (ranks.cloned(), held.cloned().unwrap_or_default());
    let lines: Rc<[Line]> = ranks
        .as_ref()
        .map(|ranks| ranks.lines(plot, size))
        .unwrap_or_default()
        .into();
    let take = {
        let (held, lines) = (held.clone(), lines.clone());
        move |event: PointerEvent| {
            let taken = Hold::take(&lines, f64::from(event.offset_x()));
            if let Some(hold) = taken.filter(|_| event.button() == 0) {
                let surface: Element = event.target_unchecked_into();
                surface
                    .set_pointer_capture(event.pointer_id())
                    .or_log("the pointer of a drag");
                *held.borrow_mut() = Some(hold);
            }
        }
    };
    let hover = {
        let (dispatch, stop_under) = (dispatch.clone(), stop_under.clone());
        let (plot, stops) = (plot.clone(), stops.clone());
        let (held, ranks) = (held.clone(), ranks.clone());
        move |event: PointerEvent| {
            let x = f64::from(event.offset_x());
            let dragged = held
                .borrow_mut()
                .as_mut()
                .map(|hold| (hold.key, hold.drag(x)));
            let Some((key, to)) = dragged else {
                let surface: Element = event.target_unchecked_into();
                let near = within_reach(&lines, x).is_some();
                surface
                    .toggle_attribute_with_force("data-near", near)
                    .or_log("the shape of the pointer");
                dispatch.dispatch(CursorAction::Hover(stop_under(&event)));
                return;
            };
            let rank = to.and_then(|x| plot.stop_at(&stops, size, x));
            if let Some((rank, ranks)) = rank.zip(ranks.as_ref()) {
                dispatch.dispatch(CursorAction::Clear);
                ranks.drag(key, rank, event.time_stamp());
            }
        }
    };
    // Whether what was in the hand has been dragged: then the change is over.
    let let_go = move || {
        let dragged = held.take().is_some_and(|hold| hold.dragged());
        if let Some(ranks) = ranks.as_ref().filter(|_| dragged) {
            ranks.dispatch.dispatch(Action::Commit);
        }
        dragged
    };
    let cancel = {
        let let_go = let_go.clone();
        move |_: PointerEvent| {
            let_go();
        }
    };
    let leave = {
        let dispatch = dispatch.clone();
        move |_: PointerEvent| dispatch.dispatch(CursorAction::Hover(None))
    };
    let press = {
        let dispatch = dispatch.clone();
        move |event: PointerEvent| {
            if let_go() {
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
