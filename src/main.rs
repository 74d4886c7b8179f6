//! The whole of Rankscope, in both its roles: the page, or the worker when it starts inside one.
//!
//! A first visit loads less: see `src/bin/explore.rs`.

#[cfg(target_arch = "wasm32")]
fn main() {
    use rankscope::engine::handle::handler;

    console_error_panic_hook::set_once();
    match rankscope::engine::worker::scope() {
        Some(scope) => {
            let handle = handler(rankscope::engine::worker::clock(&scope));
            rankscope::engine::worker::serve(&scope, handle);
        }
        None => rankscope::ui::start::<rankscope::ui::views::Whole>(),
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
