//! One matrix as a heat map, a pixel for each cell; the style sheet makes them larger.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

use rankscope_app::matrices::description;
use rankscope_chart::{Theme, heat};
use rankscope_sim::truncation::Picture;

/// Properties of [`HeatMap`].
#[derive(Properties, PartialEq)]
pub(super) struct HeatMapProps {
    pub(super) title: String,
    pub(super) picture: Picture,
    /// The magnitude that has the full colour.
    pub(super) range: f32,
    pub(super) theme: Theme,
}

/// One matrix.
#[component]
pub(super) fn HeatMap(props: &HeatMapProps) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with(
            (props.picture.clone(), props.range, props.theme),
            move |(picture, range, theme)| {
                if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                    paint(&canvas, picture, *range, theme);
                }
            },
        );
    }
    let Picture { rows, columns, .. } = props.picture;
    html! {
        <figure>
            <canvas ref={canvas} class="heat-map" role="img"
                aria-label={description(&props.title, &props.picture)}
                width={columns.to_string()} height={rows.to_string()} />
            <figcaption>{ props.title.clone() }</figcaption>
        </figure>
    }
}

fn paint(canvas: &HtmlCanvasElement, picture: &Picture, range: f32, theme: &Theme) {
    let pixels = heat::pixels(&picture.cells, range, theme);
    let (width, height) = (picture.columns as u32, picture.rows as u32);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), width, height);
    // A canvas has no 2D context only when it has another one, and this one is never given any.
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    let painted = match (image, context) {
        (Ok(image), Some(context)) => context.put_image_data(&image, 0.0, 0.0).is_ok(),
        _ => false,
    };
    if !painted {
        log::error!("a heat map of {width} × {height} cells could not be painted");
    }
}
