//! In a browser, without a worker: the reducer, the charts on a real canvas, the page's own markup.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect"
)]

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use plotters_canvas::CanvasBackend;
use rankscope_app::Reduce;
use rankscope_app::state::{Action, Phase, State};
use rankscope_chart::{Figure, Scene, Size, Theme, UNITS_PER_PIXEL, View};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_engine::supervisor::{News, Ticket};
use rankscope_params::{Input, Key, Params, SigmaAxis, query};
use rankscope_sim::Spectra;
use rankscope_ui::App;
use rankscope_ui::views::FirstVisit;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, Document, Element, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

fn spectra(params: &Params) -> Spectra {
    rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap()
}

/// The state after the actions, from a link.
fn state_after(link: &str, actions: Vec<Action>) -> Rc<State> {
    let start = Rc::new(State::open(query::read(link)));
    actions.into_iter().fold(start, Reduce::reduce)
}

/// A slider with a linear scale is moved to a value.
fn slide(key: Key, value: f64, at_ms: f64) -> Action {
    Action::Change {
        key: key.into(),
        input: Input::Position(value),
        at_ms,
    }
}

fn answered(params: &Params, asked_at: f64) -> Action {
    let job = Job::Simulate(params.update());
    Action::News(News::Answered {
        ticket: Ticket { job, asked_at },
        outcome: Ok(Answer::Simulated(spectra(params))),
    })
}

#[wasm_bindgen_test]
fn a_page_is_ready_when_what_it_shows_answers_what_was_asked() {
    let params = Params::default();
    let mut state = state_after("", vec![]);
    assert_eq!(state.phase(), Phase::Starting);
    state = state.reduce(answered(&params, 1.0));
    assert_eq!(state.phase(), Phase::Ready);
    state = state.reduce(slide(Key::Noise, 0.2, 2.0));
    assert_eq!(state.phase(), Phase::Computing);
    let (noisy, _) = params.with(Key::Noise, 0.2);
    state = state.reduce(answered(&noisy, 2.0));
    assert_eq!(
        (state.phase(), state.answered_input),
        (Phase::Ready, Some(2.0))
    );
}

#[wasm_bindgen_test]
fn alpha_and_the_inspected_ranks_are_answered_at_once() {
    let ready = vec![answered(&Params::default(), 1.0)];
    for (at, key) in [(2.0, Key::Alpha), (3.0, Key::RankLow), (4.0, Key::RankHigh)] {
        let mut actions = ready.clone();
        actions.push(Action::Change {
            key: key.into(),
            input: Input::Text("7".to_owned()),
            at_ms: at,
        });
        let state = state_after("", actions);
        assert_eq!(
            (state.phase(), state.answered_input),
            (Phase::Ready, Some(at))
        );
    }
}

#[wasm_bindgen_test]
fn an_action_that_changes_nothing_keeps_the_very_same_state() {
    let state = state_after("", vec![]);
    let same = Rc::clone(&state).reduce(Action::DismissNotices);
    assert!(Rc::ptr_eq(&state, &same));
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
        sigma_axis: SigmaAxis::Log,
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
            assert_eq!(*corner, [theme.paper.0, theme.paper.1, theme.paper.2]);
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
    let page = yew::Renderer::<App<FirstVisit>>::with_root(root.clone()).render();
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
