//! The module of Start, which a bare address loads: its first screen and the calculation, in the same two
//! roles as the full module.

#[cfg(target_arch = "wasm32")]
fn main() {
    use rankscope_engine::handle::start_handler;
    use rankscope_ui::browser::{console, worker};

    console_error_panic_hook::set_once();
    console::install();
    match worker::scope() {
        Some(scope) => worker::serve(&scope, start_handler()),
        None => rankscope_ui::start(&rankscope_ui::modules::START),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
