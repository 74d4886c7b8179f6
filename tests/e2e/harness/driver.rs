//! A test's own browser: `ChromeDriver` started, a session opened, both ended whatever happens.

use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{Child, ChildStdout, Command, Stdio};
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
}

impl Driver {
    /// Starts one on a free port of its own choice.
    fn start() -> Self {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let mut process = Command::new(&program)
            .arg("--port=0")
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
        }
    }

    /// Opens a browser. It has a profile of its own, which the driver makes and removes.
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
    }
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
