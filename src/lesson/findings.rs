//! Everything that has been measured for an exercise: nothing is measured twice.

use super::measure::{FinalRun, Measured, Measurement, Trainings};
use super::recall::{FinalCut, FinalRecall, LeftOver, Recalled};
use rankscope_params::UpdateParams;
use rankscope_sim::Spectra;

/// What has been measured, by what it was measured at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    at: Vec<(UpdateParams, Measured)>,
}

impl Findings {
    /// Takes in what a measurement found.
    pub fn add(&mut self, measurement: &Measurement, measured: Measured) {
        let mut known = self.at.iter_mut();
        let Some((_, known)) = known.find(|(update, _)| *update == measurement.update) else {
            self.at.push((measurement.update, measured));
            return;
        };
        merge(&mut known.finals, measured.finals);
        merge(&mut known.recalled, measured.recalled);
        merge(&mut known.cut, measured.cut);
    }

    /// What is left to measure; none when everything is known.
    pub fn missing(&self, wanted: &Measurement) -> Option<Measurement> {
        let Some(known) = self.known(&wanted.update) else {
            return Some(wanted.clone());
        };
        let Trainings {
            runs,
            recalls,
            cuts,
        } = &wanted.trainings;
        let trainings = Trainings {
            runs: unknown(runs, &known.finals),
            recalls: unknown(recalls, &known.recalled),
            cuts: unknown(cuts, &known.cut),
        };
        (!trainings.is_empty()).then_some(Measurement {
            update: wanted.update,
            trainings,
        })
    }

    /// What a measurement finds, once all of it is known.
    pub fn measured(&self, wanted: &Measurement) -> Option<Measured> {
        let known = self.known(&wanted.update)?;
        let finals: Option<Vec<(FinalRun, Option<f64>)>> =
            all(&wanted.trainings.runs, &known.finals);
        let recalled: Option<Vec<(FinalRecall, Option<Recalled>)>> =
            all(&wanted.trainings.recalls, &known.recalled);
        let cut: Option<Vec<(FinalCut, Option<LeftOver>)>> =
            all(&wanted.trainings.cuts, &known.cut);
        Some(Measured {
            spectra: known.spectra.clone(),
            finals: finals?,
            recalled: recalled?,
            cut: cut?,
        })
    }

    /// The singular values of both updates, where they are known.
    pub fn spectra(&self, update: &UpdateParams) -> Option<&Spectra> {
        self.known(update).map(|known| &known.spectra)
    }

    fn known(&self, update: &UpdateParams) -> Option<&Measured> {
        let mut known = self.at.iter();
        known.find(|(at, _)| at == update).map(|(_, known)| known)
    }
}

fn merge<K: PartialEq, V>(known: &mut Vec<(K, V)>, new: Vec<(K, V)>) {
    for (key, value) in new {
        if !known.iter().any(|(known, _)| *known == key) {
            known.push((key, value));
        }
    }
}

fn unknown<K: PartialEq + Copy, V>(wanted: &[K], known: &[(K, V)]) -> Vec<K> {
    let is_new = |key: &&K| !known.iter().any(|(known, _)| known == *key);
    wanted.iter().filter(is_new).copied().collect()
}

fn all<K: PartialEq + Copy, V: Copy>(wanted: &[K], known: &[(K, V)]) -> Option<Vec<(K, V)>> {
    let one = |key: &K| known.iter().find(|(known, _)| known == key).copied();
    wanted.iter().map(one).collect()
}
