//! What is trained, and how: the panel of the Train view. On a phone the three settings that are tried
//! most stand in a bar at the thumb.

use crate::store::Dispatch;
use yew::{Html, Properties, component, html};

use crate::widgets::control::control;
use crate::widgets::switch::switch;
use crate::widgets::thumb::Thumb;
use rankscope_app::state::State;
use rankscope_params::query::Link;
use rankscope_params::{Choice, Key, SettingKey, TrainingNumber};

/// At the thumb.
const FIRST: [(SettingKey, &str); 3] = [
    (SettingKey::Training(TrainingNumber::LearningRate), "η"),
    (SettingKey::Training(TrainingNumber::Steps), "steps"),
    (SettingKey::Param(Key::Alpha), "α"),
];
const OTHERS: [SettingKey; 2] = [SettingKey::TrainingRanks, SettingKey::Param(Key::Seed)];

/// Properties of [`Controls`].
#[derive(Properties, PartialEq)]
pub(super) struct ControlsProps {
    pub(super) link: Link,
    pub(super) dispatch: Dispatch<State>,
}

/// Update, optimizer, rival and settings.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { link, dispatch } = props;
    let choices = link.choices;
    let setting = |key: SettingKey| control(key, link.value(key), dispatch);
    html! {
        <section id="train-controls" class="card" aria-label="Training">
            <div class="choices">
                { choice(choices.update, dispatch) }
                { choice(choices.optimizer, dispatch) }
                { choice(choices.rival, dispatch) }
                { choice(choices.train_axis, dispatch) }
            </div>
            <Thumb settings={FIRST.to_vec()} link={link.clone()} dispatch={dispatch.clone()} />
            { for OTHERS.map(setting) }
        </section>
    }
}

/// A choice with its label.
fn choice<C: Choice>(chosen: C, dispatch: &Dispatch<State>) -> Html {
    html! {
        <div class="choice"><span>{ C::declaration().label }</span>{ switch(chosen, dispatch) }</div>
    }
}
