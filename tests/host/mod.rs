//! Serves the built page as a real host does, and beside it what it is measured with.
//!
//! | address | what is served |
//! |---|---|
//! | `/…` | the page, compressed with brotli where the browser takes it, and kept by caches |
//! | `/isolated/page/…` | the page, in an isolated context: clocks there are fine enough to measure by |
//! | `/isolated/bench/…` | the scripts of `tests/bench/web/` |
//! | `/isolated/peers/…` | other libraries, from `.tools/peers/` |
//! | `/isolated/matrices/…` | what is decomposed, from `target/bench/` |

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

const QUALITY: u32 = 11;
const WINDOW: u32 = 22;
const BUFFER: usize = 64 * 1024;

/// What is served in an isolated context, and the folder it is in.
const ISOLATED: [(&str, &str); 4] = [
    ("isolated/page/", "dist"),
    ("isolated/bench/", "tests/bench/web"),
    ("isolated/peers/", ".tools/peers"),
    ("isolated/matrices/", "target/bench"),
];

/// A running host, which ends with its runtime.
pub(crate) struct Host {
    address: SocketAddr,
}

impl Host {
    /// Starts it on a free port.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        // Compressing takes seconds: beside the other requests, which a browser gives up after two.
        let router = Router::new().fallback(async move |uri: Uri, headers: HeaderMap| {
            let answered = tokio::task::spawn_blocking(move || answer(uri.path(), &headers));
            answered.await.unwrap()
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address }
    }

    /// The full address of `path`, which starts without a slash.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }
}

fn answer(path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_start_matches('/');
    let isolated = ISOLATED
        .iter()
        .find_map(|(prefix, folder)| Some((folder, path.strip_prefix(prefix)?)));
    let found = match isolated {
        Some((folder, path)) => file(folder, path).map(|(path, bytes)| {
            let isolation = [
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-embedder-policy", "require-corp"),
                ("cache-control", "no-store"),
            ];
            let isolation = isolation.map(|(name, value)| (HeaderName::from_static(name), value));
            let media_type = [(header::CONTENT_TYPE, media_type(&path))];
            (isolation, media_type, bytes).into_response()
        }),
        None => file("dist", path).map(|(path, bytes)| {
            let kept = [
                (header::CONTENT_TYPE, media_type(&path)),
                (header::CACHE_CONTROL, "max-age=604800"),
            ];
            if takes_brotli(headers) {
                (kept, [(header::CONTENT_ENCODING, "br")], compressed(&path)).into_response()
            } else {
                (kept, bytes).into_response()
            }
        }),
    };
    found.unwrap_or_else(|| (StatusCode::NOT_FOUND, "not here").into_response())
}

fn file(folder: &str, path: &str) -> Option<(PathBuf, Bytes)> {
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = |part| matches!(part, Component::Normal(_));
    let whole = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join(path);
    let bytes = path
        .components()
        .all(inside)
        .then(|| std::fs::read(&whole).ok())??;
    Some((whole, bytes.into()))
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let encodings = headers.get(header::ACCEPT_ENCODING);
    let encodings = encodings.and_then(|encodings| encodings.to_str().ok());
    let mut encodings = encodings.unwrap_or_default().split(',').map(str::trim);
    encodings.any(|encoding| encoding == "br")
}

/// What a file is on its way to the browser, as small as brotli makes it.
pub(crate) fn compressed(file: &Path) -> Bytes {
    // The best quality takes seconds, so every file is compressed once. The lock on all of them is not
    // held meanwhile: the others do not wait for this one.
    static BEFORE: LazyLock<Mutex<HashMap<PathBuf, Arc<OnceLock<Bytes>>>>> =
        LazyLock::new(Mutex::default);
    let entry = {
        let mut before = BEFORE.lock().unwrap();
        Arc::clone(before.entry(file.to_owned()).or_default())
    };
    let compress = || {
        let plain = std::fs::read(file).unwrap();
        let mut small = Vec::new();
        let mut reader = brotli::CompressorReader::new(&plain[..], BUFFER, QUALITY, WINDOW);
        std::io::copy(&mut reader, &mut small).unwrap();
        small.into()
    };
    entry.get_or_init(compress).clone()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
