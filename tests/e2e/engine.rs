//! The engine behind the page: when it works, and whose answer counts.

use rankscope_params::query;
use rankscope_sim::article::{Table, tables};
use rankscope_sim::simulate;

use crate::harness::{Page, browse};

/// The page and the same code run natively differ by the last digits of a multiplication.
const RELATIVE: f64 = 1e-9;

/// Every cell is what the same parameters give natively.
pub(crate) async fn shows(page: &Page, link: &str) {
    let params = query::read(link).0.params;
    let spectra = simulate(&params.update(), &mut |_| {}).unwrap();
    for Table {
        id, columns, rows, ..
    } in tables(&params.update(), &params.reading(), &spectra)
    {
        for row in rows {
            for (column, value) in columns.iter().zip(row.values) {
                let (ours, native) = (page.reads(id, row.rank, column.name).await, value.unwrap());
                let apart = (ours - native).abs();
                assert!(
                    apart <= RELATIVE * native.abs().max(1e-4),
                    "{id}, {}: {ours}",
                    column.name
                );
            }
        }
    }
}

async fn posts(page: &Page) -> u64 {
    page.script("return window.posts;", vec![])
        .await
        .as_u64()
        .unwrap()
}

#[test]
fn alpha_and_the_inspected_ranks_never_ask_the_worker() {
    browse(async |page| {
        page.visit("fault/watched-worker/?view=explore").await;
        page.settles().await;
        let before = posts(page).await;
        page.drag("alpha", 64.0).await;
        page.drag("r_low", 7.0).await;
        page.drag("r_high", 20.0).await;
        page.click("#menu-spectrum summary").await;
        page.click("#sigma-axis-log").await;
        page.settles().await;
        assert_eq!(posts(page).await, before);

        // Longer than a frame takes only what is larger.
        page.type_in("d", "256").await;
        page.settles().await;
        assert!(
            posts(page).await > before,
            "a larger update did not reach the worker"
        );
    });
}

#[test]
fn the_latest_request_wins() {
    browse(async |page| {
        page.open("k=300").await;
        // The first takes a while; the second stands in line behind it, or replaces it.
        page.type_in("d", "512").await;
        page.type_in("d", "32").await;
        page.settles().await;
        assert_eq!(page.query().await, "d=32&k=300");
        shows(page, "d=32&k=300").await;
    });
}

#[test]
fn after_many_moves_in_a_row_the_last_one_stands() {
    browse(async |page| {
        page.open("view=explore").await;
        page.drag_through("noise", &[0.9, 0.1, 0.7, 0.2, 0.6]).await;
        page.settles().await;
        let link = page.query().await;
        shows(page, &link).await;
    });
}

#[test]
fn each_update_leaves_a_measure_anyone_can_read() {
    browse(async |page| {
        page.open("view=explore").await;
        let count = "return performance.getEntriesByName('rankscope:update', 'measure').length;";
        let before = page.script(count, vec![]).await.as_u64().unwrap();
        page.drag("noise", 0.4).await;
        page.settles().await;
        page.drag("alpha", 64.0).await;
        page.settles().await;
        let after = async || {
            page.script(count, vec![])
                .await
                .as_u64()
                .filter(|&n| n >= before + 2)
        };
        page.wait_for("a measure for each update", after).await;
    });
}

#[test]
fn ordinary_use_leaves_no_error_in_the_console() {
    browse(async |page| {
        page.open("view=explore").await;
        page.drag("alpha", 100.0).await;
        page.drag("d", 90.0).await;
        page.type_in("true_rank", "12").await;
        page.press_key("noise", fantoccini::key::Key::Right).await;
        page.click("#menu-spectrum summary").await;
        page.click("#sigma-axis-log").await;
        page.reset("d").await;
        page.resize(390, 844).await;
        page.resize(1440, 900).await;
        page.settles().await;
        assert_eq!(page.console_errors().await, [""; 0]);
        assert_eq!(page.text("#engine-problem").await, "");
        assert_eq!(page.text("#boot-problem").await, "");
    });
}
