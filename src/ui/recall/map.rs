//! The capacity map and the calculator that counts with it: on demand, since it trains an adapter for
//! each of its cells.

use std::rc::Rc;

use yew::{
    Callback, Html, MouseEvent, Properties, component, hook, html, use_callback, use_effect_with,
    use_memo, use_mut_ref, use_state_eq,
};

use super::calculator::Calculator;
use super::map_figure::MapSource;
use super::tables;
use crate::browser::display::Display;
use crate::browser::engine::Engine;
use crate::store::{Handle, use_store};
use crate::widgets::figure::SourceFigure;
use crate::widgets::problem::problem;
use rankscope_app::cursor::Cursor;
use rankscope_app::recall::calculator::REPORTED;
use rankscope_app::recall::map::{self, CapacityMap, MapAction};
use rankscope_app::recall::{table, words};
use rankscope_app::step_bar;
use rankscope_chart::Named;
use rankscope_chart::recall::RecallFigure;
use rankscope_engine::protocol::Job;
use rankscope_sim::recall::RecallConfig;
use rankscope_sim::training::Family;

/// Properties of [`MapView`].
#[derive(Properties, PartialEq)]
pub(super) struct MapProps {
    /// What the view learns; a map varies the facts.
    pub(super) config: RecallConfig,
    pub(super) display: Display,
}

/// A button, a map when it was pressed, and the calculator.
#[component]
pub(super) fn MapView(props: &MapProps) -> Html {
    let base = map::base(&props.config);
    let asked = use_state_eq(|| None::<RecallConfig>);
    let (capacity, retry) = use_capacity_map(map::wanted(&base, (*asked).as_ref()));
    let plot = use_memo(capacity.clone(), |map| map.plot(REPORTED));
    let cursor = use_store(Cursor::default);
    let ask = |config: Option<RecallConfig>| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(config.clone()))
    };
    let present = capacity.base().is_some();
    let state = match (capacity.is_running(), present) {
        (true, _) => "running",
        (false, true) => "finished",
        (false, false) => "idle",
    };
    let rows = table::capacity(&capacity.capacities());
    let figure = Named {
        name: RecallFigure::Capacity.name(),
        title: RecallFigure::Capacity.title(Family::RsLora),
    };
    let source = (*plot).clone().map(|plot| MapSource {
        plot,
        width: base.width,
    });
    let start = base.ranks.last().copied().unwrap_or_default();
    html! {
        <section id="recall-map" aria-labelledby="heading-recall-map" data-state={state}>
            <div class="section-head">
                <h2 id="heading-recall-map">{ words::MAP_HEADING }</h2>
                if capacity.is_running() {
                    <progress id="capacity-progress" max="1" value={capacity.share().to_string()}
                        aria-label="Share of the map done" aria-valuetext={words::map_progress(&capacity)} />
                    <button id="cancel-capacity" type="button" onclick={ask(None)}>{ step_bar::CANCEL }</button>
                } else if !present {
                    <button id="map-capacity" type="button" onclick={ask(Some(base))}>{ words::MAP_IT }</button>
                }
            </div>
            <p class="how-to-read">{ words::ABOUT_MAP }</p>
            { problem("capacity", capacity.trouble.as_ref(), &retry) }
            if let Some(source) = source {
                <div class="figures recall-capacity">
                    <SourceFigure<MapSource> {figure} note={html! { <p class="how-to-read">{ words::NOTE_MAP }</p> }}
                        plot={Some(source)} cursor={**cursor} {start} point={cursor.dispatcher()} display={props.display} />
                    { tables::capacity(&rows, words::capacity_caption(&capacity)) }
                </div>
            }
            <Calculator map={(*capacity).clone()} />
        </section>
    }
}

/// Maps `base`, anew whenever it changes; none stops what is under way.
#[hook]
fn use_capacity_map(base: Option<RecallConfig>) -> (Rc<CapacityMap>, Callback<MouseEvent>) {
    let map: Handle<CapacityMap> = use_store(CapacityMap::default);
    let count = *use_memo((), |()| {
        let window = web_sys::window();
        let cores = window.map_or(1.0, |window| window.navigator().hardware_concurrency());
        map::workers(cores as usize)
    });
    let engines = {
        let dispatch = map.dispatcher();
        use_memo((), move |()| {
            let engine = |worker| {
                let dispatch = dispatch.clone();
                Engine::in_turn(move |event| dispatch.dispatch(MapAction::Engine(worker, event)))
            };
            (0..count).map(engine).collect::<Vec<_>>()
        })
    };
    {
        let dispatch = map.dispatcher();
        use_effect_with(base, move |base| {
            dispatch.dispatch(MapAction::Start(base.clone(), count));
        });
    }
    {
        let engines = engines.clone();
        let asked = use_mut_ref(|| vec![None::<Job>; count]);
        let jobs: Vec<Option<Job>> = (0..count).map(|worker| map.job(worker)).collect();
        use_effect_with(jobs, move |jobs| {
            let mut asked = asked.borrow_mut();
            for ((engine, job), asked) in engines.iter().zip(jobs).zip(asked.iter_mut()) {
                if job == asked {
                    continue;
                }
                asked.clone_from(job);
                match job {
                    Some(job) => engine.ask(job.clone(), 0.0),
                    None => engine.cancel(),
                }
            }
        });
    }
    let retry = {
        let dispatch = map.dispatcher();
        use_callback(engines, move |_: MouseEvent, engines| {
            dispatch.dispatch(MapAction::Retry);
            engines.iter().for_each(Engine::retry);
        })
    };
    (Rc::new((**map).clone()), retry)
}
