//! A link within the page: an address of its own, which a plain click follows without a reload.

use rankscope_app::link::Click;
use yew::{AttrValue, Callback, Html, MouseEvent, Properties, component, html};

/// Properties of [`PageLink`].
#[derive(Properties, PartialEq)]
pub(crate) struct PageLinkProps {
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    pub(crate) href: AttrValue,
    /// Whether it leads to the view that is open.
    #[prop_or_default]
    pub(crate) current: bool,
    /// Called for a plain click, with the time of the event in ms. All others are the browser's.
    pub(crate) follow: Callback<f64>,
    pub(crate) children: Html,
}

/// A link within the page.
#[component]
pub(crate) fn PageLink(props: &PageLinkProps) -> Html {
    let follow = props.follow.clone();
    let onclick = move |event: MouseEvent| {
        if click(&event).is_plain() {
            event.prevent_default();
            follow.emit(event.time_stamp());
        }
    };
    let current = props.current.then_some("page");
    html! {
        <a id={props.id.clone()} href={props.href.clone()} aria-current={current} {onclick}>
            { props.children.clone() }
        </a>
    }
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
