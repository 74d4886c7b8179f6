//! A figure whose mark is moved: pointer and keys lead it from stop to stop, and to assistive technology
//! the figure is the slider of what it moves. The mouse still reads values where it hovers.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Element;
use yew::{Callback, Html, KeyboardEvent, PointerEvent, TargetCast, html};

use super::pointer::Places;
use crate::browser::console::OrLog;
use crate::store::Dispatch;
use rankscope_app::cursor::{Cursor, CursorAction};
use rankscope_app::grip::{MarkStops, Slide};
use rankscope_chart::Named;

/// A mark, and where its moves go.
#[derive(Clone, PartialEq)]
pub(crate) struct MovedMark {
    pub(crate) stops: MarkStops,
    /// Moves it to a place, at the time of the event in ms.
    pub(crate) set: Callback<(usize, f64)>,
    /// It has been let go: the change is over.
    pub(crate) done: Callback<()>,
}

impl MovedMark {
    /// Leads it to a place, unless it is there.
    fn lead(&self, place: usize, at_ms: f64) {
        if self.stops.here != Some(place) {
            self.set.emit((place, at_ms));
        }
    }
}

/// Lies over the figure's canvases, transparent; `value_text` is what the figure says at a place.
pub(super) fn mover(
    figure: Named,
    at: Places<'_>,
    (moved, slide): (&MovedMark, &Rc<RefCell<Option<Slide>>>),
    value_text: impl Fn(usize) -> String,
    dispatch: &Dispatch<Cursor>,
) -> Html {
    let (plot, size) = (at.plot.clone(), at.size);
    let places = moved.stops.places.clone();
    let under = move |event: &PointerEvent, stops: &[usize]| {
        plot.stop_at(stops, size, f64::from(event.offset_x()))
    };
    let press = {
        let slide = slide.clone();
        move |event: PointerEvent| {
            if event.button() == 0 {
                let surface: Element = event.target_unchecked_into();
                surface
                    .set_pointer_capture(event.pointer_id())
                    .or_log("the pointer of a drag");
                *slide.borrow_mut() = Some(Slide::press(f64::from(event.offset_x())));
            }
        }
    };
    let follow = {
        let (slide, moved, under) = (slide.clone(), moved.clone(), under.clone());
        let (places, stops, dispatch) = (places.clone(), at.stops.clone(), dispatch.clone());
        move |event: PointerEvent| {
            let x = f64::from(event.offset_x());
            let leads = slide.borrow_mut().as_mut().map(|slide| slide.moves(x));
            match leads {
                None => dispatch.dispatch(CursorAction::Hover(under(&event, &stops))),
                Some(true) => {
                    dispatch.dispatch(CursorAction::Clear);
                    if let Some(place) = under(&event, &places) {
                        moved.lead(place, event.time_stamp());
                    }
                }
                Some(false) => {}
            }
        }
    };
    let release = {
        let (slide, moved, places) = (slide.clone(), moved.clone(), places.clone());
        move |event: PointerEvent| {
            if slide.borrow_mut().take().is_some() {
                if let Some(place) = under(&event, &places) {
                    moved.lead(place, event.time_stamp());
                }
                moved.done.emit(());
            }
        }
    };
    let cancel = {
        let (slide, moved) = (slide.clone(), moved.clone());
        move |_: PointerEvent| {
            if slide.borrow_mut().take().is_some() {
                moved.done.emit(());
            }
        }
    };
    let leave = {
        let dispatch = dispatch.clone();
        move |_: PointerEvent| dispatch.dispatch(CursorAction::Hover(None))
    };
    let on_key = {
        let moved = moved.clone();
        move |event: KeyboardEvent| {
            let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
            if let Some(place) = moved.stops.key(&event.key()).filter(|_| plain) {
                event.prevent_default();
                moved.lead(place, event.time_stamp());
                moved.done.emit(());
            }
        }
    };
    let here = moved.stops.here.or(places.first().copied());
    let here = here.unwrap_or(at.start);
    html! {
        <div
            id={format!("reader-{}", figure.name)}
            class="reader moves"
            role="slider"
            tabindex="0"
            aria-label={format!("{}: move {}", figure.title, moved.stops.label)}
            aria-valuemin={places.first().map(ToString::to_string)}
            aria-valuemax={places.last().map(ToString::to_string)}
            aria-valuenow={here.to_string()}
            aria-valuetext={value_text(here)}
            onpointerdown={press}
            onpointermove={follow}
            onpointercancel={cancel}
            onpointerleave={leave}
            onpointerup={release}
            onkeydown={on_key}
        />
    }
}
