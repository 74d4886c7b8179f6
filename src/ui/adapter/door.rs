//! The way to the view from elsewhere: a field to pick files with and a sample; what is picked opens
//! there.

use rankscope_app::adapter::samples::{SAMPLES, choice_of};
use rankscope_app::adapter::session::SessionEvent;
use rankscope_app::adapter::words;
use rankscope_app::state::{Action, State};
use rankscope_params::View;
use web_sys::HtmlInputElement;
use yew::{Event, Html, MouseEvent, TargetCast, html};

use super::intake::files;
use super::session::{Side, open, send};
use crate::store::Dispatch;

/// A box to drop files on, with a field and the samples.
pub(crate) fn door(state: &State, dispatch: &Dispatch<State>) -> Html {
    let go = {
        let dispatch = dispatch.clone();
        move || dispatch.dispatch(Action::choose(View::Adapter))
    };
    let pick = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        open(Side::First, files(field.files().as_ref()));
        go();
    };
    let sample = |sample: rankscope_app::adapter::samples::Sample| {
        let mut link = state.link.clone();
        link.choices.view = View::Adapter;
        link.choices.sample = choice_of(sample);
        let dispatch = dispatch.clone();
        let choose = move |_: MouseEvent| {
            send(SessionEvent::SampleChosen(sample));
            dispatch.dispatch(Action::Follow(link.clone()));
        };
        html! {
            <button id={format!("door-{}", sample.folder)} type="button" title={sample.description} onclick={choose}>
                { sample.label }
            </button>
        }
    };
    html! {
        <div class="scene door">
            <p><label for="door-files"><b>{ words::DOOR }</b></label></p>
            <input id="door-files" type="file" multiple=true accept=".safetensors,.json,.gguf" onchange={pick} />
            <p>{ words::DOOR_SAMPLES }</p>
            <p class="adapter-samples">{ for SAMPLES.map(sample) }</p>
        </div>
    }
}
