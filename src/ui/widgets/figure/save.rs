//! A figure to take away: as picture, as drawing, as numbers.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use super::canvas::paint_element;
use crate::browser::{address, save};
use rankscope_chart::{Export, Named, Plot, Size, Theme};

/// Pixels of a saved picture for each CSS pixel.
const PICTURE_RATIO: f64 = 2.0;

#[derive(Clone, Copy)]
enum FileFormat {
    Png,
    Svg,
    Csv,
}

/// One button for each format; `csv` writes its numbers, and a picture says what it is of.
pub(crate) fn save_buttons(
    figure: Named,
    (plot, of): (&Rc<Plot>, AttrValue),
    csv: impl Fn() -> String + Clone + 'static,
    size: Size,
    theme: Theme,
) -> Html {
    let button = |(format, name, what): (FileFormat, &'static str, &'static str)| {
        let (plot, csv, of) = (plot.clone(), csv.clone(), of.clone());
        let save = move |_: MouseEvent| {
            let export = || Export::new(&plot, figure.title, &credit(&of), size);
            let name = |ending| format!("rankscope-{}.{ending}", figure.name);
            match format {
                FileFormat::Png => save_picture(figure, &export(), theme),
                FileFormat::Svg => {
                    save::text(&name("svg"), "image/svg+xml", &export().svg(&theme));
                }
                FileFormat::Csv => save::text(&name("csv"), "text/csv", &csv()),
            }
        };
        html! {
            <button
                id={format!("save-{}-{}", figure.name, name.to_lowercase())}
                type="button"
                aria-label={format!("Save {name}: “{}” as {what}", figure.title)}
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

/// Saves a figure as a picture.
pub(crate) fn save_picture(figure: Named, export: &Export, theme: Theme) {
    let Some(canvas) = new_canvas() else {
        log::error!("no canvas could be made to save {} on", figure.name);
        return;
    };
    paint_element(&canvas, export.size(), PICTURE_RATIO, |backend| {
        export.draw(backend, &theme)
    });
    save::image(format!("rankscope-{}.png", figure.name), &canvas);
}

/// What a saved figure is of, and the address of its state.
pub(crate) fn credit(of: &str) -> String {
    let address = address::whole();
    if of.is_empty() {
        address
    } else {
        format!("{of} · {address}")
    }
}

/// None where the document makes no elements, which the caller logs.
fn new_canvas() -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    document.create_element("canvas").ok()?.dyn_into().ok()
}
