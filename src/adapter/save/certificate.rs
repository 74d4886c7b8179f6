//! What is kept of an adapter, layer by layer and of all.
//!
//! With `ΔW'` the update that is written, before rounding: energy kept `‖ΔW'‖²/‖ΔW‖²` and relative error
//! `‖ΔW − ΔW'‖/‖ΔW‖`, which for a truncation is `√(1 − energy)`. For all layers both are of their updates
//! taken together, so large layers weigh more. Both follow from the singular values; neither is defined for an
//! update that is zero.

use serde::{Serialize, Serializer};

use super::source::Source;

/// What is kept of one layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerCertificate {
    /// The layer, as the source names it.
    pub path: String,
    /// γ, which is part of the new factors; of a weighted sum what its first term is multiplied by.
    pub gamma: f64,
    /// What the second term of a sum is multiplied by.
    pub second_gamma: Option<f64>,
    /// r of the source.
    pub rank_before: usize,
    /// The rank that is kept.
    pub rank: usize,
    /// The share of the energy that is kept.
    pub energy: Option<f64>,
    /// `‖ΔW − ΔW'‖/‖ΔW‖`.
    pub error: Option<f64>,
    /// Numbers stored of the source.
    pub parameters_before: u64,
    /// Numbers of what is kept, zeros beside it not counted.
    pub parameters: u64,
}

/// What is kept of an adapter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Certificate {
    /// Its layers, in the order in which they are written.
    pub layers: Vec<LayerCertificate>,
    /// The share of the energy that is kept.
    pub energy: Option<f64>,
    /// `‖ΔW − ΔW'‖/‖ΔW‖`.
    pub error: Option<f64>,
    /// Numbers stored of the source.
    pub parameters_before: u64,
    /// Numbers of what is kept, zeros beside it not counted.
    pub parameters: u64,
    /// Numbers written, zeros among them.
    pub parameters_written: u64,
}

/// A certificate to which layers are added one by one.
#[derive(Default)]
pub(super) struct CertificateSum {
    certificate: Certificate,
    /// ‖ΔW‖², of which is kept, and ‖ΔW − ΔW'‖².
    total: f64,
    kept: f64,
    missed: f64,
}

impl CertificateSum {
    /// With a layer that keeps this rank, in tensors of that.
    pub(super) fn add(&mut self, source: &Source<'_>, rank: usize, written: usize) {
        let report = source.report;
        let (layer, spectrum) = (&report.layer, &report.spectrum);
        let (energy, error) = (spectrum.energy(rank), spectrum.floor(rank));
        let all = spectrum.total_energy();
        self.total += all;
        self.kept += all * energy.unwrap_or_default();
        self.missed += all * error.unwrap_or_default().powi(2);
        let one = LayerCertificate {
            path: layer.path.clone(),
            gamma: report.scale.gamma,
            second_gamma: source.added.map(|term| term.gamma),
            rank_before: layer.rank,
            rank,
            energy,
            error,
            parameters_before: source.parameters(),
            parameters: layer.parameters_at(rank),
        };
        let certificate = &mut self.certificate;
        certificate.parameters_before += one.parameters_before;
        certificate.parameters += one.parameters;
        certificate.parameters_written += layer.parameters_at(written);
        certificate.layers.push(one);
    }

    /// Of all of them.
    pub(super) fn certificate(self) -> Certificate {
        let mut certificate = self.certificate;
        if self.total > 0.0 {
            certificate.energy = Some(self.kept / self.total);
            certificate.error = Some((self.missed / self.total).sqrt());
        }
        certificate
    }
}

impl Certificate {
    /// In short, for the file's metadata: of each layer its rank before and after, γ, energy and error.
    pub(super) fn short(&self) -> String {
        let short = Short {
            energy_kept: self.energy,
            relative_error: self.error,
            parameters_before: self.parameters_before,
            parameters: self.parameters,
            parameters_written: self.parameters_written,
            columns: COLUMNS,
            layers: ShortLayers(&self.layers),
        };
        // Texts and numbers, written to memory: nothing in it can fail.
        serde_json::to_string(&short).unwrap_or_default()
    }
}

/// What the numbers of a layer are, in short.
const COLUMNS: [&str; 6] = [
    "rank_before",
    "rank",
    "gamma_folded",
    "energy_kept",
    "relative_error",
    "second_gamma_folded",
];

#[derive(Serialize)]
struct Short<'a> {
    energy_kept: Option<f64>,
    relative_error: Option<f64>,
    parameters_before: u64,
    parameters: u64,
    parameters_written: u64,
    columns: [&'static str; COLUMNS.len()],
    layers: ShortLayers<'a>,
}

/// The numbers of each layer, by its name.
struct ShortLayers<'a>(&'a [LayerCertificate]);

impl Serialize for ShortLayers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|layer| {
            let numbers = (
                layer.rank_before,
                layer.rank,
                layer.gamma,
                layer.energy,
                layer.error,
                layer.second_gamma,
            );
            (&layer.path, numbers)
        }))
    }
}
