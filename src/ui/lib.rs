//! The page: Yew components around the state, one a file, one folder a view.
//!
//! A slider's way: [`widgets`]'s control dispatches an action; the reducer in `rankscope-app` makes the
//! new state; [`app`] asks the engine for what the new state needs; its answers come back as actions;
//! figures and tables follow from the state alone.

#![cfg(target_arch = "wasm32")]

mod adapter;
pub mod app;
pub mod browser;
mod claims;
mod classroom;
mod embed;
mod explore;
mod mast;
pub mod modules;
mod pinned;
mod recall;
mod share;
mod start;
mod store;
mod teach;
mod train;
pub mod views;
mod widgets;
mod work;

pub use app::App;

use self::app::AppProps;
use self::views::Module;

/// Puts the page, with the views of this module, into the document's `#page`, in place of what stood
/// there while it loaded.
pub fn start(module: &'static Module) {
    let document = web_sys::window().and_then(|window| window.document());
    match document.and_then(|document| document.get_element_by_id("page")) {
        Some(root) => {
            browser::upgrade::end_before();
            browser::still::keep();
            let page =
                yew::Renderer::<App>::with_root_and_props(root, AppProps { module }).render();
            browser::upgrade::on_teardown(move || page.destroy());
        }
        None => log::error!("the document has no element #page to show anything in"),
    }
}
