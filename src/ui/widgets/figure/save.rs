//! A figure to take away: as picture, as drawing, as numbers.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;
use yew::{Callback, Html, MouseEvent, html};

use super::canvas::paint_element;
use crate::browser::save;
use rankscope_chart::{Named, Plot, Size, Theme};

/// Pixels of a saved picture for each CSS pixel.
const PICTURE_RATIO: f64 = 2.0;
/// Room for the heading, which the page writes outside its canvas, at the usual text size.
const HEADING_ROOM: f64 = 21.0;

#[derive(Clone, Copy)]
enum FileFormat {
    Png,
    Svg,
    Csv,
}

/// One button for each format; `csv` writes its numbers.
pub(crate) fn save_buttons(
    figure: Named,
    plot: &Rc<Plot>,
    csv: impl Fn() -> String + Clone + 'static,
    size: Size,
    theme: Theme,
) -> Html {
    let button = |(format, name, what): (FileFormat, &'static str, &'static str)| {
        let (plot, csv) = (plot.clone(), csv.clone());
        let save = move |_: MouseEvent| save_as(format, figure, (&plot, &csv), size, theme);
        html! {
            <button
                id={format!("save-{}-{}", figure.name, name.to_lowercase())}
                type="button"
                aria-label={format!("Save “{}” as {what} ({name})", figure.title)}
                onclick={Callback::from(save)}
            >
                { format!("Save {name}") }
            </button>
        }
    };
    let formats = [
        (FileFormat::Png, "PNG", "a picture"),
        (FileFormat::Svg, "SVG", "a drawing"),
        (FileFormat::Csv, "CSV", "numbers"),
    ];
    html! { { for formats.map(button) } }
}

fn save_as(
    format: FileFormat,
    figure: Named,
    (plot, csv): (&Plot, &dyn Fn() -> String),
    size: Size,
    theme: Theme,
) {
    let name = |ending| format!("rankscope-{}.{ending}", figure.name);
    let alone = Size {
        height: size.height + HEADING_ROOM * size.text,
        ..size
    };
    match format {
        FileFormat::Png => save_picture(figure, plot, alone, theme),
        FileFormat::Svg => {
            let drawing = rankscope_chart::svg(&headed(figure, plot), &theme, alone);
            save::text(&name("svg"), "image/svg+xml", &drawing);
        }
        FileFormat::Csv => save::text(&name("csv"), "text/csv", &csv()),
    }
}

/// Saves a figure as a picture, with its heading.
pub(crate) fn save_picture(figure: Named, plot: &Plot, size: Size, theme: Theme) {
    let Some(canvas) = new_canvas() else {
        log::error!("no canvas could be made to save {} on", figure.name);
        return;
    };
    paint_element(&canvas, size, PICTURE_RATIO, |backend| {
        rankscope_chart::draw(backend, &headed(figure, plot), &theme, size)
    });
    save::image(format!("rankscope-{}.png", figure.name), &canvas);
}

fn headed(figure: Named, plot: &Plot) -> Plot {
    Plot {
        heading: Some(figure.title.to_owned()),
        ..plot.clone()
    }
}

/// None where the document makes no elements, which the caller logs.
fn new_canvas() -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    document.create_element("canvas").ok()?.dyn_into().ok()
}
