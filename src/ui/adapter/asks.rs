//! What is asked to be opened: a file or a sample by the reader, or the sample that the link names.

use std::rc::Rc;

use yew::{Callback, use_callback, use_effect_with};

use super::AdapterProps;
use super::intake::PathAndFile;
use super::session::{Side, open, send};
use rankscope_app::adapter::samples::{Sample, choice_of, to_open};
use rankscope_app::adapter::session::SessionEvent;
use rankscope_app::adapter::state::AdapterState;
use rankscope_app::state::Action;
use rankscope_params::{AdapterText, Input};

/// What is asked for.
#[derive(Clone)]
pub(super) struct Asks {
    pub(super) files: Callback<Vec<PathAndFile>>,
    pub(super) sample: Callback<Sample>,
}

/// What happens when a file or a sample is asked for.
#[yew::hook]
pub(super) fn use_asks(props: &AdapterProps, change: &Callback<(AdapterText, Input)>) -> Asks {
    let looks_at_a_layer = !props.state.link.adapter(AdapterText::Layer).is_empty();
    let files = use_callback(
        (change.clone(), looks_at_a_layer),
        |files: Vec<PathAndFile>, (change, looks_at_a_layer)| {
            // The reader's own file has other layers.
            if *looks_at_a_layer && !files.is_empty() {
                change.emit((AdapterText::Layer, Input::Default));
            }
            open(Side::First, files);
        },
    );
    let sample = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |sample: Sample| {
            // Also where the link names it already and a file of the reader's is open.
            send(SessionEvent::SampleChosen(sample));
            dispatch.dispatch(Action::choose(choice_of(sample)));
        })
    };
    Asks { files, sample }
}

/// Opens the sample that the link names, when the view opens and when the link comes to name another.
#[yew::hook]
pub(super) fn use_sample(opened: &Rc<AdapterState>, choice: rankscope_params::Sample) {
    let opened = Rc::clone(opened);
    use_effect_with(choice, move |choice| {
        if let Some(sample) = to_open(&opened, *choice) {
            send(SessionEvent::SampleChosen(sample));
        }
    });
}
