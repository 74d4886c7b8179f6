//! The figure of each step of the story, with its one control. The figures are the page's own.

use std::rc::Rc;

use rankscope_app::Results;
use rankscope_app::cursor::Cursor;
use rankscope_app::start::product::{GAP, Product};
use rankscope_app::start::story::GOAL;
use rankscope_app::start::words;
use rankscope_app::state::State;
use rankscope_chart::strengths::{strengths, top};
use rankscope_chart::{Axes, Figure, Plot, Tone};
use rankscope_params::number::percent;
use rankscope_params::{Key, Step, Update};
use rankscope_sim::Spectra;
use web_sys::{Element, HtmlCanvasElement};
use yew::{
    AttrValue, Html, PointerEvent, Properties, TargetCast, component, html, use_effect_with,
    use_memo, use_node_ref, use_state_eq,
};

use super::Directions;
use crate::browser::display::use_display;
use crate::store::{Dispatch, use_store};
use crate::widgets::control::control;
use crate::widgets::figure::FigureView;
use crate::widgets::heat::paint_sparse;

/// A step of the story whose figure is shown.
pub(super) struct Scene<'s> {
    pub(super) step: Step,
    pub(super) state: &'s State,
    pub(super) dispatch: &'s Dispatch<State>,
    pub(super) directions: Option<&'s Directions>,
    pub(super) borrowed: &'static Borrowed,
}

/// What the story shows of other views: the module that has them all hands them in.
pub(crate) struct Borrowed {
    /// The final errors of a training.
    pub(crate) training: fn(&State, &Dispatch<State>) -> Html,
    /// What adapters remember.
    pub(crate) recall: fn(&State, &Dispatch<State>) -> Html,
    /// What adapters of a real transformer have learned.
    pub(crate) transformer: fn(&State, &Dispatch<State>) -> Html,
    /// The way to the reader's own adapter.
    pub(crate) adapter: fn(&State, &Dispatch<State>) -> Html,
}

/// The figure of a step.
pub(super) fn scene(of: &Scene<'_>) -> Html {
    let Scene {
        step,
        state,
        dispatch,
        directions,
        borrowed,
    } = *of;
    let params = &state.link.params;
    let one = |key: Key| control(key.into(), params.value(key), dispatch);
    let spectra = state.shown.as_ref().map(|shown| &*shown.spectra);
    let rank = params.reading().rank_low;
    match step {
        Step::Top | Step::Product => html! {
            <div key="product" class="scene">
                <ProductView directions={directions.cloned()} {rank} theme={state.link.choices.theme} />
                <p class="count">{ words::product_count(params, rank) }</p>
                { one(Key::RankLow) }
            </div>
        },
        Step::Style => html! {
            <div key="style" class="scene">
                { bars(spectra, Update::Style, rank) }
                { one(Key::Noise) }
            </div>
        },
        Step::Facts => html! {
            <div key="facts" class="scene">
                { bars(spectra, Update::Facts, rank) }
                { goal(spectra, rank) }
                { one(Key::RankLow) }
            </div>
        },
        Step::Scale => html! {
            <div key="scale" class="scene">
                <ScaleView state={state.clone()} />
                { one(Key::Alpha) }
            </div>
        },
        Step::Training => (borrowed.training)(state, dispatch),
        Step::Recall => (borrowed.recall)(state, dispatch),
        Step::Transformer => (borrowed.transformer)(state, dispatch),
        Step::Yours => (borrowed.adapter)(state, dispatch),
    }
}

fn bars(spectra: Option<&Spectra>, update: Update, rank: usize) -> Html {
    let svg = spectra.map(|spectra| strengths(spectra, update, rank, top(spectra)));
    html! {
        <div class="strengths">
            <svg role="img" aria-label={words::bars_label(spectra, update, rank)}>
                { Html::from_html_unchecked(AttrValue::from(format!("<g>{}</g>", svg.unwrap_or_default()))) }
            </svg>
        </div>
    }
}

/// How near the facts update is to the share that the step asks for.
fn goal(spectra: Option<&Spectra>, rank: usize) -> Html {
    let kept = spectra.and_then(|spectra| spectra.facts.energy(rank.min(spectra.facts.max_rank())));
    let won = kept.is_some_and(|kept| kept >= GOAL);
    let width = format!("{:.2}%", 100.0 * kept.unwrap_or(0.0));
    let mark = format!("{:.2}%", 100.0 * GOAL);
    html! {
        <div class="goal">
            <svg class="track facts" aria-hidden="true">
                <rect {width} height="100%" />
                <line x1={mark.clone()} x2={mark} y1="0" y2="100%" />
            </svg>
            <p class={if won { "verdict yes" } else { "verdict" }} role="status">
                { words::goal(kept.map(percent), won, rank) }
            </p>
        </div>
    }
}

/// Properties of [`ScaleView`].
#[derive(Properties, PartialEq)]
struct ScaleProps {
    state: State,
}

/// The page's own figure of both scales.
#[component]
fn ScaleView(props: &ScaleProps) -> Html {
    let State { link, shown, .. } = &props.state;
    let display = use_display(link.choices.theme);
    let cursor = use_store(Cursor::default);
    let reading = link.params.reading();
    let axes = Axes::from(&link.choices);
    let plot = use_memo((shown.clone(), reading, axes), |(shown, reading, axes)| {
        let shown = shown.as_ref()?;
        let results = Results::of(shown, reading, &[], *axes);
        Some(results.plot(Figure::Scaling))
    });
    let plot: Option<Rc<Plot>> = (*plot).clone();
    html! {
        <FigureView
            figure={Figure::Scaling.named()}
            note={html! {}}
            {plot}
            cursor={**cursor}
            start={reading.rank_low}
            point={cursor.dispatcher()}
            {display}
        />
    }
}

/// Properties of [`ProductView`].
#[derive(Properties)]
struct ProductProps {
    directions: Option<Directions>,
    rank: usize,
    theme: rankscope_params::Theme,
}

impl PartialEq for ProductProps {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.directions, &other.directions) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same && self.rank == other.rank && self.theme == other.theme
    }
}

/// B, A and their product; pointing at an entry marks its row and its column.
#[component]
fn ProductView(props: &ProductProps) -> Html {
    let canvas = use_node_ref();
    let display = use_display(props.theme);
    let pointed = use_state_eq(|| None::<(usize, usize)>);
    let number = props.directions.as_ref().map(Rc::as_ptr);
    let product = use_memo((number, props.rank), |_| {
        let directions = props.directions.as_deref()?;
        Product::of(directions, props.rank)
    });
    {
        let (canvas, product) = (canvas.clone(), product.clone());
        use_effect_with((product.clone(), display.theme), move |(_, theme)| {
            if let (Some(canvas), Some(product)) = (canvas.cast::<HtmlCanvasElement>(), &*product) {
                paint_sparse(&canvas, product.size(), &product.cells, Tone::Style, theme);
            }
        });
    }
    let point = {
        let (pointed, product) = (pointed.clone(), product.clone());
        move |event: PointerEvent| {
            let target: Element = event.target_unchecked_into();
            let place = target.get_bounding_client_rect();
            let share = (
                (f64::from(event.client_x()) - place.left()) / place.width(),
                (f64::from(event.client_y()) - place.top()) / place.height(),
            );
            let entry = (*product)
                .as_ref()
                .and_then(|product| product.entry_at(share));
            pointed.set(entry);
        }
    };
    let leave = {
        let pointed = pointed.clone();
        move |_: PointerEvent| pointed.set(None)
    };
    let marks = (*product).as_ref().map(|product| {
        let (across, down) = product.size();
        let before = product.rank + GAP;
        let mark = |x: usize, y: usize, width: usize, height: usize| {
            html! {
                <rect class="mark-cell" x={x.to_string()} y={y.to_string()}
                    width={width.to_string()} height={height.to_string()} />
            }
        };
        html! {
            <svg class="product-marks" viewBox={format!("0 0 {across} {down}")} aria-hidden="true">
                if let Some((row, column)) = *pointed {
                    { mark(0, before + row, product.rank, 1) }
                    { mark(before + column, 0, 1, product.rank) }
                    { mark(before + column, before + row, 1, 1) }
                }
            </svg>
        }
    });
    html! {
        <div class="product">
            <div class="product-picture" onpointerdown={point.clone()} onpointermove={point} onpointerleave={leave}>
                <canvas ref={canvas} role="img" aria-label={words::product_label(props.rank)} />
                { marks }
            </div>
            <p class="count">{ words::PRODUCT_KEY }</p>
        </div>
    }
}
