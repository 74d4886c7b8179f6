//! The charts: painted, painted again on every change, crisp, and inside the page.

use serde_json::json;

use crate::harness::{Ability, Page, browse};

const CHARTS: [&str; 4] = ["spectrum", "variance", "scaling", "error"];

/// Every chart's pixels, as the addresses of pictures.
async fn all_pixels(page: &Page) -> Vec<String> {
    let script =
        "return arguments[0].map(chart => document.querySelector(`#chart-${chart}`).toDataURL());";
    let pixels = page.script(script, vec![json!(CHARTS)]).await;
    serde_json::from_value(pixels).unwrap()
}

/// How many pixels of a chart that was painted the same way twice may differ: `WebKit` smooths one of
/// the 137,052 differently now and then.
const ALIKE: usize = 4;

/// Which charts have changed since `before`.
async fn repainted(page: &Page, before: &[String]) -> Vec<&'static str> {
    let script = "
        const done = arguments[0];
        const pixels = (image, { width, height }) => {
            const canvas = Object.assign(document.createElement('canvas'), { width, height });
            const pen = canvas.getContext('2d');
            pen.drawImage(image, 0, 0);
            return new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
        };
        const differ = async (chart, src) => {
            const now = document.querySelector(`#chart-${chart}`);
            const was = Object.assign(new Image(), { src });
            await was.decode();
            if (was.width !== now.width || was.height !== now.height) return Infinity;
            const before = pixels(was, was);
            return pixels(now, now).filter((pixel, at) => pixel !== before[at]).length;
        };
        Promise.all(charts.map((chart, at) => differ(chart, before[at])))
            .then(all => done(all.map(count => Math.min(count, 1e9))));";
    let given = format!(
        "const charts = {}, before = {};",
        json!(CHARTS),
        json!(before)
    );
    let differing = page.script_later(&(given + script)).await;
    let differing: Vec<usize> = serde_json::from_value(differing).unwrap();
    let pairs = CHARTS.into_iter().zip(differing);
    pairs
        .filter(|(_, pixels)| *pixels > ALIKE)
        .map(|(chart, _)| chart)
        .collect()
}

/// Which of these colours of the palette, by their names in the style sheet, a canvas does not show.
pub(crate) async fn colours_missing(page: &Page, canvas: &str, names: &[&str]) -> Vec<String> {
    // Where a line is thin, its edges are mixed with the paper; its middle is nearly its own colour.
    let script = "
        const [selector, names] = arguments;
        const canvas = document.querySelector(selector);
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const shown = [...new Set(new Uint32Array(data.buffer))]
            .map(pixel => [0, 8, 16, 24].map(shift => (pixel >>> shift) & 255))
            .filter(([, , , alpha]) => alpha > 250);
        // A minified style sheet writes #fff; a canvas gives six digits of any colour back.
        const pen = document.createElement('canvas').getContext('2d');
        const colour = name => {
            pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
            return pen.fillStyle.slice(1).match(/../g).map(part => parseInt(part, 16));
        };
        const shows = ([r, g, b]) => shown.some(at =>
            Math.max(Math.abs(at[0] - r), Math.abs(at[1] - g), Math.abs(at[2] - b)) < 12);
        return names.filter(name => !shows(colour(name)));";
    let missing = page.script(script, vec![json!(canvas), json!(names)]).await;
    serde_json::from_value(missing).unwrap()
}

/// What each chart has in any palette: paper, axes, and the curves of both updates but for the one
/// chart that has neither.
async fn palette_missing(page: &Page) -> Vec<String> {
    let mut missing = Vec::new();
    for chart in CHARTS {
        let canvas = format!("#chart-{chart}");
        let names: &[&str] = if chart == "scaling" {
            &["sheet", "line"]
        } else {
            &["sheet", "line", "style", "facts"]
        };
        missing.extend(colours_missing(page, &canvas, names).await);
    }
    missing
}

#[test]
fn every_chart_is_painted_at_the_sharpness_of_the_screen() {
    browse(async |page| {
        page.open("view=explore").await;
        for chart in CHARTS {
            let look = "
                const chart = document.querySelector(arguments[0]);
                const { data } = chart.getContext('2d').getImageData(0, 0, chart.width, chart.height);
                const colours = new Set(new Uint32Array(data.buffer)).size;
                const { width, height } = chart.getBoundingClientRect();
                return [colours, chart.width / (width * devicePixelRatio), chart.height / (height * devicePixelRatio)];";
            let seen = page
                .script(look, vec![json!(format!("#chart-{chart}"))])
                .await;
            let number = |i: usize| seen[i].as_f64().unwrap();
            assert!(number(0) > 8.0, "{chart} has {} colours", number(0));
            for side in [1, 2] {
                assert!(
                    (number(side) - 1.0).abs() < 0.02,
                    "{chart} is stretched: {seen}"
                );
            }
        }
    });
}

#[test]
fn alpha_repaints_the_charts_it_has_a_part_in() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        page.drag("alpha", 128.0).await;
        page.settles().await;
        assert_eq!(repainted(page, &before).await, ["scaling", "error"]);
    });
}

#[test]
fn the_noise_repaints_the_charts_it_has_a_part_in() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        page.drag("noise", 0.5).await;
        page.settles().await;
        assert_eq!(
            repainted(page, &before).await,
            ["spectrum", "variance", "error"]
        );
    });
}

#[test]
fn an_inspected_rank_is_marked_in_every_chart() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        page.drag("r_low", 12.0).await;
        page.settles().await;
        assert_eq!(repainted(page, &before).await, CHARTS);
    });
}

#[test]
fn the_logarithmic_axis_repaints_the_spectrum_alone() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        page.click("#menu-spectrum summary").await;
        page.click("#sigma-axis-log").await;
        page.settles().await;
        assert_eq!(repainted(page, &before).await, ["spectrum"]);
    });
}

#[test]
fn the_axis_of_ranks_repaints_every_chart() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        page.click("#rank-axis-linear").await;
        page.settles().await;
        assert_eq!(repainted(page, &before).await, CHARTS);
        page.click("#rank-axis-log").await;
        let as_before = async || repainted(page, &before).await.is_empty().then_some(());
        page.wait_for("the charts as they were", as_before).await;
    });
}

#[test]
fn the_legend_hides_curves_in_every_chart_that_has_them_and_shows_them_again() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        page.click("#legend-style").await;
        page.settles().await;
        assert_eq!(
            repainted(page, &before).await,
            ["spectrum", "variance", "error"]
        );
        let missing = colours_missing(page, "#chart-error", &["style", "facts"]).await;
        assert_eq!(missing, ["style"]);
        page.click("#legend-style").await;
        page.click("#legend-rslora").await;
        page.settles().await;
        assert_eq!(repainted(page, &before).await, ["scaling", "error"]);
        page.click("#legend-rslora").await;
        page.settles().await;
        assert_eq!(repainted(page, &before).await, [""; 0]);
    });
}

#[test]
fn dark_is_followed_at_once() {
    browse(async |page| {
        page.open("view=explore").await;
        let before = all_pixels(page).await;
        assert_eq!(palette_missing(page).await, [""; 0]);
        page.prefer_dark().await;
        let paper = "return getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() === '#0f1214';";
        page.waits_until("dark paper", paper).await;
        let dark = async || (repainted(page, &before).await.len() == CHARTS.len()).then_some(());
        page.wait_for("every chart to be painted anew", dark).await;
        let dark = async || palette_missing(page).await.is_empty().then_some(());
        page.wait_for("the dark palette in every chart", dark).await;
    });
}

#[test]
fn nothing_stands_out_of_the_page_at_any_width() {
    browse(async |page| {
        for width in [1440, 820, 390, 320] {
            page.resize(width, 900).await;
            page.open("d=1024&k=12").await;
            let wide = "return document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;";
            let over = page.script(wide, vec![]).await;
            assert_eq!(over, 0, "at {width} px");
            for chart in CHARTS {
                let fits = "
                    const { left, right, width } = document.querySelector(arguments[0]).getBoundingClientRect();
                    return left >= 0 && right <= innerWidth && width > 200;";
                let fits = page
                    .script(fits, vec![json!(format!("#chart-{chart}"))])
                    .await;
                assert_eq!(fits, true, "{chart} at {width} px");
            }
        }
    });
}

#[test]
fn a_change_of_numbers_moves_nothing_on_the_page() {
    browse(async |page| {
        page.open("view=explore").await;
        // Far tables have no place before they are laid out, which each engine puts off differently.
        let lay_out = "document.querySelector('.tables').style.contentVisibility = 'visible';";
        page.script(lay_out, vec![]).await;
        let places = "return [...document.querySelectorAll('canvas, table, #headline')]
            .map(e => e.getBoundingClientRect()).map(r => [r.x, r.y + scrollY, r.width, r.height].join());";
        let before = page.script(places, vec![]).await;
        page.drag("alpha", 900.0).await;
        page.drag("noise", 0.9).await;
        page.settles().await;
        assert_eq!(page.script(places, vec![]).await, before);
    });
}

/// The page in a frame, and so in a window of its own, that a script can make as wide as it likes.
const FRAME: &str = "
    const frame = Object.assign(document.createElement('iframe'), { id: 'window', src: '?noise=0.1' });
    frame.style.cssText = 'position: fixed; inset: 0 auto auto 0; height: 800px; border: 0';
    frame.width = 1000;
    document.body.append(frame);";
const FRAME_READY: &str = "
    const inner = document.querySelector('#window').contentDocument;
    return inner?.querySelector('#rankscope')?.dataset.state === 'ready'
        && [...inner.querySelectorAll('[id^=chart-]')].every(chart => chart.width > 300);";
/// Makes it another width every frame, as often as said, and in the end as wide as it was.
const RESIZE: &str = "
    const done = arguments[0];
    const frame = document.querySelector('#window');
    let times = 0;
    const next = () => {
        // Steps of the golden ratio come everywhere and never twice.
        frame.width = 240 + Math.round(1000 * ((times * 0.6180339887) % 1));
        if ((times += 1) < 50) return requestAnimationFrame(next);
        frame.width = 1000;
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)));
    };
    next();";
const FRAME_PIXELS: &str = "
    const canvases = document.querySelector('#window').contentDocument.querySelectorAll('canvas');
    return [...canvases].map(canvas => canvas.toDataURL());";

#[test]
fn after_a_thousand_sizes_of_the_window_the_charts_are_what_they_were() {
    browse(async |page| {
        page.open("view=explore").await;
        page.script(FRAME, vec![]).await;
        page.waits_until("the page in the frame", FRAME_READY).await;
        page.at_rest().await;
        let before = page.script(FRAME_PIXELS, vec![]).await;
        let tells_memory = page.can(Ability::Heap);
        let mut held = vec![];
        for _ in 0..20 {
            page.script_later(RESIZE).await;
            if tells_memory {
                held.push(page.held().await.total());
            }
        }
        let same = async || (page.script(FRAME_PIXELS, vec![]).await == before).then_some(());
        page.wait_for("the same charts", same).await;
        if let [.., last] = held[..] {
            assert!(last < 1.1 * held[held.len() / 2], "{held:?} bytes");
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
