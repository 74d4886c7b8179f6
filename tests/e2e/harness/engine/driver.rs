//! Programs that run for one test, and end with it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a program may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// A running program, ended when this is dropped.
pub(super) struct Program {
    process: Child,
    name: String,
    /// What it has written to both of its outputs.
    output: PathBuf,
}

impl Program {
    /// Starts a program, by the path in this variable or else by its usual name, that writes into
    /// `scratch`.
    pub(super) fn start(
        variable: &str,
        usual: &str,
        scratch: &Scratch,
        with: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Self {
        let path = std::env::var(variable).unwrap_or_else(|_| usual.into());
        let name = Path::new(&path).file_name().unwrap().to_string_lossy();
        let output = scratch.0.join(format!("{name}.log"));
        let written = std::fs::File::create(&output).unwrap();
        let process = with(Command::new(&path).env("TMPDIR", &scratch.0))
            .stdin(Stdio::null())
            .stdout(written.try_clone().unwrap())
            .stderr(written)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{path}: {error}. scripts/test.sh finds or installs it")
            });
        let name = name.into_owned();
        Self {
            process,
            name,
            output,
        }
    }

    /// What it has written so far.
    pub(super) fn output(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.output).unwrap()).into_owned()
    }

    /// The first number it writes after these words.
    pub(super) fn announces(&mut self, words: &str) -> Result<u16, String> {
        self.comes_to(|program| {
            let output = program.output();
            // A line that is still being written would be a shorter number.
            let (written, _) = output.rsplit_once('\n')?;
            let lines = written.lines().filter_map(|line| line.split_once(words));
            let mut numbers = lines.map(|(_, number)| number.trim().trim_end_matches('.'));
            numbers.find_map(|number| number.parse().ok())
        })
    }

    /// Waits until there is what is looked for.
    ///
    /// # Errors
    /// What the program wrote, when it ends before or takes too long.
    pub(super) fn comes_to<T>(&mut self, look: impl Fn(&Self) -> Option<T>) -> Result<T, String> {
        let began = Instant::now();
        loop {
            // In this order: what has just ended may be what somebody else answered for.
            let ended = self.process.try_wait().unwrap().is_some();
            if ended || began.elapsed() > PATIENCE {
                return Err(format!("{} did not start: {}", self.name, self.output()));
            }
            if let Some(seen) = look(self) {
                return Ok(seen);
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// Has it read its settings again.
    pub(super) fn hang_up(&self) {
        let process = self.process.id().to_string();
        let told = Command::new("kill").args(["-HUP", &process]).status();
        assert!(told.unwrap().success(), "{} is gone", self.name);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder of no other test, for everything that a browser keeps; gone when this is dropped.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    /// Makes one. Its path is short, since browsers keep a socket in it.
    pub(super) fn make() -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("rankscope-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The browser, told to close, may still be writing its last.
        let mut tries = 0..200;
        while std::fs::remove_dir_all(&self.0).is_err() && tries.next().is_some() {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
