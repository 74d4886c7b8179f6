//! The Explore view: the article's experiment, live.

mod canvas;
mod control;
mod controls;
mod cursor;
mod figure;
mod headline;
mod pointer;
mod readout;
mod save;
mod table;

use std::rc::Rc;

use yew::{Html, Properties, UseReducerDispatcher, component, html, use_memo, use_reducer_eq};

use self::controls::Controls;
use self::cursor::Cursor;
use self::figure::FigureView;
use self::headline::Headline;
use self::table::TableView;
use super::state::{Action, Phase, Shown, State};
use crate::chart::{Figure, Plot, Scene, View};
use crate::params::{Choice, Reading, SigmaAxis};
use crate::sim::article;

/// Properties of [`Explore`].
#[derive(Properties, PartialEq)]
pub(super) struct ExploreProps {
    pub(super) state: State,
    pub(super) dispatch: UseReducerDispatcher<State>,
}

/// Headline, controls, four figures, five tables.
#[component]
pub(super) fn Explore(props: &ExploreProps) -> Html {
    let state = &props.state;
    let dispatch = &props.dispatch;
    let reading = state.link.params.reading();
    let results = use_memo(
        (state.shown.clone(), reading, state.link.sigma_axis),
        |(shown, reading, sigma_axis)| {
            let shown = shown.as_ref()?;
            Some(Results::of(shown, reading, *sigma_axis))
        },
    );
    let cursor = use_reducer_eq(Cursor::default);
    let open_sheet = {
        let dispatch = dispatch.clone();
        let open = !state.sheet_open;
        move |_| dispatch.dispatch(Action::Sheet(open))
    };
    let axis = html! {
        <AxisSwitch axis={state.link.sigma_axis} dispatch={dispatch.clone()} />
    };
    html! {
        <>
            <Headline shown={state.shown.clone()} {reading} />
            <div class="explore">
                <Controls
                    params={state.link.params}
                    open={state.sheet_open}
                    dispatch={dispatch.clone()}
                />
                <div class="results">
                    <Progress phase={state.phase()} share={state.progress} />
                    <div class="figures">
                        { for Figure::ALL.into_iter().map(|figure| html! {
                            <FigureView
                                {figure}
                                plot={(*results).as_ref().map(|results| results.plot(figure))}
                                switch={(figure == Figure::Spectrum).then(|| axis.clone())}
                                cursor={*cursor}
                                start={reading.rank_low}
                                point={cursor.dispatcher()}
                            />
                        }) }
                    </div>
                    <h2>{ "The article’s tables" }</h2>
                    <div class="tables">
                        if let Some(results) = &*results {
                            { for results.tables.iter().map(|table| html! {
                                <TableView table={table.clone()} {reading} />
                            }) }
                        }
                    </div>
                </div>
            </div>
            <button
                id="open-controls"
                type="button"
                aria-expanded={state.sheet_open.to_string()}
                aria-controls="controls"
                onclick={open_sheet}
            >
                { if state.sheet_open { "Close controls" } else { "Controls" } }
            </button>
        </>
    }
}

/// Everything that follows from the singular values and how they are read.
struct Results {
    plots: [Rc<Plot>; 4],
    tables: [Rc<article::Table>; 5],
}

impl Results {
    fn of(shown: &Shown, reading: &Reading, sigma_axis: SigmaAxis) -> Self {
        let scene = Scene {
            live: View {
                spectra: &shown.spectra,
                reading,
            },
            pinned: &[],
            sigma_axis,
        };
        Self {
            plots: Figure::ALL.map(|figure| figure.plot(&scene).into()),
            tables: article::tables(&shown.update, reading, &shown.spectra).map(Rc::new),
        }
    }

    fn plot(&self, figure: Figure) -> Rc<Plot> {
        let [spectrum, variance, scaling, error] = &self.plots;
        match figure {
            Figure::Spectrum => spectrum,
            Figure::Variance => variance,
            Figure::Scaling => scaling,
            Figure::Error => error,
        }
        .clone()
    }
}

/// Properties of [`Progress`].
#[derive(Properties, PartialEq)]
struct ProgressProps {
    phase: Phase,
    share: f64,
}

/// That something is being computed, and how far it is. The style sheet shows it only after a
/// moment, so that quick changes do not flicker.
#[component]
fn Progress(props: &ProgressProps) -> Html {
    let computing = matches!(props.phase, Phase::Starting | Phase::Computing);
    html! {
        <div class={if computing { "progress computing" } else { "progress" }}>
            if computing {
                <label for="progress">{ "Computing…" }</label>
                <progress id="progress" max="1" value={props.share.to_string()} />
            }
        </div>
    }
}

/// Properties of [`AxisSwitch`].
#[derive(Properties, PartialEq)]
struct AxisSwitchProps {
    axis: SigmaAxis,
    dispatch: UseReducerDispatcher<State>,
}

/// Linear or logarithmic spectrum.
#[component]
fn AxisSwitch(props: &AxisSwitchProps) -> Html {
    let choice = |axis: SigmaAxis| {
        let dispatch = props.dispatch.clone();
        html! {
            <button
                id={format!("sigma-axis-{}", axis.name())}
                type="button"
                aria-pressed={(props.axis == axis).to_string()}
                onclick={move |_| dispatch.dispatch(Action::Axis(axis))}
            >
                { axis.name() }
            </button>
        }
    };
    html! {
        <div class="switch" role="group" aria-label="Axis of the singular values">
            { for SigmaAxis::ALL.iter().copied().map(choice) }
        </div>
    }
}
