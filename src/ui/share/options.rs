//! What can be chosen about the embedded figure.

use yew::{Event, Html, InputEvent, MouseEvent, TargetCast, UseStateHandle, html};

use rankscope_app::embed::embed_of;
use rankscope_app::share::{EmbedOptions, words};
use rankscope_chart::Figure;
use rankscope_params::{Choice, Key, Theme};

type Chosen = UseStateHandle<Option<EmbedOptions>>;

fn changed(frame: &EmbedOptions, change: impl FnOnce(&mut EmbedOptions)) -> EmbedOptions {
    let mut next = frame.clone();
    change(&mut next);
    next
}

/// Which figure, where a view has several.
pub(super) fn figures(frame: &EmbedOptions, chosen: &Chosen) -> Html {
    let button = |figure: Figure| {
        let next = changed(frame, |next| next.embed = embed_of(figure));
        let chosen = chosen.clone();
        html! {
            <button
                id={format!("share-{}", figure.name())}
                type="button"
                aria-pressed={(frame.figure() == Some(figure)).to_string()}
                onclick={move |_: MouseEvent| chosen.set(Some(next.clone()))}
            >
                { figure.title() }
            </button>
        }
    };
    html! {
        if frame.figure().is_some() {
            <div class="switch" role="group" aria-label="Figure">{ for Figure::ALL.map(button) }</div>
        }
    }
}

/// Theme, controls, and the height of a frame that cannot tell its own.
pub(super) fn options(frame: &EmbedOptions, chosen: &Chosen) -> Html {
    let theme_button = |theme: Theme| {
        let next = changed(frame, |next| next.theme = theme);
        let chosen = chosen.clone();
        html! {
            <button
                id={format!("share-theme-{}", theme.name())}
                type="button"
                aria-pressed={(frame.theme == theme).to_string()}
                onclick={move |_: MouseEvent| chosen.set(Some(next.clone()))}
            >
                { theme.name() }
            </button>
        }
    };
    let control_box = |key: Key| {
        let row = key.declaration();
        let checked = frame.controls.contains(&key);
        let next = changed(frame, |next| next.toggle(key));
        let chosen = chosen.clone();
        html! {
            <label>
                <input
                    id={format!("share-control-{}", row.name)}
                    type="checkbox"
                    {checked}
                    onchange={move |_: Event| chosen.set(Some(next.clone()))}
                />
                { row.label }
            </label>
        }
    };
    let set_height = {
        let (frame, chosen) = (frame.clone(), chosen.clone());
        move |event: InputEvent| {
            let field: web_sys::HtmlInputElement = event.target_unchecked_into();
            let height = EmbedOptions::nearest_height(field.value_as_number());
            chosen.set(Some(changed(&frame, |next| next.height = height)));
        }
    };
    html! {
        <>
            <div class="share-row">
                <div class="switch" role="group" aria-label="Theme">
                    { for Theme::ALL.iter().copied().map(theme_button) }
                </div>
                <label for="share-height">{ words::HEIGHT }</label>
                <input
                    id="share-height"
                    type="number"
                    min="200"
                    max="2000"
                    step="10"
                    value={frame.height.to_string()}
                    oninput={set_height}
                />
            </div>
            if frame.figure().is_some() {
                <fieldset class="share-controls">
                    <legend>{ words::CONTROLS }</legend>
                    { for Key::ALL.map(control_box) }
                </fieldset>
            }
        </>
    }
}
