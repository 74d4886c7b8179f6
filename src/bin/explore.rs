//! The first module, which a first visit loads: the Explore view and its calculation, in the same two
//! roles as the full module, which is fetched when something asks for more.

#[cfg(target_arch = "wasm32")]
fn main() {
    use rankscope_engine::handle::handle_first_module;
    use rankscope_ui::browser::{console, worker};

    console_error_panic_hook::set_once();
    console::install();
    match worker::scope() {
        Some(scope) => worker::serve(&scope, handle_first_module),
        None => rankscope_ui::start(&rankscope_ui::modules::FIRST),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
