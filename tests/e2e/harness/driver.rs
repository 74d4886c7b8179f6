//! A test's own browser: `ChromeDriver` started, a session opened, both ended whatever happens.

use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use super::Page;
use super::server::Site;

/// The longest any test may take: far more than one needs, so that only a hang meets it.
const LONGEST: Duration = Duration::from_mins(5);
/// The arguments for Chromium, which the in-browser tests have too.
const CAPABILITIES: &str = include_str!("../../browser/webdriver.json");

/// Runs `test` with a page in a fresh browser.
///
/// When it fails, a screenshot and the console go to `target/e2e/`, under the test's name.
pub(crate) fn browse(test: impl AsyncFnOnce(&Page)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    // The session last: what fails before it leaves no browser behind.
    let site = runtime.block_on(Site::start());
    let driver = Driver::start();
    let page = Page::new(runtime.block_on(driver.session()), site);

    let run = async {
        let test = tokio::time::timeout(LONGEST, test(&page)).await;
        test.unwrap_or_else(|_| panic!("not finished after {LONGEST:?}"));
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run)));

    // The session first: a driver that is ended with a session open leaves its browser behind.
    runtime.block_on(async {
        if outcome.is_err() {
            page.keep_evidence().await;
        }
        page.leave().await;
    });
    if let Err(failure) = outcome {
        resume_unwind(failure);
    }
}

/// A running `ChromeDriver`, ended when this is dropped.
struct Driver {
    process: Child,
    /// Held open, so that writing to it never fails the driver.
    _output: BufReader<ChildStdout>,
    port: u16,
    /// Where driver and browser put their files, the browser's profile too.
    scratch: PathBuf,
}

impl Driver {
    /// Starts one on a free port of its own choice.
    fn start() -> Self {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let scratch = scratch();
        std::fs::create_dir_all(&scratch).unwrap();
        let mut process = Command::new(&program)
            .arg("--port=0")
            .env("TMPDIR", &scratch)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program}: {error}. scripts/test.sh finds or installs it")
            });
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let port = announced_port(&mut output);
        Self {
            process,
            _output: output,
            port,
            scratch,
        }
    }

    /// Opens a browser. The driver gives it a fresh profile.
    async fn session(&self) -> Client {
        let mut capabilities: Map<String, Value> = serde_json::from_str(CAPABILITIES).unwrap();
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        if let Ok(browser) = std::env::var("CHROME") {
            capabilities["goog:chromeOptions"]["binary"] = browser.into();
        }
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
        // The browser, told to close, may still be writing its last.
        let mut tries = 0..200;
        while std::fs::remove_dir_all(&self.scratch).is_err() && tries.next().is_some() {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A folder of no other driver. Its path is short, since browsers keep a socket in it.
fn scratch() -> PathBuf {
    static DRIVERS: AtomicUsize = AtomicUsize::new(0);
    let number = DRIVERS.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("rankscope-{}-{number}", std::process::id()))
}

/// The port the driver says it has taken: "… was started successfully on port 40123."
fn announced_port(output: &mut impl BufRead) -> u16 {
    let mut said = String::new();
    loop {
        let mut line = String::new();
        let read = output.read_line(&mut line).unwrap();
        assert_ne!(read, 0, "ChromeDriver did not start: {said}");
        if let Some((_, port)) = line.split_once("successfully on port ") {
            return port.trim().trim_end_matches('.').parse().unwrap();
        }
        said.push_str(&line);
    }
}
