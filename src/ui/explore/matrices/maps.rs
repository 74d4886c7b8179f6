//! The matrices themselves, as heat maps: an update, its best approximation of rank r, and what
//! is left over. Singular vectors are computed only while this is shown, in a worker of its own.

use crate::store::Dispatch;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::{
    Callback, Html, MouseEvent, Properties, component, html, use_effect_with, use_memo,
    use_node_ref,
};

use super::matrices;
use crate::widgets::messages;
use crate::widgets::progress::progress;
use crate::widgets::switch::switch;
use crate::work::use_work;
use rankscope_app::state::{Action, State};
use rankscope_chart::{Theme, heat};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::number::{Format, significant};
use rankscope_params::{Choices, Matrices, MatricesRank, Params, Update};
use rankscope_sim::truncation::{LARGEST_PICTURE, Picture};

/// Properties of [`MatricesView`].
#[derive(Properties, PartialEq)]
pub(crate) struct MatricesProps {
    pub(crate) params: Params,
    pub(crate) choices: Choices,
    pub(crate) theme: Theme,
    pub(crate) dispatch: Dispatch<State>,
}

/// Two switches and three heat maps.
#[component]
pub(crate) fn MatricesView(props: &MatricesProps) -> Html {
    let choices = props.choices;
    let reading = props.params.reading();
    let rank = match choices.matrices_rank {
        MatricesRank::Low => reading.rank_low,
        MatricesRank::High => reading.rank_high,
    };
    let job = choices.matrices.update().map(|update| Job::Truncate {
        params: props.params.update(),
        update,
        rank,
    });
    let work = use_work(job);
    let shown = use_memo(work.done.clone(), |done| Maps::of(done.as_deref()?));
    let hide = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::choose(Matrices::Hidden)))
    };
    let maps = (*shown)
        .as_ref()
        .filter(|_| choices.matrices != Matrices::Hidden);
    let beside = html! {
        <>
            if choices.matrices != Matrices::Hidden {
                { switch(choices.matrices_rank, &props.dispatch) }
                <span class="rank-shown">{ format!("rank {rank}") }</span>
            }
            { progress("matrices-progress", work.under_way(), work.share, Some(hide)) }
        </>
    };
    let beneath = html! {
        <>
            if work.trouble.is_some() {
                <p id="matrices-problem" role="alert">{ messages::in_words(work.trouble.as_ref()) }</p>
            }
            if let Some(maps) = maps {
                { view(maps, props.theme) }
            }
        </>
    };
    matrices(choices, &props.dispatch, beside, beneath)
}

/// What is drawn.
#[derive(PartialEq)]
struct Maps {
    update: Update,
    rank: usize,
    shape: (usize, usize),
    error: Option<f64>,
    pictures: [Picture; 3],
}

impl Maps {
    fn of(done: &(Job, Answer)) -> Option<Self> {
        let (
            Job::Truncate {
                params,
                update,
                rank,
            },
            Answer::Truncated(truncation),
        ) = done
        else {
            return None;
        };
        let residual = truncation.update.less(&truncation.approximation);
        Some(Self {
            update: *update,
            rank: *rank,
            shape: (params.rows, params.columns),
            error: truncation.error,
            pictures: [
                truncation.update.clone(),
                truncation.approximation.clone(),
                residual,
            ],
        })
    }

    /// The largest magnitude in any of the three, which share one scale.
    fn range(&self) -> f32 {
        let largest = self.pictures.iter().map(Picture::largest);
        largest.fold(0.0, f32::max)
    }

    fn summary(&self) -> String {
        let (update, rank) = (self.update.name(), self.rank);
        match self.error {
            None => format!("The {update} update is zero, and so is all that is kept of it."),
            Some(error) => format!(
                "Rank {rank} leaves {} % of the {update} update’s size: its floor, {}.",
                Format::Decimals(1).write(100.0 * error),
                Format::Decimals(3).write(error),
            ),
        }
    }
}

fn view(maps: &Maps, theme: Theme) -> Html {
    let range = maps.range();
    let bound = significant(f64::from(range), 2);
    let (rows, columns) = maps.shape;
    let titles = [
        format!("{} update W", maps.update.name()),
        format!("rank {} of it", maps.rank),
        "what is left".to_owned(),
    ];
    let map = |(title, picture): (String, &Picture)| {
        html! { <HeatMap {title} picture={picture.clone()} {range} {theme} /> }
    };
    html! {
        <>
            <p id="matrices-summary" class="summary" data-value={maps.error.map(|error| Format::Exact.write(error))}>
                { maps.summary() }
            </p>
            <div class="heat-maps">{ for titles.into_iter().zip(&maps.pictures).map(map) }</div>
            <p class="heat-scale">
                <span>{ format!("−{bound}") }</span>
                <span class="heat-bar" />
                <span>{ bound.clone() }</span>
            </p>
            if rows.max(columns) > LARGEST_PICTURE {
                <p class="how-to-read">
                    { format!("The matrix has {rows} × {columns} entries; each cell here is the mean of a block of them.") }
                </p>
            }
        </>
    }
}

/// Properties of [`HeatMap`].
#[derive(Properties, PartialEq)]
struct HeatMapProps {
    title: String,
    picture: Picture,
    range: f32,
    theme: Theme,
}

/// One matrix, a pixel for each cell; the style sheet makes them larger.
#[component]
fn HeatMap(props: &HeatMapProps) -> Html {
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
    let largest = significant(f64::from(props.picture.largest()), 2);
    let description = format!("{}: no entry is larger than {largest}", props.title);
    html! {
        <figure>
            <canvas ref={canvas} class="heat-map" role="img" aria-label={description}
                width={columns.to_string()} height={rows.to_string()} />
            <figcaption>{ props.title.clone() }</figcaption>
        </figure>
    }
}

fn paint(canvas: &HtmlCanvasElement, picture: &Picture, range: f32, theme: &Theme) {
    let pixels = heat::pixels(&picture.cells, range, theme);
    let (width, height) = (picture.columns as u32, picture.rows as u32);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), width, height);
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    if let (Ok(image), Some(context)) = (image, context) {
        let put = context.put_image_data(&image, 0.0, 0.0);
        debug_assert!(put.is_ok(), "whole pixels are always taken");
    }
}
