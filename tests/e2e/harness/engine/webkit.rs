//! `WebKit`, in the window of its `MiniBrowser` on a screen that nobody sees.
//!
//! What the other engines have commands for is done here as a desktop does it: the theme, the
//! motion and the pixel ratio are settings of the screen, which GTK follows while it runs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;

use fantoccini::Client;
use serde_json::{Map, Value, json};

use super::driver::{Program, Scratch};
use super::{Driven, SCREEN, Scripts};
use crate::harness::server::Site;

/// A window is no narrower than the buttons above the page, which therefore get small.
const SMALL_BUTTONS: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; }
box button, box entry { font-size: 1px; }";
/// Listens to the console, which the driver does not.
pub(crate) const LISTEN: &str = include_str!("webkit-console.js");
/// A server that nobody is: the browser reaches this machine and no other.
const NOWHERE: &str = "127.0.0.1:9";

// The parts end in this order: the driver first, the folder they write to last.
pub(crate) struct Webkit {
    _driver: Program,
    port: u16,
    scripts: Scripts,
    /// Tells the settings to what is on the screen.
    settings: Program,
    told: RefCell<BTreeMap<&'static str, String>>,
    settings_file: PathBuf,
    _screen: Program,
    _scratch: Scratch,
}

impl Webkit {
    pub(super) fn start(scripts: Scripts) -> Result<Self, String> {
        let scratch = Scratch::make();
        let mut screen = Program::start("XVFB", "Xvfb", &scratch, |screen| {
            screen.args(["-displayfd", "1", "-screen", "0", "1440x1000x24"])
        });
        let display = format!(":{}", screen.announces("")?);
        let style = scratch.0.join("gtk-3.0");
        std::fs::create_dir_all(&style).unwrap();
        std::fs::write(style.join("gtk.css"), SMALL_BUTTONS).unwrap();
        let settings_file = scratch.0.join("settings");
        std::fs::write(&settings_file, "").unwrap();
        let mut settings = Program::start("XSETTINGSD", "xsettingsd", &scratch, |settings| {
            let file = settings_file.to_str().unwrap();
            settings.args(["-c", file]).env("DISPLAY", &display)
        });
        settings.comes_to(|settings| settings.output().contains("Took ownership").then_some(()))?;
        let port = free_port();
        let mut driver = Program::start("WEBKITDRIVER", "WebKitWebDriver", &scratch, |driver| {
            driver
                .arg(format!("--port={port}"))
                .env("DISPLAY", &display)
                .env("GDK_BACKEND", "x11")
                // Nobody reads this screen aloud.
                .env("NO_AT_BRIDGE", "1")
                .env("XDG_CONFIG_HOME", &scratch.0)
                .env("XDG_CACHE_HOME", &scratch.0)
                .env("XDG_DATA_HOME", &scratch.0)
        });
        driver.comes_to(|_| TcpStream::connect(("127.0.0.1", port)).ok())?;
        Ok(Self {
            _driver: driver,
            port,
            scripts,
            settings,
            told: RefCell::default(),
            settings_file,
            _screen: screen,
            _scratch: scratch,
        })
    }

    fn tell(&self, name: &'static str, value: String) {
        let mut told = self.told.borrow_mut();
        told.insert(name, value);
        let lines = told.iter().fold(String::new(), |mut lines, (name, value)| {
            let _ = writeln!(lines, "{name} {value}");
            lines
        });
        std::fs::write(&self.settings_file, lines).unwrap();
        self.settings.hang_up();
    }
}

impl Driven for Webkit {
    fn port(&self) -> u16 {
        self.port
    }

    fn capabilities(&self) -> Map<String, Value> {
        let browser = std::env::var("MINIBROWSER").unwrap_or_else(|_| "MiniBrowser".into());
        let mut arguments = vec!["--automation"];
        if self.scripts == Scripts::Off {
            arguments.push("--enable-javascript-markup=false");
        }
        Map::from_iter([
            (
                "webkitgtk:browserOptions".to_owned(),
                json!({ "binary": browser, "args": arguments }),
            ),
            (
                "proxy".to_owned(),
                json!({
                    "proxyType": "manual",
                    "httpProxy": NOWHERE,
                    "sslProxy": NOWHERE,
                    "noProxy": ["127.0.0.1"],
                }),
            ),
        ])
    }

    async fn prepare(&self, client: &Client) {
        let (width, height) = SCREEN;
        self.resize(client, width, height, 0.0).await;
    }

    /// What pages told the server and what a page from a file kept.
    async fn complaints(&self, client: &Client, site: &Site) -> Vec<String> {
        let untold = "
            const [done] = arguments;
            Promise.all(window.telling ?? []).then(() => done(window.untold?.splice(0) ?? []));";
        let untold = client.execute_async(untold, vec![]).await.unwrap();
        let untold = untold.as_array().unwrap().iter();
        let untold = untold.map(|text| text.as_str().unwrap().to_owned());
        site.told().into_iter().chain(untold).collect()
    }

    /// The window is as much larger as its buttons take.
    async fn resize(&self, client: &Client, width: u32, height: u32, ratio: f64) {
        let ratio = ratio.max(1.0);
        assert_eq!(ratio.fract(), 0.0, "GTK has whole pixel ratios only");
        self.tell("Gdk/WindowScalingFactor", ratio.to_string());
        let frame = "return [outerWidth - innerWidth, outerHeight - innerHeight];";
        let frame = client.execute(frame, vec![]).await.unwrap();
        let frame = |side: usize| frame[side].as_u64().unwrap() as u32;
        let (width_around, height_around) = (width + frame(0), height + frame(1));
        let resized = client.set_window_rect(0, 0, width_around, height_around);
        resized.await.unwrap();
        super::comes_to_size(client, width, height).await;
    }

    async fn prefer(&self, _: &Client, feature: &str, value: &str) {
        let (name, value) = match (feature, value) {
            ("prefers-color-scheme", "dark") => ("Net/ThemeName", "\"Adwaita-dark\""),
            ("prefers-reduced-motion", "reduce") => ("Gtk/EnableAnimations", "0"),
            ("prefers-contrast", "more") => ("Net/ThemeName", "\"HighContrast\""),
            _ => panic!("GTK is not told {feature}: {value}"),
        };
        self.tell(name, value.to_owned());
    }

    /// There is no network to take away but this machine's: see [`NOWHERE`].
    async fn go_offline(&self, _: &Client) {}
}

/// A port that nobody listens at; the driver takes none of its own choice.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}
