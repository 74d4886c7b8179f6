//! `rankscope delta`.

use std::io::Write;

use rankscope_adapter::checkpoint::{
    Aim, Analysis, Checkpoint, DeltaColumn, Done, Failed, Kind, Matrix, MatrixError, Measured,
    Plan, Report, Side, TELLING, Work,
};
use rayon::prelude::*;

use crate::arguments::DeltaAsked;
use crate::checkpoint::{Opened, open};
use crate::error::CommandError;
use crate::extract::extract;
use crate::files::Files;
use crate::output::check;
use crate::progress::Progress;
use crate::table::{Table, short};

/// Two checkpoints, and where their bytes are.
pub(crate) struct Pair {
    pub(crate) plan: Plan,
    pub(crate) files: Files,
}

pub(crate) fn run(asked: &DeltaAsked, json: bool) -> Result<(), CommandError> {
    if let Some(out) = &asked.out {
        check(out)?;
    }
    let resize = asked.size.resize()?;
    let (base, tuned) = (
        open(Side::Base, &asked.base)?,
        open(Side::Tuned, &asked.tuned)?,
    );
    let pair = Pair::of(&base, &tuned)?;
    let chosen = if asked.quick {
        pair.plan.order().into_iter().take(TELLING).collect()
    } else {
        pair.all()
    };
    let (found, failed) = pair.analysed(&chosen);
    let names = [&asked.base, &asked.tuned].map(|path| path.display().to_string());
    let [base, tuned] = &names;
    let analysed: Vec<(&Matrix, &Analysis)> = found
        .iter()
        .map(|(matrix, analysis)| (*matrix, analysis))
        .collect();
    let report = Report::of([base, tuned], &pair.plan, &analysed, failed);
    let out = &mut std::io::stdout().lock();
    if json {
        out.write_all(report.json().as_bytes())?;
    } else {
        say(&report, &analysed, out)?;
    }
    out.flush()?;
    if analysed.is_empty() {
        return Err(CommandError::NothingAnalysed);
    }
    match (resize, &asked.out) {
        (Some(resize), Some(to)) => {
            let name = asked.base_name.as_deref().unwrap_or(base);
            extract(
                &pair,
                &analysed,
                resize,
                (to, asked.dtype.dtype(), name),
                json,
            )
        }
        (Some(resize), None) => {
            let extraction = rankscope_adapter::checkpoint::Extraction::of(
                analysed
                    .iter()
                    .map(|(matrix, analysis)| (&matrix.parameter, *analysis)),
            );
            crate::extract::planned(&extraction, resize, asked.dtype.dtype(), json)
        }
        _ => Ok(()),
    }
}

impl Pair {
    fn of(base: &Opened, tuned: &Opened) -> Result<Self, CommandError> {
        let sides: [&Checkpoint; 2] = [&base.checkpoint, &tuned.checkpoint];
        let [first, second] = sides;
        Ok(Self {
            plan: Plan::new(first, second)?,
            files: base.files.clone().then(&tuned.files),
        })
    }

    /// Every parameter, the telling ones first.
    fn all(&self) -> Vec<usize> {
        let vectors = self.plan.matrices.iter().enumerate();
        let vectors = vectors
            .filter(|(_, matrix)| matrix.parameter.kind == Kind::Vector)
            .map(|(index, _)| index);
        self.plan.order().into_iter().chain(vectors).collect()
    }

    /// What is found of these, in the order of the plan, and what could not be.
    fn analysed(&self, chosen: &[usize]) -> (Vec<(&Matrix, Analysis)>, Vec<Failed>) {
        let progress = Progress::of(chosen.len(), "matrices");
        // One at a time from the front, so that the first come first.
        let one = |index: &usize| {
            let matrix = self.plan.matrices.get(*index)?;
            let done = self.done(matrix, Aim::Spectrum).map(|done| done.analysis);
            progress.one(&matrix.parameter.path);
            Some((*index, matrix, done))
        };
        let mut all: Vec<_> = chosen.par_iter().with_max_len(1).filter_map(one).collect();
        all.sort_by_key(|(index, ..)| *index);
        let (mut found, mut failed) = (Vec::new(), Vec::new());
        for (_, matrix, analysis) in all {
            match analysis {
                Ok(analysis) => found.push((matrix, analysis)),
                Err(error) => failed.push(Failed {
                    layer: matrix.parameter.path.clone(),
                    error: error.to_string(),
                    advice: error.advice().to_owned(),
                }),
            }
        }
        (found, failed)
    }

    /// Reads a matrix and does what is asked.
    pub(crate) fn done(&self, matrix: &Matrix, aim: Aim) -> Result<Done, MatrixError> {
        let mut work = Work::new(matrix, aim)?;
        while let Some(ranges) = work.wants() {
            let pieces = ranges.iter().map(|range| self.files.read_or_tell(range));
            work.take(&pieces.collect::<Vec<_>>())?;
        }
        work.finish(&mut |_| ())
    }
}

fn say(
    report: &Report,
    found: &[(&Matrix, &Analysis)],
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let names = DeltaColumn::ALL.map(DeltaColumn::name);
    let mut table = Table::new(
        2,
        ["layer", "shape"].into_iter().chain(names).chain(["floor"]),
    );
    let with_values = found
        .iter()
        .filter(|(_, analysis)| analysis.values.is_some());
    for (matrix, analysis) in with_values {
        let parameter = &matrix.parameter;
        let shape = format!("{} × {}", parameter.rows, parameter.columns);
        let cells = DeltaColumn::ALL.map(|column| cell(column.value(analysis)));
        let row = [parameter.path.clone(), shape].into_iter().chain(cells);
        table.row(row.chain([short(Some(analysis.floor))]).collect());
    }
    table.write(out)?;
    writeln!(out, "\n{}", report.sentence)?;
    for remark in &report.remarks {
        writeln!(out, "{remark}")?;
    }
    let mut stderr = std::io::stderr().lock();
    for Failed {
        layer,
        error,
        advice,
    } in &report.failed
    {
        writeln!(stderr, "left out: {layer}: {error}. {advice}")?;
    }
    Ok(())
}

/// A number, with the bounds it lies between where it is not exact.
fn cell(measured: Option<Measured>) -> String {
    match measured {
        Some(measured) if !measured.is_exact() => {
            let Measured { value, least, most } = measured;
            let [value, least, most] = [value, least, most].map(|number| short(Some(number)));
            if least == most {
                value
            } else {
                format!("{value} [{least}, {most}]")
            }
        }
        other => short(other.map(|measured| measured.value)),
    }
}
