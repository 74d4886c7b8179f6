//! A LoRA out of two checkpoints.

use std::io::Write;
use std::path::Path;

use rankscope_adapter::Dtype;
use rankscope_adapter::checkpoint::{
    Aim, Analysis, CUT_IS_NOT_TRAINED, Extraction, Matrix, MatrixError, names,
};
use rankscope_adapter::save::{Carried, Job, Made, Plan, Ranks, Resize};
use rayon::prelude::*;
use serde_json::json;

use crate::delta::Pair;
use crate::error::CommandError;
use crate::output::Folder;
use crate::progress::Progress;
use crate::saving::certified;
use crate::table::short;

/// Writes it: where, in which format, and the base model's name.
pub(crate) fn extract(
    pair: &Pair,
    found: &[(&Matrix, &Analysis)],
    resize: Resize,
    (to, dtype, base): (&Path, Dtype, &str),
    json: bool,
) -> Result<(), CommandError> {
    let extraction = Extraction::of(
        found
            .iter()
            .map(|(matrix, analysis)| (&matrix.parameter, *analysis)),
    );
    if extraction.is_empty() {
        return Err(CommandError::NothingToExtract);
    }
    let config = json!({ "r": 1, "base_model_name_or_path": base });
    let carried = Carried::of(config.to_string().as_bytes());
    let plan = extraction.plan(resize, Ranks::Own, dtype, &carried)?;
    let mut folder = Folder::begin(to, &plan)?;
    let progress = Progress::of(plan.jobs().len(), "layers written");
    for jobs in plan.jobs().chunks(2 * rayon::current_num_threads().max(1)) {
        let make = |job: &Job| {
            let made = made(pair, found, job);
            progress.one(job.wanted().0);
            made
        };
        let made: Result<Vec<Made>, CommandError> =
            jobs.par_iter().with_max_len(1).map(make).collect();
        for made in made? {
            folder.layer(made)?;
        }
    }
    drop(progress);
    let written = folder.finish()?;
    // The report is what standard output has as JSON; what was kept stands in the file's metadata.
    if !json {
        certified(plan.certificate(), &written, false)?;
    }
    say_not_held(&extraction)
}

/// Says what would be written.
pub(crate) fn planned(
    extraction: &Extraction,
    resize: Resize,
    dtype: Dtype,
    json: bool,
) -> Result<(), CommandError> {
    if extraction.is_empty() {
        return Err(CommandError::NothingToExtract);
    }
    let plan: Plan = extraction.plan(resize, Ranks::Own, dtype, &Carried::default())?;
    let certificate = plan.certificate();
    if !json {
        let mut out = std::io::stdout().lock();
        let kept = short(certificate.energy.map(|energy| 100.0 * energy));
        writeln!(
            out,
            "A LoRA of {} parameters would keep {kept} % of the energy. Name a folder with --out to write it.",
            certificate.parameters
        )?;
    }
    say_not_held(extraction)
}

fn made(pair: &Pair, found: &[(&Matrix, &Analysis)], job: &Job) -> Result<Made, CommandError> {
    let (path, rank) = job.wanted();
    let failed = |error: MatrixError| CommandError::Matrix {
        path: path.to_owned(),
        error,
    };
    let (matrix, _) = found
        .iter()
        .find(|(matrix, _)| matrix.parameter.path == path)
        .ok_or(CommandError::NothingToExtract)?;
    let done = pair.done(matrix, Aim::Factors(rank)).map_err(failed)?;
    let factors = done.factors.ok_or(CommandError::NothingToExtract)?;
    Ok(Extraction::made(job, &factors)?)
}

fn say_not_held(extraction: &Extraction) -> Result<(), CommandError> {
    let mut stderr = std::io::stderr().lock();
    for not_held in extraction.not_held() {
        writeln!(
            stderr,
            "not held: {} that changed, ‖ΔW‖ {}: {}",
            not_held.kind.counted(not_held.names.len()),
            short(Some(not_held.frobenius)),
            names(&not_held.names)
        )?;
    }
    writeln!(stderr, "{CUT_IS_NOT_TRAINED}")?;
    Ok(())
}
