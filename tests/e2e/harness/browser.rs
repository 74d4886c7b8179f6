//! What WebDriver's standard leaves to the browser: `ChromeDriver`'s own commands.

use axum::http::Method;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command that `ChromeDriver` has beyond the standard.
#[derive(Debug)]
struct Own {
    endpoint: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap(), self.endpoint))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// What the console has been told since the last call: level and text of each message.
pub(super) async fn console(client: &Client) -> Vec<(String, String)> {
    let command = Own {
        endpoint: "se/log",
        body: json!({ "type": "browser" }),
    };
    let messages = client.issue_cmd(command).await.unwrap();
    let text = |message: &Value, part: &str| message[part].as_str().unwrap().to_owned();
    let messages = messages.as_array().unwrap().iter();
    messages
        .map(|message| (text(message, "level"), text(message, "message")))
        .collect()
}

/// Makes the page this many CSS pixels wide and high, whatever the window's own frame takes, with
/// this many device pixels to each; 0 for the machine's own.
pub(super) async fn resize(client: &Client, width: u32, height: u32, ratio: f64) {
    let size =
        json!({ "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false });
    devtools(client, "Emulation.setDeviceMetricsOverride", size).await;
}

/// Lets the system prefer something, by the name of the media feature.
pub(super) async fn prefer(client: &Client, feature: &str, value: &str) {
    let features = json!({ "features": [{ "name": feature, "value": value }] });
    devtools(client, "Emulation.setEmulatedMedia", features).await;
}

/// Switches the scripts of pages off.
pub(super) async fn forbid_scripts(client: &Client) {
    let off = json!({ "value": true });
    devtools(client, "Emulation.setScriptExecutionDisabled", off).await;
}

/// Takes the network away.
pub(super) async fn go_offline(client: &Client) {
    devtools(client, "Network.enable", json!({})).await;
    let nothing =
        json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    devtools(client, "Network.emulateNetworkConditions", nothing).await;
}

async fn devtools(client: &Client, name: &str, params: Value) {
    let command = Own {
        endpoint: "goog/cdp/execute",
        body: json!({ "cmd": name, "params": params }),
    };
    client.issue_cmd(command).await.unwrap();
}
