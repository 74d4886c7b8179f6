//! The maps of learning rates, and the law that they measure: many trainings instead of one, so only on
//! demand.

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo, use_state_eq};

use super::map_figure::MapFigure;
use super::rate_study::RateStudyView;
use super::run::use_training_run;
use crate::browser::display::Display;
use crate::widgets::problem::problem;
use rankscope_app::step_bar;
use rankscope_app::train::rate_law::RateStudy;
use rankscope_app::train::run::RunStatus;
use rankscope_app::train::{map, words};
use rankscope_chart::training::rates;
use rankscope_sim::Spectrum;
use rankscope_sim::training::Plan;

/// Properties of [`MapView`].
#[derive(Properties, PartialEq)]
pub(super) struct MapProps {
    /// What the view trains; a map has other learning rates.
    pub(super) plan: Plan,
    /// Of the fitted update; none while it is not known.
    pub(super) spectrum: Option<Spectrum>,
    pub(super) display: Display,
}

/// A button; when it was pressed, two maps, and once they are finished what they say.
#[component]
pub(super) fn MapView(props: &MapProps) -> Html {
    let base = map::base(&props.plan);
    let asked = use_state_eq(|| None::<Plan>);
    let plans = map::wanted(&base, (*asked).as_ref());
    let present = !plans.is_empty();
    let count = rates(base.config.optimizer, base.config.alpha).len();
    let training = use_training_run(plans);
    let run = &training.run;
    let figures = use_memo(
        (run.trained().to_vec(), props.spectrum.clone()),
        |(trained, spectrum)| map::figures(trained, spectrum.as_ref()),
    );
    let study = use_memo(
        (run.trained().to_vec(), props.spectrum.clone()),
        |(trained, spectrum)| RateStudy::of(trained, spectrum.as_ref()).map(Rc::new),
    );
    let ask = |plan: Option<Plan>| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(plan.clone()))
    };
    let share = run.share();
    html! {
        <section id="train-map" aria-labelledby="heading-train-map" data-state={run.status.name()}>
            <div class="section-head">
                <h2 id="heading-train-map">{ words::MAP_HEADING }</h2>
                if present && run.status == RunStatus::Running {
                    <progress id="map-progress" max="1" value={share.to_string()} aria-label="Share of the map done" />
                    <button id="cancel-map" type="button" onclick={ask(None)}>{ step_bar::CANCEL }</button>
                } else if !present {
                    <button id="map-it" type="button" onclick={ask(Some(base))}>{ words::MAP_IT }</button>
                }
            </div>
            <p class="how-to-read">{ words::about_map(count) }</p>
            { problem("map", run.trouble.as_ref(), &training.retry) }
            if !figures.is_empty() {
                <div class="figures">
                    { for figures.iter().map(|(figure, family, plot)| html! {
                        <MapFigure figure={*figure} family={*family} plot={plot.clone()} note={words::NOTE_MAP} display={props.display} />
                    }) }
                </div>
            }
            if let Some(study) = &*study {
                <RateStudyView study={Rc::clone(study)} display={props.display} />
            }
        </section>
    }
}
