//! Where an adapter will run, and what is wrong with it: as the runtimes' rules have it, on the page.

use serde_json::json;

use super::{Made, config, open, opens, ready, weights};
use crate::harness::{Page, browse};

const LAYER: &str = "base_model.model.model.layers.0.self_attn.q_proj";

/// The ids of the lines, from top to bottom.
async fn runtimes(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('#table-runtimes tr[data-runtime]')].map(row => row.dataset.runtime);";
    serde_json::from_value(page.script(script, vec![]).await).unwrap()
}

/// Waits for a runtime's verdict, and reads it with the least and the largest ρ.
async fn verdict(page: &Page, runtime: &str, verdict: &str) -> (f64, f64) {
    let row = format!("#table-runtimes tr[data-runtime='{runtime}'][data-verdict='{verdict}']");
    let there = format!("return !!document.querySelector(\"{row}\");");
    page.waits_until(&format!("{runtime} to be {verdict}"), &there)
        .await;
    let script = "
        const cell = column => document.querySelector(`${arguments[0]} td[data-column=${column}]`).dataset.value;
        return ['factor_least', 'factor_most'].map(cell);";
    let values = page.script(script, vec![json!(row)]).await;
    let values: Vec<String> = serde_json::from_value(values).unwrap();
    let number = |text: &String| text.parse().unwrap();
    (number(&values[0]), number(&values[1]))
}

#[test]
fn an_rslora_adapter_of_rank_64_runs_at_an_eighth_where_rslora_is_ignored() {
    browse(async |page| {
        open(page, "&sample=facts_r64_rslora").await;
        for runtime in ["llama-cpp", "sglang", "ollama", "lmdeploy"] {
            let (least, most) = verdict(page, runtime, "weak").await;
            assert!(
                (least - 0.125).abs() < 1e-9 && (most - 0.125).abs() < 1e-9,
                "{runtime}"
            );
        }
        assert_eq!(verdict(page, "vllm", "right").await, (1.0, 1.0));
        page.sees("#headline", "at an eighth of its strength").await;
        page.sees("#runtimes-headline", "llama.cpp").await;
        page.sees("#adapter-runtimes .remedy", "lora_alpha = 128")
            .await;
        // The worst first, and what is right last.
        let script = "return [...document.querySelectorAll('#table-runtimes tr[data-runtime]')].map(row => row.dataset.verdict);";
        let verdicts: Vec<String> =
            serde_json::from_value(page.script(script, vec![]).await).unwrap();
        assert_eq!(verdicts.first().map(String::as_str), Some("weak"));
        assert_eq!(verdicts.last().map(String::as_str), Some("right"));
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn what_is_right_is_one_line_until_it_is_asked_for() {
    browse(async |page| {
        open(page, "&sample=facts_r64_rslora").await;
        page.sees("#show-right-runtimes", "run it as trained: PEFT")
            .await;
        let shown = "return document.querySelector('[data-runtime=tgi]').checkVisibility();";
        assert_eq!(page.script(shown, vec![]).await, false);
        // What has to be started otherwise for this rank stands in sight.
        page.sees("[data-runtime=vllm] + .why", "--max-lora-rank 64")
            .await;
        page.click("#show-right-runtimes").await;
        page.waits_until("the right ones", shown).await;
        // A pick is shown whole.
        open(page, "&sample=facts_r64_rslora&runtimes=vllm,tgi").await;
        verdict(page, "tgi", "right").await;
        assert_eq!(page.script(shown, vec![]).await, true);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn the_cure_is_one_press_away() {
    browse(async |page| {
        open(page, "&sample=facts_r64_rslora").await;
        page.click("#headline-cure").await;
        let there = "const save = document.getElementById('save-portable');
            const { top, bottom } = save.getBoundingClientRect();
            return document.activeElement === save && top >= 0 && bottom <= innerHeight;";
        page.waits_until("the button that saves", there).await;
        page.click("#runtimes-headline").await;
        page.click("#to-portable").await;
        page.waits_until("the button that saves", there).await;
    });
}

#[test]
fn a_source_is_one_press_away() {
    browse(async |page| {
        open(page, "&sample=facts_r64_rslora&runtimes=tgi").await;
        verdict(page, "tgi", "right").await;
        page.sees("#table-runtimes .why summary", "read, not run")
            .await;
        assert_eq!(page.text("#table-runtimes .why .source").await, "");
        page.click("#table-runtimes .why summary").await;
        page.sees(
            "#table-runtimes .why .source",
            "huggingface/text-generation-inference",
        )
        .await;
    });
}

#[test]
fn a_plain_adapter_brings_no_bad_news() {
    browse(async |page| {
        open(page, "").await;
        assert_eq!(verdict(page, "llama-cpp", "right").await, (1.0, 1.0));
        page.sees("#runtimes-headline", "as it was trained").await;
        page.sees("#headline", "effective rank").await;
        let health = "return !document.querySelector('#adapter-health');";
        page.waits_until("nothing to be wrong", health).await;
    });
}

#[test]
fn an_alpha_of_zero_is_told_above_all() {
    browse(async |page| {
        open(page, "").await;
        let text = std::fs::read_to_string(config("style_r8_std")).unwrap();
        let mut fields: serde_json::Value = serde_json::from_str(&text).unwrap();
        fields["lora_alpha"] = json!(0);
        let off = Made::of("adapter_config.json", fields.to_string().as_bytes());
        opens(page, &[&weights("style_r8_std"), &off], LAYER).await;
        page.sees(
            "#adapter-health [data-health=alpha-zero]",
            "α is 0 in all 14 layers",
        )
        .await;
        let (_, most) = verdict(page, "llama-cpp", "strong").await;
        assert!(most.is_infinite(), "{most}");
        assert_eq!(verdict(page, "vllm", "right").await, (1.0, 1.0));
        page.sees("#headline", "It changes nothing yet").await;
    });
}

#[test]
fn the_link_keeps_the_runtimes_that_were_picked() {
    browse(async |page| {
        open(page, "&sample=facts_r64_rslora").await;
        assert!(runtimes(page).await.len() > 15);
        page.unfold("#pick-runtimes").await;
        page.click("label[for=pick-sglang]").await;
        page.click("label[for=pick-vllm]").await;
        page.waits_until(
            "the link",
            "return new URLSearchParams(location.search).get('runtimes') === 'vllm,sglang';",
        )
        .await;
        assert_eq!(runtimes(page).await, ["sglang", "vllm"]);
        page.reload().await;
        ready(page).await;
        page.sees("#runtimes-picked", "Only the 2 runtimes you picked")
            .await;
        assert_eq!(runtimes(page).await, ["sglang", "vllm"]);
        page.sees(
            "#headline",
            "Served by SGLang this adapter runs at an eighth",
        )
        .await;
        page.click("#show-all-runtimes").await;
        page.waits_until(
            "all of them",
            "return !document.querySelector('#runtimes-picked');",
        )
        .await;
        assert!(runtimes(page).await.len() > 15);
        open(page, "&runtimes=vllm,nobody").await;
        page.sees("#adapter-unknown", "“nobody”").await;
    });
}

#[test]
fn nothing_runs_over_the_edge_of_a_phone() {
    browse(async |page| {
        page.resize(390, 844).await;
        open(page, "&sample=facts_pattern_rslora_bf16").await;
        verdict(page, "vllm", "right").await;
        let script = "
            document.querySelectorAll('#table-runtimes details').forEach(details => { details.open = true; });
            return true;";
        page.script(script, vec![]).await;
        page.sees("#table-runtimes .why .source", "Read in").await;
        let wide = "
            const page = document.documentElement;
            const table = document.querySelector('#table-runtimes');
            return [page.scrollWidth - page.clientWidth, table.scrollWidth - table.parentElement.clientWidth];";
        let wide: Vec<f64> = serde_json::from_value(page.script(wide, vec![]).await).unwrap();
        assert!(wide.iter().all(|over| *over <= 0.0), "{wide:?}");
    });
}
