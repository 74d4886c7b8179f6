//! One matrix as a heat map.

use web_sys::HtmlCanvasElement;
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

use crate::widgets::heat::paint_heat;
use rankscope_app::matrices::description;
use rankscope_chart::{Theme, Tone};
use rankscope_params::Update;
use rankscope_sim::truncation::Picture;

/// Properties of [`HeatMap`].
#[derive(Properties, PartialEq)]
pub(super) struct HeatMapProps {
    pub(super) title: String,
    pub(super) update: Update,
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
        let (canvas, tone) = (canvas.clone(), Tone::from(props.update));
        use_effect_with(
            (props.picture.clone(), props.range, props.theme, tone),
            move |(picture, range, theme, tone)| {
                if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                    let shape = (picture.rows, picture.columns);
                    paint_heat(&canvas, shape, &picture.cells, *range, *tone, theme);
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
