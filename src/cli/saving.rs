//! `rankscope portable` and `rankscope resize`.

use std::io::Write;

use rankscope_adapter::Report;
use rankscope_adapter::save::{
    Certificate, Job, Options, Plan, Precision, Ranks, SaveError, Written,
};
use rayon::prelude::*;
use serde_json::json;

use crate::arguments::{PortableAsked, ResizeAsked, Written as Where};
use crate::error::CommandError;
use crate::opened::{Opened, find};
use crate::output::{Folder, check};
use crate::progress::Progress;
use crate::table::{Table, short};

pub(crate) fn portable(asked: &PortableAsked, json: bool) -> Result<(), CommandError> {
    let options = Options {
        ranks: Ranks::One(asked.rank),
        ..Options::PORTABLE
    };
    save(&Opened::of(&asked.adapter)?, options, &asked.written, json)
}

pub(crate) fn resize(asked: &ResizeAsked, json: bool) -> Result<(), CommandError> {
    let resize = asked.size.resize()?.ok_or(SaveError::ZeroRank)?;
    let options = Options {
        resize: Some(resize),
        ranks: Ranks::Own,
        ..Options::PORTABLE
    };
    save(&Opened::of(&asked.adapter)?, options, &asked.written, json)
}

fn save(opened: &Opened, options: Options, to: &Where, json: bool) -> Result<(), CommandError> {
    let precision = if to.single {
        Precision::Single
    } else {
        Precision::Source
    };
    let options = Options {
        precision,
        ..options
    };
    check(&to.out)?;
    let reports: Vec<&Report> = opened.reports.iter().collect();
    let plan = Plan::new(&opened.to_save(&reports), &options)?;
    let mut folder = Folder::begin(&to.out, &plan)?;
    let progress = Progress::of(plan.jobs().len(), "layers written");
    // A few at a time, so that what is made and not written is bounded.
    for jobs in plan.jobs().chunks(4 * rayon::current_num_threads().max(1)) {
        let make = |job: &Job| {
            let bytes: Vec<(u64, Vec<u8>)> =
                job.layers().flat_map(|layer| opened.bytes(layer)).collect();
            let made = job.make(&|tensor| find(&bytes, tensor), &mut |_| ());
            progress.one(&job.layer.path);
            made
        };
        let made: Result<Vec<_>, SaveError> = jobs.par_iter().map(make).collect();
        for made in made? {
            folder.layer(made)?;
        }
    }
    drop(progress);
    let written = folder.finish()?;
    for unfolded in plan.unfolded() {
        let mut stderr = std::io::stderr().lock();
        writeln!(
            stderr,
            "not held: {} {}",
            unfolded.kind.reason(),
            unfolded.names.join(", ")
        )?;
    }
    certified(plan.certificate(), &written, json)
}

/// Says what was kept.
pub(crate) fn certified(
    certificate: &Certificate,
    written: &Written,
    json: bool,
) -> Result<(), CommandError> {
    let out = &mut std::io::stdout().lock();
    if json {
        let report = json!({
            "format": "rankscope certificate",
            "version": 1,
            "certificate": certificate,
            "rounding": written.rounding_of_all,
            "error": written.error,
        });
        writeln!(out, "{report:#}")?;
        return Ok(());
    }
    let mut table = Table::new(
        1,
        [
            "layer",
            "rank_before",
            "rank",
            "energy_kept",
            "relative_error",
        ],
    );
    for layer in &certificate.layers {
        table.row(vec![
            layer.path.clone(),
            layer.rank_before.to_string(),
            layer.rank.to_string(),
            short(layer.energy),
            short(layer.error),
        ]);
    }
    table.write(out)?;
    let kept = short(certificate.energy.map(|energy| 100.0 * energy));
    writeln!(
        out,
        "{} parameters of {}, {kept} % of the energy, relative error {}",
        certificate.parameters,
        certificate.parameters_before,
        short(written.error)
    )?;
    Ok(())
}
