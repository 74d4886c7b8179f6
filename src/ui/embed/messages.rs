//! Messages between an embedded figure and the page around it: see `rankscope_app::embed::message`.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use rankscope_app::embed::message::{
    INTERVAL_MS, Property, ToParent, query_to_set, state_for_parent,
};
use rankscope_app::state::{Action, State};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, MessageEvent, ResizeObserver, Window};
use yew::{hook, use_effect_with};

use crate::browser::console::{OrLog, describe};
use crate::store::Dispatch;

#[wasm_bindgen]
extern "C" {
    /// The newest state that was set while nothing listened, once: see `static/boot.js`.
    #[wasm_bindgen(js_namespace = rankscope, js_name = takeQuery)]
    fn take_query() -> Option<String>;
}

/// Posts that the figure is ready, its height and its state, and follows what the parent sets;
/// nothing where the page is not embedded.
#[hook]
pub(crate) fn use_messages(state: &State, embedded: bool, dispatch: &Dispatch<State>) {
    let dispatch = dispatch.clone();
    use_effect_with(embedded, move |embedded| {
        let ends = embedded.then(|| {
            if let Some(query) = take_query() {
                dispatch.dispatch(Action::Set(query));
            }
            let ends = (listen(dispatch), follow_height());
            post(&ToParent::Ready);
            ends
        });
        move || drop(ends)
    });
    use_effect_with(state_for_parent(state, embedded), |told| {
        let later = told
            .clone()
            .map(|told| Timeout::new(INTERVAL_MS, move || post(&told)));
        move || drop(later)
    });
}

fn listen(dispatch: Dispatch<State>) -> Option<EventListener> {
    let window = web_sys::window()?;
    let parent = parent(&window)?;
    let waiting: Rc<RefCell<Option<(Timeout, String)>>> = Rc::default();
    let listener = EventListener::new(&window, "message", move |event| {
        let event = event.dyn_ref::<MessageEvent>();
        let Some(query) = event.and_then(|event| asked(event, &parent)) else {
            return;
        };
        // It is followed here, so nothing is left for a module that takes over.
        take_query();
        let mut slot = waiting.borrow_mut();
        if let Some((_, newest)) = &mut *slot {
            *newest = query;
            return;
        }
        let (waiting, dispatch) = (waiting.clone(), dispatch.clone());
        let timer = Timeout::new(INTERVAL_MS, move || {
            if let Some((_, query)) = waiting.take() {
                dispatch.dispatch(Action::Set(query));
            }
        });
        *slot = Some((timer, query));
    });
    Some(listener)
}

/// The query a message asks for, if it is such a message and comes from the parent.
fn asked(event: &MessageEvent, parent: &Window) -> Option<String> {
    let source = event.source();
    source.filter(|source| Object::is(source, parent))?;
    // Reading a property of what is no object is refused: then it is another message.
    let part = |name: &str| Reflect::get(&event.data(), &name.into()).ok()?.as_string();
    query_to_set(part("type").as_deref(), part("query"))
}

/// The page around this one, if there is one.
fn parent(window: &Window) -> Option<Window> {
    // Only a window that is closed has none.
    let parent = window.parent().ok().flatten()?;
    (!Object::is(&parent, window)).then_some(parent)
}

struct Follower {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn follow_height() -> Option<Follower> {
    let page = web_sys::window()?.document()?.get_element_by_id("page")?;
    let page: HtmlElement = page.unchecked_into();
    let measured = page.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        let height = f64::from(measured.offset_height());
        post(&ToParent::Height(height));
    });
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref());
    let observer = observer.or_log("the height of the figure")?;
    observer.observe(&page);
    Some(Follower {
        observer,
        _callback: callback,
    })
}

fn post(message: &ToParent) {
    let Some(parent) = web_sys::window().as_ref().and_then(parent) else {
        return;
    };
    if let Err(error) = object(message).and_then(|object| parent.post_message(&object, "*")) {
        log::warn!(
            "{} to the page around: {}",
            message.kind(),
            describe(&error)
        );
    }
}

fn object(message: &ToParent) -> Result<Object, JsValue> {
    let object = Object::new();
    Reflect::set(&object, &"type".into(), &message.kind().into())?;
    if let Some((name, value)) = message.content() {
        let value = match value {
            Property::Number(number) => JsValue::from(number),
            Property::Text(text) => JsValue::from(text),
        };
        Reflect::set(&object, &name.into(), &value)?;
    }
    Ok(object)
}
