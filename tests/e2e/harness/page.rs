//! The page as a reader meets it: opened, waited for, clicked.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::Client;
use serde_json::{Value, json};

use super::engine::{Ability, Browser, Engine, devtools};
use super::server::Site;

/// How long a condition may take to come true: a 1024 × 1024 matrix on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(15);

/// One browser with the page in it.
pub(crate) struct Page {
    pub(super) engine: Engine,
    pub(crate) client: Client,
    site: Site,
    // Last: the session is closed before its driver ends.
    browser: Browser,
}

impl Page {
    pub(super) fn new(engine: Engine, browser: Browser, client: Client, site: Site) -> Self {
        Self {
            engine,
            client,
            site,
            browser,
        }
    }

    /// Opens the page in the state a link holds, and waits until it is all there.
    pub(crate) async fn open(&self, query: &str) {
        self.visit(&format!("?{query}")).await;
        self.settles().await;
    }

    /// Goes to an address of the server, and waits for nothing but the document.
    pub(crate) async fn visit(&self, path: &str) {
        self.client.goto(&self.site.at(path)).await.unwrap();
    }

    /// Goes to a whole address, as a link does.
    pub(crate) async fn follow(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Loads the document anew, and waits until the old one is gone.
    pub(crate) async fn reload(&self) {
        self.script("window.isOld = true;", vec![]).await;
        self.client.refresh().await.unwrap();
        self.waits_until("the new document", "return !window.isOld;")
            .await;
    }

    /// Waits until the address is that of what is shown: it follows in at most a third of a second.
    pub(crate) async fn address_is_written(&self) {
        let written = "return document.querySelector('#rankscope')?.dataset.query === location.search.slice(1);";
        self.waits_until("the address", written).await;
    }

    /// How often the server was asked for a file whose path ends like this.
    pub(crate) fn served(&self, ending: &str) -> usize {
        self.site.served(ending)
    }

    /// Opens a file of the built page as a double-click does.
    pub(crate) async fn visit_file(&self, name: &str, query: &str) {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
        let address = format!("file://{}/{name}?{query}", dist.display());
        self.client.goto(&address).await.unwrap();
        if let Some(listener) = self.engine.listener() {
            self.script(listener, vec![]).await;
        }
    }

    /// Has Chromium do what it does for developers.
    #[allow(
        dead_code,
        reason = "a verb of the benchmark, which shares this harness"
    )]
    pub(crate) async fn devtools(&self, name: &str, params: Value) -> Value {
        devtools(&self.client, name, params).await
    }

    /// Does something while another tab is in front, for so long.
    #[allow(dead_code, reason = "a verb of the tests, which share this harness")]
    pub(crate) async fn while_hidden(&self, lasts: Duration) {
        let own = self.client.window().await.unwrap();
        let other = self.client.new_window(true).await.unwrap();
        self.client.switch_to_window(other.handle).await.unwrap();
        tokio::time::sleep(lasts).await;
        self.client.close_window().await.unwrap();
        self.client.switch_to_window(own).await.unwrap();
    }

    /// Takes the network away.
    pub(crate) async fn go_offline(&self) {
        self.browser.go_offline(&self.client).await;
    }

    /// Waits until everything shown belongs to the present parameters.
    pub(crate) async fn settles(&self) {
        self.waits_until(
            "the page to settle",
            "const main = document.querySelector('#rankscope');
             return main?.dataset.state === 'ready' && main.dataset.query === location.search.slice(1);",
        )
        .await;
        // A figure is drawn when it knows its size, which it is told with a frame.
        self.next_frame().await;
    }

    /// Waits until the page says that it is in this state: `computing`, `ready`, `failed`.
    pub(crate) async fn becomes(&self, state: &str) {
        let script =
            format!("return document.querySelector('#rankscope')?.dataset.state === '{state}';");
        self.waits_until(state, &script).await;
    }

    /// Waits until a script answers `true`.
    pub(crate) async fn waits_until(&self, what: &str, script: &str) {
        let holds = async || (self.script(script, vec![]).await == true).then_some(());
        self.wait_for(what, holds).await;
    }

    /// Looks again and again until there is something to see.
    ///
    /// Fails after [`PATIENCE`], with what the page shows instead.
    pub(crate) async fn wait_for<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let began = Instant::now();
        loop {
            if let Some(seen) = look().await {
                return seen;
            }
            if began.elapsed() > PATIENCE {
                let shown = self.script("return document.body.innerText.slice(0, 1000);", vec![]);
                panic!(
                    "waited {PATIENCE:?} in vain for {what}; the page shows: {}",
                    shown.await
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// What the body of a function answers; `arguments` are its arguments.
    pub(crate) async fn script(&self, body: &str, arguments: Vec<Value>) -> Value {
        let answer = self.client.execute(body, arguments).await;
        answer.unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// What a function answers that calls its last argument when it has finished.
    pub(crate) async fn script_later(&self, body: &str) -> Value {
        let answer = self.client.execute_async(body, vec![]).await;
        answer.unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Waits until the page has taken in what was done with mouse or keyboard, which browsers hand
    /// over once a frame.
    pub(super) async fn next_frame(&self) {
        let frame =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));";
        self.script_later(frame).await;
    }

    /// Opens the fold or the menu that an element stands in, if one is closed.
    pub(crate) async fn unfold(&self, selector: &str) {
        let script = "const element = document.querySelector(arguments[0]);
                      const fold = element?.closest('details:not([open])');
                      if (fold && !element.matches('summary')) fold.open = true;";
        self.script(script, vec![json!(selector)]).await;
    }

    /// Clicks an element, as soon as it can be seen.
    pub(crate) async fn click(&self, selector: &str) {
        let visible = format!(
            "const element = document.querySelector({selector:?});
             const fold = element?.closest('details:not([open])');
             if (fold && !element.matches('summary')) fold.open = true;
             return element?.checkVisibility() && !element.matches(':disabled');"
        );
        self.waits_until(selector, &visible).await;
        // Out from under what stays at an edge of the window.
        let clear = "const element = document.querySelector(arguments[0]);
            const { left, top, width, height } = element.getBoundingClientRect();
            const there = document.elementFromPoint(left + width / 2, top + height / 2);
            if (!element.contains(there) && !there?.contains(element)) {
                element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
            }";
        self.script(clear, vec![json!(selector)]).await;
        let found = self.client.find(fantoccini::Locator::Css(selector)).await;
        found.unwrap().click().await.unwrap();
    }

    /// Picks files, as in a dialog.
    pub(crate) async fn picks(&self, selector: &str, files: &[&Path]) {
        let field = self.client.find(fantoccini::Locator::Css(selector)).await;
        let paths: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
        field.unwrap().send_keys(&paths.join("\n")).await.unwrap();
    }

    /// Everything the server was asked for so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.site.requests()
    }

    /// The errors the console was told of since the last call.
    pub(crate) async fn console_errors(&self) -> Vec<String> {
        self.browser.complaints(&self.client, &self.site).await
    }

    /// Whether the browser has an ability; if not, that is said.
    pub(crate) fn can(&self, ability: Ability) -> bool {
        self.engine.can(ability)
    }

    /// Makes the page this many CSS pixels wide and high.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.browser.resize(&self.client, width, height, 0.0).await;
    }

    /// The same with this many device pixels to a CSS pixel: another zoom, another screen.
    pub(crate) async fn zoom(&self, width: u32, height: u32, ratio: f64) {
        self.browser
            .resize(&self.client, width, height, ratio)
            .await;
    }

    /// Lets the system prefer dark colours.
    pub(crate) async fn prefer_dark(&self) {
        self.prefer("prefers-color-scheme", "dark").await;
    }

    /// Lets the system prefer something, by the name of the media feature.
    pub(crate) async fn prefer(&self, feature: &str, value: &str) {
        self.browser.prefer(&self.client, feature, value).await;
    }

    /// Waits until everything that was laid out anew has been painted, and nothing moves.
    pub(crate) async fn at_rest(&self) {
        let rest = "const done = arguments[0];
            Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))
                .then(() => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))));";
        self.script_later(rest).await;
    }

    /// What the window shows, as PNG.
    #[allow(dead_code, reason = "a verb of the pictures, which share this harness")]
    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Saves what a failed test has left: the screen, and the console's messages.
    pub(super) async fn keep_evidence(&self) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/e2e");
        let test = std::thread::current();
        let name = test.name().unwrap_or("test").replace("::", "-");
        let name = format!("{}-{name}", self.engine.name());
        // Evidence is kept as far as it can be had: the failure itself matters more.
        let _ = std::fs::create_dir_all(&folder);
        if let Ok(screen) = self.client.screenshot().await {
            let _ = std::fs::write(folder.join(format!("{name}.png")), screen);
        }
        for complaint in self.console_errors().await {
            eprintln!("console: {complaint}");
        }
        eprintln!(
            "screenshot: {}",
            folder.join(name).with_extension("png").display()
        );
    }

    /// Closes the browser.
    pub(super) async fn leave(self) {
        self.client.close().await.unwrap();
        drop(self.browser);
    }
}
