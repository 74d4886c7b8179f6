//! The figure that stands for the state, as the sheet shows it and as it is saved.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::{
    Html, MouseEvent, Properties, component, html, use_effect_with, use_node_ref, use_state_eq,
};

use crate::widgets::copy::SAID_MS;
use crate::widgets::figure::canvas::paint;
use crate::widgets::figure::save::{credit, save_picture};
use rankscope_app::share::words;
use rankscope_chart::{Export, Figure, Plot, Size, Theme};

/// The size of a shared picture, in CSS pixels: the shape of a slide.
const SIZE: Size = Size {
    width: 960.0,
    height: 540.0,
    text: 1.25,
};

/// Properties of [`Picture`].
#[derive(Properties, PartialEq)]
pub(super) struct PictureProps {
    pub(super) figure: Figure,
    pub(super) plot: Rc<Plot>,
    pub(super) theme: Theme,
    /// The settings that it is of, in words.
    pub(super) of: String,
    /// Whether it comes with its button.
    pub(super) save: bool,
}

/// A canvas of a fixed size, which the style sheet scales.
#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    let saved = use_state_eq(|| false);
    use_effect_with(
        (canvas.clone(), props.plot.clone(), props.theme),
        |(canvas, plot, theme)| {
            paint(canvas, SIZE, 1.0, |backend| {
                rankscope_chart::draw(backend, plot, theme, SIZE)
            });
        },
    );
    {
        let saved = saved.clone();
        use_effect_with(*saved, move |said| {
            let timer = said.then(|| Timeout::new(SAID_MS, move || saved.set(false)));
            || drop(timer)
        });
    }
    let save = {
        let (plot, figure, theme) = (props.plot.clone(), props.figure, props.theme);
        let of = props.of.clone();
        let saved = saved.clone();
        move |_: MouseEvent| {
            let export = Export::new(&plot, figure.title(), &credit(&of), SIZE).within(SIZE);
            save_picture(figure.named(), &export, theme);
            saved.set(true);
        }
    };
    html! {
        <div class="share-card">
            <canvas ref={canvas} role="img" aria-label={props.plot.summary.clone()} />
            <p hidden={!props.save}>
                <button id="share-picture" type="button" class="main" onclick={save}>
                    { if *saved { words::SAVED } else { words::PICTURE } }
                </button>
            </p>
        </div>
    }
}
