//! The figure of what adapters of each rank have learned, alone: for the story.

use yew::{Html, Properties, component, html, use_memo};

use super::super::figure::measured_figure;
use super::super::load::use_measurements;
use super::super::problem::loading_status;
use crate::browser::display::use_display;
use crate::store::{Dispatch, use_store};
use crate::widgets::switch::switch;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::State;
use rankscope_app::transformer::{TransformerResults, words};
use rankscope_sim::transformer::Transformer;

/// Properties of [`Recalled`].
#[derive(Properties, PartialEq)]
pub(crate) struct RecalledProps {
    pub(crate) state: State,
    pub(crate) dispatch: Dispatch<State>,
}

/// Accuracy against rank at the learning rate of the link, with the switch between the rates.
#[component]
pub(crate) fn Recalled(props: &RecalledProps) -> Html {
    let choices = props.state.link.choices;
    let (loading, retry) = use_measurements::<Transformer>();
    let display = use_display(choices.theme);
    let cursor = use_store(Cursor::default);
    let results = use_memo(
        (loading.measurements().cloned(), choices.transformer_lr),
        |(measured, rate)| {
            let measured = measured.clone()?;
            let step = measured.last_step();
            Some(TransformerResults::of(measured, step, *rate, None))
        },
    );
    html! {
        <div class="scene">
            { loading_status("transformer", &loading, &retry) }
            if let Some(results) = results.as_ref() {
                { measured_figure((&results.recall, None), html! {}, words::NOTE_RECALL, &cursor, display) }
            }
            <p class="count">{ words::SINGLE_DOTS }</p>
            <div class="goal">
                <span>{ words::LEARNING_RATE }</span>
                { switch(choices.transformer_lr, &props.dispatch) }
            </div>
        </div>
    }
}
