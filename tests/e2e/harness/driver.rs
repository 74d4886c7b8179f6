//! A test's own browser: driver started, session opened, both ended whatever happens.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use super::Page;
use super::engine::{Browser, Engine, Scripts};
use super::server::Site;

/// The longest a test may take that asks for no more: far more than one needs, so that only a hang meets it.
const LONGEST: Duration = Duration::from_mins(5);

/// Runs `test` with a page in a fresh browser.
///
/// When it fails, a screenshot and the console go to `target/e2e/`, under the test's name.
pub(crate) fn browse(test: impl AsyncFnOnce(&Page)) {
    run(Scripts::On, LONGEST, test);
}

/// The same with a test that may take so long if that is more than any other may.
#[allow(
    dead_code,
    reason = "a verb of the tests, which share this harness with the benchmark"
)]
pub(crate) fn browse_for(longest: Duration, test: impl AsyncFnOnce(&Page)) {
    run(Scripts::On, longest.max(LONGEST), test);
}

/// The same in a browser that runs no script of any page.
#[allow(
    dead_code,
    reason = "a verb of the tests, which share this harness with the benchmark"
)]
pub(crate) fn browse_without_scripts(test: impl AsyncFnOnce(&Page)) {
    run(Scripts::Off, LONGEST, test);
}

fn run(scripts: Scripts, longest: Duration, test: impl AsyncFnOnce(&Page)) {
    let engine = Engine::chosen();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    // The session last: what fails before it leaves no browser behind.
    let site = runtime.block_on(Site::start(engine.listener()));
    let (browser, client) = runtime.block_on(Browser::open(engine, scripts));
    let page = Page::new(engine, browser, client, site);

    let run = async {
        let test = tokio::time::timeout(longest, test(&page)).await;
        test.unwrap_or_else(|_| panic!("not finished after {longest:?}"));
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
