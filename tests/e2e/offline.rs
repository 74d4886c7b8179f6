//! The single file, opened by double-click with the network off.

use crate::harness::browse;

#[test]
fn the_single_file_works_from_a_stick_without_a_network() {
    browse(async |page| {
        page.go_offline().await;
        page.visit_file("rankscope.html", "alpha=8").await;
        page.settles().await;
        assert_eq!(page.reads("table-scaling", 1, "lora").await, 8.0);
        assert!(page.headline().await.contains("Rank 4 keeps"));
        // The worker is alive: another matrix is decomposed.
        page.drag("noise", 0.5).await;
        page.type_in("d", "96").await;
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "rows").await, 96.0);
        page.click("#matrices-style").await;
        page.sees("#matrices-summary", "style").await;
        page.click("#script-numpy").await;
        page.sees("#code-numpy", "import numpy as np").await;
        let painted = "return [...document.querySelectorAll('.plot canvas[id]')].every(canvas =>
            new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size > 8);";
        page.waits_until("painted charts", painted).await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn the_single_file_brings_along_what_was_measured() {
    browse(async |page| {
        page.go_offline().await;
        page.visit_file("rankscope.html", "view=claims").await;
        page.sees("#summary-pretrained-cuts", "Cut to rank 8").await;
        page.sees("#summary-real-energy", "After 500 steps").await;
        page.sees("#claim-real-style", "An adapter needs fewer")
            .await;
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}

#[test]
fn the_single_file_brings_along_its_samples() {
    browse(async |page| {
        page.go_offline().await;
        page.visit_file("rankscope.html", "view=adapter").await;
        for (sample, layers) in [
            ("style_r8_std", 14),
            ("facts_pattern_rslora_bf16", 14),
            ("facts_r1", 210),
        ] {
            page.click(&format!("#sample-{sample}")).await;
            page.waits_until(
                "every layer",
                &format!(
                    "return document.querySelector('#table-adapter')?.dataset.rows === '{layers}'
                        && document.querySelector('#adapter').dataset.open === 'ready';"
                ),
            )
            .await;
        }
        assert_eq!(page.console_errors().await, [""; 0]);
    });
}
