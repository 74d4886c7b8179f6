//! The public measure of how long a change takes: `rankscope:update` in User Timing.
//!
//! It spans from the input event to the end of the frame in which figures and tables that answer
//! it were painted, so anyone can read it with `performance.getEntriesByName`.

use std::cell::Cell;

use super::console::OrLog;
use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, Performance};

#[wasm_bindgen]
extern "C" {
    /// `performance.measure(name, {start, end})`, a form that `web-sys` does not have.
    #[wasm_bindgen(catch, js_namespace = performance)]
    fn measure(name: &str, span: &Object) -> Result<JsValue, JsValue>;
}

const NAME: &str = "rankscope:update";
/// Measures kept. The browser keeps every one it is given, without end; a reader of more than
/// these can use a `PerformanceObserver`.
const KEPT: u32 = 1_000;

thread_local! {
    static TAKEN: Cell<u32> = const { Cell::new(0) };
}

/// Takes the measure once the next frame has been painted. `input_at` is the event's time stamp;
/// 0 stands for the opening of the page.
pub(crate) fn measure_after_paint(input_at: f64) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let before_paint = Closure::once_into_js(move || {
        // A message to oneself from a frame's last callback arrives when that frame is painted.
        let Some(channel) = MessageChannel::new().or_log("the measure of an update") else {
            return;
        };
        let after_paint = Closure::once_into_js(move || take_measure(input_at));
        channel
            .port1()
            .set_onmessage(Some(after_paint.unchecked_ref()));
        channel
            .port2()
            .post_message(&JsValue::NULL)
            .or_log("the measure of an update");
    });
    window
        .request_animation_frame(before_paint.unchecked_ref())
        .or_log("the measure of an update");
}

fn take_measure(input_at: f64) {
    let Some(performance) = web_sys::window().and_then(|window| window.performance()) else {
        return;
    };
    forget_old(&performance);
    let span = Object::new();
    let set = |name: &str, time: f64| Reflect::set(&span, &name.into(), &time.into());
    let measured = set("start", input_at)
        .and_then(|_| set("end", performance.now()))
        .and_then(|_| measure(NAME, &span));
    debug_assert!(
        measured.is_ok(),
        "only times before the page's opening are declined"
    );
}

fn forget_old(performance: &Performance) {
    TAKEN.with(|taken| {
        if taken.get() >= KEPT {
            performance.clear_measures_with_measure_name(NAME);
            taken.set(0);
        }
        taken.set(taken.get() + 1);
    });
}
