//! In a browser, without a worker: the charts on a real canvas, the page's own markup.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect"
)]

use gloo_timers::future::TimeoutFuture;
use plotters_canvas::CanvasBackend;
use rankscope_chart::{Axes, Figure, Scene, Size, Theme, UNITS_PER_PIXEL, View};
use rankscope_params::{Params, SigmaAxis, query};
use rankscope_sim::Spectra;
use rankscope_ui::App;
use rankscope_ui::app::AppProps;
use rankscope_ui::modules::START;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, Document, Element, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

fn spectra(params: &Params) -> Spectra {
    rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap()
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn append(tag: &str) -> Element {
    let element = document().create_element(tag).unwrap();
    document().body().unwrap().append_child(&element).unwrap();
    element
}

/// The figure drawn at 400 × 300 CSS pixels, and the colours found in it.
fn colours_of(figure: Figure, params: &Params, theme: &Theme, ratio: f64) -> Vec<[u8; 3]> {
    let canvas: HtmlCanvasElement = append("canvas").unchecked_into();
    canvas.set_width((400.0 * ratio) as u32);
    canvas.set_height((300.0 * ratio) as u32);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let unit = ratio / f64::from(UNITS_PER_PIXEL);
    context
        .set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0)
        .unwrap();
    let scene = Scene {
        live: View {
            spectra: &spectra(params),
            reading: &params.reading(),
        },
        pinned: &[],
        axes: Axes {
            sigma: SigmaAxis::Log,
            ..Axes::default()
        },
    };
    let size = Size {
        width: 400.0,
        height: 300.0,
        text: 1.0,
    };
    let backend = CanvasBackend::with_canvas_object(canvas.clone()).unwrap();
    rankscope_chart::draw(backend, &figure.plot(&scene), theme, size).unwrap();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let pixels = context
        .get_image_data(0.0, 0.0, width, height)
        .unwrap()
        .data();
    canvas.remove();
    pixels
        .chunks(4)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect()
}

#[wasm_bindgen_test]
fn every_figure_of_updates_shows_both_in_their_colours_at_every_pixel_ratio() {
    let params = Params::default();
    for figure in [Figure::Spectrum, Figure::Variance, Figure::Error] {
        for (theme, ratio) in [(Theme::LIGHT, 1.0), (Theme::DARK, 1.5), (Theme::LIGHT, 3.0)] {
            let colours = colours_of(figure, &params, &theme, ratio);
            for tone in [theme.style, theme.facts] {
                let found = colours
                    .iter()
                    .filter(|&&[r, g, b]| (r, g, b) == (tone.0, tone.1, tone.2));
                assert!(found.count() > 50, "{figure:?} at {ratio}");
            }
            let corner = colours.last().unwrap();
            assert_eq!(*corner, [theme.sheet.0, theme.sheet.1, theme.sheet.2]);
        }
    }
}

#[wasm_bindgen_test]
fn the_smallest_matrix_and_zero_updates_are_drawn_too() {
    for link in [
        "d=2&k=2",
        "d=2&k=9&noise=0",
        "style_max=0&style_min=0&noise=0",
    ] {
        let (link, _) = query::read(link);
        for figure in Figure::ALL {
            let colours = colours_of(figure, &link.params, &Theme::LIGHT, 1.0);
            assert!(
                colours.iter().any(|colour| colour != &colours[0]),
                "{figure:?}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn a_page_without_a_worker_says_so_and_offers_to_try_again() {
    let root = append("div");
    let page = yew::Renderer::<App>::with_root_and_props(root.clone(), AppProps { module: &START })
        .render();
    let retry = async {
        loop {
            if let Some(button) = root.query_selector("#engine-retry").unwrap() {
                return button;
            }
            TimeoutFuture::new(10).await;
        }
    };
    retry.await;
    let message = root.query_selector("#engine-problem").unwrap().unwrap();
    assert!(!message.has_attribute("hidden"));
    assert!(message.text_content().unwrap().contains("could not start"));
    let main = root.query_selector("main").unwrap().unwrap();
    assert_eq!(main.get_attribute("data-state").as_deref(), Some("failed"));
    page.destroy();
    root.remove();
}
