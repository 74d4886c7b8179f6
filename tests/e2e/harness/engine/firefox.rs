//! Firefox, whose geckodriver runs scripts in the browser's own window too, with all its rights.

use std::cell::Cell;

use fantoccini::Client;
use serde_json::{Map, Value, json};

use super::driver::{Program, Scratch};
use super::{Driven, Own, SCREEN, Scripts};
use crate::harness::server::Site;

/// What a page tells its console as an error, as Firefox writes it out.
const TOLD: &str = "console.error: ";

/// The hash of no bytes. Firefox holds what a load had brought when it was called off, as of a preview
/// that is chosen anew, against the hash of the whole.
const NOTHING: &str = "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";

// The parts end in this order: the driver first, the folder it writes to last.
pub(crate) struct Firefox {
    driver: Program,
    port: u16,
    scripts: Scripts,
    /// How much of the driver's output has been looked through.
    heard: Cell<usize>,
    _scratch: Scratch,
}

impl Firefox {
    pub(super) fn start(scripts: Scripts) -> Result<Self, String> {
        let scratch = Scratch::make();
        let mut driver = Program::start("GECKODRIVER", "geckodriver", &scratch, |driver| {
            driver.args(["--port", "0", "--allow-system-access"])
        });
        Ok(Self {
            port: driver.announces("Listening on 127.0.0.1:")?,
            driver,
            scripts,
            heard: Cell::new(0),
            _scratch: scratch,
        })
    }
}

impl Driven for Firefox {
    fn port(&self) -> u16 {
        self.port
    }

    fn capabilities(&self) -> Map<String, Value> {
        let mut options = json!({
            "args": ["-headless", "-remote-allow-system-access"],
            "prefs": {
                // What pages tell the console is written out, what the browser tells it is not.
                "devtools.console.stdout.content": true,
                "devtools.console.stdout.chrome": false,
                // No network means not this machine's either.
                "network.disable-localhost-when-offline": true,
            },
        });
        if let Ok(browser) = std::env::var("FIREFOX") {
            options["binary"] = browser.into();
        }
        Map::from_iter([("moz:firefoxOptions".to_owned(), options)])
    }

    async fn prepare(&self, client: &Client) {
        let (width, height) = SCREEN;
        self.resize(client, width, height, 0.0).await;
        if self.scripts == Scripts::Off {
            let off = "gBrowser.selectedBrowser.browsingContext.allowJavascript = false;";
            privileged(client, off, vec![]).await;
        }
    }

    /// What pages told their console, and what Firefox told its own of them.
    async fn complaints(&self, client: &Client, _: &Site) -> Vec<String> {
        let thrown = "
            const errors = Services.console.getMessageArray()
                .filter(message => message instanceof Ci.nsIScriptError
                    && message.logLevel === Ci.nsIConsoleMessage.error
                    && /^(https?|file|blob):/.test(message.sourceName))
                .map(({ errorMessage, sourceName }) => `${errorMessage} (${sourceName})`);
            Services.console.reset();
            return errors;";
        let thrown = privileged(client, thrown, vec![]).await;
        let output = self.driver.output();
        let told = output[self.heard.replace(output.len())..].lines();
        let told = told.filter_map(|line| line.strip_prefix(TOLD));
        // A page's words are in quotes or brackets; the browser's parts begin with their names.
        let told = told.filter(|said| !said.starts_with(char::is_alphabetic));
        let thrown = thrown.as_array().unwrap().iter();
        let thrown = thrown.map(|error| error.as_str().unwrap());
        let thrown = thrown.filter(|error| !error.contains(NOTHING));
        thrown.chain(told).map(str::to_owned).collect()
    }

    /// However wide a window has to be: the part of it that shows the page is narrower.
    async fn resize(&self, client: &Client, width: u32, height: u32, ratio: f64) {
        let size = "
            const [width, height, ratio] = arguments;
            const browser = gBrowser.selectedBrowser;
            for (const [side, length] of Object.entries({ width, height })) {
                for (const bound of ['min-', 'max-', '']) browser.style.setProperty(bound + side, `${length}px`);
            }
            browser.browsingContext.overrideDPPX = ratio;";
        privileged(
            client,
            size,
            vec![json!(width), json!(height), json!(ratio)],
        )
        .await;
        super::comes_to_size(client, width, height).await;
    }

    async fn prefer(&self, client: &Client, feature: &str, value: &str) {
        let preference = match (feature, value) {
            ("prefers-color-scheme", "dark") => "ui.systemUsesDarkTheme",
            ("prefers-reduced-motion", "reduce") => "ui.prefersReducedMotion",
            ("prefers-contrast", "more") => "ui.useAccessibilityTheme",
            _ => panic!("Firefox is not told {feature}: {value}"),
        };
        let set = "Services.prefs.setIntPref(arguments[0], 1);";
        privileged(client, set, vec![json!(preference)]).await;
    }

    async fn go_offline(&self, client: &Client) {
        privileged(client, "Services.io.offline = true;", vec![]).await;
    }
}

/// What a script answers that runs in the browser's window instead of the page.
async fn privileged(client: &Client, body: &str, arguments: Vec<Value>) -> Value {
    enter(client, "chrome").await;
    let answer = client.execute(body, arguments).await;
    enter(client, "content").await;
    answer.unwrap_or_else(|error| panic!("{body}: {error}"))
}

async fn enter(client: &Client, context: &str) {
    let command = Own::post("moz/context", json!({ "context": context }));
    client.issue_cmd(command).await.unwrap();
}
