//! One figure: heading, canvas, caption. The canvas is drawn anew when its plot, its size, the
//! palette or the pixel ratio changes, and never otherwise.

use std::rc::Rc;

use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};
use yew::{
    Html, NodeRef, Properties, component, hook, html, use_effect_with, use_node_ref, use_state_eq,
};

use crate::chart::{self, Figure, Plot, Size, Theme, UNITS_PER_PIXEL};
use crate::ui::display::{use_device_pixel_ratio, use_theme};

/// Properties of [`FigureView`].
#[derive(Properties, PartialEq)]
pub(super) struct FigureProps {
    pub(super) figure: Figure,
    /// None until there is something to draw.
    pub(super) plot: Option<Rc<Plot>>,
    /// A control that belongs to this figure alone.
    pub(super) switch: Option<Html>,
}

/// One figure.
#[component]
pub(super) fn FigureView(props: &FigureProps) -> Html {
    let canvas = use_node_ref();
    let size = use_size(canvas.clone());
    let theme = use_theme();
    let ratio = use_device_pixel_ratio();
    {
        let canvas = canvas.clone();
        use_effect_with(
            (props.plot.clone(), *size, theme, ratio),
            move |(plot, size, theme, ratio)| {
                let canvas = canvas.cast::<HtmlCanvasElement>();
                if let (Some(canvas), Some(plot), Some(size)) = (canvas, plot, size) {
                    paint(canvas, plot, theme, *size, *ratio);
                }
            },
        );
    }
    let name = props.figure.name();
    let heading = format!("heading-{name}");
    let summary = props.plot.as_ref().map(|plot| plot.summary.clone());
    html! {
        <figure aria-labelledby={heading.clone()}>
            <div class="figure-head">
                <h2 id={heading}>{ props.figure.title() }</h2>
                { for props.switch.clone() }
            </div>
            <canvas
                ref={canvas}
                id={format!("chart-{name}")}
                role="img"
                aria-label={summary.unwrap_or_default()}
            />
            <figcaption>{ caption(props.figure) }</figcaption>
        </figure>
    }
}

/// How to read each figure, in a sentence or two.
const fn caption(figure: Figure) -> &'static str {
    match figure {
        Figure::Spectrum => {
            "How strong each direction of an update is. A cliff means that a few directions carry \
             it; a slope means that they all do."
        }
        Figure::Variance => {
            "How much of an update its first r directions hold: the most that any matrix of rank r \
             can."
        }
        Figure::Scaling => {
            "What an adapter’s product is multiplied by. Both fall as the rank grows, α/r much \
             faster."
        }
        Figure::Error => {
            "What is left after truncating to rank r and scaling. The dotted floor is the best any \
             rank-r matrix can do; LoRA touches it only where r = α."
        }
    }
}

/// The size of a canvas in CSS pixels, followed as the page is laid out anew.
#[hook]
fn use_size(canvas: NodeRef) -> yew::UseStateHandle<Option<Size>> {
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
                    }));
                }
            });
            let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
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

/// Draws a plot on a canvas of `size` CSS pixels with `ratio` device pixels to each.
fn paint(canvas: HtmlCanvasElement, plot: &Plot, theme: &Theme, size: Size, ratio: f64) {
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
    let context = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let (Some(context), Some(backend)) = (context, CanvasBackend::with_canvas_object(canvas))
    else {
        return;
    };
    let unit = ratio / f64::from(UNITS_PER_PIXEL);
    let drawn = context
        .set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0)
        .is_ok()
        && chart::draw(backend, plot, theme, size).is_ok();
    debug_assert!(drawn, "a canvas refuses only numbers that are not finite");
}
