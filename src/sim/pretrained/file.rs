//! The file of the measurements, checked as it is read: after this nothing is missing or out of range.

use super::super::measurements::{self, MeasurementsError};
use super::runs::{Adapter, Gaussian, Measured, Spectrum};
use super::{Findings, Pretrained};
use rankscope_params::Update;

/// The version of the file that is read here.
pub const VERSION: u64 = 1;

impl Pretrained {
    /// Reads the file.
    ///
    /// # Errors
    /// [`MeasurementsError`], one variant a cause.
    pub fn from_json(text: &str) -> Result<Self, MeasurementsError> {
        measurements::read::<Self>(text, VERSION)?.checked()
    }

    fn checked(self) -> Result<Self, MeasurementsError> {
        if let Some(what) = self.contradiction() {
            return Err(MeasurementsError::Contradiction { what });
        }
        if Findings::of(&self).is_none() {
            return Err(MeasurementsError::Incomplete);
        }
        Ok(self)
    }

    fn contradiction(&self) -> Option<&'static str> {
        let ranks = &self.energy_ranks;
        if !ranks.is_sorted_by(|one, next| one < next)
            || ranks.first().is_none_or(|&rank| rank == 0)
        {
            return Some("the ranks are not in order");
        }
        let noise = &self.noise;
        let noises = [
            noise.recall,
            noise.unseen,
            noise.strict,
            noise.strict_between_runs,
        ];
        if !noises.into_iter().all(is_share) {
            return Some("a noise is no share");
        }
        let random = |shape: &Gaussian| self.fits(&shape.energy, shape.rank90);
        if !self.gaussian.iter().all(random) || self.random().is_none() {
            return Some("a random matrix is not as the model's matrices are");
        }
        let fulls = self
            .full
            .iter()
            .map(|run| (run.task, run.people, &run.measured, &run.cuts));
        let loras = self
            .lora
            .iter()
            .map(|run| (run.task, run.people, &run.measured, &run.cuts));
        for (task, people, measured, cuts) in fulls.chain(loras) {
            let all = || cuts.iter().map(|cut| &cut.measured).chain([measured]);
            if !all().all(|measured| measured.is_of(task))
                || people.is_some() != (task == Update::Facts)
            {
                return Some("a run was measured as one of another task");
            }
            if !all().all(Measured::is_possible) {
                return Some("a measurement is outside its range");
            }
            if !cuts.is_sorted_by(|one, next| one.rank < next.rank) {
                return Some("the cuts of a run are not in order");
            }
        }
        let whole = |spectrum: &Spectrum| {
            let modules = spectrum.modules.len() == self.modules.len();
            let blocks = spectrum.rank90.len() == self.model.blocks;
            let each = spectrum
                .rank90
                .iter()
                .all(|block| block.len() == self.modules.len());
            let all = spectrum.modules.iter().chain([&spectrum.mean]);
            modules && blocks && each && all.clone().all(|of| self.fits(&of.energy, of.rank90))
        };
        if !self
            .full
            .iter()
            .filter_map(|run| run.spectrum.as_ref())
            .all(whole)
        {
            return Some(
                "a spectrum has not as many values as there are ranks, modules and blocks",
            );
        }
        let adapter = |run: &Adapter| {
            let spectrum = self.fits(&run.spectrum.energy, run.spectrum.rank90);
            spectrum && run.rank > 0 && run.matrices > 0 && run.gamma > 0.0 && run.gradient > 0.0
        };
        if !self.lora.iter().all(adapter) {
            return Some("an adapter has a value outside its range");
        }
        None
    }

    /// Whether there is a share for each rank, and a rank.
    fn fits(&self, energy: &[f64], rank90: f64) -> bool {
        energy.len() == self.energy_ranks.len()
            && energy.iter().copied().all(is_share)
            && rank90 >= 1.0
    }
}

/// Rounding to nine digits may leave a unit in the last of them.
pub(super) fn is_share(value: f64) -> bool {
    const ROUNDING: f64 = 1e-9;
    (0.0..=1.0 + ROUNDING).contains(&value)
}
