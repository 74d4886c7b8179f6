//! The maps of learning rates: nine trainings instead of one, so only on demand.

use std::rc::Rc;

use yew::{Callback, Html, MouseEvent, Properties, component, html, use_memo, use_state_eq};

use super::course::{Pace, use_course};
use super::map_figure::MapFigure;
use crate::browser::display::Display;
use crate::widgets::messages;
use rankscope_chart::training::{TrainingFigure, map, rates};
use rankscope_sim::training::{Family, Plan, TrainingConfig};

/// Properties of [`MapView`].
#[derive(Properties, PartialEq)]
pub(super) struct MapProps {
    /// What the view trains; a map has other learning rates.
    pub(super) plan: Plan,
    pub(super) display: Display,
}

/// A button, and two maps when it was pressed.
#[component]
pub(super) fn MapView(props: &MapProps) -> Html {
    // A map belongs to one plan, whatever its learning rate: settings that change take it away.
    let base = Plan {
        config: TrainingConfig {
            learning_rate: props.plan.config.optimizer.default_learning_rate(),
            ..props.plan.config.clone()
        },
        families: vec![Family::Lora, Family::RsLora],
    };
    let asked = use_state_eq(|| None::<Plan>);
    let present = (*asked).as_ref() == Some(&base);
    let watched = use_course(if present { plans(&base) } else { vec![] });
    let lesson = &watched.lesson;
    let plots = use_memo(lesson.trained().to_vec(), |trained| {
        (!trained.is_empty())
            .then(|| [Family::Lora, Family::RsLora].map(|family| Rc::new(map(trained, family))))
    });
    let ask = |plan: Option<Plan>| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(plan.clone()))
    };
    let running = present && lesson.pace == Pace::Running;
    let share = lesson.share();
    let figure = |(figure, plot): (TrainingFigure, &Rc<rankscope_chart::Plot>)| {
        html! {
            <MapFigure
                {figure}
                plot={plot.clone()}
                note="Fuller colour: less is missing. Outlined: the best learning rate of the rank. ×: diverged."
                display={props.display}
            />
        }
    };
    html! {
        <section id="train-map" aria-labelledby="heading-train-map" data-state={lesson.pace.name()}>
            <div class="section-head">
                <h2 id="heading-train-map">{ "Which learning rate is best?" }</h2>
                if running {
                    <progress id="map-progress" max="1" value={share.to_string()} aria-label="Share of the map done" />
                    <button id="cancel-map" type="button" onclick={ask(None)}>{ "Cancel" }</button>
                } else if !present {
                    <button id="map-it" type="button" onclick={ask(Some(base))}>{ "Map it" }</button>
                }
            </div>
            <p class="how-to-read">
                { format!(
                    "Every rank again, with {} learning rates instead of one. A scaling is easy to use \
                     when the best one stays where it is while the rank grows.",
                    rates(props.plan.config.optimizer.default_learning_rate()).len(),
                ) }
            </p>
            if lesson.trouble.is_some() {
                <p id="map-problem" role="alert">{ messages::in_words(lesson.trouble.as_ref()) }</p>
            }
            if let Some(plots) = &*plots {
                <div class="figures">
                    { for [TrainingFigure::MapLora, TrainingFigure::MapRival].into_iter().zip(plots).map(figure) }
                </div>
            }
        </section>
    }
}

/// A plan for each learning rate.
fn plans(base: &Plan) -> Vec<Plan> {
    let plan = |learning_rate| Plan {
        config: TrainingConfig {
            learning_rate,
            ..base.config.clone()
        },
        families: base.families.clone(),
    };
    rates(base.config.learning_rate)
        .into_iter()
        .map(plan)
        .collect()
}
