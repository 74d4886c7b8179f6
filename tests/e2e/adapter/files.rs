//! Files as readers bring them: the config later, the wrong one, one file after another; and that
//! none of it leaves the page.

use super::{config, layers, open, opens, reads, ready, weights};
use crate::harness::{Ability, Page, browse};

const LAYER: &str = "base_model.model.model.layers.0.self_attn.q_proj";

#[test]
fn a_config_that_comes_later_changes_the_scale_without_another_analysis() {
    browse(async |page| {
        page.visit("fault/watched-worker/?view=adapter").await;
        ready(page).await;
        opens(page, &[&weights("facts_r64_rslora")], LAYER).await;
        page.sees("#adapter-ask", "adapter_config.json").await;
        page.sees("#adapter-remarks", "α = r is assumed").await;
        ready(page).await;
        assert_eq!(reads(page, LAYER, "gamma").await, 1.0);
        let (norm, entropy) = (
            reads(page, LAYER, "frobenius").await,
            reads(page, LAYER, "entropy_rank").await,
        );
        let posts = page.script("return window.posts;", vec![]).await;
        page.picks("#adapter-files", &[&config("facts_r64_rslora")])
            .await;
        page.sees("#adapter-gamma", "γ = α/√r = 2").await;
        // The table follows a frame later.
        let follows =
            async || Some(reads(page, LAYER, "gamma").await).filter(|gamma| *gamma != 1.0);
        let gamma = page.wait_for("the scale in the table", follows).await;
        assert!((gamma - 16.0 / 8.0).abs() < 1e-12, "16/√64, not {gamma}");
        let scaled = reads(page, LAYER, "frobenius").await;
        assert!((scaled / (gamma * norm) - 1.0).abs() < 1e-12);
        assert!((reads(page, LAYER, "entropy_rank").await / entropy - 1.0).abs() < 1e-12);
        assert_eq!(page.text("#adapter-ask").await, "");
        assert_eq!(page.script("return window.posts;", vec![]).await, posts);
    });
}

#[test]
fn a_config_that_comes_first_waits_for_its_weights() {
    browse(async |page| {
        open(page, "").await;
        let norm = reads(page, LAYER, "frobenius").await;
        page.picks("#adapter-files", &[&config("facts_r64_rslora")])
            .await;
        page.sees("#adapter-waiting", "adapter_config.json").await;
        assert_eq!(reads(page, LAYER, "frobenius").await, norm);
        page.picks("#adapter-files", &[&weights("facts_r64_rslora")])
            .await;
        page.sees("#adapter-file", "rank 64").await;
        ready(page).await;
        assert!((reads(page, LAYER, "gamma").await - 2.0).abs() < 1e-12);
    });
}

#[test]
fn a_newer_file_replaces_the_older_with_its_config() {
    browse(async |page| {
        open(page, "").await;
        opens(
            page,
            &[&weights("facts_r64_rslora"), &config("facts_r64_rslora")],
            LAYER,
        )
        .await;
        page.sees("#adapter-file", "rank 64").await;
        page.picks("#adapter-files", &[&weights("facts_r8_std")])
            .await;
        page.sees("#adapter-file", "rank 8").await;
        ready(page).await;
        assert_eq!(reads(page, LAYER, "gamma").await, 1.0);
        page.sees("#adapter-ask", "adapter_config.json").await;
    });
}

#[test]
fn kohyas_and_diffusers_files_bring_their_own_scale() {
    browse(async |page| {
        open(page, "").await;
        opens(page, &[&weights("kohya")], "lycoris_conv_in").await;
        let gamma = reads(page, "lycoris_conv_in", "gamma").await;
        assert!((gamma - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(page.text("#adapter-ask").await, "");
        let layer = "unet.blocks.0.attn1.to_q";
        opens(page, &[&weights("diffusers_embedded_config")], layer).await;
        assert!((reads(page, layer, "gamma").await - 48f64.sqrt()).abs() < 1e-12);
        assert_eq!(reads(page, layer, "gamma_ignoring_rslora").await, 4.0);
    });
}

#[test]
fn what_is_open_is_still_there_after_a_look_at_another_view() {
    browse(async |page| {
        open(page, "").await;
        opens(page, &[&weights("kohya")], "lycoris_conv_in").await;
        page.click("#view-explore").await;
        page.sees("#headline", "Rank 4 keeps").await;
        page.click("#view-adapter").await;
        ready(page).await;
        assert!(layers(page).await.contains(&"lycoris_conv_in".to_owned()));
    });
}

/// Holds back samples and the bytes of files until `release()`.
const HOLD: &str = "
    let open;
    const gate = new Promise(resolve => { open = resolve; });
    window.release = open;
    const fetch = window.fetch;
    window.fetch = (address, ...rest) => String(address).startsWith('adapters/')
        ? gate.then(() => fetch(address, ...rest))
        : fetch(address, ...rest);
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = function () { return gate.then(() => read.call(this)); };";

async fn is_opening(page: &Page) {
    let reading = "return document.querySelector('#adapter')?.dataset.open === 'reading';";
    page.waits_until("a file being opened", reading).await;
}

#[test]
fn a_sample_that_arrives_while_the_reader_is_in_another_view_is_open_on_return() {
    browse(async |page| {
        page.open("view=train").await;
        page.script(HOLD, vec![]).await;
        page.click("#view-adapter").await;
        is_opening(page).await;
        page.click("#view-train").await;
        page.script("release();", vec![]).await;
        page.waits_until("Train", "return !document.querySelector('#adapter');")
            .await;
        page.click("#view-adapter").await;
        ready(page).await;
        assert_eq!(layers(page).await.len(), 14);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_file_whose_header_is_read_meanwhile_is_still_being_opened_on_return() {
    browse(async |page| {
        open(page, "").await;
        page.script(HOLD, vec![]).await;
        page.picks("#adapter-files", &[&weights("kohya")]).await;
        is_opening(page).await;
        page.click("#view-train").await;
        page.waits_until("Train", "return !document.querySelector('#adapter');")
            .await;
        page.click("#view-adapter").await;
        is_opening(page).await;
        page.sees("#adapter-status", "Opening…").await;
        page.script("release();", vec![]).await;
        ready(page).await;
        assert!(layers(page).await.contains(&"lycoris_conv_in".to_owned()));
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn files_can_be_dropped_anywhere_in_every_view() {
    browse(async |page| {
        for (query, place) in [
            ("view=adapter", "#adapter"),
            ("", "h1"),
            ("view=explore", "#chart-error"),
            ("view=exercises", "main"),
        ] {
            page.open(query).await;
            // A browser lets no test drop a file of the disk; this one is made of what the page has.
            let drop = format!(
                "const done = arguments[0];
                 fetch('adapters/facts_pattern_rslora_bf16/adapter_model.safetensors')
                    .then(response => response.blob())
                    .then(blob => {{
                        const dataTransfer = new DataTransfer();
                        dataTransfer.items.add(new File([blob], 'mine.safetensors'));
                        const drop = new DragEvent('drop', {{ dataTransfer, bubbles: true, cancelable: true }});
                        done(document.querySelector('{place}').dispatchEvent(drop));
                    }});"
            );
            assert_eq!(
                page.script_later(&drop).await,
                false,
                "the browser would open it"
            );
            page.sees("#adapter-file", "mine.safetensors").await;
            ready(page).await;
            page.sees("#adapter-ask", "adapter_config.json").await;
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_whole_folder_is_opened_by_its_picker_and_of_several_adapters_one_is_chosen() {
    browse(async |page| {
        if !page.can(Ability::Folder) {
            return;
        }
        open(page, "").await;
        let folder = std::env::temp_dir().join(format!("rankscope-run-{}", std::process::id()));
        for (checkpoint, adapter) in [
            ("checkpoint-10", "style_r8_std"),
            ("checkpoint-20", "facts_r64_rslora"),
        ] {
            let place = folder.join(checkpoint);
            std::fs::create_dir_all(&place).unwrap();
            std::fs::copy(weights(adapter), place.join("adapter_model.safetensors")).unwrap();
            std::fs::copy(config(adapter), place.join("adapter_config.json")).unwrap();
            for (name, bytes) in [
                ("trainer_state.json", "{}"),
                ("README.md", "#"),
                ("vocab.json", "{}"),
            ] {
                std::fs::write(place.join(name), bytes).unwrap();
            }
        }
        page.picks("#adapter-folder", &[&folder]).await;
        page.sees("#adapter-choices", "checkpoint-20").await;
        page.sees("#adapter-file", "rank 8").await;
        page.sees("#adapter-taken", "Left aside: ").await;
        assert_eq!(page.text("#adapter-problems").await, "");
        page.click("#adapter-choices button:nth-of-type(2)").await;
        page.sees("#adapter-file", "rank 64").await;
        ready(page).await;
        assert!((reads(page, LAYER, "gamma").await - 2.0).abs() < 1e-12);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn of_two_adapters_in_one_file_one_is_chosen() {
    browse(async |page| {
        open(page, "").await;
        let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/wild/cases/two_adapters_one_file");
        page.picks(
            "#adapter-files",
            &[
                &case.join("adapters.safetensors"),
                &case.join("adapter_config.json"),
            ],
        )
        .await;
        page.sees("#adapter-inside [aria-pressed=true]", "").await;
        ready(page).await;
        let first = layers(page).await;
        page.click("#adapter-inside button:nth-of-type(2)").await;
        let other = "return document.querySelector('#adapter-inside button:nth-of-type(2)')?.ariaPressed === 'true';";
        page.waits_until("the other adapter", other).await;
        ready(page).await;
        assert_eq!(layers(page).await.len(), first.len());
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn nothing_is_asked_of_any_server_while_a_file_is_analysed() {
    browse(async |page| {
        // The sample first: it is fetched, and so is what the workers start from.
        open(page, "").await;
        let entries = "return performance.getEntriesByType('resource').length;";
        let (before, loaded) = (page.requests(), page.script(entries, vec![]).await);
        opens(
            page,
            &[&weights("facts_r64_rslora"), &config("facts_r64_rslora")],
            LAYER,
        )
        .await;
        page.sees("#adapter-file", "rank 64").await;
        ready(page).await;
        assert_eq!(page.requests(), before);
        assert_eq!(page.script(entries, vec![]).await, loaded);
        page.click("#adapter-open summary").await;
        page.sees("#adapter-privacy", "stay on your machine").await;
        // And the policy forbids what no code does.
        let policy =
            "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content;";
        let policy = page.script(policy, vec![]).await;
        let policy = policy.as_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && policy.contains("connect-src 'self';"));
    });
}

#[test]
fn an_analysis_can_be_stopped_and_goes_on() {
    browse(async |page| {
        page.visit("fault/worker-mute/?view=adapter").await;
        page.click("#adapter-cancel").await;
        page.sees("#adapter-status", "Stopped after 0 of 14 layers")
            .await;
        page.script("mend();", vec![]).await;
        page.click("#adapter-resume").await;
        ready(page).await;
        assert_eq!(layers(page).await.len(), 14);
    });
}
