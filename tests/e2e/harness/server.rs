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

/// Where a page below a path is found.
const BELOW: &str = "some/where/";
/// Where files may be kept.
const CACHED: &str = "cached/";
/// Where a page's console is told on.
const TOLD: &str = "/told";
/// The script that does so, where the driver does not.
const LISTEN: &str = "/listen.js";

/// Something that is wrong with the page or the browser it meets.
#[derive(Clone, Copy)]
enum Fault {
    /// A script that runs before everything of the page.
    Script(&'static str),
    /// The WebAssembly file is not there.
    WasmMissing,
    /// What is loaded after a first visit is not there.
    WholeMissing,
    /// WebAssembly comes with the media type of a host that does not know it.
    WasmAsBytes,
    /// In place of this file of measurements, that; or nothing.
    Measured(&'static str, Option<&'static str>),
}

/// A fault by the name of its script, or of several.
macro_rules! script {
    ($name:literal) => {
        script!($name, of $name)
    };
    ($name:literal, of $($script:literal),+) => {
        (
            $name,
            Fault::Script(concat!($(include_str!(concat!("../faults/", $script, ".js"))),+)),
        )
    };
}

/// A learning platform's side of SCORM 1.2, scorm-again, and where `scripts/tools.sh` puts it.
const PLATFORM: &str = "platform.js";
const PLATFORM_SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/scorm/scorm12.min.js");
const LAUNCH: &str = include_str!("../launch.js");
/// What was measured of the pretrained model.
const PRETRAINED: &str = "pretrained.json";
/// The same, without a single run.
const HOLLOW_PRETRAINED: &str = r#"{
    "version": 1, "versions": {"torch": "", "transformers": "", "peft": ""},
    "model": {"parameters": 1, "trained_in_full": 1, "hidden": 1, "blocks": 1, "heads": 1, "key_value_heads": 1,
        "intermediate": 1, "vocabulary": 1},
    "settings": {"alpha": 1, "warmup": 1, "batch": {"facts": 1, "style": 1}, "bits_per_person": 1, "facts_each": 1,
        "values": [], "drift_questions": 1, "style_trained": 1, "style_held_out": 1},
    "prompts": {"statement": "", "question": "", "paraphrase": ""},
    "example": {"question": "", "base": "", "styled": ""},
    "noise": {"recall": 0, "unseen": 0, "strict": 0, "strict_between_runs": 0},
    "limits": {"models": 1, "bits_per_weight": 1, "tokens_per_value": 1, "manners": 1},
    "energy_ranks": [1], "modules": ["q_proj"],
    "gaussian": [{"rows": 1, "columns": 1, "energy": [1], "rank90": 1, "rank99": 1, "stable_rank": 1, "entropy_rank": 1}],
    "full": [], "lora": [], "not_run": []
}"#;
/// What was measured of the small transformer.
const TRANSFORMER: &str = "transformer.json";
/// The same, without a single run.
const HOLLOW: &str = r#"{
    "version": 1, "people": 1, "facts_each": 1, "batch": 1, "alpha": 1, "full_rate": 1,
    "model": {"hidden": 1, "blocks": 1, "heads": 1, "intermediate": 1, "vocabulary": 1},
    "versions": {"torch": "", "transformers": "", "peft": ""},
    "seeds": [], "ranks": [1], "layers": [], "gaussian": [], "full": [], "lora": []
}"#;
/// Measurements that end too early.
const CUT_SHORT: &str = "{\"version\": 1, \"model\": {";
/// Measurements of the next version.
const NEWER: &str = "{\"version\": 2}";
/// What begins and ends like this is asked for and, the first time, never comes.
const STALLED: &[(&str, &str)] = &[
    ("/fault/pretrained-stalled/", PRETRAINED),
    ("/fault/transformer-stalled/", TRANSFORMER),
    ("/fault/first-module-stalled/", ".wasm"),
    ("/fault/first-script-stalled/start-", ".js"),
    ("/fault/whole-stalled/full-", ".wasm"),
];

const FAULTS: &[(&str, Fault)] = &[
    script!("long-query"),
    script!("no-storage"),
    script!("no-wasm"),
    script!("no-worker"),
    script!("packaged"),
    script!("saves-data"),
    script!("first-module-stalled", of "hurry"),
    script!("first-script-stalled", of "hurry"),
    script!("pretrained-stalled", of "hurry"),
    script!("transformer-stalled", of "hurry"),
    script!("whole-stalled", of "hurry"),
    script!("watched-frames"),
    script!("watched-policy"),
    script!("one-core", of "one-core", "watched-worker"),
    script!("one-worker", of "two-cores", "one-worker"),
    script!("two-cores", of "two-cores", "watched-worker"),
    script!("watched-worker-and-jumping-clock", of "watched-worker", "jumping-clock"),
    script!("watched-worker-hurried", of "hurry", "two-cores", "watched-worker"),
    script!("watched-worker"),
    script!("worker-mute", of "hurry", "worker-mute"),
    script!("worker-silent", of "hurry", "worker-silent"),
    script!("worker-throws"),
    ("pretrained-missing", Fault::Measured(PRETRAINED, None)),
    (
        "pretrained-damaged",
        Fault::Measured(PRETRAINED, Some(CUT_SHORT)),
    ),
    ("pretrained-newer", Fault::Measured(PRETRAINED, Some(NEWER))),
    (
        "pretrained-empty",
        Fault::Measured(PRETRAINED, Some(HOLLOW_PRETRAINED)),
    ),
    ("transformer-missing", Fault::Measured(TRANSFORMER, None)),
    (
        "transformer-damaged",
        Fault::Measured(TRANSFORMER, Some(CUT_SHORT)),
    ),
    (
        "transformer-newer",
        Fault::Measured(TRANSFORMER, Some(NEWER)),
    ),
    (
        "transformer-empty",
        Fault::Measured(TRANSFORMER, Some(HOLLOW)),
    ),
    ("wasm-missing", Fault::WasmMissing),
    ("whole-missing", Fault::WholeMissing),
    ("wasm-as-bytes", Fault::WasmAsBytes),
];

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

fn stalls(path: &str) -> bool {
    STALLED
        .iter()
        .any(|(begins, ends)| path.starts_with(begins) && path.ends_with(ends))
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

fn named(name: &str) -> Fault {
    let found = FAULTS.iter().find(|(known, _)| *known == name);
    found
        .unwrap_or_else(|| panic!("no fault is called {name}"))
        .1
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
