//! How long the page's own thread is busy at a time with a file of thousands of layers: while it is
//! opened, when its table is sorted and measured by another threshold, and when another config has every runtime's
//! rules held against it.

use crate::adapter::{LONGEST, Made, open};
use crate::budget::{ADAPTER_TASK, RUNTIMES_TASK};
use crate::experts::{LAYERS, file};
use crate::harness::Page;
use crate::quiet::quietly_browsed;
use crate::report::{Report, Section};
use crate::series::Series;

const ROUNDS: usize = 5;

/// Adds a row.
pub(crate) fn measure(report: &mut Report) {
    let file = Made::of(&file());
    let (mut times, mut tasks, mut rules, mut rule_tasks) = (vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let measured = quietly_browsed(async |page| {
            let opened = open(page, &file.0).await.ms;
            page.click("#sort-frobenius").await;
            page.sees("#table-adapter thead", "↓").await;
            page.type_in("keep", "0.8").await;
            page.settles().await;
            let task = page.script(LONGEST, vec![]).await.as_f64().unwrap();
            let [rule, rule_task] = runtimes(page).await;
            [opened, task, rule, rule_task]
        });
        for (all, one) in [&mut times, &mut tasks, &mut rules, &mut rule_tasks]
            .into_iter()
            .zip(measured)
        {
            all.push(one);
        }
    }
    let (times, tasks) = (Series::new(times), Series::new(tasks));
    report.judge(&ADAPTER_TASK, tasks.most());
    report.add(Section {
        title: "An adapter of a mixture of experts",
        about: "Thousands of layers of some bytes each, where what the page itself does is most of the \
                work. The longest task of its thread is looked for from the file picked to the table \
                sorted and measured by another threshold; one below 50 ms, which no browser tells, \
                counts as 0.",
        head: &["layers", "opened and analysed", "longest task"],
        rows: vec![vec![
            LAYERS.to_string(),
            times.to_string(),
            format!("{:.0} ms ({:.0}–{:.0})", tasks.median(), tasks.least(), tasks.most()),
        ]],
    });
    let (rules, rule_tasks) = (Series::new(rules), Series::new(rule_tasks));
    report.judge(&RUNTIMES_TASK, rule_tasks.most());
    report.add(Section {
        title: "The runtimes of an adapter",
        about: "The same file, when a config is opened that makes it rsLoRA: from the file picked to the table of runtimes \
                that says which of them ignore it.",
        head: &["layers", "every runtime's rules", "longest task"],
        rows: vec![vec![
            LAYERS.to_string(),
            rules.to_string(),
            format!("{:.0} ms ({:.0}–{:.0})", rule_tasks.median(), rule_tasks.least(), rule_tasks.most()),
        ]],
    });
}

/// An rsLoRA config for the file, which some runtimes ignore.
const CONFIG: &str = r#"{ "peft_type": "LORA", "r": 1, "lora_alpha": 2, "use_rslora": true, "target_modules": ["up_proj"] }"#;

/// From a config picked to the runtimes' table, and the longest task between, in milliseconds.
async fn runtimes(page: &Page) -> [f64; 2] {
    let config = Made::named("adapter_config.json", CONFIG.as_bytes());
    let watch = "
        window.longestTask = 0;
        window.ruled = null;
        let began = null;
        document.querySelector('#adapter-files').addEventListener('change', () => { began = performance.now(); }, { capture: true, once: true });
        const table = document.querySelector('#adapter-runtimes');
        new MutationObserver(() => {
            if (began !== null) window.ruled = performance.now() - began;
        }).observe(table, { subtree: true, childList: true, characterData: true, attributes: true });";
    page.script(watch, vec![]).await;
    page.picks("#adapter-files", &[&config.0]).await;
    page.waits_until("the runtimes to be judged", "return window.ruled !== null;")
        .await;
    page.settles().await;
    let measured = page
        .script("return [window.ruled, window.longestTask];", vec![])
        .await;
    [0, 1].map(|at| measured[at].as_f64().unwrap())
}
