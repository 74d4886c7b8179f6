//! Canvases: how large one is, and drawing on it with plotters.

use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};
use yew::{NodeRef, hook, use_effect_with, use_state_eq};

use rankscope_chart::{Size, UNITS_PER_PIXEL};
use rankscope_params::number;

/// The usual size of the document's text, in CSS pixels.
const USUAL_TEXT: f64 = 16.0;

/// The size of a canvas in CSS pixels, followed as the page is laid out anew.
#[hook]
pub(crate) fn use_size(canvas: NodeRef) -> yew::UseStateHandle<Option<Size>> {
    let size = use_state_eq(|| None);
    {
        let size = size.clone();
        use_effect_with(canvas, move |canvas| {
            let canvas = canvas.cast::<HtmlCanvasElement>();
            let observed = canvas.clone();
            let on_resize = Closure::<dyn FnMut()>::new(move || {
                if let Some(canvas) = &observed {
                    size.set(Some(Size {
                        width: f64::from(canvas.client_width()),
                        height: f64::from(canvas.client_height()),
                        text: text_size(canvas),
                    }));
                }
            });
            let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref())
                .inspect_err(|error| log::error!("the size of a canvas is unknown: {error:?}"))
                .ok();
            if let (Some(observer), Some(canvas)) = (&observer, &canvas) {
                observer.observe(canvas);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(on_resize);
            }
        });
    }
    size
}

/// The size of the reader's text, as a multiple of the usual one; 1 where it cannot be read.
fn text_size(canvas: &HtmlCanvasElement) -> f64 {
    let root = canvas
        .owner_document()
        .and_then(|document| document.document_element());
    let style = web_sys::window()
        .zip(root)
        .and_then(|(window, root)| window.get_computed_style(&root).ok().flatten());
    let pixels = style.and_then(|style| style.get_property_value("font-size").ok());
    let pixels = pixels.and_then(|text| number::read(text.trim_end_matches("px")));
    pixels.map_or(1.0, |pixels| pixels / USUAL_TEXT)
}

/// None where the canvas has a context of another kind, which none here is given, or where the browser
/// has run out of them: then nothing is drawn until the next change.
fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Makes a canvas transparent.
pub(crate) fn erase(canvas: &NodeRef) {
    let canvas = canvas.cast::<HtmlCanvasElement>();
    if let Some((context, canvas)) = canvas.as_ref().and_then(context).zip(canvas) {
        // Its own transform does not matter to what is cleared: everything is.
        if context.reset_transform().is_ok() {
            let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
            context.clear_rect(0.0, 0.0, width, height);
        }
    }
}

/// Draws on a canvas of `size` CSS pixels with `ratio` device pixels to each, in the units of
/// [`chart`](rankscope_chart)'s drawings.
pub(crate) fn paint<E>(
    canvas: &NodeRef,
    size: Size,
    ratio: f64,
    draw: impl FnOnce(CanvasBackend) -> Result<(), E>,
) {
    if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
        paint_element(&canvas, size, ratio, draw);
    }
}

/// As [`paint`], on a canvas that may stand in no document.
pub(crate) fn paint_element<E>(
    canvas: &HtmlCanvasElement,
    size: Size,
    ratio: f64,
    draw: impl FnOnce(CanvasBackend) -> Result<(), E>,
) {
    let device = |pixels: f64| (pixels * ratio).round() as u32;
    let (width, height) = (device(size.width), device(size.height));
    if width == 0 || height == 0 {
        return;
    }
    // Setting a canvas's size clears it and its transform, even to the same value.
    if (canvas.width(), canvas.height()) != (width, height) {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let backend = CanvasBackend::with_canvas_object(canvas.clone());
    let (Some(context), Some(backend)) = (context(canvas), backend) else {
        return;
    };
    let unit = ratio / f64::from(UNITS_PER_PIXEL);
    let drawn = context
        .set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0)
        .is_ok()
        && draw(backend).is_ok();
    if !drawn {
        log::error!("a canvas of {width} × {height} pixels refused what was drawn");
    }
}
