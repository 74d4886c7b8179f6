//! What the browser does for developers, by `ChromeDriver`'s own command.

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::harness::Page;

#[derive(Debug)]
struct Execute(Value);

impl WebDriverCompatibleCommand for Execute {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

/// Has the page's browser do something.
pub(crate) async fn devtools(page: &Page, name: &str, params: Value) -> Value {
    let command = Execute(json!({ "cmd": name, "params": params }));
    page.client.issue_cmd(command).await.unwrap()
}
