//! The numbers in the page are NumPy's.

use rankscope_params::query::{self, Link};
use rankscope_params::{Key, Params};

use crate::harness::{Page, browse};
use crate::oracle::{Experiment, Measure, experiments};

/// What the page promises.
const RELATIVE: f64 = 1e-9;
/// Of the largest number around, where what is left below it is rounding and nothing else.
const ROUNDING: f64 = 1e-14;

#[track_caller]
fn agree(page: f64, numpy: f64, floor: f64, what: &str) {
    let allowed = floor.max(RELATIVE * numpy.abs());
    assert!(
        (page - numpy).abs() <= allowed,
        "{what}: {page:e} in the page, {numpy:e} in NumPy"
    );
}

fn experiment(name: &str) -> Experiment {
    let mut all = experiments().into_iter();
    all.find(|experiment| experiment.name == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

/// A link to an experiment. It inspects the true rank and the largest, which NumPy measured too.
fn link(params: &Params) -> String {
    let true_rank = params.get(Key::TrueRank);
    let (params, _) = params.with(Key::RankLow, true_rank);
    let (params, _) = params.with(Key::RankHigh, params.max_rank() as f64);
    query::write(&Link {
        params,
        ..Link::default()
    })
}

/// Every cell of the tables that NumPy has measured is NumPy's.
async fn reads_as_numpy(page: &Page, experiment: &Experiment) {
    let name = &experiment.name;
    let params = experiment.params();
    let updates = [("style", &experiment.style), ("facts", &experiment.facts)];
    for (update, numpy) in updates {
        for (i, &sigma) in numpy.first.iter().take(10).enumerate() {
            let ours = page.reads("table-singular-values", i + 1, update).await;
            agree(
                ours,
                sigma,
                ROUNDING * numpy.scale(),
                &format!("{name}, {update} σ{}", i + 1),
            );
        }
        ranks_read_as_numpy(page, name, update, numpy, params.get(Key::Alpha)).await;
    }
}

async fn ranks_read_as_numpy(page: &Page, name: &str, update: &str, numpy: &Measure, alpha: f64) {
    let mut compared = 0;
    for at in &numpy.ranks {
        let rank = at.rank as f64;
        let columns: [(&str, String, f64, f64); 4] = [
            (
                "table-errors",
                format!("{update}_lora"),
                at.lora,
                alpha / rank,
            ),
            (
                "table-errors",
                format!("{update}_rslora"),
                at.rslora,
                alpha / rank.sqrt(),
            ),
            ("table-errors", format!("{update}_floor"), at.floor, 1.0),
            ("table-variance", update.to_owned(), 100.0 * at.energy, 1.0),
        ];
        for (table, column, numpy, factor) in columns {
            let Some(value) = page.cell(table, Some(at.rank), &column).await else {
                continue;
            };
            let what = format!("{name}, {table}, {column} at rank {}", at.rank);
            let ours = value
                .parse()
                .unwrap_or_else(|_| panic!("{what}: {value:?}"));
            agree(ours, numpy, ROUNDING * f64::max(factor, 1.0), &what);
            compared += 1;
        }
    }
    assert!(
        numpy.ranks.is_empty() || compared >= 4,
        "{name}: only {compared} cells compared"
    );
}

#[test]
fn at_the_defaults_the_tables_are_the_articles() {
    browse(async |page| {
        page.open("view=explore").await;
        // As published: the columns of the design's table, to the digits it gives.
        for (rank, published) in [
            (2, [6.608, 2.165, 9.730, 3.016, 0.333, 0.961]),
            (4, [2.989, 1.482, 6.971, 2.858, 0.092, 0.922]),
            (8, [1.000, 1.000, 4.642, 2.620, 0.081, 0.847]),
            (16, [0.064, 0.701, 2.995, 2.251, 0.064, 0.701]),
            (32, [0.501, 0.628, 1.828, 1.701, 0.034, 0.438]),
            (48, [0.667, 0.686, 1.309, 1.297, 0.012, 0.215]),
        ] {
            let columns = [
                "style_lora",
                "facts_lora",
                "style_rslora",
                "facts_rslora",
                "style_floor",
                "facts_floor",
            ];
            for (column, published) in columns.into_iter().zip(published) {
                let ours = page.reads("table-errors", rank, column).await;
                assert!(
                    (ours - published).abs() <= 0.0005,
                    "{column} at {rank}: {ours}"
                );
            }
        }
        let headline = page.headline().await;
        assert!(
            headline.contains("99.2") && headline.contains("14.9"),
            "{headline}"
        );
        assert_eq!(page.reads("table-setup", None, "rows").await, 64.0);
        assert_eq!(page.reads("table-setup", None, "columns").await, 64.0);
        assert_eq!(page.reads("table-setup", None, "r_low").await, 4.0);
        assert_eq!(page.reads("table-setup", None, "r_high").await, 32.0);
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 64.0);
        reads_as_numpy(page, &experiment("the defaults")).await;
    });
}

#[test]
fn every_state_a_link_holds_reads_as_numpy() {
    browse(async |page| {
        for experiment in experiments() {
            page.open(&link(&experiment.params())).await;
            reads_as_numpy(page, &experiment).await;
        }
    });
}

#[test]
fn dragging_the_noise_gives_what_numpy_gives_for_it() {
    browse(async |page| {
        page.open("view=explore").await;
        page.drag_exactly("noise", 0.2).await;
        page.settles().await;
        reads_as_numpy(page, &experiment("noise 0.2")).await;
    });
}

#[test]
fn dragging_the_shape_gives_what_numpy_gives_for_it() {
    browse(async |page| {
        page.open("view=explore").await;
        page.drag_exactly("d", 128.0).await;
        page.drag_exactly("k", 128.0).await;
        page.drag_exactly("true_rank", 64.0).await;
        page.settles().await;
        assert_eq!(page.reads("table-setup", None, "max_rank").await, 128.0);
        reads_as_numpy(page, &experiment("128 x 128, true rank 64")).await;
    });
}

#[test]
fn dragging_alpha_rescales_by_its_own_arithmetic() {
    browse(async |page| {
        page.open("view=explore").await;
        let floor = page.reads("table-errors", 8, "facts_floor").await;
        let alpha = page.drag("alpha", 100.0).await;
        page.settles().await;
        for rank in [1, 4, 8, 16, 32, 64] {
            let r = rank as f64;
            agree(
                page.reads("table-scaling", rank, "lora").await,
                alpha / r,
                0.0,
                "α/r",
            );
            agree(
                page.reads("table-scaling", rank, "rslora").await,
                alpha / r.sqrt(),
                0.0,
                "α/√r",
            );
        }
        // At r = α the product is left alone, and the error is the floor; the floor knows no α.
        page.type_in("alpha", "8").await;
        page.settles().await;
        agree(
            page.reads("table-errors", 8, "facts_lora").await,
            floor,
            0.0,
            "the error at r = α",
        );
        agree(
            page.reads("table-errors", 8, "facts_floor").await,
            floor,
            0.0,
            "the floor",
        );
    });
}
