//! The Explore view: the article's experiment, live.

mod announcer;
pub(super) mod controls;
mod headline;
pub(crate) mod history_bar;
pub(super) mod matrices;
mod noise;
mod pin_bar;
pub(super) mod python;
mod table;

use crate::store::{Dispatch, use_store};
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo, use_state_eq};

use self::announcer::Announcer;
use self::controls::Controls;
use self::headline::headline;
use self::history_bar::history_bar;
use self::noise::noise;
use self::pin_bar::pin_bar;
use self::table::table;
use super::embed::embedded;
use super::views::Module;
use crate::browser::display::use_display;
use crate::widgets::figure::{DraggedRanks, FigureView};
use crate::widgets::legend::legend;
use crate::widgets::notes::{glossary, note, vocabulary};
use crate::widgets::progress::progress;
use crate::widgets::switch::switch;
use rankscope_app::Results;
use rankscope_app::cursor::Cursor;
use rankscope_app::embed::embedded_figure;
use rankscope_app::explore::words;
use rankscope_app::state::{Phase, State};
use rankscope_chart::legend::{Hidden, UPDATES_AND_SCALES};
use rankscope_chart::{Axes, Figure, Plot};
use rankscope_params::{Choice, SigmaAxis};

/// Properties of [`Explore`].
#[derive(Properties, PartialEq)]
pub(super) struct ExploreProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// Gives up the calculation under way.
    pub(super) cancel: Callback<MouseEvent>,
    pub(super) module: &'static Module,
}

/// Headline, controls, four figures, the matrices, Python, five tables.
#[component]
pub(super) fn Explore(props: &ExploreProps) -> Html {
    let (state, dispatch) = (&props.state, &props.dispatch);
    let (params, choices) = (state.link.params, state.link.choices);
    let reading = params.reading();
    let display = use_display(choices.theme);
    let drawable = state.pinned.drawable(&state.link.pins);
    let hidden = use_state_eq(Hidden::default);
    let axes = Axes::from(&choices);
    let results = use_memo(
        (state.shown.clone(), reading, axes, drawable, hidden.clone()),
        |(shown, reading, axes, drawable, hidden)| {
            let shown = shown.as_ref()?;
            let results = Results::of(shown, reading, drawable, *axes);
            // Made here, so that what follows the pointer leaves them alone.
            let tables = results.tables.iter().map(|rows| table(rows, reading));
            let tables: Html = tables.collect();
            let plots = Figure::ALL.map(|figure| {
                let plot = Plot {
                    grips: true,
                    ..(*results.plot(figure)).clone()
                };
                (figure, hidden.of(&plot.into()))
            });
            Some((results, plots, tables))
        },
    );
    let cursor = use_store(Cursor::default);
    let phase = state.phase();
    let computing = matches!(phase, Phase::Starting | Phase::Computing);
    // The first calculation has nothing to go back to.
    let cancel = (phase == Phase::Computing).then(|| props.cancel.clone());
    let figure = |figure: Figure| {
        let on_spectrum = figure == Figure::Spectrum;
        let plots = (*results).as_ref().map(|(_, plots, _)| plots);
        let plot = plots.and_then(|plots| plots.iter().find(|plot| plot.0 == figure));
        html! {
            <FigureView
                figure={figure.named()}
                note={note(figure)}
                plot={plot.map(|plot| plot.1.clone())}
                menu={on_spectrum.then(|| html! {
                    <div class="menu-row">
                        { SigmaAxis::declaration().label }
                        { switch(choices.sigma_axis, dispatch) }
                    </div>
                })}
                ranks={DraggedRanks { reading, dispatch: dispatch.clone() }}
                of={words::credit(&params)}
                cursor={**cursor}
                start={reading.rank_low}
                point={cursor.dispatcher()}
                {display}
            />
        }
    };
    if let Some(alone) = embedded_figure(choices.embed) {
        return embedded(figure(alone), &state.link, dispatch);
    }
    html! {
        <>
            <div class="view-head">
                { headline(state, dispatch) }
                <div class="toolbar">
                    { progress("progress", computing, state.progress, cancel) }
                    { history_bar(state.position) }
                </div>
            </div>
            <div class="explore">
                <Controls {params} open={state.sheet_open} dispatch={dispatch.clone()} />
                <div class="results">
                    <div class="legend-row">
                        { legend(&UPDATES_AND_SCALES, &hidden) }
                        { pin_bar(&params, &state.link.pins, phase == Phase::Ready, dispatch) }
                        { switch(choices.rank_axis, dispatch) }
                    </div>
                    { noise(&params, dispatch) }
                    <div class="figures">{ for Figure::ALL.map(figure) }</div>
                    { (props.module.matrices)(&state.link, display.theme, dispatch) }
                    { (props.module.python)(&state.link, dispatch) }
                    { vocabulary() }
                    <h2>{ "The article’s tables" }</h2>
                    <div class="tables">
                        if let Some((_, _, tables)) = &*results {
                            { tables.clone() }
                        }
                    </div>
                </div>
            </div>
            if let Some((results, ..)) = &*results {
                <Announcer summaries={results.summaries()} />
            }
            { glossary() }
        </>
    }
}
