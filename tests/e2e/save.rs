//! Figures to take away: what is saved is what is shown.

use serde_json::json;

use crate::harness::{Page, browse};

async fn saves(page: &Page, figure: &str, kind: &str) -> (String, String) {
    page.catch_files().await;
    page.click(&format!("#save-{figure}-{kind}")).await;
    page.saved_file().await
}

#[test]
fn the_numbers_of_a_figure_are_saved_with_all_their_digits() {
    browse(async |page| {
        page.open("view=explore").await;
        let (name, csv) = saves(page, "error", "csv").await;
        assert_eq!(name, "rankscope-error.csv");
        let mut lines = csv.lines();
        let columns: Vec<_> = lines.next().unwrap().split(',').collect();
        let rows: Vec<Vec<_>> = lines.map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), 64);
        for column in ["style_lora", "facts_rslora", "style_floor"] {
            let at = columns.iter().position(|name| *name == column).unwrap();
            for rank in [2, 8, 32] {
                let shown = page.reads("table-errors", rank, column).await;
                assert_eq!(rows[rank - 1][at].parse(), Ok(shown), "{column} at {rank}");
            }
        }
    });
}

#[test]
fn a_picture_has_twice_the_pixels_of_the_screen_and_a_margin() {
    browse(async |page| {
        page.open("view=explore").await;
        let (name, size) = saves(page, "spectrum", "png").await;
        assert_eq!(name, "rankscope-spectrum.png");
        let width =
            "return Math.round(2 * (document.querySelector('#chart-spectrum').clientWidth + 48));";
        let width = page.script(width, vec![]).await;
        assert!(size.starts_with(&format!("{width} ×")), "{size}");
    });
}

#[test]
fn a_drawing_is_well_formed_and_says_what_it_shows() {
    browse(async |page| {
        page.open("view=explore").await;
        for figure in ["spectrum", "variance", "scaling", "error"] {
            let (name, svg) = saves(page, figure, "svg").await;
            assert_eq!(name, format!("rankscope-{figure}.svg"));
            let look = "
                const drawing = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
                const lines = drawing.querySelectorAll('polyline, line').length;
                return drawing.querySelector('parsererror') ? 'broken' : `${lines > 10} ${drawing.querySelector('title').textContent}`;";
            let seen = page.script(look, vec![json!(svg)]).await;
            let title = page.text(&format!("#heading-{figure}")).await;
            assert_eq!(seen, format!("true {title}"));
            let summary = page.text(&format!("#summary-{figure}")).await;
            assert!(svg.contains(&summary));
        }
    });
}
