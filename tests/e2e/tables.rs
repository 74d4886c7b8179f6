//! The tables: which rows they have, and what they show where there is no number.

use crate::harness::browse;

#[test]
fn an_inspected_rank_gets_a_row_in_every_table() {
    browse(async |page| {
        page.open("view=explore").await;
        page.drag_exactly("r_high", 21.0).await;
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "r_high").await, 21.0);
        assert_eq!(page.reads("table-scaling", 21, "lora").await, 16.0 / 21.0);
        for (table, column) in [("table-errors", "style_floor"), ("table-variance", "facts")] {
            assert!(page.reads(table, 21, column).await > 0.0);
        }
        // Ranks beyond the matrix go.
        page.type_in("d", "20").await;
        page.settles().await;
        for (table, column) in [
            ("table-errors", "style_floor"),
            ("table-scaling", "lora"),
            ("table-variance", "facts"),
        ] {
            assert!(page.cell(table, Some(16), column).await.is_some());
            for rank in [21, 32, 48, 64] {
                assert_eq!(page.cell(table, Some(rank), column).await, None);
            }
        }
    });
}

#[test]
fn a_zero_update_is_said_to_be_zero_and_shows_no_nan() {
    browse(async |page| {
        page.open("style_max=0&style_min=0&noise=0").await;
        // WebKit counts what is out of sight as not shown.
        let said =
            "return document.querySelector('main').textContent.includes('this update is zero');";
        page.waits_until("the zero update to be named", said).await;
        let shown = page.script("return document.querySelector('main').textContent;", vec![]);
        let shown = shown.await.to_string();
        assert!(!shown.contains("NaN"), "{shown}");
        for column in ["style_lora", "style_rslora", "style_floor"] {
            let value = page.cell("table-errors", Some(8), column).await;
            assert_eq!(value.as_deref(), Some(""), "{column}");
        }
        assert_eq!(
            page.cell("table-variance", Some(8), "style")
                .await
                .as_deref(),
            Some("")
        );
        assert_eq!(page.reads("table-singular-values", 1, "style").await, 0.0);
        // The other update is none of its business.
        assert!(page.reads("table-errors", 8, "facts_floor").await > 0.5);

        page.drag("style_max", 5.0).await;
        page.settles().await;
        assert!(page.reads("table-errors", 4, "style_floor").await < 1e-6);
        assert!(!page.text("body").await.contains("this update is zero"));
    });
}
