//! Updates that are more than a pair: the singular values are those of the update itself, formed by NumPy.

use std::collections::BTreeMap;

use rankscope_adapter::Form;
use serde::Deserialize;

use super::file::{File, path};

/// How far a singular value may be from NumPy's, relative to the largest: single precision is not at play.
const RELATIVE: f64 = 1e-9;

#[derive(Deserialize)]
struct Numpy {
    gamma: f64,
    singular_values: Vec<f64>,
}

#[test]
fn lycoris_other_forms_have_the_singular_values_of_their_update() {
    let text = std::fs::read_to_string(path("", "products.json")).unwrap();
    let adapters: BTreeMap<String, BTreeMap<String, Numpy>> = serde_json::from_str(&text).unwrap();
    assert_eq!(adapters.len(), 4);
    for (adapter, layers) in adapters {
        let reports = File::of(&adapter).reports(None);
        assert_eq!(reports.len(), layers.len(), "{adapter}");
        for report in reports {
            let layer = &report.layer.path;
            let numpy = &layers[layer];
            assert_eq!(report.scale.gamma, numpy.gamma, "{adapter} {layer}");
            let ours = report.spectrum.values();
            let largest = numpy.singular_values[0];
            let rest = std::iter::repeat(&0.0);
            for (ours, numpy) in ours.iter().zip(numpy.singular_values.iter().chain(rest)) {
                let gap = (ours - numpy).abs();
                assert!(
                    gap <= RELATIVE * largest,
                    "{adapter} {layer}: {ours}, NumPy has {numpy}"
                );
            }
            assert!(
                ours.len() >= numpy.singular_values.len(),
                "{adapter} {layer}"
            );
        }
    }
}

#[test]
fn each_form_is_told_apart() {
    let forms = |adapter: &str| -> Vec<&'static str> {
        let layers = File::of(adapter).layout().unwrap().layers;
        let name = |form: &Form| match form {
            Form::Low(rankscope_adapter::Low::Tucker { .. }) => "core",
            Form::Low(_) => "pair",
            Form::Diagonal { .. } => "diagonal",
            Form::Kronecker(..) => "Kronecker",
            Form::Hadamard(..) => "Hadamard",
        };
        let mut names: Vec<_> = layers.iter().map(|layer| name(&layer.form)).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    assert_eq!(forms("loha"), ["Hadamard"]);
    assert_eq!(forms("lokr"), ["Kronecker"]);
    assert_eq!(forms("tucker"), ["core", "pair"]);
    assert_eq!(forms("dora"), ["pair"]);
    let dora = File::of("dora").layout().unwrap().layers;
    assert!(dora.iter().all(|layer| layer.has_magnitude));
}
