//! The page's present state as Python: what is copied runs under real NumPy and prints the page's
//! numbers.

use std::process::Command;

use serde_json::json;

use crate::harness::{Page, browse};

/// The page's numbers agree with NumPy's to this, relative to the number.
const RELATIVE: f64 = 1e-9;
/// Below this a number is rounding, in both.
const NOTHING: f64 = 1e-12;

/// Takes what the page copies, since a headless browser's clipboard belongs to nobody.
const CATCH: &str = "
    window.copied = null;
    navigator.clipboard.writeText = async text => { window.copied = text; };";

async fn copies(page: &Page, button: &str) -> String {
    page.wait_for(button, async || {
        (!page.text(button).await.is_empty()).then_some(())
    })
    .await;
    // The whole has taken over and computed by then, and nothing moves under the mouse.
    page.settles().await;
    page.at_rest().await;
    page.script(CATCH, vec![]).await;
    page.click(button).await;
    page.sees("#copied", "Copied").await;
    let text = page.script("return window.copied;", vec![]).await;
    text.as_str().unwrap().to_owned()
}

/// What the script prints under the Python of `scripts/tools.sh`.
fn run(script: &str) -> String {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(&python).args(["-c", script]).output();
    let output = output.unwrap_or_else(|error| panic!("{python}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{python}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every printed number is the page's.
async fn agrees(page: &Page, printed: &str) {
    let mut cells = 0;
    let mut heading: Option<(&str, Vec<&str>)> = None;
    for line in printed.lines() {
        let words: Vec<_> = line.split(' ').collect();
        if words[0].starts_with("table-") {
            heading = Some((words[0], words[2..].to_vec()));
            continue;
        }
        let (table, columns) = heading.as_ref().expect("a table before its rows");
        let rank: usize = words[0].parse().unwrap();
        for (column, value) in columns.iter().zip(&words[1..]) {
            let theirs: f64 = value.parse().unwrap();
            let ours = page.reads(table, rank, column).await;
            let apart = (ours - theirs).abs();
            assert!(
                apart <= RELATIVE * theirs.abs().max(NOTHING / RELATIVE),
                "{table}, rank {rank}, {column}: {ours} on the page, {theirs} by NumPy"
            );
            cells += 1;
        }
    }
    assert!(cells > 15, "only {cells} numbers were printed");
}

#[test]
fn the_copied_script_prints_the_numbers_of_the_page() {
    browse(async |page| {
        for link in [
            "view=explore",
            "d=40&k=24&true_rank=7&noise=0.13&seed=7&alpha=3.5&r_low=5&r_high=24",
            "d=9&k=200&facts_max=1&facts_min=12&style_min=5&noise=0&seed=4294967295",
            "d=2&k=2&alpha=1024&noise=1",
        ] {
            page.open(link).await;
            page.click("#script-numpy").await;
            let script = copies(page, "#copy-numpy").await;
            assert_eq!(page.text("#code-numpy").await, script.trim());
            agrees(page, &run(&script)).await;
        }
    });
}

#[test]
fn the_copied_configuration_is_the_adapter_of_the_page() {
    browse(async |page| {
        page.open("alpha=24&r_low=6&r_high=16").await;
        page.click("#script-rslora").await;
        let config = copies(page, "#copy-high").await;
        for part in ["r=16,", "lora_alpha=24,", "use_rslora=True,", "α/√r = 6."] {
            assert!(config.contains(part), "{config}");
        }
        page.click("#script-lora").await;
        page.sees("#code-low", "use_rslora=False").await;
        let config = copies(page, "#copy-low").await;
        for part in ["r=6,", "lora_alpha=24,", "use_rslora=False,", "α/r = 4."] {
            assert!(config.contains(part), "{config}");
        }
    });
}

#[test]
fn where_copying_is_refused_the_text_is_there_to_select() {
    browse(async |page| {
        page.open("script=numpy").await;
        let refuse = "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));";
        page.script(refuse, vec![]).await;
        page.click("#copy-numpy").await;
        page.sees("#copied", "select the text").await;
        let focusable = "return document.querySelector(arguments[0]).tabIndex;";
        assert_eq!(page.script(focusable, vec![json!("#code-numpy")]).await, 0);
        assert!(
            page.text("#code-numpy")
                .await
                .contains("import numpy as np")
        );
    });
}
