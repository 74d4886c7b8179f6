//! What a matrix of another size does to the noise, beside the figures that show it.

use crate::store::Dispatch;
use yew::{Html, MouseEvent, html};

use rankscope_app::explore::words;
use rankscope_app::state::{Action, State};
use rankscope_params::number::Format;
use rankscope_params::{Input, Key, Params};

/// A sentence, and a button that holds the weight of the noise.
pub(super) fn noise(params: &Params, dispatch: &Dispatch<State>) -> Html {
    let Some(words::Noise { sentence, held }) = words::noise(params) else {
        return Html::default();
    };
    let offer = held.map(|(noise, offer)| {
        let dispatch = dispatch.clone();
        let set = move |event: MouseEvent| {
            dispatch.dispatch(Action::Change {
                key: Key::Noise.into(),
                input: Input::Text(Format::Exact.write(noise)),
                at_ms: event.time_stamp(),
            });
        };
        html! { <button id="hold-noise" type="button" class="chip" onclick={set}>{ offer }</button> }
    });
    html! { <p class="noise-note">{ sentence }{ " " }{ offer }</p> }
}
