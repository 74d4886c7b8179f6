//! Figures in somebody else's page: alone, told and asked by messages, and what the share sheet gives of them.

mod element;

use rankscope_lesson::Assignment;
use serde_json::{Value, json};

use crate::harness::{Page, browse};

/// A page around one frame, which keeps what the frame says in `window.said`.
const AROUND: &str = "
    document.body.replaceChildren();
    window.said = [];
    window.frame = document.createElement('iframe');
    Object.assign(frame, { width: 600, height: 300, src: arguments[0] });
    if (arguments[1]) frame.setAttribute('sandbox', arguments[1]);
    addEventListener('message', ({ data, source }) => {
        if (source === frame.contentWindow) said.push(data);
    });
    document.body.append(frame);";

/// Puts a frame with this address into an empty page of the same site.
async fn frame(page: &Page, address: &str, sandbox: &str) {
    page.visit("examples/blog-post.css").await;
    page.script(AROUND, vec![json!(address), json!(sandbox)])
        .await;
}

/// Waits for a message of this type whose part is as wanted, and returns it.
async fn says(page: &Page, kind: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let look = async || {
        let said = page.script("return window.said;", vec![]).await;
        let said = said.as_array()?.clone();
        said.into_iter()
            .find(|data| data["type"] == kind && wanted(data))
    };
    page.wait_for(&format!("a message {kind}"), look).await
}

async fn sets(page: &Page, message: Value) {
    page.script(
        "frame.contentWindow.postMessage(arguments[0], '*');",
        vec![message],
    )
    .await;
}

#[test]
fn an_embedded_figure_is_alone_with_the_controls_asked_for_and_says_its_height() {
    browse(async |page| {
        page.open("embed=scaling&controls=alpha&alpha=32&theme=dark")
            .await;
        let there = "
            const there = selector => document.querySelectorAll(selector).length;
            return ['figure', '.control', '.mast', '.tables', '#slider-alpha'].map(there);";
        assert_eq!(page.script(there, vec![]).await, json!([1, 1, 0, 0, 1]));
        let paper = "return getComputedStyle(document.documentElement).backgroundColor;";
        assert_eq!(page.script(paper, vec![]).await, "rgb(15, 18, 20)");
        page.drag("alpha", 128.0).await;
        page.settles().await;
        assert_eq!(page.console_errors().await, [""; 0]);

        frame(page, "../?embed=error", "").await;
        let height = says(page, "rankscope:height", |data| {
            data["height"].as_f64() > Some(300.0)
        })
        .await;
        assert!(height["height"].as_f64() < Some(900.0), "{height}");
    });
}

#[test]
fn the_page_around_sets_a_state_and_reads_it_back() {
    browse(async |page| {
        frame(page, "../?embed=error&controls=alpha", "").await;
        says(page, "rankscope:state", |data| data["query"] == "").await;
        sets(
            page,
            json!({ "type": "rankscope:set", "query": "alpha=4&noise=0.2" }),
        )
        .await;
        says(page, "rankscope:state", |data| {
            data["query"] == "noise=0.2&alpha=4"
        })
        .await;
        // What kind of figure it is stays the frame's own.
        sets(
            page,
            json!({ "type": "rankscope:set", "query": "embed=page&view=explore&theme=dark&alpha=8" }),
        )
        .await;
        says(page, "rankscope:state", |data| data["query"] == "alpha=8").await;
        let address = "return frame.contentWindow.location.search;";
        let kept = async || {
            let address = page.script(address, vec![]).await;
            (address == "?alpha=8&embed=error&controls=alpha").then_some(())
        };
        page.wait_for("the frame's own address", kept).await;
    });
}

#[test]
fn an_optimizer_that_is_set_for_recall_needs_no_view_beside_it() {
    browse(async |page| {
        frame(
            page,
            "../?embed=recall&facts=32&width=16&recall_steps=20",
            "",
        )
        .await;
        says(page, "rankscope:ready", |_| true).await;
        sets(
            page,
            json!({ "type": "rankscope:set", "query": "optimizer=sgd&facts=32&width=16&recall_steps=20" }),
        )
        .await;
        says(page, "rankscope:state", |data| {
            let query = data["query"].as_str().unwrap_or_default();
            query.contains("view=recall") && query.contains("optimizer=sgd")
        })
        .await;
    });
}

#[test]
fn hostile_messages_change_nothing_and_break_nothing() {
    browse(async |page| {
        frame(page, "../?embed=error", "").await;
        says(page, "rankscope:state", |data| data["query"] == "").await;
        page.script(
            "for (const data of [null, undefined, 7, 'rankscope:set', [], {}, { type: 'rankscope:set' },
                { type: 'rankscope:set', query: { toString: 1 } }, { type: 'rankscope:get', query: 'alpha=2' },
                { type: 'rankscope:set', query: 7 }, { type: 'constructor', query: '__proto__' }]) {
                frame.contentWindow.postMessage(data, '*');
            }
            // Not from the parent, but from another frame in it.
            const other = document.body.appendChild(document.createElement('iframe'));
            other.contentWindow.eval(\"parent.frame.contentWindow.postMessage({ type: 'rankscope:set', query: 'alpha=2' }, '*')\");",
            vec![],
        )
        .await;
        // A flood ends in the last one; a megabyte, scripts and broken escapes are read like any link.
        let flood = "
            for (let i = 0; i < 2000; i += 1) {
                frame.contentWindow.postMessage({ type: 'rankscope:set', query: `alpha=${1 + i % 7}` }, '*');
            }
            frame.contentWindow.postMessage({ type: 'rankscope:set', query: 'x'.repeat(1e6) }, '*');
            frame.contentWindow.postMessage({ type: 'rankscope:set', query: 'alpha=<script>alert(1)</script>&%E0%A4%A&noise=NaN&d=1e999&k=64&__proto__=1' }, '*');";
        page.script(flood, vec![]).await;
        says(page, "rankscope:state", |data| data["query"] == "d=1024").await;
        assert_eq!(page.console_errors().await, [""; 0]);
        let scripts = "return frame.contentDocument.querySelectorAll('#page script').length;";
        assert_eq!(page.script(scripts, vec![]).await, 0);
    });
}

#[test]
fn a_message_that_comes_before_the_figure_is_ready_is_kept() {
    browse(async |page| {
        frame(page, "../?embed=error", "").await;
        // As soon as the frame's script can hear it, long before its module runs.
        page.script(
            "const sent = { type: 'rankscope:set', query: 'alpha=4' };
             const send = () => {
                 if (said.some(({ type }) => type === 'rankscope:ready')) return;
                 frame.contentWindow.postMessage(sent, '*');
                 setTimeout(send, 5);
             };
             send();",
            vec![],
        )
        .await;
        says(page, "rankscope:ready", |_| true).await;
        says(page, "rankscope:state", |data| data["query"] == "alpha=4").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn in_a_sandbox_with_an_origin_it_is_the_page_and_without_one_the_single_file() {
    browse(async |page| {
        frame(page, "../?embed=error", "allow-scripts allow-same-origin").await;
        says(page, "rankscope:state", |data| data["query"] == "").await;
        frame(page, "../rankscope.html?embed=error", "allow-scripts").await;
        says(page, "rankscope:state", |data| data["query"] == "").await;
        sets(
            page,
            json!({ "type": "rankscope:set", "query": "noise=0.2" }),
        )
        .await;
        says(page, "rankscope:state", |data| data["query"] == "noise=0.2").await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn a_training_run_and_an_exercise_can_be_embedded_too() {
    browse(async |page| {
        page.open("embed=train&run=1&steps=20").await;
        page.waits_until(
            "the run to end",
            "return document.querySelector('#train')?.dataset.state === 'finished';",
        )
        .await;
        let figures = "return [...document.querySelectorAll('figure')].map(figure => figure.id);";
        assert_eq!(
            page.script(figures, vec![]).await,
            json!(["figure-train-final"])
        );
        page.open("embed=exercise&id=the-elbow").await;
        let there = "return document.querySelector('#classroom #guess-0') !== null
            && document.querySelector('.mast') === null;";
        page.waits_until("the exercise", there).await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

/// An exercise of a teacher's own, in an assignment of its own.
const OWN: &str = r#"{ "version": 2, "title": "t", "exercises": [{ "own": { "version": 2, "id": "own-one",
    "title": "Mine", "prompt": "p", "parameters": "alpha=8",
    "answer": { "kind": "number", "question": "What is α?", "quantity": "alpha", "tolerance": 0 },
    "explanation": "It is {alpha}." } }] }"#;

#[test]
fn one_exercise_is_one_exercise_in_somebody_elses_page() {
    let own = Assignment::from_json(OWN).unwrap().to_fragment().unwrap();
    let around = "return ['#back-to-list', '.way', '#next-exercise', '#to-summary', '#to-teach', '#lesson-title',
        '#assignment-file'].filter(part => document.querySelector(part));";
    browse(async |page| {
        for (query, title) in [
            ("embed=exercise&exercise=the-elbow".to_owned(), "elbow"),
            // The exercise that has taken the place of an older one.
            ("embed=exercise&exercise=noise".to_owned(), "noise"),
            (format!("embed=exercise&exercise=own-one{own}"), "Mine"),
            // Of an assignment of one exercise it is that one.
            (format!("embed=exercise{own}"), "Mine"),
        ] {
            page.follow("about:blank").await;
            page.visit(&format!("?{query}")).await;
            page.sees("#exercise-title", title).await;
            assert_eq!(page.script(around, vec![]).await, json!([]), "{query}");
        }
        page.write("#answer", "8").await;
        page.click("#check-answer").await;
        page.sees("#verdict.right", "It is 8.").await;
        assert_eq!(page.script(around, vec![]).await, json!([]));
        // A name can be given there, and is kept.
        page.write("#student-name", "Ada").await;
        page.leaves_field().await;
        let named = "return localStorage.getItem('rankscope:name') === 'Ada';";
        page.waits_until("the name", named).await;

        page.visit("?embed=exercise&exercise=nothing-here").await;
        page.sees("#unknown-exercise", "no exercise “nothing-here”")
            .await;
        let nothing = "return !document.querySelector('#exercise-title, #student-name');";
        assert_eq!(page.script(nothing, vec![]).await, true);
        assert_eq!(page.script(around, vec![]).await, json!([]));
    });
}

#[test]
fn the_share_sheet_gives_a_link_a_figure_and_a_picture_of_this_very_state() {
    browse(async |page| {
        page.open("alpha=8&noise=0.2").await;
        page.click("#open-share").await;
        let value = async |id: &str| {
            let value = format!("return document.querySelector('#{id}')?.value ?? '';");
            page.script(&value, vec![])
                .await
                .as_str()
                .unwrap()
                .to_owned()
        };
        page.sees("#share", "A link to these settings").await;
        assert!(value("share-link").await.ends_with("/?noise=0.2&alpha=8"));
        page.click("#share-tab-embed").await;
        page.click("#share-scaling").await;
        page.click("#share-theme-dark").await;
        page.click("#share-control-r_high").await;
        let element = "embed.js\"></script>\n<rankscope-figure figure=\"scaling\" controls=\"alpha,r_high\" theme=\"dark\" noise=\"0.2\" alpha=\"8\">";
        let look = async || value("share-element").await.contains(element).then_some(());
        page.wait_for("the element", look).await;
        let preview = "const inside = document.querySelector('#share-preview').contentDocument;
            return inside?.querySelector('#slider-r_high') && inside.querySelector('#chart-scaling') ? true : false;";
        page.waits_until("the preview", preview).await;
        // What the sheet gives, opened by itself, is what it showed.
        let source = value("share-iframe").await;
        let address = source.split('"').nth(1).unwrap().replace("&amp;", "&");
        page.presses(fantoccini::key::Key::Escape).await;
        page.waits_until(
            "the sheet to close",
            "return !document.querySelector('#share');",
        )
        .await;
        page.follow(&address).await;
        page.settles().await;
        assert_eq!(page.field("r_high").await, 32.0);
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
