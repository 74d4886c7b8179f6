//! Who is measured: the page's own module, other libraries in the same browser, native NumPy.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::TimeoutConfiguration;
use rankscope_engine::protocol::{Job, Request};
use rankscope_params::{Update, UpdateParams};
use serde_json::{Value, json};

use crate::harness::Page;
use crate::host::Host;

/// The longest that any answer may take.
const PATIENCE: Duration = Duration::from_mins(4);

const CLIENT: &str = include_str!("web/client.js");
/// Asks a contender of the page, which it starts when it is first asked.
const ASK: &str = "
    const [name, question, done] = arguments;
    window.asking ??= {};
    window.asking[name] ??= window.contender(name);
    window.asking[name].then(ask => ask(question)).then(done, error => done({ problem: String(error) }));";

/// One that takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Rankscope,
    NumpyTs,
    MlMatrix,
    Numpy,
}

impl Who {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rankscope => "rankscope",
            Self::NumpyTs => "numpy-ts",
            Self::MlMatrix => "ml-matrix",
            Self::Numpy => "NumPy",
        }
    }
}

/// An answer: how long it took, and what was found.
pub(crate) struct Answer {
    pub(crate) ms: f64,
    pub(crate) check: Value,
    /// How long each stage took, as far as it is known.
    pub(crate) stages: Vec<f64>,
}

/// Everybody at hand, in a page that is open and at rest.
pub(crate) struct Field<'a> {
    page: &'a Page,
    numpy: Numpy,
}

impl<'a> Field<'a> {
    /// Opens the page where its clocks are fine, in the state of a link.
    pub(crate) async fn gather(page: &'a Page, host: &Host, query: &str) -> Self {
        let timeouts = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
        page.client.update_timeouts(timeouts).await.unwrap();
        let address = host.at(&format!("isolated/page/?{query}"));
        page.client.goto(&address).await.unwrap();
        page.settles().await;
        let fine = page.script("return crossOriginIsolated;", vec![]).await;
        assert_eq!(fine, true, "the page's clock is coarse");
        page.script(CLIENT, vec![]).await;
        Self {
            page,
            numpy: Numpy::start(),
        }
    }

    /// Asks one of them, and waits.
    pub(crate) async fn ask(&mut self, who: Who, question: &Value) -> Answer {
        let answer = if who == Who::Numpy {
            self.numpy.ask(question)
        } else {
            let arguments = vec![json!(who.name()), question.clone()];
            self.page
                .client
                .execute_async(ASK, arguments)
                .await
                .unwrap()
        };
        let stages = answer["stages"].as_array().into_iter().flatten();
        Answer {
            ms: answer["ms"]
                .as_f64()
                .unwrap_or_else(|| panic!("{} on {question}: {answer}", who.name())),
            check: answer["check"].clone(),
            stages: stages.filter_map(Value::as_f64).collect(),
        }
    }

    /// Has a worker of the page's draw and decompose both updates, or two of them one each, after the same with another
    /// seed.
    pub(crate) async fn simulate(
        &mut self,
        params: UpdateParams,
        alpha: f64,
        at_once: bool,
    ) -> Answer {
        let requests = |params: UpdateParams| -> Vec<Vec<u8>> {
            let jobs = if at_once {
                let one = |update| Job::SimulateOne { params, update };
                [Update::Style, Update::Facts].map(one).to_vec()
            } else {
                vec![Job::Simulate(params)]
            };
            let encoded = |job| Request {
                id: 1,
                job,
                attached: vec![],
            };
            jobs.into_iter().map(|job| encoded(job).encode()).collect()
        };
        let other = UpdateParams {
            seed: params.seed + 1,
            ..params
        };
        let question =
            json!({ "before": requests(other), "requests": requests(params), "alpha": alpha });
        self.ask(Who::Rankscope, &question).await
    }
}

/// NumPy in a process of its own, on one thread.
pub(crate) struct Numpy {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Numpy {
    pub(crate) fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/peer.py");
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        let mut process = Command::new(&python)
            .arg(script)
            .env("OPENBLAS_NUM_THREADS", "1")
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{python}: {error}. scripts/bench.sh finds one"));
        Self {
            questions: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            process,
        }
    }

    pub(crate) fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.questions, "{question}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("NumPy on {question}: {line:?}"))
    }
}

impl Drop for Numpy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How far apart two answers may be: a share of the larger number, which counts as `least` at least.
#[derive(Clone, Copy)]
pub(crate) struct Tolerance {
    pub(crate) share: f64,
    pub(crate) least: f64,
}

/// Fails unless two answers hold the same numbers.
pub(crate) fn agree(what: &str, one: &Value, other: &Value, tolerance: Tolerance) {
    match (one, other) {
        (Value::Array(ones), Value::Array(others)) => {
            assert_eq!(ones.len(), others.len(), "{what}");
            for (one, other) in ones.iter().zip(others) {
                agree(what, one, other, tolerance);
            }
        }
        (Value::Object(ones), Value::Object(others)) => {
            for (key, one) in ones {
                agree(&format!("{what}, {key}"), one, &others[key], tolerance);
            }
        }
        _ => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            let size = one.abs().max(other.abs()).max(tolerance.least);
            let apart = (one - other).abs();
            assert!(apart <= tolerance.share * size, "{what}: {one} and {other}");
        }
    }
}
