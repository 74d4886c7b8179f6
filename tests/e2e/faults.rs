//! When something is missing or breaks, the page says so, and goes on when it can.

use rankscope_engine::protocol::{Job, Request};
use rankscope_params::{Params, UpdateParams};
use serde_json::json;

use crate::engine::shows;
use crate::harness::{Page, browse};

/// A problem that is told before anything could start: a sentence, not an empty page.
async fn cannot_start(page: &Page, fault: &str, says: &str) {
    page.visit(&format!("fault/{fault}/")).await;
    page.sees("#boot-problem", says).await;
}

#[test]
fn a_browser_without_webassembly_is_told_so() {
    browse(async |page| cannot_start(page, "no-wasm", "WebAssembly").await);
}

#[test]
fn a_browser_without_workers_is_told_so() {
    browse(async |page| cannot_start(page, "no-worker", "worker").await);
}

#[test]
fn a_missing_wasm_file_is_told() {
    browse(async |page| cannot_start(page, "wasm-missing", "load").await);
}

#[test]
fn a_first_visit_that_stalls_is_told_and_can_be_tried_again() {
    browse(async |page| {
        page.visit("fault/first-module-stalled/?alpha=32").await;
        page.sees("#boot-problem", "takes long to load").await;
        // No frame follows of a document that is left, so the next one is waited for.
        let reload = "document.querySelector('#boot-problem button').click();";
        page.script(reload, vec![]).await;
        let anew = "return !!document.querySelector('#rankscope');";
        page.waits_until("the page anew", anew).await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 8, "lora").await, 4.0);
        assert_eq!(page.text("#boot-problem").await, "");
    });
}

#[test]
fn a_first_visit_whose_script_never_comes_is_told_and_given_up() {
    browse(async |page| {
        // In a frame: a driver may answer nothing while its own document lacks a script.
        page.open("view=explore").await;
        let opens = "
            const frame = document.createElement('iframe');
            frame.src = 'fault/first-script-stalled/';
            document.body.append(frame);";
        page.script(opens, vec![]).await;
        for says in ["takes long to load", "could not be loaded"] {
            let said = format!(
                "const problem = frames[0].document.getElementById('boot-problem');
                 return !!problem?.textContent.includes('{says}');"
            );
            page.waits_until(says, &said).await;
        }
        let gone = "return !frames[0].document.getElementById('starting');";
        assert_eq!(page.script(gone, vec![]).await, true);
    });
}

#[test]
fn a_host_that_does_not_know_wasm_files_does_no_harm() {
    browse(async |page| {
        page.visit("fault/wasm-as-bytes/?alpha=32").await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 8, "lora").await, 4.0);
        assert_eq!(page.text("#boot-problem").await, "");
    });
}

#[test]
fn a_worker_that_may_not_start_is_reported_and_can_be_tried_again() {
    browse(async |page| {
        page.visit("fault/worker-throws/?view=explore").await;
        page.sees("#engine-problem", "worker").await;
        page.click("#engine-retry").await;
        page.sees("#engine-problem", "worker").await;
    });
}

/// Work no machine can do: a matrix that does not fit into a 32-bit memory.
fn impossible_request() -> Vec<u8> {
    let update = UpdateParams {
        rows: 60_000,
        columns: 60_000,
        ..Params::default().update()
    };
    Request {
        id: u32::MAX,
        job: Job::Simulate(update),
        attached: vec![],
    }
    .encode()
}

#[test]
fn a_worker_that_traps_is_reported_and_replaced() {
    browse(async |page| {
        page.visit("fault/watched-worker/?view=explore").await;
        page.settles().await;
        let ask = "workers.at(-1).postMessage([new Uint8Array(arguments[0])]);";
        page.script(ask, vec![json!(impossible_request())]).await;
        page.sees("#engine-problem", "started again").await;
        page.type_in("noise", "0.2").await;
        page.waits_until("another worker", "return workers.length === 2;")
            .await;
        page.settles().await;
        assert!(page.reads("table-errors", 32, "style_floor").await > 0.1);
    });
}

#[test]
fn a_worker_that_fails_while_it_computes_is_replaced_and_the_work_done() {
    browse(async |page| {
        page.visit("fault/two-cores/?d=700&k=700").await;
        // One message starts a worker, the second gives it something to do: an update each.
        page.waits_until("two workers at work", "return posts === 4;")
            .await;
        let fail = "workers[0].dispatchEvent(new ErrorEvent('error', { message: 'test: out of memory' }));";
        page.script(fail, vec![]).await;
        page.sees("#engine-problem", "started again").await;
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 700.0);
    });
}

#[test]
fn a_worker_that_is_killed_while_it_computes_is_missed_and_the_work_done() {
    browse(async |page| {
        for worker in [0, 1] {
            page.visit("fault/watched-worker-hurried/?d=512&k=512")
                .await;
            let kill = format!("return posts === 4 && (workers[{worker}].terminate(), true);");
            page.waits_until("two workers at work", &kill).await;
            page.sees("#engine-problem", "stopped answering").await;
            page.settles().await;
            shows(page, "d=512&k=512").await;
            // The other one's share stands: one is started anew, and asked for one share.
            let used = "return [workers.length, posts];";
            assert_eq!(page.script(used, vec![]).await, json!([3, 6]));
        }
    });
}

#[test]
fn with_one_core_one_worker_does_the_whole() {
    browse(async |page| {
        page.visit("fault/one-core/?d=256&k=256").await;
        page.settles().await;
        shows(page, "d=256&k=256").await;
        let used = "return [workers.length, posts];";
        assert_eq!(page.script(used, vec![]).await, json!([1, 2]));
    });
}

#[test]
fn a_browser_that_allows_one_worker_has_it_do_the_whole() {
    browse(async |page| {
        page.visit("fault/one-worker/?d=256&k=256").await;
        page.settles().await;
        shows(page, "d=256&k=256").await;
        page.type_in("noise", "0.2").await;
        page.waits_until(
            "the change",
            "return document.querySelector('#rankscope').dataset.query.includes('noise=0.2');",
        )
        .await;
        page.settles().await;
        shows(page, "d=256&k=256&noise=0.2").await;
        assert_eq!(page.text("#engine-problem").await, "");
        let refused = page.script("return refused > 0;", vec![]).await;
        assert_eq!(refused, true, "a second was asked for");
    });
}

#[test]
fn a_worker_that_goes_silent_is_reported_and_replaced() {
    browse(async |page| {
        page.visit("fault/worker-silent/?view=explore").await;
        page.sees("#engine-problem", "started again").await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 8, "lora").await, 2.0);
    });
}

#[test]
fn workers_that_never_answer_are_given_up_until_the_reader_tries_again() {
    browse(async |page| {
        page.visit("fault/worker-mute/?view=explore").await;
        page.becomes("failed").await;
        assert!(!page.text("#engine-problem").await.is_empty());
        page.script("mend();", vec![]).await;
        page.click("#engine-retry").await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 8, "lora").await, 2.0);
    });
}
