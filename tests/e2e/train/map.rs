//! The map of learning rates.

use crate::harness::browse;

#[test]
fn a_map_is_made_when_asked_for_and_marks_the_best_rates_of_each_rank() {
    browse(async |page| {
        page.open("view=train&steps=20&ranks=2%2C4%2C8&d=24&k=24")
            .await;
        page.click("#map-it").await;
        page.sees("#summary-train-map-lora", "learning rate").await;
        page.sees("#summary-train-map-rival", "learning rate").await;
        page.click("#open-table-train-map-lora").await;
        let rows = "return [document.querySelectorAll('#values-train-map-lora tbody tr').length,
            document.querySelectorAll('#values-train-map-lora tr.inspected').length];";
        let rows = page.script(rows, vec![]).await;
        assert_eq!(rows[0].as_u64(), Some(75));
        // One or more for each rank: those within two percent of its best tie.
        assert!(rows[1].as_u64().is_some_and(|best| best >= 3), "{rows}");
        // What the map says of the best rate: measured after 20 steps, and by two laws.
        page.sees("#rate-law .found", "largest rate that is as good")
            .await;
        let law = "const cell = (row) => document.querySelector(`#table-rate-law ${row} td[data-column='lora_largest']`).dataset;
            const { value, low, high } = cell(\"tr[data-steps='20']\");
            return [+value, +low, +high, +cell(\"tr[data-law='edge']\").value,
                document.querySelectorAll('#table-rates tbody tr').length];";
        let law = page.script(law, vec![]).await;
        let number = |at: usize| law[at].as_f64().unwrap();
        assert!(number(1) <= number(0) && number(0) <= number(2), "{law}");
        assert_eq!((number(3), number(4)), (1.0, 3.0), "{law}");
        page.sees("#summary-train-one-rate", "best at rank 4").await;
        page.sees("#summary-train-tuned", "rank").await;
        // Its settings gone, so is the map.
        page.type_in("steps", "10").await;
        page.waits_until(
            "no map",
            "return !document.querySelector('#chart-train-map-lora');",
        )
        .await;
    });
}

#[test]
fn a_map_that_is_called_off_stops_working() {
    browse(async |page| {
        page.visit("fault/watched-worker/?view=train&steps=2000")
            .await;
        page.sees("#summary-train-first-step", "theory").await;
        let trained = "return document.querySelector('#train').dataset.state === 'finished';";
        page.waits_until("the run that began by itself to end", trained)
            .await;
        page.click("#map-it").await;
        let under_way = "return document.querySelector('#map-progress')?.value > 0;";
        page.waits_until("a map under way", under_way).await;
        page.click("#cancel-map").await;
        page.sees("#map-it", "Map it").await;
        // A map is made chunk by chunk, each of them asked for by a message.
        let posts = async || page.script("return posts;", vec![]).await.as_u64();
        let before = posts().await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(posts().await, before, "it is still being made");
        let gone = "return !document.querySelector('#chart-train-map-lora')
            && document.querySelector('#train-map').dataset.state === 'idle';";
        page.waits_until("no map", gone).await;
    });
}
