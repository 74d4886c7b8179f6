//! What can go wrong while a long job is under way: in the end it is what it would have been, or it is said.
//!
//! | job | its worker is killed | its page is hidden | storage or disk is full | its file shrinks |
//! |---|---|---|---|---|
//! | a simulation | `faults.rs` | `away.rs` | keeps nothing | reads none |
//! | a training run | here | here | keeps nothing | reads none |
//! | the map of learning rates | here | here | keeps nothing | reads none |
//! | a recall run | here | here | keeps nothing | reads none |
//! | the map of capacities | here | here | keeps nothing | reads none |
//! | an adapter's analysis | here | here | keeps nothing | here |
//! | two checkpoints | here | here | keeps nothing | here |
//! | an adapter that is saved | with its analysis | with its analysis | `adapter/saving.rs` | here |
//! | a lesson that is kept | has none | has none | `classroom/storage.rs` | read at once |
//! | a teacher's draft | has none | has none | `teach.rs` | read at once |

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::adapter::saving::IN_MEMORY;
use crate::adapter::{self, Made};
use crate::experts;
use crate::harness::{Page, browse};
use crate::views::CHECKPOINTS;

/// Long enough that a job goes on meanwhile.
const AWAY: Duration = Duration::from_secs(1);
/// Where workers are at hand, and the page's clock is fast enough to miss one soon.
const WATCHED: &str = "fault/watched-worker-hurried/";

/// Every layer of what is open has been dealt with.
const READY: &str = "return document.querySelector('#adapter')?.dataset.open === 'ready';";

/// What takes long, and when it is what.
struct Job {
    query: &'static str,
    begins: Begin,
    /// Scripts that answer `true`.
    under_way: &'static str,
    finished: &'static str,
    /// The cells that hold what came of it.
    cells: &'static str,
}

/// What it waits for.
enum Begin {
    /// Nothing: it is in the link.
    Link,
    /// A button, once the run that the view begins by itself has ended.
    Press(&'static str),
    /// Files, each in its field.
    Files(&'static [Field]),
}

/// The field, and the file that is made for it.
type Field = (&'static str, fn() -> Made);

const TRAINING: Job = Job {
    query: "view=train&run=1&d=128&k=128&steps=2000",
    begins: Begin::Link,
    under_way: "return document.querySelector('#train-progress')?.value > 0;",
    finished: "return document.querySelector('#train')?.dataset.state === 'finished';",
    cells: "#table-train td",
};

const RATES: Job = Job {
    query: "view=train&d=48&k=48&steps=400&ranks=2%2C4%2C8",
    begins: Begin::Press("#map-it"),
    under_way: "return document.querySelector('#map-progress')?.value > 0;",
    finished: "return document.querySelectorAll('#table-rates tbody tr').length === 3;",
    cells: "#table-rates td, #table-rate-law td",
};

const RECALL: Job = Job {
    query: "view=recall&run=1&facts=512&width=96&recall_steps=1000",
    begins: Begin::Link,
    under_way: "return document.querySelector('#recall-progress')?.value > 0;",
    finished: "return document.querySelector('#recall')?.dataset.state === 'finished';",
    cells: "#table-recall td",
};

const CAPACITY: Job = Job {
    query: "view=recall&recall_ranks=1%2C2%2C4&width=32&recall_steps=600",
    begins: Begin::Press("#map-capacity"),
    under_way: "return document.querySelector('#capacity-progress')?.value > 0;",
    finished: "return document.querySelector('#recall-map')?.dataset.state === 'finished';",
    cells: "#table-capacity td",
};

const ADAPTER: Job = Job {
    query: "view=adapter",
    begins: Begin::Files(&[("#adapter-files", thousands_of_layers)]),
    under_way: "return document.querySelector('#adapter-progress')?.value > 0;",
    finished: "return document.querySelector('#adapter')?.dataset.open === 'ready'
        && document.querySelector('#table-adapter')?.dataset.rows === '9216';",
    cells: "#table-adapter td",
};

const TWO_CHECKPOINTS: Job = Job {
    query: CHECKPOINTS,
    begins: Begin::Files(&[
        ("#checkpoint-base", || checkpoint("base", 1)),
        ("#checkpoint-tuned", || checkpoint("tuned", 2)),
    ]),
    under_way: "return document.querySelector('#checkpoint-progress')?.value > 0;",
    finished: READY,
    cells: "#table-delta td",
};

fn thousands_of_layers() -> Made {
    Made::of("experts.safetensors", &experts::file())
}

const MATRICES: usize = 8;
const SIDE: usize = 512;

/// A checkpoint whose matrices take a while.
fn checkpoint(name: &str, seed: u32) -> Made {
    let mut header = Map::new();
    let mut data = Vec::new();
    // The generator of Numerical Recipes: only its upper bits are good, and enough for weights.
    let mut state = seed;
    for matrix in 0..MATRICES {
        let begin = data.len();
        for _ in 0..SIDE * SIDE {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let number = (state >> 8) as f32 / (1 << 24) as f32 - 0.5;
            data.extend(number.to_le_bytes());
        }
        let tensor =
            json!({ "dtype": "F32", "shape": [SIDE, SIDE], "data_offsets": [begin, data.len()] });
        header.insert(format!("layers.{matrix}.weight"), tensor);
    }
    Made::with_header(
        &format!("{name}.safetensors"),
        &Value::Object(header),
        &data,
    )
}

impl Job {
    /// Sets it going on the page at this address, and waits until it is under way; returns the files it reads.
    async fn begins(&self, page: &Page, address: &str) -> Vec<Made> {
        page.visit(&format!("{address}?{}", self.query)).await;
        let files = match self.begins {
            Begin::Link => vec![],
            Begin::Press(button) => {
                let free = format!(
                    "const ended = document.querySelector('#train, #recall')?.dataset.state === 'finished';
                     const button = document.querySelector('{button}');
                     if (ended) button?.click();
                     return ended && !!button;"
                );
                page.waits_until(button, &free).await;
                vec![]
            }
            Begin::Files(fields) => {
                let mut files = vec![];
                for (field, make) in fields {
                    let there = format!(
                        "const open = document.querySelector('#adapter')?.dataset;
                         return !!document.querySelector('{field}') && (open.source === 'checkpoints' || open.open === 'ready');"
                    );
                    page.waits_until(field, &there).await;
                    let file = make();
                    page.picks(field, &[&file]).await;
                    files.push(file);
                }
                files
            }
        };
        page.waits_until("the job to be under way", self.under_way)
            .await;
        files
    }

    /// What came of it.
    async fn outcome(&self, page: &Page) -> Value {
        page.waits_until("the job to end", self.finished).await;
        let cells = format!(
            "return [...document.querySelectorAll('{}')].map(cell => cell.dataset.value);",
            self.cells
        );
        let cells = page.script(&cells, vec![]).await;
        assert!(cells.as_array().is_some_and(|cells| cells.len() > 3));
        cells
    }

    /// All of its workers killed at once, its page behind another, one worker in all: it ends as it does undisturbed.
    fn stands(&self) {
        browse(async |page| {
            let _files = self.begins(page, "").await;
            let undisturbed = self.outcome(page).await;

            let _files = self.begins(page, "").await;
            page.while_hidden(AWAY).await;
            assert_eq!(self.outcome(page).await, undisturbed, "hidden");
            assert_eq!(page.console_errors().await, [""; 0]);

            let _files = self.begins(page, WATCHED).await;
            let kill = "workers.forEach(worker => worker.terminate()); return workers.length;";
            let before = page.script(kill, vec![]).await;
            let killed = self.outcome(page).await;
            let workers = page.script("return workers.length;", vec![]).await;
            assert!(workers.as_u64() > before.as_u64(), "none was started anew");
            assert_eq!(killed, undisturbed, "its workers killed");

            let _files = self.begins(page, "fault/one-worker/").await;
            assert_eq!(self.outcome(page).await, undisturbed, "one worker");
        });
    }
}

#[test]
fn a_training_run_stands_the_loss_of_its_workers_and_a_hidden_page() {
    TRAINING.stands();
}

#[test]
fn a_map_of_learning_rates_stands_the_loss_of_its_workers_and_a_hidden_page() {
    RATES.stands();
}

#[test]
fn a_recall_run_stands_the_loss_of_its_workers_and_a_hidden_page() {
    RECALL.stands();
}

#[test]
fn a_map_of_capacities_stands_the_loss_of_its_workers_and_a_hidden_page() {
    CAPACITY.stands();
}

#[test]
fn an_analysis_of_an_adapter_stands_the_loss_of_its_workers_and_a_hidden_page() {
    ADAPTER.stands();
}

#[test]
fn two_checkpoints_stand_the_loss_of_the_workers_and_a_hidden_page() {
    TWO_CHECKPOINTS.stands();
}

/// Leaves the first half of a file.
fn shrinks(file: &Path) {
    let open = OpenOptions::new().write(true).open(file).unwrap();
    let length = open.metadata().unwrap().len();
    open.set_len(length / 2).unwrap();
}

/// What cannot be read any more is said, and the page opens something else.
fn says_that_its_file_shrank(job: &Job, said_in: &str) {
    browse(async |page| {
        let files = job.begins(page, "").await;
        for file in &files {
            shrinks(file);
        }
        page.sees(said_in, "may have changed").await;
        let _files = job.begins(page, "").await;
        job.outcome(page).await;
    });
}

#[test]
fn an_adapter_whose_file_shrinks_while_it_is_read_is_told() {
    says_that_its_file_shrank(&ADAPTER, "#adapter-failures");
}

#[test]
fn a_checkpoint_whose_file_shrinks_while_it_is_read_is_told() {
    says_that_its_file_shrank(&TWO_CHECKPOINTS, "#checkpoint-failures");
}

#[test]
fn an_adapter_whose_file_has_shrunk_when_it_is_saved_is_told() {
    browse(async |page| {
        page.open(ADAPTER.query).await;
        page.waits_until("the sample", READY).await;
        let sample = std::fs::read(adapter::weights("facts_r64_rslora")).unwrap();
        let file = Made::of("adapter_model.safetensors", &sample);
        page.picks("#adapter-files", &[&file]).await;
        page.sees("#adapter", "adapter_model.safetensors").await;
        page.waits_until("its layers", READY).await;
        page.script(IN_MEMORY, vec![]).await;
        shrinks(&file);
        page.click("#save-resized").await;
        page.sees("#save-outcome", "may have changed").await;
    });
}
