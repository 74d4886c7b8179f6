//! The share sheet: a link to exactly this state, a figure for somebody else's page, a picture.

use crate::store::Dispatch;
use yew::{
    Callback, Event, Html, InputEvent, KeyboardEvent, MouseEvent, Properties, TargetCast,
    UseStateHandle, component, html, use_effect_with, use_node_ref, use_state_eq,
};

use crate::browser::address::here;
use crate::browser::clipboard::copy;
use crate::browser::display::use_display;
use crate::widgets::figure::save::{credit, save_picture};
use rankscope_app::Results;
use rankscope_app::embed::of_the_page;
use rankscope_app::explore::words;
use rankscope_app::share::{EmbedOptions, element, iframe, page_address};
use rankscope_app::state::{Action, State};
use rankscope_chart::{Axes, Export, Figure, Size};
use rankscope_params::{Choice, Key, Sheet, Theme, query};

/// The size of a shared picture, in CSS pixels: the shape of a slide.
const PICTURE: Size = Size {
    width: 960.0,
    height: 540.0,
    text: 1.25,
};

/// Properties of [`ShareSheet`].
#[derive(Properties, PartialEq)]
pub(super) struct ShareProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// Link, embed code with a live preview, picture.
#[component]
pub(super) fn ShareSheet(props: &ShareProps) -> Html {
    let link = of_the_page(&props.state.link);
    let frame = use_state_eq(EmbedOptions::default);
    let outcome = use_state_eq(|| "");
    let display = use_display(props.state.link.choices.theme);
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| {
            if let Some(heading) = heading.cast::<web_sys::HtmlElement>() {
                let focused = heading.focus();
                debug_assert!(focused.is_ok());
            }
        });
    }
    let close = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::choose(Sheet::Closed)))
    };
    let on_key = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        }
    };
    let page = here();
    let address = page_address(&page, &query::write(&link));
    let (one_line, element) = (iframe(&page, &link, &frame), element(&page, &link, &frame));
    let preview = format!("?{}", frame.query(&link));
    let picture = {
        let shown = props.state.shown.clone();
        let drawable = props.state.pinned.drawable(&link.pins);
        let (reading, axes) = (link.params.reading(), Axes::from(&link.choices));
        let (figure, of) = (frame.figure, words::credit(&link.params));
        Callback::from(move |_: MouseEvent| {
            if let Some(shown) = &shown {
                let plot = Results::of(shown, &reading, &drawable, axes).plot(figure);
                let export =
                    Export::new(&plot, figure.title(), &credit(&of), PICTURE).within(PICTURE);
                save_picture(figure.named(), &export, display.theme);
            }
        })
    };
    html! {
        <dialog id="share" open=true aria-labelledby="heading-share" onkeydown={on_key}>
            <div class="section-head">
                <h2 id="heading-share" ref={heading} tabindex="-1">{ "Share" }</h2>
                <button id="close-share" type="button" onclick={close.reform(|_: MouseEvent| ())}>
                    { "Close" }
                </button>
            </div>
            <p id="share-outcome" role="status">{ *outcome }</p>
            { text("share-link", "A link to exactly this state", &address, &outcome) }
            <h3>{ "A figure in your own page" }</h3>
            { choices(&frame) }
            { text("share-element", "With automatic height, loaded when it comes into sight", &element, &outcome) }
            { text("share-iframe", "In one line, where scripts are not allowed", &one_line, &outcome) }
            // A new frame for each address: one that goes from address to address leaves entries in the
            // page's history, which Back would then step through.
            <iframe
                key={preview.clone()}
                id="share-preview"
                title="Preview of the embedded figure"
                src={preview}
                height={frame.height.to_string()}
            />
            <button id="share-picture" type="button" onclick={picture}>
                { format!("Save “{}” as a picture", frame.figure.title()) }
            </button>
        </dialog>
    }
}

/// A text to copy, with a button that does.
fn text(
    id: &'static str,
    label: &'static str,
    value: &str,
    outcome: &UseStateHandle<&'static str>,
) -> Html {
    html! {
        <div class="copy">
            <label for={id}>{ label }</label>
            <textarea {id} readonly=true rows={if value.contains('\n') { "4" } else { "2" }} value={value.to_owned()} />
            <button id={format!("copy-{id}")} type="button" onclick={copy(value, outcome)}>
                { "Copy" }
            </button>
        </div>
    }
}

/// What can be chosen about the embedded figure.
fn choices(frame: &UseStateHandle<EmbedOptions>) -> Html {
    let with = |change: &dyn Fn(&mut EmbedOptions)| {
        let mut next = (**frame).clone();
        change(&mut next);
        next
    };
    let figure_button = |figure: Figure| {
        let (frame, next) = (frame.clone(), with(&|next| next.figure = figure));
        html! {
            <button
                id={format!("share-{}", figure.name())}
                type="button"
                aria-pressed={(frame.figure == figure).to_string()}
                onclick={move |_: MouseEvent| frame.set(next.clone())}
            >
                { figure.title() }
            </button>
        }
    };
    let theme_button = |theme: Theme| {
        let (frame, next) = (frame.clone(), with(&|next| next.theme = theme));
        html! {
            <button
                id={format!("share-theme-{}", theme.name())}
                type="button"
                aria-pressed={(frame.theme == theme).to_string()}
                onclick={move |_: MouseEvent| frame.set(next.clone())}
            >
                { theme.name() }
            </button>
        }
    };
    let control_box = |key: Key| {
        let row = key.declaration();
        let chosen = frame.controls.contains(&key);
        let (frame, next) = (frame.clone(), with(&|next| next.toggle(key)));
        html! {
            <label>
                <input
                    id={format!("share-control-{}", row.name)}
                    type="checkbox"
                    checked={chosen}
                    onchange={move |_: Event| frame.set(next.clone())}
                />
                { row.label }
            </label>
        }
    };
    let set_height = {
        let frame = frame.clone();
        move |event: InputEvent| {
            let field: web_sys::HtmlInputElement = event.target_unchecked_into();
            let mut next = (*frame).clone();
            next.height = EmbedOptions::nearest_height(field.value_as_number());
            frame.set(next);
        }
    };
    html! {
        <>
            <div class="switch" role="group" aria-label="Figure">
                { for Figure::ALL.map(figure_button) }
            </div>
            <div class="switch" role="group" aria-label="Theme">
                { for Theme::ALL.iter().copied().map(theme_button) }
            </div>
            <fieldset class="share-controls">
                <legend>{ "Controls that come with it" }</legend>
                { for Key::ALL.map(control_box) }
            </fieldset>
            <p>
                <label for="share-height">{ "Height in one line, pixels " }</label>
                <input
                    id="share-height"
                    type="number"
                    min="200"
                    max="2000"
                    step="10"
                    value={frame.height.to_string()}
                    oninput={set_height}
                />
            </p>
        </>
    }
}
