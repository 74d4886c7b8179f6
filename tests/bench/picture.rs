//! The recorded ratios to NumPy as a picture: `docs/benchmarks.svg`.
//!
//! A panel for each thing that is measured, a line for each of its ratios, one recording after the other. The scale
//! is logarithmic, so that half and twice are as far from 1; where a ratio's spread was kept, it is the bar around it.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::history::Entry;
use crate::series::Spread;

/// The peer whose ratios are drawn: it is there on every machine, and the numbers are its own.
const PEER: &str = "NumPy";
const WIDTH: f64 = 820.0;
const COLUMNS: usize = 2;
/// A panel with its heading.
const PANEL: [f64; 2] = [WIDTH / COLUMNS as f64, 190.0];
const HEAD: f64 = 34.0;
const FOOT: f64 = 26.0;
const LEFT: f64 = 44.0;
/// What is kept for the lines' names.
const RIGHT: f64 = 180.0;
/// Between the bases of two names.
const LINE: f64 = 12.0;

/// Of one ratio: which recording, and what.
type Points = Vec<(usize, Spread)>;

/// The picture, which follows a reader's light or dark theme.
pub(crate) fn draw(entries: &[Entry]) -> String {
    let panels = panels(entries);
    let rows = panels.len().div_ceil(COLUMNS);
    let height = rows as f64 * PANEL[1] + FOOT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"11\">\n\
         <title>Rankscope's time divided by NumPy's, recording by recording</title>\n\
         <style>text {{ fill: #333 }} .head {{ font-weight: 600; font-size: 12px }} .grid {{ stroke: #d8d8d8 }} \
         .one {{ stroke: #777; stroke-dasharray: 4 3 }} .line {{ fill: none; stroke: #0b62b0; stroke-width: 1.5 }} \
         .bar {{ stroke: #0b62b0; stroke-width: 4; stroke-opacity: 0.3 }} circle {{ fill: #0b62b0 }} \
         @media (prefers-color-scheme: dark) {{ text {{ fill: #ddd }} .grid {{ stroke: #444 }} .one {{ stroke: #999 }} \
         .line, .bar {{ stroke: #6fb3f2 }} circle {{ fill: #6fb3f2 }} }}</style>\n"
    );
    for (number, (what, lines)) in panels.iter().enumerate() {
        let [x, y] = [number % COLUMNS, number / COLUMNS];
        let at = [x as f64 * PANEL[0], y as f64 * PANEL[1]];
        let _ = writeln!(
            svg,
            "<g transform=\"translate({} {})\">{}</g>",
            at[0],
            at[1],
            panel(what, lines, entries)
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{LEFT}\" y=\"{}\">Below 1 Rankscope is faster than NumPy on one thread. Bars hold the middle half of the rounds.</text>\n</svg>",
        height - 8.0
    );
    svg
}

/// The lines of each panel by their names, which begin with the panel's: “adapter, 16, NumPy, QR”.
fn panels(entries: &[Entry]) -> BTreeMap<&str, BTreeMap<String, Points>> {
    let mut panels: BTreeMap<&str, BTreeMap<String, Points>> = BTreeMap::new();
    for (recording, entry) in entries.iter().enumerate() {
        for (name, spread) in &entry.ratios {
            let mut parts: Vec<&str> = name.split(", ").collect();
            let Some(peer) = parts.iter().position(|part| *part == PEER) else {
                continue;
            };
            parts.remove(peer);
            let what = parts.remove(0);
            let line = panels.entry(what).or_default().entry(parts.join(", "));
            line.or_default().push((recording, *spread));
        }
    }
    panels
}

fn panel(what: &str, lines: &BTreeMap<String, Points>, entries: &[Entry]) -> String {
    let scale = Scale::over(lines, entries.len());
    let mut svg = format!(
        "<text class=\"head\" x=\"{LEFT}\" y=\"22\">{}</text>",
        escaped(what)
    );
    for ratio in scale.ticks() {
        let y = scale.y(ratio);
        let class = if ratio == 1.0 { "one" } else { "grid" };
        let _ = write!(
            svg,
            "<path class=\"{class}\" d=\"M{LEFT} {y:.1}H{:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{ratio}</text>",
            PANEL[0] - RIGHT,
            LEFT - 6.0,
            y + 4.0,
        );
    }
    for (first, anchor) in [(true, "start"), (false, "end")] {
        let recording = if first {
            0
        } else {
            entries.len().saturating_sub(1)
        };
        if let Some(entry) = entries.get(recording).filter(|_| first || recording > 0) {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                scale.x(recording),
                PANEL[1] - FOOT + 16.0,
                escaped(&entry.date)
            );
        }
    }
    let mut names = Vec::new();
    for (name, points) in lines {
        let path: Vec<String> = points
            .iter()
            .map(|(recording, spread)| {
                format!("{:.1} {:.1}", scale.x(*recording), scale.y(spread.median))
            })
            .collect();
        let _ = write!(svg, "<path class=\"line\" d=\"M{}\"/>", path.join("L"));
        for (recording, spread) in points {
            let (x, [low, high]) = (
                scale.x(*recording),
                spread.quartiles.map(|ratio| scale.y(ratio)),
            );
            let _ = write!(
                svg,
                "<path class=\"bar\" d=\"M{x:.1} {low:.1}V{high:.1}\"/><circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"2.5\"/>",
                scale.y(spread.median)
            );
        }
        if let Some((_, last)) = points.last() {
            let name = if name.is_empty() {
                String::new()
            } else {
                format!(" {name}")
            };
            names.push((scale.y(last.median), format!("{:.2}{name}", last.median)));
        }
    }
    for (y, name) in apart(names) {
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
            PANEL[0] - RIGHT + 8.0,
            escaped(&name)
        );
    }
    svg
}

/// Names so far apart that each can be read, near their lines and inside the panel.
pub(crate) fn apart(mut names: Vec<(f64, String)>) -> Vec<(f64, String)> {
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = HEAD;
    for (y, _) in &mut names {
        *y = y.max(free);
        free = *y + LINE;
    }
    let mut most = PANEL[1] - FOOT + 4.0;
    for (y, _) in names.iter_mut().rev() {
        *y = y.min(most);
        most = *y - LINE;
    }
    names.into_iter().map(|(y, name)| (y + 4.0, name)).collect()
}

/// From ratios and recordings to places in a panel.
struct Scale {
    /// Logarithms to base 2.
    low: f64,
    high: f64,
    recordings: usize,
}

impl Scale {
    /// Holds all spreads and 1, and begins and ends at a power of two.
    fn over(lines: &BTreeMap<String, Points>, recordings: usize) -> Self {
        let ratios = lines
            .values()
            .flatten()
            .flat_map(|(_, spread)| spread.quartiles);
        let logs: Vec<f64> = ratios
            .map(f64::log2)
            .filter(|log| log.is_finite())
            .collect();
        Self {
            low: logs.iter().copied().fold(-1.0, f64::min).floor(),
            high: logs.iter().copied().fold(1.0, f64::max).ceil(),
            recordings,
        }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        (self.low as i32..=self.high as i32).map(|power| 2_f64.powi(power))
    }

    fn x(&self, recording: usize) -> f64 {
        let last = self.recordings.saturating_sub(1).max(1);
        LEFT + 4.0 + (PANEL[0] - RIGHT - LEFT - 8.0) * recording as f64 / last as f64
    }

    fn y(&self, ratio: f64) -> f64 {
        let log = ratio.log2().clamp(self.low, self.high);
        PANEL[1] - FOOT - (PANEL[1] - FOOT - HEAD) * (log - self.low) / (self.high - self.low)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
