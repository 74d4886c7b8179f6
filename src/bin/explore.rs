//! What a first visit loads: the Explore view and its calculation, in the same two roles as the
//! whole, which is fetched when something asks for more.

#[cfg(target_arch = "wasm32")]
fn main() {
    use rankscope::engine::handle::handle_first_visit;

    console_error_panic_hook::set_once();
    match rankscope::engine::worker::scope() {
        Some(scope) => rankscope::engine::worker::serve(&scope, handle_first_visit),
        None => rankscope::ui::start::<rankscope::ui::views::FirstVisit>(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
