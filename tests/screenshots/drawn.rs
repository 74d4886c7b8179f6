//! Pictures drawn from a figure alone: the card that goes with a link, and what stands in for an embedded
//! figure where scripts are not allowed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rankscope_app::Results;
use rankscope_app::explore::words::credit;
use rankscope_app::mast::{BARS, FOOT, bars_kept, cut};
use rankscope_app::start::words::{self, Kept};
use rankscope_app::state::Shown;
use rankscope_chart::energy::EnergyPicture;
use rankscope_chart::{Axes, Export, Figure, Size, Theme};
use rankscope_params::{Params, query};
use rankscope_sim::simulate;

/// The size that pages which show a link's card ask for.
pub(crate) const CARD: (u32, u32) = (1200, 630);
/// The shape of a slide.
pub(crate) const STAND_IN: (u32, u32) = (960, 540);

const TOKENS: &str = include_str!("../../static/tokens.css");
/// What the card has of the page: the mark, a headline with a number that can be pushed, and Start's chart.
const STYLE: &str = concat!(
    include_str!("../../static/page/base.css"),
    include_str!("../../static/page/mast.css"),
    include_str!("../../static/page/cards.css"),
    include_str!("../../static/page/sliders.css"),
    include_str!("../../static/page/energy.css"),
);
/// Larger than on the page: the card is seen at a third of its size.
const CARD_STYLE: &str = "
    body { display: grid; grid-template-columns: 556px 1fr; gap: 40px; width: 1200px; height: 630px;
        padding: 52px 56px 48px; overflow: hidden; background: var(--paper); }
    .words { display: flex; flex-direction: column; justify-content: space-between; }
    .word { gap: 16px; font-size: 34px; }
    .mark { width: 46px; height: 46px; }
    h1 { font-size: 58px; line-height: 1.14; letter-spacing: -0.02em; }
    .words p { color: var(--muted); font-size: 23px; }
    .card { display: flex; flex-direction: column; padding: 18px 20px; }
    .card h2 { font: 650 23px var(--sans); }
    .energy { min-height: 0; zoom: 1.45; }
    .energy > svg { left: 44px; width: calc(100% - 66px); }
    .energy .curve { stroke-width: 4.5; }
    .energy .value, .energy .tag { display: none; }";

/// The address of a document of its own, without a server.
fn address(html: &str) -> String {
    let document = format!("<!doctype html><meta charset=\"utf-8\">{html}");
    format!("data:text/html;base64,{}", STANDARD.encode(document))
}

/// The card of Start at the defaults.
pub(crate) fn card() -> String {
    let params = Params::default();
    let (rank, update) = (params.reading().rank_low, params.update());
    let spectra = simulate(&update, &mut |_| ()).unwrap();
    let Kept {
        style,
        joint,
        facts,
    } = words::kept(&spectra, rank);
    let picture = EnergyPicture {
        spectra: &spectra,
        rank,
        shape: (update.rows, update.columns),
        invites: false,
    };
    let kept = bars_kept(rank, params.max_rank());
    let bar = |(number, (x, y)): (usize, (f64, f64))| {
        let class = if number < kept { "" } else { "lost" };
        let height = FOOT - y;
        format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"3\" height=\"{height}\"/>")
    };
    let bars: String = BARS.into_iter().enumerate().map(bar).collect();
    let address_line = std::env::var("RANKSCOPE_URL").unwrap_or_default();
    address(&format!(
        "<style>{TOKENS}{STYLE}{CARD_STYLE}</style><body><div class=\"words\">\
         <span class=\"word\"><svg class=\"mark\" viewBox=\"0 0 28 28\">{bars}\
         <g transform=\"translate({} 0)\"><path d=\"M0 1v26\"/><circle cy=\"25\" r=\"3\"/></g></svg>{}</span>\
         <h1>Rank <span class=\"scrub\">{rank}</span> keeps <span class=\"style\">{style}</span> {joint} \
         <span class=\"facts\">{facts}</span>.</h1>\
         <p>Two simulated weight updates. Drag the rank.<br>{address_line}</p></div>\
         <div class=\"card\"><h2>{}</h2><div class=\"energy\"><svg class=\"energy-plot\">{}</svg>\
         <svg class=\"energy-rule\">{}</svg></div></div>",
        cut(kept),
        words::PROJECT,
        words::ENERGY,
        picture.plot(),
        picture.rule(),
    ))
}

/// A figure of Explore at the defaults.
pub(crate) fn stand_in(figure: Figure) -> String {
    let (link, _) = query::read("view=explore");
    let update = link.params.update();
    let shown = Shown {
        update,
        spectra: simulate(&update, &mut |_| ()).unwrap().into(),
    };
    let reading = link.params.reading();
    let axes = Axes::from(&link.choices);
    let plot = Results::of(&shown, &reading, &[], axes).plot(figure);
    let whole = Size {
        width: f64::from(STAND_IN.0),
        height: f64::from(STAND_IN.1),
        text: 1.4,
    };
    let export = Export::new(&plot, figure.title(), &credit(&link.params), whole).within(whole);
    let svg = export.svg(&Theme::LIGHT);
    address(&format!(
        "<body style=\"margin: 0; background: white; overflow: hidden\">{svg}"
    ))
}
