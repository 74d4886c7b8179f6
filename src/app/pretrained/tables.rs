//! The section's tables: every run, and the spectra of the full updates.

use rankscope_params::Update;
use rankscope_params::number::Format;
use rankscope_sim::Scaling;
use rankscope_sim::pretrained::{
    Adapter, CUT_RANK, Full, GRID_PEOPLE, Measured, PEOPLE, Pretrained, SMALL_RANK, Statistics,
};

/// A table with a value in each cell that has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its element id, and its name in `data-` attributes.
    pub id: &'static str,
    pub caption: String,
    /// What the rows are.
    pub of: &'static str,
    /// Name and heading of each column.
    pub columns: Vec<(&'static str, &'static str)>,
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name in `data-row`.
    pub name: String,
    pub heading: String,
    /// A value for each column.
    pub values: Vec<Option<f64>>,
}

/// Every run on all matrices.
pub fn runs(of: &Pretrained, task: Update) -> Table {
    let facts = task == Update::Facts;
    let full = of
        .full()
        .filter(|run| run.task == task)
        .map(|run| of_full(of, run));
    let adapters = of.on_all_matrices().filter(|run| run.task == task);
    let adapters = adapters.map(|run| of_adapter(of, run));
    Table {
        id: if facts {
            "table-pretrained-facts"
        } else {
            "table-pretrained-style"
        },
        caption: if facts {
            "Facts. Recall and new prompt in %; drift in nats a token".to_owned()
        } else {
            "Style. Answers in the manner in %; cost of such an answer in nats a token".to_owned()
        },
        of: "run",
        columns: if facts {
            vec![
                ("recall", "recall"),
                ("unseen", "new prompt"),
                ("drift", "drift"),
            ]
        } else {
            vec![("strict", "in the manner"), ("nats", "nats")]
        },
        rows: full.chain(adapters).collect(),
    }
}

fn of_full(of: &Pretrained, run: &Full) -> Row {
    let (people, seed, steps) = (run.people, run.seed, run.steps);
    let rate = Format::Exact.write(run.rate);
    Row {
        name: format!("full{}_{rate}_{steps}_{seed}", named(of, people)),
        heading: format!(
            "in full{}, {rate}, {steps} steps, seed {seed}",
            said(of, people)
        ),
        values: values(&run.measured),
    }
}

fn of_adapter(of: &Pretrained, run: &Adapter) -> Row {
    let (people, seed, steps, rank) = (run.people, run.seed, run.steps, run.rank);
    let rate = Format::Exact.write(run.rate);
    let (scaling, scale) = match (rank, run.scaling) {
        (SMALL_RANK, _) => ("either", "either scale"),
        (_, Scaling::Lora) => ("lora", "α/r"),
        (_, Scaling::RsLora) => ("rslora", "α/√r"),
    };
    Row {
        name: format!(
            "{scaling}_{rank}{}_{rate}_{steps}_{seed}",
            named(of, people)
        ),
        heading: format!(
            "rank {rank}, {scale}{}, {rate}, {steps} steps, seed {seed}",
            said(of, people)
        ),
        values: values(&run.measured),
    }
}

/// "_400", of facts.
fn named(of: &Pretrained, people: Option<usize>) -> String {
    people.map_or_else(String::new, |people| {
        format!("_{}", people * of.settings.facts_each)
    })
}

/// ", 400 facts".
fn said(of: &Pretrained, people: Option<usize>) -> String {
    people.map_or_else(String::new, |people| {
        format!(", {} facts", people * of.settings.facts_each)
    })
}

fn values(of: &Measured) -> Vec<Option<f64>> {
    match *of {
        Measured::Facts {
            recall,
            unseen,
            drift,
            ..
        } => vec![Some(100.0 * recall), Some(100.0 * unseen), Some(drift)],
        Measured::Style { strict, nats, .. } => vec![Some(100.0 * strict), Some(nats)],
    }
}

/// The spectra of the full updates that were cut, beside those of random matrices.
pub fn spectra(of: &Pretrained) -> Table {
    let row = |name: String, heading: String, found: &Statistics| {
        let energy = |rank| of.energy(found, rank).map(|energy| 100.0 * energy);
        Row {
            name,
            heading,
            values: vec![
                energy(SMALL_RANK),
                energy(CUT_RANK),
                Some(found.rank90),
                Some(found.rank99),
                Some(found.stable_rank),
                Some(found.entropy_rank),
            ],
        }
    };
    let mut rows = Vec::new();
    for (task, people) in [
        (Update::Style, None),
        (Update::Facts, Some(PEOPLE)),
        (Update::Facts, Some(GRID_PEOPLE)),
    ] {
        for run in of.cut(task, people) {
            if let Some(spectrum) = &run.spectrum {
                let name = format!("{}{}_{}", task.name(), named(of, people), run.seed);
                let heading = format!("{}{}, seed {}", task.name(), said(of, people), run.seed);
                rows.push(row(name, heading, &spectrum.mean));
            }
        }
    }
    if let Some(random) = of.random() {
        rows.push(row("random".into(), "random, all shapes".into(), &random));
    }
    for shape in &of.gaussian {
        let (rows_of, columns) = (shape.rows, shape.columns);
        let name = format!("random_{rows_of}_{columns}");
        let heading = format!("random, {rows_of} × {columns}");
        rows.push(row(name, heading, &shape.statistics()));
    }
    Table {
        id: "table-pretrained-spectra",
        caption: format!(
            "Means over {} matrices: energy at rank {SMALL_RANK} and {CUT_RANK} in %, and ranks",
            of.matrices()
        ),
        of: "update",
        columns: vec![
            ("energy_1", "E(1)"),
            ("energy_8", "E(8)"),
            ("rank90", "90 %"),
            ("rank99", "99 %"),
            ("stable_rank", "stable"),
            ("entropy_rank", "entropy"),
        ],
        rows,
    }
}
