//! The figure that stands for the state, as the sheet shows it and as it is saved.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::{
    Html, MouseEvent, Properties, component, html, use_effect_with, use_node_ref, use_state_eq,
};

use crate::widgets::copy::SAID_MS;
use crate::widgets::figure::canvas::paint;
use crate::widgets::figure::save::save_picture;
use rankscope_app::share::words;
use rankscope_chart::{Export, Figure, Plot, Size, Theme};

/// The size of a shared picture, in CSS pixels: the shape of a slide.
const SIZE: Size = Size {
    width: 960.0,
    height: 540.0,
    text: 1.25,
};

/// Device pixels for each, so that it is sharp on any screen.
const RATIO: f64 = 2.0;

/// Properties of [`Picture`].
#[derive(Clone, Properties, PartialEq)]
pub(super) struct PictureProps {
    pub(super) figure: Figure,
    pub(super) plot: Rc<Plot>,
    pub(super) theme: Theme,
    /// What it is of, and the address that opens it.
    pub(super) of: String,
    /// Whether it comes with its button.
    pub(super) save: bool,
}

impl PictureProps {
    /// What is shown, and what is saved.
    fn export(&self) -> Export {
        Export::new(&self.plot, self.figure.title(), &self.of, SIZE).within(SIZE)
    }
}

/// A canvas of a fixed size, which the style sheet scales.
#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    let saved = use_state_eq(|| false);
    use_effect_with((canvas.clone(), props.clone()), |(canvas, props)| {
        let export = props.export();
        paint(canvas, export.size(), RATIO, |backend| {
            export.draw(backend, &props.theme)
        });
    });
    {
        let saved = saved.clone();
        use_effect_with(*saved, move |said| {
            let timer = said.then(|| Timeout::new(SAID_MS, move || saved.set(false)));
            || drop(timer)
        });
    }
    let save = {
        let (props, saved) = (props.clone(), saved.clone());
        move |_: MouseEvent| {
            save_picture(props.figure.named(), &props.export(), props.theme);
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
