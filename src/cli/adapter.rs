//! `rankscope adapter`.

use std::io::Write;

use rankscope_adapter::{Column, LeftOut, Measures, Report, Thresholds, export};
use serde_json::{Value, json};

use crate::arguments::AdapterFiles;
use crate::error::CommandError;
use crate::opened::Opened;
use crate::table::{Table, short};

pub(crate) fn run(asked: &AdapterFiles, json: bool) -> Result<(), CommandError> {
    let opened = Opened::of(asked)?;
    let out = &mut std::io::stdout().lock();
    if json {
        let layers = export::json(&opened.reports, Thresholds::default());
        let layers: Value = serde_json::from_str(&layers).map_err(std::io::Error::from)?;
        let report = json!({
            "format": "rankscope adapter",
            "version": 1,
            "layers": layers,
            "failed": failed(&opened.failed),
            "remarks": opened.remarks,
        });
        writeln!(out, "{report:#}")?;
        return Ok(());
    }
    table(&opened.reports).write(out)?;
    for remark in &opened.remarks {
        writeln!(out, "{remark}")?;
    }
    say_failed(&opened.failed)?;
    if opened.reports.is_empty() {
        Err(CommandError::NothingAnalysed)
    } else {
        Ok(())
    }
}

fn table(reports: &[Report]) -> Table {
    let names = Column::ALL.map(Column::name);
    let mut table = Table::new(1, std::iter::once("layer").chain(names));
    for report in reports {
        let measures = Measures::of(report, Thresholds::default());
        let cells = Column::ALL.map(|column| short(column.value(report, &measures)));
        table.row(
            std::iter::once(report.layer.path.clone())
                .chain(cells)
                .collect(),
        );
    }
    table
}

fn failed(failed: &[LeftOut]) -> Vec<Value> {
    let one = |left: &LeftOut| json!({"layer": left.path, "error": left.error.to_string(), "advice": left.error.advice()});
    failed.iter().map(one).collect()
}

/// Says on standard error which layers were left out.
pub(crate) fn say_failed(failed: &[LeftOut]) -> Result<(), CommandError> {
    let mut stderr = std::io::stderr().lock();
    for LeftOut { path, error } in failed {
        writeln!(stderr, "left out: {path}: {error}. {}", error.advice())?;
    }
    Ok(())
}
