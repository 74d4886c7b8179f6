//! The heat maps: computed when shown, true to the floor, following ranks and sliders.

use crate::harness::{Page, browse};

async fn shown_error(page: &Page) -> f64 {
    let script = "return document.querySelector('#matrices-summary').dataset.value;";
    let value = page.script(script, vec![]).await;
    value.as_str().unwrap().parse().unwrap()
}

/// The error of what is shown is the floor that the tables give, to within rounding.
async fn comes_to(page: &Page, floor: f64) {
    let look = async || {
        let shown = page.text("#matrices-summary").await;
        let near = !shown.is_empty() && (shown_error(page).await - floor).abs() < 1e-7;
        near.then_some(())
    };
    page.wait_for(&format!("matrices with an error of {floor}"), look)
        .await;
}

#[test]
fn what_rank_r_leaves_of_an_update_is_its_floor() {
    browse(async |page| {
        page.open("view=explore").await;
        let floor = page.reads("table-errors", 4, "style_floor").await;
        page.click("#matrices-style").await;
        comes_to(page, floor).await;
        page.click("#matrices-rank-high").await;
        comes_to(page, page.reads("table-errors", 32, "style_floor").await).await;
        page.click("#matrices-facts").await;
        comes_to(page, page.reads("table-errors", 32, "facts_floor").await).await;
        page.type_in("r_high", "16").await;
        comes_to(page, page.reads("table-errors", 16, "facts_floor").await).await;
        page.type_in("noise", "0.2").await;
        page.settles().await;
        comes_to(page, page.reads("table-errors", 16, "facts_floor").await).await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn the_three_maps_are_painted_and_the_residual_is_the_difference() {
    browse(async |page| {
        page.open("matrices=style").await;
        comes_to(page, page.reads("table-errors", 4, "style_floor").await).await;
        let colours = "return [...document.querySelectorAll('canvas.heat-map')].map(canvas =>
            new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size);";
        let colours = page.script(colours, vec![]).await;
        let colours: Vec<_> = colours.as_array().unwrap().iter().collect();
        assert!(
            colours.iter().all(|count| count.as_u64() > Some(4)),
            "{colours:?}"
        );
        assert_eq!(colours.len(), 3);
        // The residual of a low-rank update is faint: fewer colours than the update itself.
        assert!(colours[0].as_u64() > colours[2].as_u64(), "{colours:?}");
    });
}

#[test]
fn a_matrix_larger_than_a_picture_is_averaged_and_said_so() {
    browse(async |page| {
        page.open("d=300&k=400&matrices=facts").await;
        page.sees("#matrices", "mean of a block").await;
        let size = "const map = document.querySelector('canvas.heat-map'); return `${map.height} × ${map.width}`;";
        assert_eq!(page.script(size, vec![]).await, "256 × 256");
    });
}

#[test]
fn the_module_of_the_matrices_is_fetched_once() {
    browse(async |page| {
        page.open("view=explore").await;
        let fetched = || {
            let mut asked = page.requests();
            asked.retain(|path| path.contains("/full-") && path.contains(".wasm"));
            asked.len()
        };
        page.click("#matrices-style").await;
        page.sees("#matrices-summary", "Rank 4").await;
        assert_eq!(fetched(), 1);
        page.click("#matrices-hidden").await;
        page.click("#matrices-facts").await;
        page.sees("#matrices-summary", "facts").await;
        assert_eq!(fetched(), 1);
    });
}

#[test]
fn matrices_that_no_worker_computes_can_be_tried_again() {
    browse(async |page| {
        page.visit("fault/worker-throws/?matrices=style").await;
        for _ in 0..2 {
            let said = page.sees("#matrices-problem", "several times").await;
            assert!(said.contains("Try again, or reload the page"), "{said}");
            page.click("#matrices-retry").await;
        }
    });
}
