//! The story's place while its module is not there: coming into sight, it asks for it.

use rankscope_app::start::words;
use rankscope_app::state::{Action, State};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

use crate::browser::console::OrLog;
use crate::store::Dispatch;

/// Properties of [`StoryGate`].
#[derive(Properties, PartialEq)]
pub(crate) struct StoryGateProps {
    pub(crate) dispatch: Dispatch<State>,
}

/// An empty section as high as a step.
#[component]
pub(crate) fn StoryGate(props: &StoryGateProps) -> Html {
    let place = use_node_ref();
    let dispatch = props.dispatch.clone();
    use_effect_with(place.clone(), move |place| {
        let on_sight = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let mut entries = entries
                .iter()
                .map(JsCast::unchecked_into::<IntersectionObserverEntry>);
            if entries.any(|entry| entry.is_intersecting()) {
                dispatch.dispatch(Action::StoryInSight);
            }
        });
        let observer =
            IntersectionObserver::new(on_sight.as_ref().unchecked_ref()).or_log("the story");
        if let (Some(observer), Some(place)) = (&observer, place.cast::<Element>()) {
            observer.observe(&place);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(on_sight);
        }
    });
    html! {
        <section class="story-gate" id="story" ref={place}>
            <p role="status">{ words::STORY_LOADING }</p>
        </section>
    }
}
