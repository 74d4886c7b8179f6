//! The analysis of adapters and of full fine-tunes where the files are: the command `rankscope`.
//!
//! Everything that is decided is decided in `rankscope-adapter`, as for the page. Here files are opened, matrices
//! spread over threads, and tables written. What is found goes to standard output, progress to standard error.
//!
//! | exit status | |
//! |---|---|
//! | 0 | done; of `runtimes`, each that was named runs the adapter as trained |
//! | 1 | of `runtimes`, one that was named does not |
//! | 2 | something could not be done: it is said on standard error |
#![cfg(not(target_arch = "wasm32"))]

mod adapter;
mod arguments;
mod checkpoint;
mod delta;
mod error;
mod extract;
mod files;
mod opened;
mod output;
mod progress;
mod runtimes;
mod saving;
mod table;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use error::CommandError;

/// Of [`ExitCode`]: a runtime that was named would not run the adapter as trained.
const NOT_AS_TRAINED: u8 = 1;
/// Of [`ExitCode`]: something could not be done.
const FAILED: u8 = 2;

/// Runs the command with these arguments, the first being its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { FAILED } else { 0 };
            // A closed pipe is all that can fail, and nobody is left to be told.
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    match done(&arguments) {
        Ok(code) => code,
        // Whoever reads has stopped reading, as `head` does.
        Err(CommandError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut stderr = std::io::stderr().lock();
            let advice = error
                .advice()
                .map_or(String::new(), |advice| format!(" {advice}"));
            // The same.
            drop(writeln!(stderr, "rankscope: {error}.{advice}"));
            ExitCode::from(FAILED)
        }
    }
}

fn done(arguments: &Arguments) -> Result<ExitCode, CommandError> {
    if let Some(threads) = arguments.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build_global()
            .map_err(|error| CommandError::Threads(error.to_string()))?;
    }
    let json = arguments.json;
    match &arguments.command {
        Command::Adapter(files) => adapter::run(files, json)?,
        Command::Runtimes(asked) => {
            if !runtimes::run(asked, json)? {
                return Ok(ExitCode::from(NOT_AS_TRAINED));
            }
        }
        Command::Portable(asked) => saving::portable(asked, json)?,
        Command::Resize(asked) => saving::resize(asked, json)?,
        Command::Delta(asked) => delta::run(asked, json)?,
    }
    Ok(ExitCode::SUCCESS)
}
