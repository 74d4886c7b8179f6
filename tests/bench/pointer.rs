//! Frames while the pointer moves over a chart and the crosshair follows in all four.

use serde_json::Value;

use crate::harness::{Page, browse};

/// One move each frame, there and back over the whole chart.
const SWEEP: &str = "
    const done = arguments[0];
    const reader = document.querySelector('#reader-error');
    reader.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = reader.getBoundingClientRect();
    const frames = [];
    let before = null;
    const frame = now => {
        if (before !== null) frames.push(now - before);
        before = now;
        if (frames.length === 300) return done(frames);
        const share = Math.abs(1 - (frames.length / 75) % 2);
        reader.dispatchEvent(new PointerEvent('pointermove', {
            clientX: left + share * width, clientY: top + height / 2, bubbles: true }));
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

const CASES: [(&str, &str); 2] = [
    ("pointer, 64 × 64", ""),
    (
        "pointer, 512 × 512, two pins",
        "d=512&k=512&pin_a=d%3D512%26k%3D512&pin_b=",
    ),
];

/// Prints a row for each case.
pub(crate) fn measure() {
    for (what, query) in CASES {
        browse(async |page| report(page, what, query).await);
    }
}

async fn report(page: &Page, what: &str, query: &str) {
    page.open(query).await;
    // Once before it counts: the first sweep compiles what the browser had only scanned.
    page.script_later(SWEEP).await;
    let frames = page.script_later(SWEEP).await;
    let mut frames: Vec<f64> = frames
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    frames.sort_by(f64::total_cmp);
    let share = |share: f64| frames[((frames.len() - 1) as f64 * share) as usize];
    println!(
        "| {what}, {} frames | {:.1} ms | {:.1} ms | {:.1} ms | 60 frames a second: 16.7 ms |",
        frames.len(),
        share(0.5),
        share(0.95),
        share(1.0),
    );
}
