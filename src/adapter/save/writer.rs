//! The bytes of the new file, in order.
//!
//! With PEFT's names that is a zip archive of `adapter_config.json` and `adapter_model.safetensors`; with the
//! others, the weights alone. Nothing is held: what a call returns follows what the one before it returned. The
//! bytes of layers need not come by: of those a worker has made, a [`Receipt`] is enough.

use std::ops::Deref;

use super::SaveError;
use super::job::{Made, Receipt};
use super::plan::Plan;
use super::zip::Archive;

/// The files in the archive.
const CONFIG: &str = "adapter_config.json";
const WEIGHTS: &str = "adapter_model.safetensors";

/// A file that is being written.
#[derive(Debug)]
pub struct Writer<P> {
    plan: P,
    archive: Option<Archive>,
    rounding: Vec<Option<f64>>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Of each of [`Plan::jobs`], `‖ΔW'' − ΔW'‖/‖ΔW‖`: what rounding adds, measured on the bytes written. None of
    /// a zero update.
    pub rounding: Vec<Option<f64>>,
    /// The same of all layers together.
    pub rounding_of_all: Option<f64>,
    /// Of all layers together, `‖ΔW − ΔW''‖/‖ΔW‖`: what was left out and what rounding adds. The two are
    /// orthogonal but for the product of both roundings.
    pub error: Option<f64>,
}

impl<P: Deref<Target = Plan>> Writer<P> {
    /// Begins a file, and gives its first bytes.
    pub fn begin(plan: P) -> (Self, Vec<u8>) {
        let mut archive = plan.config.as_ref().map(|_| Archive::new());
        let mut first = Vec::new();
        if let (Some(archive), Some(config)) = (&mut archive, &plan.config) {
            first.extend(archive.begin(CONFIG, config.len() as u64));
            archive.data(config.as_bytes());
            first.extend(config.as_bytes());
            first.extend(archive.end());
            first.extend(archive.begin(WEIGHTS, plan.weights_bytes()));
            archive.data(&plan.head);
        }
        first.extend(&plan.head);
        let rounding = Vec::with_capacity(plan.jobs.len());
        let writer = Self {
            plan,
            archive,
            rounding,
        };
        (writer, first)
    }

    /// The bytes of the next layer: what the next of [`Plan::jobs`] made.
    ///
    /// # Errors
    /// [`SaveError::Bytes`] when they are not as many as that job makes.
    pub fn layer(&mut self, made: Made) -> Result<Vec<u8>, SaveError> {
        self.passed(&made.receipt())?;
        Ok(made.bytes)
    }

    /// Takes note of the bytes of the next layer, which follow as they are.
    ///
    /// # Errors
    /// As [`Writer::layer`].
    pub fn passed(&mut self, receipt: &Receipt) -> Result<(), SaveError> {
        let job = self.plan.jobs.get(self.rounding.len());
        let expected = job.map_or(0, super::Job::bytes);
        let given = receipt.bytes;
        if expected != given {
            return Err(SaveError::Bytes { expected, given });
        }
        if let Some(archive) = &mut self.archive {
            archive.passed(receipt.bytes, receipt.crc);
        }
        self.rounding.push(receipt.rounding);
        Ok(())
    }

    /// The last bytes, and what was written.
    ///
    /// # Errors
    /// [`SaveError::Bytes`] when layers are missing.
    pub fn finish(self) -> Result<(Vec<u8>, Written), SaveError> {
        let missing = self.plan.jobs.get(self.rounding.len()..);
        let missing: u64 = missing
            .unwrap_or_default()
            .iter()
            .map(super::Job::bytes)
            .sum();
        if missing > 0 {
            return Err(SaveError::Bytes {
                expected: self.plan.rest,
                given: self.plan.rest - missing,
            });
        }
        let written = Written::of(&self.plan, self.rounding);
        let last = self.archive.map(|mut archive| {
            let mut last = archive.end();
            last.extend(archive.finish());
            last
        });
        Ok((last.unwrap_or_default(), written))
    }
}

impl Written {
    fn of(plan: &Plan, rounding: Vec<Option<f64>>) -> Self {
        let absolute = plan.jobs.iter().zip(&rounding);
        let absolute = absolute.map(|(job, rounding)| job.norm * rounding.unwrap_or_default());
        let all: f64 = absolute.map(|norm| norm * norm).sum();
        let of_all = (plan.norm > 0.0).then(|| all.sqrt() / plan.norm);
        let error = plan.certificate.error.zip(of_all);
        Self {
            rounding,
            rounding_of_all: of_all,
            error: error.map(|(missed, rounding)| missed.hypot(rounding)),
        }
    }
}
