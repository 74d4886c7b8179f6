//! A figure to take away: as picture, as drawing, as numbers.

use std::rc::Rc;

use web_sys::HtmlCanvasElement;
use yew::{Html, Properties, component, html};

use super::canvas::paint_element;
use crate::chart::{self, Figure, Plot, Size, Theme};
use crate::ui::save;

/// Pixels of a saved picture for each CSS pixel.
const PICTURE_RATIO: f64 = 2.0;
/// Room for the heading, which the page writes outside its canvas, at the usual text size.
const HEADING_ROOM: f64 = 21.0;

/// Properties of [`Save`].
#[derive(Properties, PartialEq)]
pub(super) struct SaveProps {
    pub(super) figure: Figure,
    pub(super) plot: Rc<Plot>,
    pub(super) size: Size,
    pub(super) theme: Theme,
}

/// One button for each kind of file.
#[component]
pub(super) fn Save(props: &SaveProps) -> Html {
    let (figure, theme) = (props.figure, props.theme);
    let alone = Size {
        height: props.size.height + HEADING_ROOM * props.size.text,
        ..props.size
    };
    let plot = {
        let plot = props.plot.clone();
        move || Plot {
            heading: Some(figure.title().to_owned()),
            ..(*plot).clone()
        }
    };
    let png = {
        let plot = plot.clone();
        move |_| {
            if let Some(canvas) = new_canvas() {
                paint_element(&canvas, alone, PICTURE_RATIO, |backend| {
                    chart::draw(backend, &plot(), &theme, alone)
                });
                save::image(file_name(figure, "png"), &canvas);
            }
        }
    };
    let svg = move |_| {
        let drawing = chart::svg(&plot(), &theme, alone);
        save::text(&file_name(figure, "svg"), "image/svg+xml", &drawing);
    };
    let csv = {
        let plot = props.plot.clone();
        move |_| save::text(&file_name(figure, "csv"), "text/csv", &plot.csv())
    };
    let button = |kind: &'static str, what: &str, onclick: yew::Callback<yew::MouseEvent>| {
        html! {
            <button
                id={format!("save-{}-{}", figure.name(), kind.to_lowercase())}
                type="button"
                aria-label={format!("Save “{}” as {what}", figure.title())}
                {onclick}
            >
                { kind }
            </button>
        }
    };
    html! {
        <div class="save">
            { "Save: " }
            { button("PNG", "picture (PNG)", png.into()) }
            { button("SVG", "drawing (SVG)", svg.into()) }
            { button("CSV", "numbers (CSV)", csv.into()) }
        </div>
    }
}

fn file_name(figure: Figure, ending: &str) -> String {
    format!("rankscope-{}.{ending}", figure.name())
}

fn new_canvas() -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    let canvas = document.create_element("canvas").ok()?;
    wasm_bindgen::JsCast::dyn_into(canvas).ok()
}
