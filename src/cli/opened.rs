//! An adapter on disk, opened and analysed.

use std::path::PathBuf;

use rankscope_adapter::save::{self, Carried};
use rankscope_adapter::{
    Config, Contents, FIRST_BYTES, FileKind, Layer, LayerError, LeftOut, Report, missing_shards,
};
use rayon::prelude::*;

use crate::arguments::AdapterFiles;
use crate::error::CommandError;
use crate::files::{Files, ends, header, listed, name, read};
use crate::progress::Progress;

/// What PEFT calls the weights' config.
const CONFIG: &str = "adapter_config.json";

/// An adapter.
pub(crate) struct Opened {
    pub(crate) files: Files,
    pub(crate) contents: Contents,
    pub(crate) config: Option<Config>,
    /// Whether the config stands in the weights' own metadata.
    pub(crate) embedded: bool,
    pub(crate) carried: Carried,
    /// The layers that were analysed.
    pub(crate) reports: Vec<Report>,
    /// Those that could not be.
    pub(crate) failed: Vec<LeftOut>,
    /// What else to know.
    pub(crate) remarks: Vec<String>,
}

impl Opened {
    /// Opens an adapter and analyses its layers.
    pub(crate) fn of(asked: &AdapterFiles) -> Result<Self, CommandError> {
        let (weights, config) = sorted(asked)?;
        let mut files = Files::default();
        let mut headers = Vec::new();
        for path in &weights {
            let (header, bytes) = header(path).map_err(|error| error.of(path))?;
            files.push(path.clone(), bytes);
            headers.push((header, bytes));
        }
        let shards: Vec<(&[u8], u64)> = headers
            .iter()
            .map(|(header, bytes)| (header.as_slice(), *bytes))
            .collect();
        let bytes = config.as_ref().map(whole).transpose()?;
        let beside = match (&config, &bytes) {
            (Some(path), Some(bytes)) => {
                let parsed = Config::parse(bytes);
                Some(parsed.map_err(|error| CommandError::Config {
                    path: path.clone(),
                    error,
                })?)
            }
            _ => None,
        };
        let first = weights.first().cloned().unwrap_or_default();
        let contents = Contents::read(&shards, asked.name.as_deref(), beside.as_ref());
        let contents = contents.map_err(|error| CommandError::File {
            path: first.clone(),
            error,
        })?;
        let embedded = Config::embedded(&contents.metadata);
        let embedded = embedded.map_err(|error| CommandError::Config { path: first, error })?;
        let embedded = embedded.or_else(|| Config::of_gguf(&contents.metadata));
        let is_embedded = beside.is_none() && embedded.is_some();
        let names: Vec<String> = weights.iter().map(|path| name(path)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let missing = missing_shards(&names, None);
        let mut opened = Self {
            files,
            contents,
            config: beside.or(embedded),
            embedded: is_embedded,
            carried: bytes.as_deref().map(Carried::of).unwrap_or_default(),
            reports: Vec::new(),
            failed: Vec::new(),
            remarks: Vec::new(),
        };
        if !missing.is_empty() {
            opened
                .remarks
                .push(format!("Files are missing: {}.", missing.join(", ")));
        }
        if opened.contents.layout.adapters.len() > 1 {
            let names = opened.contents.layout.adapters.join(", ");
            opened.remarks.push(format!(
                "The file holds several adapters: {names}. Name one with --name."
            ));
        }
        opened.analyse();
        Ok(opened)
    }

    fn analyse(&mut self) {
        let layers = &self.contents.layout.layers;
        let progress = Progress::of(layers.len(), "layers");
        let report = |layer: &Layer| {
            let report = self.report(layer);
            progress.one(&layer.path);
            report
        };
        let all: Vec<Result<Report, LeftOut>> = layers.par_iter().map(report).collect();
        self.failed.clone_from(&self.contents.layout.left_out);
        for report in all {
            match report {
                Ok(report) => self.reports.push(report),
                Err(failed) => self.failed.push(failed),
            }
        }
    }

    fn report(&self, layer: &Layer) -> Result<Report, LeftOut> {
        let failed = |error: LayerError| LeftOut {
            path: layer.path.clone(),
            error,
        };
        let bytes = self.bytes(layer);
        let find = |tensor: &rankscope_adapter::Tensor| find(&bytes, tensor);
        let product = layer.product(&find).map_err(failed)?;
        Report::new(layer, &product, self.config.as_ref()).map_err(failed)
    }

    /// The bytes of a layer's tensors, each with where it begins.
    pub(crate) fn bytes(&self, layer: &Layer) -> Vec<(u64, Vec<u8>)> {
        let tensors = layer.tensors();
        let bytes = tensors.map(|tensor| {
            let bytes = self.files.read_or_tell(&tensor.bytes);
            (tensor.bytes.start, bytes)
        });
        bytes.collect()
    }

    /// For a plan to be written.
    pub(crate) fn to_save<'a>(&'a self, reports: &'a [&'a Report]) -> save::Adapter<'a> {
        save::Adapter {
            reports,
            failed: &self.failed,
            layout: &self.contents.layout,
            config: self.config.as_ref(),
            carried: &self.carried,
        }
    }
}

/// A tensor's bytes of those that were read.
pub(crate) fn find<'b>(
    bytes: &'b [(u64, Vec<u8>)],
    tensor: &rankscope_adapter::Tensor,
) -> &'b [u8] {
    let found = bytes.iter().find(|(start, _)| *start == tensor.bytes.start);
    found.map(|(_, bytes)| bytes.as_slice()).unwrap_or_default()
}

/// The weights, and the config if there is one: named, or beside the weights.
fn sorted(asked: &AdapterFiles) -> Result<(Vec<PathBuf>, Option<PathBuf>), CommandError> {
    let (mut weights, mut config) = (Vec::new(), None);
    for path in &asked.files {
        if path.is_dir() {
            let inside = listed(path)?;
            weights.extend(
                inside
                    .iter()
                    .filter(|path| ends(path, "safetensors"))
                    .cloned(),
            );
            config = config.or_else(|| inside.into_iter().find(|path| name(path) == CONFIG));
        } else if ends(path, "json")
            && FileKind::of(&read(path, 0..FIRST_BYTES)?) == Some(FileKind::Json)
        {
            config = Some(path.clone());
        } else {
            weights.push(path.clone());
        }
    }
    let Some(first) = weights.first() else {
        return Err(CommandError::NoWeights(
            asked.files.first().cloned().unwrap_or_default(),
        ));
    };
    let beside = first.with_file_name(CONFIG);
    Ok((
        weights,
        config.or_else(|| beside.exists().then_some(beside)),
    ))
}

fn whole(path: &PathBuf) -> Result<Vec<u8>, CommandError> {
    std::fs::read(path).map_err(|error| CommandError::Read {
        path: path.clone(),
        error,
    })
}
