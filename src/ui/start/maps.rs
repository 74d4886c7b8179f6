//! Six heat maps: each update, its best copy of rank r, and what is left.

use std::rc::Rc;

use rankscope_app::start::maps::{HeroMaps, averaged};
use rankscope_app::start::words;
use rankscope_chart::{Theme, Tone};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::{Params, Update};
use rankscope_sim::{Spectra, Spectrum};
use web_sys::HtmlCanvasElement;
use yew::{
    Callback, Html, NodeRef, Properties, classes, component, html, use_effect_with, use_mut_ref,
};

use crate::widgets::heat::paint_heat;

/// Properties of [`Maps`].
#[derive(Properties)]
pub(super) struct MapsProps {
    pub(super) params: Params,
    pub(super) rank: usize,
    pub(super) spectra: Option<Rc<Spectra>>,
    /// The newest directions, of these or of older parameters.
    pub(super) answer: Option<Rc<(Job, Answer)>>,
    pub(super) theme: Theme,
    /// Called once the maps have been painted.
    pub(super) painted: Callback<()>,
}

impl PartialEq for MapsProps {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
            && self.params == other.params
            && self.theme == other.theme
            && same(self.spectra.as_ref(), other.spectra.as_ref())
            && same(self.answer.as_ref(), other.answer.as_ref())
    }
}

/// The same answer, not an equal one: comparing a thousand directions would take longer than painting.
fn same<T>(a: Option<&Rc<T>>, b: Option<&Rc<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// The maps with their captions.
#[component]
pub(super) fn Maps(props: &MapsProps) -> Html {
    let canvases = use_mut_ref(<[[NodeRef; 3]; 2]>::default);
    let maps = use_mut_ref(|| None::<HeroMaps>);
    let drawn = use_mut_ref(|| None::<(usize, Theme)>);
    {
        let (canvases, maps, drawn) = (canvases.clone(), maps.clone(), drawn.clone());
        let (answer, rank, theme) = (props.answer.clone(), props.rank, props.theme);
        let painted = props.painted.clone();
        let number = answer.as_ref().map(Rc::as_ptr);
        use_effect_with((number, rank, theme), move |_| {
            let Some(answer) = answer else { return };
            let mut maps = maps.borrow_mut();
            let known = maps.as_mut().filter(|maps| maps.is_of(&answer));
            let afresh = known.is_none() || drawn.borrow().is_none_or(|(_, last)| last != theme);
            match known {
                Some(maps) => maps.set_rank(rank),
                None => *maps = HeroMaps::of(&answer, rank),
            }
            if let Some(maps) = &*maps {
                paint(maps, &canvases.borrow(), &theme, afresh);
                *drawn.borrow_mut() = Some((rank, theme));
                painted.emit(());
            }
        });
    }
    let head = |(column, text): (usize, &'static str)| {
        html! {
            <>
                if column > 0 {
                    <span />
                }
                <span class="map-head">
                    { text }
                    if column == 1 {
                        <b>{ props.rank }</b>
                    }
                </span>
            </>
        }
    };
    let canvases = canvases.borrow();
    let [style, facts] = &*canvases;
    let update = props.params.update();
    html! {
        <div class="maps">
            { for words::MAP_HEADS.into_iter().enumerate().map(head) }
            { row(props, Update::Style, style) }
            { row(props, Update::Facts, facts) }
            if averaged((update.rows, update.columns)) {
                <p class="maps-note">{ words::AVERAGED }</p>
            }
        </div>
    }
}

fn row(props: &MapsProps, update: Update, canvases: &[NodeRef; 3]) -> Html {
    let spectra = props.spectra.as_deref();
    let spectrum = spectra.map(|spectra| match update {
        Update::Style => &spectra.style,
        Update::Facts => &spectra.facts,
    });
    let rank = spectrum.map_or(props.rank, |spectrum: &Spectrum| {
        props.rank.min(spectrum.max_rank())
    });
    let map = |(column, canvas): (usize, &NodeRef)| {
        html! {
            <>
                if column > 0 {
                    <span class="op" aria-hidden="true">{ if column == 1 { "=" } else { "+" } }</span>
                }
                <canvas
                    ref={canvas.clone()}
                    role="img"
                    aria-label={words::map_label(update, column, rank, spectrum)}
                />
            </>
        }
    };
    let share = spectrum.and_then(|spectrum| spectrum.energy(rank));
    let shares = [share.map(|_| 1.0), share, share.map(|share| 1.0 - share)];
    let texts = spectrum.map(|spectrum| words::captions(update, &props.params, spectrum, rank));
    let caption = |(column, [first, rest]): (usize, [String; 2])| {
        let share = shares.get(column).copied().flatten().unwrap_or(0.0);
        let colored = (column < 2).then_some(update.name());
        html! {
            <>
                if column > 0 {
                    <span />
                }
                <p class={classes!("cap", (update == Update::Style).then_some("first-row"))}>
                    <svg class={classes!("meter", update.name())} aria-hidden="true">
                        <rect width={format!("{:.2}%", 100.0 * share)} height="100%" />
                    </svg>
                    <b class={colored}>{ first }</b>
                    <small>{ rest }</small>
                </p>
            </>
        }
    };
    html! {
        <>
            { for canvases.iter().enumerate().map(map) }
            { for texts.unwrap_or_default().into_iter().enumerate().map(caption) }
        </>
    }
}

/// Paints what a rank has changed: the copies and what is left; the updates themselves when they are
/// new.
fn paint(maps: &HeroMaps, canvases: &[[NodeRef; 3]; 2], theme: &Theme, afresh: bool) {
    let [style, facts] = canvases;
    for (update, canvases) in [(Update::Style, style), (Update::Facts, facts)] {
        let heats = maps.row(update).into_iter().zip(canvases);
        for (heat, canvas) in heats.skip(usize::from(!afresh)) {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                let shape = (heat.rows, heat.columns);
                paint_heat(
                    &canvas,
                    shape,
                    heat.cells,
                    heat.range,
                    Tone::from(update),
                    theme,
                );
            }
        }
    }
}
