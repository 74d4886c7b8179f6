//! Serves the built page from `dist/`, whole or with something wrong.
//!
//! | address | what is served |
//! |---|---|
//! | `/…` | the page |
//! | `/some/where/…` | the same page, below a path |
//! | `/fault/NAME/…` | the page with the [`Fault`] of that name |
//! | `/cached/…` | the page from a host that lets browsers keep its files |
//! | `/told` | takes what a page told its console, from engines whose drivers do not say |

use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use super::faults::{Fault, named, stalls};

/// Where a page below a path is found.
const BELOW: &str = "some/where/";
/// Where files may be kept.
const CACHED: &str = "cached/";
/// Where a page's console is told on.
const TOLD: &str = "/told";
/// The script that does so, where the driver does not.
const LISTEN: &str = "/listen.js";

/// A learning platform's side of SCORM 1.2, scorm-again, and where `scripts/tools.sh` puts it.
const PLATFORM: &str = "platform.js";
const PLATFORM_SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/scorm/scorm12.min.js");
const LAUNCH: &str = include_str!("../launch.js");

/// A running server, which ends with its runtime.
#[derive(Clone)]
pub(crate) struct Site {
    address: SocketAddr,
    /// The path of every request it had.
    requests: Arc<Mutex<Vec<String>>>,
    /// What consoles were told, as far as that is asked of the page.
    told: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Starts serving `dist/` on a free port, `listen` before everything else of each page.
    pub(crate) async fn start(listen: Option<&'static str>) -> Self {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
        assert!(
            dist.join("index.html").is_file(),
            "there is no built page in {}: run scripts/test.sh, or trunk build --release",
            dist.display()
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let (heard, noted) = (Arc::clone(&requests), Arc::clone(&told));
        let router = Router::new().fallback(async move |uri: Uri, body: String| {
            match (uri.path(), listen) {
                (TOLD, _) => {
                    noted.lock().unwrap().push(body);
                    return StatusCode::NO_CONTENT.into_response();
                }
                (LISTEN, Some(script)) => return ok("text/javascript", script),
                (path, _) => {
                    let stalls = {
                        let mut heard = heard.lock().unwrap();
                        let first = !heard.iter().any(|earlier| earlier == path);
                        heard.push(path.to_owned());
                        first && stalls(path)
                    };
                    if stalls {
                        std::future::pending::<()>().await;
                    }
                }
            }
            answer(&dist, uri.path(), listen.is_some())
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            requests,
            told,
        }
    }

    /// How often a file whose path ends like this was asked for.
    pub(crate) fn served(&self, ending: &str) -> usize {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .filter(|path| path.ends_with(ending))
            .count()
    }

    /// The full address of `path`, which starts without a slash.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// What consoles were told since the last call.
    pub(crate) fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.told.lock().unwrap())
    }

    /// The path of every request so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn answer(dist: &Path, path: &str, listened_to: bool) -> Response {
    let path = path.trim_start_matches('/');
    if path == "favicon.ico" {
        // Browsers ask a site for it when a document names none.
        return StatusCode::NO_CONTENT.into_response();
    }
    if path == PLATFORM {
        let source = std::fs::read_to_string(PLATFORM_SOURCE);
        let source = source.expect("scripts/tools.sh fetches it");
        return ok("text/javascript", source + "\n" + LAUNCH);
    }
    if let Some(path) = path.strip_prefix(CACHED) {
        let path = if path.is_empty() { "index.html" } else { path };
        let answer = if listened_to && is_page(path) {
            page(dist, path, &[LISTEN])
        } else {
            file(dist, path, media_type(path))
        };
        return kept(answer);
    }
    let (fault, path) = match path
        .strip_prefix("fault/")
        .and_then(|at| at.split_once('/'))
    {
        Some((name, rest)) => (Some(named(name)), rest),
        None => (None, path.strip_prefix(BELOW).unwrap_or(path)),
    };
    let path = if path.is_empty() { "index.html" } else { path };

    match fault {
        Some(Fault::Script(source)) if path == "fault.js" => ok("text/javascript", source),
        Some(Fault::Script(_)) if path == "index.html" && listened_to => {
            page(dist, path, &[LISTEN, "fault.js"])
        }
        Some(Fault::Script(_)) if path == "index.html" => page(dist, path, &["fault.js"]),
        Some(Fault::WasmMissing) if is_wasm(path) => missing(),
        Some(Fault::WholeMissing) if path.starts_with("full-") => missing(),
        Some(Fault::Measured(file, instead)) if path == file => {
            instead.map_or_else(missing, |text| ok("application/json", text))
        }
        Some(Fault::WasmAsBytes) if is_wasm(path) => file(dist, path, "application/octet-stream"),
        _ if listened_to && is_page(path) => page(dist, path, &[LISTEN]),
        _ => file(dist, path, media_type(path)),
    }
}

/// Is this a document that can be given a script? The single file's policy allows it none.
fn is_page(path: &str) -> bool {
    media_type(path).starts_with("text/html") && path != "rankscope.html"
}

/// A page with scripts before everything else in its head. They are files, since the content
/// security policy allows nothing inline, and must not have to for the tests' sake.
fn page(dist: &Path, path: &str, scripts: &[&str]) -> Response {
    let page = std::fs::read_to_string(dist.join(path)).unwrap();
    // The first thing in the head, whose own tag HTML may leave out.
    let at = page.find("<meta").expect("the page has a head");
    let (before, after) = page.split_at(at);
    let tags: Vec<_> = scripts
        .iter()
        .map(|script| format!("<script src=\"{script}\"></script>"))
        .collect();
    let page = format!("{before}{}{after}", tags.concat());
    ok("text/html; charset=utf-8", page)
}

fn file(dist: &Path, path: &str, media_type: &'static str) -> Response {
    let inside = Path::new(path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let found: Option<PathBuf> = inside.then(|| dist.join(path));
    match found.and_then(|file| std::fs::read(file).ok()) {
        Some(bytes) => ok(media_type, bytes),
        None => missing(),
    }
}

fn ok(media_type: &'static str, body: impl Into<Bytes>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        // The next test may be served another page at the same address.
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, body.into()).into_response()
}

fn kept(mut answer: Response) -> Response {
    let week = HeaderValue::from_static("max-age=604800");
    answer.headers_mut().insert(header::CACHE_CONTROL, week);
    answer
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "not here").into_response()
}

fn is_wasm(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "wasm")
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
