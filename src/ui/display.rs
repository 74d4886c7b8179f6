//! What the page is shown on: dark or light, and how many device pixels make a CSS pixel.

use gloo_events::EventListener;
use yew::{hook, use_effect_with, use_state_eq};

use crate::chart::Theme;

/// What the page is shown on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Display {
    /// The palette.
    pub(super) theme: Theme,
    /// Device pixels per CSS pixel.
    pub(super) ratio: f64,
}

/// What the page is shown on, followed when it changes.
#[hook]
pub(super) fn use_display() -> Display {
    Display {
        theme: use_theme(),
        ratio: use_device_pixel_ratio(),
    }
}

/// The palette of the reader's system.
#[hook]
fn use_theme() -> Theme {
    let dark = use_media("(prefers-color-scheme: dark)".to_owned());
    let theme = if dark { Theme::DARK } else { Theme::LIGHT };
    if use_media("(prefers-contrast: more)".to_owned()) {
        theme.with_more_contrast()
    } else {
        theme
    }
}

/// Device pixels per CSS pixel, followed through zooming and from screen to screen.
#[hook]
fn use_device_pixel_ratio() -> f64 {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    // Whether this exact ratio holds is all a query can tell: when it no longer does, the
    // component renders again and asks for the new one.
    use_media(format!("(resolution: {ratio}dppx)"));
    ratio
}

/// Whether a media query holds now; renders again when that changes.
#[hook]
fn use_media(query: String) -> bool {
    let matches = use_state_eq(|| list(&query).is_some_and(|list| list.matches()));
    {
        let matches = matches.clone();
        use_effect_with(query, move |query| {
            let list = list(query);
            if let Some(list) = &list {
                matches.set(list.matches());
            }
            let listener = list.map(|list| {
                let now = list.clone();
                EventListener::new(&list, "change", move |_| matches.set(now.matches()))
            });
            move || drop(listener)
        });
    }
    *matches
}

fn list(query: &str) -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media(query).ok()?
}
