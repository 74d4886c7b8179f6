//! The command `rankscope`.

/// Runs it.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    rankscope_cli::run(std::env::args_os())
}

/// A browser has no command line.
#[cfg(target_arch = "wasm32")]
fn main() {}
