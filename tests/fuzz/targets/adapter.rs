//! A reader's own adapter: any bytes as a `.safetensors` or GGUF file, as two shards, as a config, as an index, or
//! as a config with a file behind it; as a file's name. What is read lies inside the file and agrees with the
//! format's own reader; what is measured keeps the laws of singular values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_adapter::{
    Config, Contents, FileError, FileKind, Header, LARGEST_RANK, LARGEST_TENSOR, Layer, Layout, RankRule, Report,
    Summary, Tensor, Thresholds, Training, export, folded, header_bytes, listed_files, names, places, shard,
};
use safetensors::SafeTensors;

/// Numbers of a pair that is decomposed here: larger ones only take longer.
const MOST_NUMBERS: u64 = 4000;
/// Ranks that are decomposed here: the time grows with the cube.
const HIGHEST_RANK: usize = 24;
/// Layers that are analysed of one file: a mixture may claim a hundred thousand.
const MOST_LAYERS: usize = 32;
/// Two sums of the same squares differ by some roundings.
const ROUNDING: f64 = 1e-9;

fuzz_target!(|bytes: &[u8]| {
    let (config, file) = split(bytes);
    let config = configured(config);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = (names::parse(text), names::module_path(text), folded(text));
        assert_eq!(places(&[text]).len(), 1);
        if let Some((stem, ..)) = shard(text) {
            assert!(text.starts_with(stem));
        }
    }
    let _ = (FileKind::of(file), listed_files(file));
    whole(file, config.as_ref());
    shards(file, config.as_ref());
    let Some(header) = header(file) else { return };
    let Ok(layout) = Layout::of(&header, None) else { return };
    for adapter in &layout.adapters {
        let _ = Layout::of(&header, Some(adapter));
    }
});

/// The file as it is opened, whatever its format.
fn whole(file: &[u8], config: Option<&Config>) {
    let Some(contents) = contents(&[file], config) else { return };
    let _ = Training::of(&contents.metadata);
    let embedded = Config::embedded(&contents.metadata).ok().flatten();
    let embedded = embedded.or_else(|| Config::of_gguf(&contents.metadata));
    let reports: Vec<Report> = contents
        .layout
        .layers
        .iter()
        .take(MOST_LAYERS)
        .filter_map(|layer| report(file, layer, config.or(embedded.as_ref())))
        .collect();
    exported(&reports);
}

/// The file as the first of two shards, whose second is the same.
fn shards(file: &[u8], config: Option<&Config>) {
    if let Some(contents) = contents(&[file, file], config) {
        assert!(contents.layout.layers.is_empty(), "each tensor is there twice");
    }
}

fn contents(shards: &[&[u8]], config: Option<&Config>) -> Option<Contents> {
    let header = |file: &&[u8]| {
        let length = file.len() as u64;
        let first = &file[..file.len().min(512)];
        let range = header_bytes(first, length).ok()?;
        assert!(range.end <= length);
        Some((range.start as usize..range.end as usize, length))
    };
    let headers: Option<Vec<_>> = shards.iter().map(header).collect();
    let headers = headers?;
    let read: Vec<(&[u8], u64)> =
        shards.iter().zip(&headers).map(|(file, (range, length))| (&file[range.clone()], *length)).collect();
    match Contents::read(&read, None, config) {
        Ok(contents) => {
            let length: u64 = headers.iter().map(|(_, length)| length).sum();
            let inside = |tensor: &Tensor| tensor.bytes.start <= tensor.bytes.end && tensor.bytes.end <= length;
            assert!(contents.layout.layers.iter().flat_map(Layer::tensors).all(inside));
            Some(contents)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.advice().is_empty());
            None
        }
    }
}

/// A config and the file behind it: JSON ends where it ends.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(serde_json::Value::Object(_))) => bytes.split_at(values.byte_offset()),
        _ => (bytes, bytes),
    }
}

fn configured(bytes: &[u8]) -> Option<Config> {
    match Config::parse(bytes) {
        Ok(config) => {
            let setting = config.setting("model.layers.0.q_proj");
            if let Ok(Some(setting)) = setting {
                assert!(setting.rank.is_none_or(|rank| rank > 0));
            }
            Some(config)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

/// The header, when there is one; with the verdict of the format's own reader.
fn header(file: &[u8]) -> Option<Header> {
    let length = file.len() as u64;
    let first = &file[..file.len().min(512)];
    let ours = header_bytes(first, length).and_then(|range| {
        assert!(range.end <= length);
        Header::parse(&file[range.start as usize..range.end as usize], length)
    });
    let theirs = SafeTensors::read_metadata(file);
    match &ours {
        // There, the last of two tensors of one name stands.
        Err(FileError::Repeated { .. }) => {}
        _ => assert_eq!(ours.is_ok(), theirs.is_ok(), "{ours:?}, {:?}", theirs.err()),
    }
    match ours {
        Ok(header) => {
            let inside = |tensor: &Tensor| tensor.bytes.start <= tensor.bytes.end && tensor.bytes.end <= length;
            assert!(header.tensors.iter().all(inside));
            Some(header)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.advice().is_empty());
            None
        }
    }
}

fn report(file: &[u8], layer: &Layer, config: Option<&Config>) -> Option<Report> {
    assert!((1..=LARGEST_RANK).contains(&layer.rank) && layer.rows > 0 && layer.columns > 0);
    let bytes = |tensor: &Tensor| {
        assert!(tensor.bytes.end - tensor.bytes.start <= LARGEST_TENSOR);
        file.get(tensor.bytes.start as usize..tensor.bytes.end as usize).unwrap_or_default()
    };
    if layer.rank > HIGHEST_RANK || layer.parameters() > MOST_NUMBERS {
        return None;
    }
    let product = layer.product(&bytes).ok()?;
    let values = product.spectrum.values();
    assert_eq!(values.len(), layer.max_rank());
    assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0), "{values:?}");
    assert!(values.is_sorted_by(|larger, smaller| larger >= smaller), "{values:?}");
    let report = Report::new(layer, &product, config).ok()?;
    assert!(report.scale.gamma.is_finite());
    let most = layer.max_rank() as f64 * (1.0 + ROUNDING);
    if let (Some(stable), Some(entropy)) = (report.stable_rank(), report.entropy_rank()) {
        assert!(1.0 - ROUNDING <= stable && stable <= entropy * (1.0 + ROUNDING) && entropy <= most);
    }
    for rule in RankRule::ALL {
        let kept = report.kept(rule, Thresholds::default());
        assert!((1..=layer.max_rank()).contains(&kept), "{kept}");
    }
    Some(report)
}

/// What is saved of them can be read.
fn exported(reports: &[Report]) {
    let thresholds = Thresholds::default();
    let _ = Summary::of(reports, thresholds);
    assert!(export::csv(reports, thresholds).lines().count() > reports.len());
    let json = export::json(reports, thresholds);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
    for rule in RankRule::ALL {
        if let Some(config) = export::peft_config(reports, rule, thresholds) {
            assert!(Config::parse(config.as_bytes()).is_ok(), "{config}");
        }
    }
}
