//! The full module, in both its roles: the page, or the worker when it starts inside one.
//!
//! A first visit loads less: see `src/bin/`.

#[cfg(target_arch = "wasm32")]
fn main() {
    use rankscope_engine::handle::reading_handler;
    use rankscope_ui::browser::{console, worker};

    console_error_panic_hook::set_once();
    console::install();
    match worker::scope() {
        Some(scope) => {
            let handle = reading_handler(worker::clock(&scope));
            worker::serve_reading(&scope, handle);
        }
        None => rankscope_ui::start(&rankscope_ui::modules::FULL),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::print_stdout,
    reason = "this is all a program outside a browser has to say"
)]
fn main() {
    println!("Rankscope is a web page: run ./scripts/serve.sh and open the address it prints.");
}
