//! `rankscope runtimes`.

use std::io::Write;

use rankscope_adapter::runtimes::{
    Adapter, Kind, RUNTIMES, Runtime, Verdict, verdicts, worst_first,
};
use serde_json::{Value, json};

use crate::adapter::say_failed;
use crate::arguments::RuntimesAsked;
use crate::error::CommandError;
use crate::opened::Opened;
use crate::table::{Table, short};

/// Whether each runtime that was named runs the adapter as trained; of all, whether or not.
pub(crate) fn run(asked: &RuntimesAsked, json: bool) -> Result<bool, CommandError> {
    let named: Result<Vec<&'static Runtime>, CommandError> =
        asked.named.iter().map(|name| runtime(name)).collect();
    let named = named?;
    let opened = Opened::of(&asked.adapter)?;
    let layers = opened
        .reports
        .iter()
        .map(|report| (&report.layer, &report.scale));
    let others = &opened.contents.layout.other_tensors;
    let adapter = Adapter::new(layers, opened.config.as_ref(), opened.embedded, others);
    let found: Vec<Verdict> = if named.is_empty() {
        let all = verdicts(&adapter);
        worst_first(&all)
            .into_iter()
            .filter_map(|index| all.get(index).cloned())
            .collect()
    } else {
        named
            .iter()
            .map(|runtime| runtime.verdict(&adapter))
            .collect()
    };
    let out = &mut std::io::stdout().lock();
    if json {
        let all: Vec<Value> = found.iter().map(said).collect();
        writeln!(
            out,
            "{:#}",
            json!({"format": "rankscope runtimes", "version": 1, "runtimes": all})
        )?;
    } else {
        let names = [
            "runtime",
            "versions",
            "verdict",
            "factor_least",
            "factor_most",
        ];
        let mut table = Table::new(3, names);
        for verdict in &found {
            let texts = [
                verdict.runtime.id,
                verdict.runtime.versions,
                verdict.kind.name(),
            ]
            .map(str::to_owned);
            let numbers = [short(verdict.least), short(verdict.most)];
            table.row(texts.into_iter().chain(numbers).collect());
        }
        table.write(out)?;
        for verdict in found.iter().filter(|verdict| verdict.kind != Kind::Right) {
            writeln!(out, "{}: {}", verdict.runtime.id, verdict.reason)?;
        }
    }
    say_failed(&opened.failed)?;
    // A layer that could not be read cannot be vouched for.
    let whole = opened.failed.is_empty();
    Ok(named.is_empty() || whole && found.iter().all(|verdict| verdict.kind == Kind::Right))
}

fn runtime(name: &str) -> Result<&'static Runtime, CommandError> {
    Runtime::of(name.trim()).ok_or_else(|| {
        let current = RUNTIMES.iter().filter(|runtime| runtime.current);
        let known: Vec<&str> = current.map(|runtime| runtime.id).collect();
        CommandError::UnknownRuntime {
            name: name.to_owned(),
            known: known.join(", "),
        }
    })
}

fn said(verdict: &Verdict) -> Value {
    json!({
        "runtime": verdict.runtime.id,
        "versions": verdict.runtime.versions,
        "verdict": verdict.kind.name(),
        "factor_least": verdict.least,
        "factor_most": verdict.most,
        "reason": verdict.reason,
        "also": verdict.also,
        "start": verdict.start,
    })
}
