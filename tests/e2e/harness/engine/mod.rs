//! The browser under test: which engine, how it is started, and what of it WebDriver's standard
//! leaves to each.
//!
//! `RANKSCOPE_BROWSER` chooses: `chromium` (when nothing is said), `firefox` or `webkit`.

mod chromium;
mod driver;
mod firefox;
mod unable;
mod webkit;

use std::time::Duration;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use url::{ParseError, Url};

use self::chromium::Chromium;
pub(crate) use self::chromium::devtools;
use self::firefox::Firefox;
pub(crate) use self::unable::Ability;
use self::webkit::Webkit;
use super::server::Site;

/// The page's width and height where a test asks for no other.
const SCREEN: (u32, u32) = (1440, 900);
/// How often a browser that does not come up is started in all.
const STARTS: usize = 3;

/// What a reader's browser is called by what draws its pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    /// The one that `RANKSCOPE_BROWSER` names.
    pub(crate) fn chosen() -> Self {
        match std::env::var("RANKSCOPE_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::Webkit,
            Ok(other) => {
                panic!("RANKSCOPE_BROWSER is “{other}”, not chromium, firefox or webkit")
            }
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Webkit => "WebKit",
        }
    }

    /// A script that tells on what a page tells its console, where the driver does not.
    pub(super) fn listener(self) -> Option<&'static str> {
        (self == Self::Webkit).then_some(webkit::LISTEN)
    }

    /// The width of a slider's thumb, about: its centre travels the rest of the slider.
    #[expect(
        clippy::unused_self,
        reason = "the style sheet gives every engine the same"
    )]
    pub(crate) fn thumb(self) -> f64 {
        38.0
    }
}

/// Whether the scripts of pages run in a session; those of the tests always do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    On,
    Off,
}

/// A running driver, and what it has no standard form for.
trait Driven {
    /// Where it listens on this machine.
    fn port(&self) -> u16;

    /// The browser that a session shall have.
    fn capabilities(&self) -> Map<String, Value>;

    /// What a new session still wants.
    async fn prepare(&self, client: &Client);

    /// The errors the console was told of since the last call, by the page or by the browser.
    async fn complaints(&self, client: &Client, site: &Site) -> Vec<String>;

    /// Makes the page this many CSS pixels wide and high, whatever the window's own frame takes,
    /// with this many device pixels to each; 0 for the machine's own.
    async fn resize(&self, client: &Client, width: u32, height: u32, ratio: f64);

    /// Lets the system prefer something, by the name of the media feature.
    async fn prefer(&self, client: &Client, feature: &str, value: &str);

    /// Takes the network away.
    async fn go_offline(&self, client: &Client);
}

/// A test's own browser.
pub(super) enum Browser {
    Chromium(Chromium),
    Firefox(Firefox),
    Webkit(Box<Webkit>),
}

/// Hands a call on to the engine at hand.
macro_rules! each {
    ($browser:expr, $engine:ident => $call:expr) => {
        match $browser {
            Browser::Chromium($engine) => $call,
            Browser::Firefox($engine) => $call,
            Browser::Webkit($engine) => $call,
        }
    };
}

impl Browser {
    /// Starts a browser with a fresh profile.
    ///
    /// One that does not come up is started anew: a driver gives up when the port it was about to
    /// take has meanwhile gone to somebody else.
    pub(super) async fn open(engine: Engine, scripts: Scripts) -> (Self, Client) {
        let mut starts = 1;
        loop {
            match Self::start(engine, scripts).await {
                Ok(opened) => return opened,
                Err(why) => assert!(starts < STARTS, "{why}"),
            }
            starts += 1;
        }
    }

    async fn start(engine: Engine, scripts: Scripts) -> Result<(Self, Client), String> {
        let browser = match engine {
            Engine::Chromium => Self::Chromium(Chromium::start(scripts)?),
            Engine::Firefox => Self::Firefox(Firefox::start(scripts)?),
            Engine::Webkit => Self::Webkit(Box::new(Webkit::start(scripts)?)),
        };
        let (port, capabilities) =
            each!(&browser, engine => (engine.port(), engine.capabilities()));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(|error| error.to_string())?;
        each!(&browser, engine => engine.prepare(&client).await);
        Ok((browser, client))
    }

    pub(super) async fn complaints(&self, client: &Client, site: &Site) -> Vec<String> {
        each!(self, engine => engine.complaints(client, site).await)
    }

    pub(super) async fn resize(&self, client: &Client, width: u32, height: u32, ratio: f64) {
        each!(self, engine => engine.resize(client, width, height, ratio).await);
    }

    pub(super) async fn prefer(&self, client: &Client, feature: &str, value: &str) {
        each!(self, engine => engine.prefer(client, feature, value).await);
    }

    pub(super) async fn go_offline(&self, client: &Client) {
        each!(self, engine => engine.go_offline(client).await);
    }
}

/// A command that a driver has beyond the standard.
#[derive(Debug)]
struct Own {
    endpoint: &'static str,
    body: Value,
}

impl Own {
    fn post(endpoint: &'static str, body: Value) -> Self {
        Self { endpoint, body }
    }
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap(), self.endpoint))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// Waits until a page has the size that its window was given.
async fn comes_to_size(client: &Client, width: u32, height: u32) {
    let wanted = json!([width, height]);
    for _ in 0..500 {
        let size = client.execute("return [innerWidth, innerHeight];", vec![]);
        if size.await.unwrap() == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the page does not become {width} × {height} pixels");
}
