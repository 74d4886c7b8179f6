//! The module of Explore: the view, with its larger parts still closed, and its calculation, in the same
//! two roles as the full module, which is fetched when something asks for more.

#[cfg(target_arch = "wasm32")]
fn main() {
    use rankscope_engine::handle::explore_handler;
    use rankscope_ui::browser::{console, worker};

    console_error_panic_hook::set_once();
    console::install();
    match worker::scope() {
        Some(scope) => worker::serve(&scope, explore_handler()),
        None => rankscope_ui::start(&rankscope_ui::modules::EXPLORE),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
