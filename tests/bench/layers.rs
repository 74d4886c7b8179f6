//! How long the page's own thread is busy at a time with a file of thousands of layers: while it is
//! opened, and when its table is sorted and measured by another threshold.

use crate::adapter::{LONGEST, Made, open};
use crate::budget::ADAPTER_TASK;
use crate::experts::{LAYERS, file};
use crate::harness::browse;
use crate::report::{Report, Section};
use crate::series::Series;

const ROUNDS: usize = 5;

/// Adds a row.
pub(crate) fn measure(report: &mut Report) {
    let file = Made::of(&file());
    let (mut times, mut tasks) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        browse(async |page| {
            times.push(open(page, &file.0).await.ms);
            page.click("#sort-frobenius").await;
            page.sees("#table-adapter thead", "↓").await;
            page.type_in("keep", "0.8").await;
            page.settles().await;
            tasks.push(page.script(LONGEST, vec![]).await.as_f64().unwrap());
        });
    }
    let (times, tasks) = (Series::new(times), Series::new(tasks));
    report.judge(&ADAPTER_TASK, tasks.most());
    report.add(Section {
        title: "An adapter of a mixture of experts",
        about: "Thousands of layers of some bytes each, where what the page itself does is most of the \
                work. The longest task of its thread is looked for from the file picked to the table \
                sorted and measured by another threshold; one below 50 ms, which no browser tells, \
                counts as 0.",
        head: &["layers", "opened and analysed", "longest task"],
        rows: vec![vec![
            LAYERS.to_string(),
            times.to_string(),
            format!("{:.0} ms ({:.0}–{:.0})", tasks.median(), tasks.least(), tasks.most()),
        ]],
    });
}
