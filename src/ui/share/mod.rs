//! The share sheet: a link to exactly this state, a picture, a figure for somebody else's page.

mod options;
mod picture;

use yew::{
    AttrValue, Callback, Html, MouseEvent, PointerEvent, Properties, TargetCast, component, html,
    use_effect_with, use_mut_ref, use_node_ref, use_state_eq,
};

use self::options::{figures, options};
use self::picture::Picture;
use crate::browser::address::here;
use crate::browser::console::OrLog;
use crate::browser::display::use_display;
use crate::browser::reveal::focus;
use crate::store::Dispatch;
use crate::widgets::copy::CopyButton;
use rankscope_app::Results;
use rankscope_app::embed::of_the_page;
use rankscope_app::explore::words::credit;
use rankscope_app::share::{EmbedOptions, Tab, element, iframe, page_address, words};
use rankscope_app::state::{Action, State};
use rankscope_chart::Axes;
use rankscope_params::{Sheet, query};
use web_sys::{Element, HtmlDialogElement};

/// Properties of [`ShareSheet`].
#[derive(Properties, PartialEq)]
pub(super) struct ShareProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// A window over the page, which the browser keeps the focus in and closes on Escape.
#[component]
pub(super) fn ShareSheet(props: &ShareProps) -> Html {
    let link = of_the_page(&props.state.link);
    let tab = use_state_eq(Tab::default);
    let chosen = use_state_eq(|| EmbedOptions::of(&link));
    let display = use_display(props.state.link.choices.theme);
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.show_modal().or_log("the share sheet");
            }
        });
    }
    // However it was closed, the browser then says `close`, and has given the focus back.
    let close = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let closed = {
        let dispatch = props.dispatch.clone();
        move |_| {
            focus_opener();
            dispatch.dispatch(Action::choose(Sheet::Closed));
        }
    };
    // Outside is what is pressed and let go there: a selection drawn out of a field is not.
    let outside = use_mut_ref(|| false);
    let press = {
        let (outside, dialog) = (outside.clone(), dialog.clone());
        move |event: PointerEvent| {
            let target = event.target_dyn_into::<Element>();
            *outside.borrow_mut() = target == dialog.cast::<Element>();
        }
    };
    let let_go = {
        let (dialog, close) = (dialog.clone(), close.clone());
        move |event: MouseEvent| {
            let target = event.target_dyn_into::<Element>();
            if outside.take() && target == dialog.cast::<Element>() {
                close();
            }
        }
    };
    let page = here();
    let address = page_address(&page, &query::write(&link));
    let tabs = Tab::offered(&link);
    let tab_button = |option: &Tab| {
        let (tab, option) = (tab.clone(), *option);
        html! {
            <button id={format!("share-tab-{}", option.name())} type="button"
                aria-pressed={(*tab == option).to_string()}
                onclick={move |_: MouseEvent| tab.set(option)}
            >
                { option.label() }
            </button>
        }
    };
    let plot = (*chosen)
        .as_ref()
        .and_then(EmbedOptions::picture)
        .and_then(|figure| {
            let shown = props.state.shown.as_ref()?;
            let drawable = props.state.pinned.drawable(&link.pins);
            let results = Results::of(
                shown,
                &link.params.reading(),
                &drawable,
                Axes::from(&link.choices),
            );
            Some((figure, results.plot(figure)))
        });
    html! {
        <dialog id="share" class="sheet" ref={dialog} aria-labelledby="heading-share"
            onclose={closed} onpointerdown={press} onclick={let_go}
        >
            <div class="share-in">
                <div class="section-head">
                    <h2 id="heading-share">{ words::TITLE }</h2>
                    <button id="close-share" type="button" onclick={move |_: MouseEvent| close()}>
                        { words::CLOSE }
                    </button>
                </div>
                if let Some((figure, plot)) = plot.filter(|_| *tab != Tab::Embed) {
                    <Picture {figure} {plot} of={format!("{} · {address}", credit(&link.params))} theme={display.theme} save={*tab == Tab::Picture} />
                }
                if tabs.len() > 1 {
                    <div class="switch" role="group" aria-label={words::TABS}>{ for tabs.iter().map(tab_button) }</div>
                }
                <div hidden={*tab != Tab::Link}>{ text("share-link", words::LINK, address.into()) }</div>
                if let Some(frame) = &*chosen {
                    <div hidden={*tab == Tab::Link || frame.figure().is_none()}>{ figures(frame, &chosen) }</div>
                    <div hidden={*tab != Tab::Embed}>
                        { options(frame, &chosen) }
                        { text("share-element", words::ELEMENT, element(&page, &link, frame).into()) }
                        { text("share-iframe", words::IFRAME, iframe(&page, &link, frame).into()) }
                        if *tab == Tab::Embed {
                            { preview(frame, format!("?{}", frame.query(&link))) }
                        }
                    </div>
                }
            </div>
        </dialog>
    }
}

/// Gives the focus to the button that opens the sheet, where the browser could not: the button that was
/// pressed is gone when another module has taken over since.
fn focus_opener() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let kept = document.active_element();
    if kept.is_some_and(|kept| {
        kept.tag_name() != "BODY" && kept.closest("#share").is_ok_and(|sheet| sheet.is_none())
    }) {
        return;
    }
    focus("open-share");
}

/// A new frame for each address: one that goes from address to address leaves entries in the page's
/// history, which Back would then step through.
fn preview(frame: &EmbedOptions, address: String) -> Html {
    html! {
        <iframe
            key={address.clone()}
            id="share-preview"
            title={words::PREVIEW}
            src={address}
            height={frame.height.to_string()}
        />
    }
}

/// A text to copy, with a button that does.
fn text(id: &'static str, label: &'static str, value: AttrValue) -> Html {
    let lines = value.lines().count().min(4);
    html! {
        <div class="copy">
            <label for={id}>{ label }</label>
            <textarea {id} readonly=true rows={lines.to_string()} value={value.clone()} />
            <CopyButton id={format!("copy-{id}")} text={Callback::from(move |()| value.to_string())} class="main" />
        </div>
    }
}
