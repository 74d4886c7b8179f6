//! What the page is shown on: dark or light, and how many device pixels make a CSS pixel.

use super::console::OrLog;
use gloo_events::EventListener;
use yew::{hook, use_effect_with, use_state_eq};

use rankscope_chart::Theme;
use rankscope_params::Theme as Wanted;

/// What the page is shown on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Display {
    /// The palette.
    pub(crate) theme: Theme,
    /// Device pixels per CSS pixel.
    pub(crate) ratio: f64,
}

/// What the page is shown on, followed when it changes.
#[hook]
pub(crate) fn use_display(wanted: Wanted) -> Display {
    Display {
        theme: use_theme(wanted),
        ratio: use_device_pixel_ratio(),
    }
}

/// The palette that is wanted, or that of the reader's system.
#[hook]
fn use_theme(wanted: Wanted) -> Theme {
    let system = use_media("(prefers-color-scheme: dark)".to_owned());
    let dark = match wanted {
        Wanted::Auto => system,
        Wanted::Light => false,
        Wanted::Dark => true,
    };
    use_effect_with(wanted, |wanted| {
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(root) = document.and_then(|document| document.document_element()) {
            // What the style sheet goes by.
            root.set_attribute("data-theme", wanted.name())
                .or_log("the theme");
        }
    });
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
    let ratio = use_state_eq(device_pixel_ratio);
    {
        let ratio = ratio.clone();
        // Whether this exact ratio holds is all a query can tell, so each ratio has its own. A zoom
        // also resizes the window, which some browsers say alone.
        use_effect_with(*ratio, move |now| {
            let look = {
                let ratio = ratio.clone();
                move || ratio.set(device_pixel_ratio())
            };
            let on_resize = web_sys::window().map(|window| {
                let look = look.clone();
                EventListener::new(&window, "resize", move |_| look())
            });
            let on_change = list(&format!("(resolution: {now}dppx)"))
                .map(|list| EventListener::new(&list, "change", move |_| look()));
            move || drop((on_resize, on_change))
        });
    }
    *ratio
}

fn device_pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio())
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

/// Whether the reader prefers less motion, followed when that changes.
#[hook]
pub(crate) fn use_less_motion() -> bool {
    use_media("(prefers-reduced-motion: reduce)".to_owned())
}

fn list(query: &str) -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media(query).or_log(query)?
}
