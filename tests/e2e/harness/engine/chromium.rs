//! Chromium, whose `ChromeDriver` passes on the commands of its developer tools.

use fantoccini::Client;
use serde_json::{Map, Value, json};

use super::driver::{Program, Scratch};
use super::{Driven, Own, Scripts};
use crate::harness::server::Site;

/// The arguments for Chromium, which the in-browser tests have too.
const CAPABILITIES: &str = include_str!("../../../browser/webdriver.json");

// The parts end in this order: the driver first, the folder it writes to last.
pub(crate) struct Chromium {
    _driver: Program,
    port: u16,
    scripts: Scripts,
    _scratch: Scratch,
}

impl Chromium {
    pub(super) fn start(scripts: Scripts) -> Result<Self, String> {
        let scratch = Scratch::make();
        let mut driver = Program::start("CHROMEDRIVER", "chromedriver", &scratch, |driver| {
            driver.arg("--port=0")
        });
        Ok(Self {
            port: driver.announces("successfully on port ")?,
            _driver: driver,
            scripts,
            _scratch: scratch,
        })
    }
}

impl Driven for Chromium {
    fn port(&self) -> u16 {
        self.port
    }

    fn capabilities(&self) -> Map<String, Value> {
        let mut capabilities: Map<String, Value> = serde_json::from_str(CAPABILITIES).unwrap();
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        if let Ok(browser) = std::env::var("CHROME") {
            capabilities["goog:chromeOptions"]["binary"] = browser.into();
        }
        capabilities
    }

    async fn prepare(&self, client: &Client) {
        if self.scripts == Scripts::Off {
            let off = json!({ "value": true });
            devtools(client, "Emulation.setScriptExecutionDisabled", off).await;
        }
    }

    async fn complaints(&self, client: &Client, _: &Site) -> Vec<String> {
        let messages = Own::post("se/log", json!({ "type": "browser" }));
        let messages = client.issue_cmd(messages).await.unwrap();
        let messages = messages.as_array().unwrap().iter();
        messages
            .filter(|message| message["level"] == "SEVERE")
            .map(|message| message["message"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Whatever the window's own frame takes.
    async fn resize(&self, client: &Client, width: u32, height: u32, ratio: f64) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false });
        devtools(client, "Emulation.setDeviceMetricsOverride", size).await;
    }

    async fn prefer(&self, client: &Client, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        devtools(client, "Emulation.setEmulatedMedia", features).await;
    }

    async fn go_offline(&self, client: &Client) {
        devtools(client, "Network.enable", json!({})).await;
        let nothing = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
        devtools(client, "Network.emulateNetworkConditions", nothing).await;
    }
}

/// Has the browser do what it does for developers.
pub(crate) async fn devtools(client: &Client, name: &str, params: Value) -> Value {
    let command = Own::post("goog/cdp/execute", json!({ "cmd": name, "params": params }));
    client.issue_cmd(command).await.unwrap()
}
