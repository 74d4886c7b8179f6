//! Takes the pictures of the built page that the README shows. `scripts/screenshots.sh` runs it.
//!
//! With two arguments it takes one look: `cargo test --test screenshots -- QUERY FOLDER` puts the
//! whole length of the page at that query, at every width and in both themes, into the folder.
#![cfg(not(target_arch = "wasm32"))]
// Stops at the first thing that is not as it should be.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::path::{Path, PathBuf};

use harness::{Page, browse};
use rankscope_chart::Figure;

mod drawn;
// The browser and the page of the end-to-end tests; not every verb is needed here.
#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code, reason = "not every verb is needed here")]
mod harness;

/// A desk, a tablet, a phone: width and height in CSS pixels.
const SCREENS: [(u32, u32); 3] = [(1440, 1000), (820, 1180), (390, 844)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [query, folder] = arguments.as_slice() {
        take_all(query, Path::new(folder), "look", true);
    } else {
        take_all("", &pictures(), "start", false);
        take_all("view=explore", &pictures(), "explore", false);
        take_figures();
    }
}

fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/screenshots")
}

/// The card that goes with a link, and the pictures that stand in for embedded figures where scripts are
/// not allowed: drawn from the figure alone.
fn take_figures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/figures");
    browse(async |page| {
        draw(page, &drawn::card(), drawn::CARD, &folder.join("card.png")).await;
        for figure in Figure::ALL {
            let file = folder.join(format!("{}.png", figure.name()));
            draw(page, &drawn::stand_in(figure), drawn::STAND_IN, &file).await;
        }
        for name in ["train", "recall"] {
            page.open(&format!("embed={name}&theme=light&run=1")).await;
            let done = format!(
                "document.documentElement.style.overflow = 'hidden';
                return document.querySelector('#{name}')?.dataset.state === 'finished';"
            );
            page.waits_until("the run to end", &done).await;
            page.at_rest().await;
            let file = folder.join(format!("{name}.png"));
            std::fs::write(file, page.screenshot().await).unwrap();
        }
    });
}

async fn draw(page: &Page, address: &str, (width, height): (u32, u32), file: &Path) {
    page.resize(width, height).await;
    page.follow(address).await;
    std::fs::write(file, page.screenshot().await).unwrap();
    println!("{}", file.display());
}

fn take_all(query: &str, folder: &Path, name: &str, whole: bool) {
    std::fs::create_dir_all(folder).unwrap();
    for dark in [false, true] {
        browse(async |page| {
            if dark {
                page.prefer_dark().await;
            }
            for (width, height) in SCREENS {
                let theme = if dark { "dark" } else { "light" };
                let file = folder.join(format!("{name}-{width}-{theme}.png"));
                take(page, query, (width, height), whole, &file).await;
            }
        });
    }
}

async fn take(page: &Page, query: &str, (width, height): (u32, u32), whole: bool, file: &Path) {
    page.resize(width, height).await;
    page.open(query).await;
    let done = "const adapter = document.querySelector('#adapter');
        return !(adapter && adapter.dataset.open !== 'ready')
            && !document.querySelector('#train[aria-busy=true], #pretrained[aria-busy=true], #transformer[aria-busy=true]');";
    page.waits_until("what the view computes", done).await;
    if whole {
        let length = "return document.scrollingElement.scrollHeight;";
        let length = page.script(length, vec![]).await.as_u64().unwrap();
        page.resize(width, length as u32).await;
    }
    page.at_rest().await;
    std::fs::write(file, page.screenshot().await).unwrap();
    println!("{}", file.display());
}
