//! A link within the page: an address of its own, which a plain click follows without a reload.

use rankscope_app::link::Click;
use yew::{AttrValue, Callback, Html, MouseEvent, html};

/// A link within the page. `follow` is called for a plain click, with the time of the event in ms; all
/// others are the browser's. A function, not a component, which a first visit would load the code of.
pub(crate) fn page_link(link: PageLink) -> Html {
    let PageLink {
        id,
        class,
        href,
        current,
        follow,
        content,
    } = link;
    let onclick = move |event: MouseEvent| {
        if click(&event).is_plain() {
            event.prevent_default();
            follow.emit(event.time_stamp());
        }
    };
    html! { <a {id} class={(!class.is_empty()).then_some(class)} {href} aria-current={current.then_some("page")} {onclick}>{ content }</a> }
}

/// What a [`page_link`] consists of.
pub(crate) struct PageLink {
    pub(crate) id: Option<AttrValue>,
    /// Of the style sheet; none when empty.
    pub(crate) class: &'static str,
    pub(crate) href: AttrValue,
    /// Whether it leads to the view that is open.
    pub(crate) current: bool,
    pub(crate) follow: Callback<f64>,
    pub(crate) content: Html,
}

fn click(event: &MouseEvent) -> Click {
    Click {
        button: event.button(),
        alt: event.alt_key(),
        ctrl: event.ctrl_key(),
        meta: event.meta_key(),
        shift: event.shift_key(),
        default_prevented: event.default_prevented(),
    }
}
