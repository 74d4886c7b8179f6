//! What holds for every input: no bytes panic, every pair has the spectrum of its dense product.

use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_adapter::names::parse;
use rankscope_adapter::{Config, Header, RankRule, Report, Thresholds, header_bytes, places};
use rankscope_sim::Spectrum;
use safetensors::SafeTensors;

use super::file::{Builder, File};

/// Of σ₁: two ways of calculating differ by some roundings.
const ROUNDING: f64 = 1e-14;

fn config() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

/// Everything that is done with a file, whatever it is.
fn open(bytes: Vec<u8>) {
    let file = File { bytes };
    let Ok(layout) = file.layout() else {
        return;
    };
    for layer in &layout.layers {
        if let Ok(product) = file.product(layer) {
            let _ = Report::new(layer, &product, None);
        }
    }
    let paths: Vec<&str> = layout
        .layers
        .iter()
        .map(|layer| layer.path.as_str())
        .collect();
    assert_eq!(places(&paths).len(), paths.len());
}

/// Headers whose parts are plausible and whose whole mostly is not.
fn headers() -> impl Strategy<Value = String> {
    let number = prop_oneof![0u64..20, Just(4), Just(8), any::<u64>()];
    let name = prop::sample::select(vec![
        "l.lora_A.weight",
        "l.lora_B.weight",
        "l.alpha",
        "m.lora_down.weight",
        "m.lora_up.weight",
        "x",
        "",
        "__metadata__",
    ]);
    let dtype = prop::sample::select(vec!["F32", "F16", "BF16", "F4", "BOOL", "I64", "F00"]);
    let shape = prop::collection::vec(number.clone(), 0..4);
    let tensor = (name, dtype, shape, number.clone(), number).prop_map(
        |(name, dtype, shape, begin, end)| {
            format!("{name:?}:{{\"dtype\":{dtype:?},\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}}")
        },
    );
    let tensors = prop::collection::vec(tensor, 0..4);
    tensors.prop_map(|tensors| format!("{{{}}}", tensors.join(",")))
}

/// Headers of tensors that follow one another, one of them perhaps with a wrong end.
fn almost_sound_headers() -> impl Strategy<Value = (String, usize)> {
    let tensor = (
        0i64..4,
        0i64..4,
        prop_oneof![9 => Just(0i64), 1 => -4i64..8],
    );
    prop::collection::vec(tensor, 0..5).prop_map(|tensors| {
        let mut begin = 0i64;
        let mut entries = Vec::new();
        for (i, (rows, columns, error)) in tensors.into_iter().enumerate() {
            let end = (begin + 4 * (rows * columns) + error).max(0);
            entries.push(format!(
                "\"t{i}\":{{\"dtype\":\"F32\",\"shape\":[{rows},{columns}],\"data_offsets\":[{begin},{end}]}}"
            ));
            begin = end;
        }
        (format!("{{{}}}", entries.join(",")), begin as usize)
    })
}

/// The crate's verdict on a file, and ours on the same bytes, must be one.
fn same_verdict(file: &File) -> Result<(), TestCaseError> {
    let ours = file.header();
    let theirs = SafeTensors::read_metadata(&file.bytes);
    prop_assert_eq!(
        ours.is_ok(),
        theirs.is_ok(),
        "{:?}, {:?}",
        &ours,
        theirs.err()
    );
    let (Ok(ours), Ok((length, theirs))) = (ours, SafeTensors::read_metadata(&file.bytes)) else {
        return Ok(());
    };
    prop_assert_eq!(ours.tensors.len(), theirs.tensors().len());
    for tensor in &ours.tensors {
        let info = theirs.info(&tensor.name).expect("the same name");
        let data = length + 8;
        prop_assert_eq!(info.dtype.to_string(), tensor.dtype.name());
        prop_assert_eq!((info.data_offsets.0 + data) as u64, tensor.bytes.start);
        prop_assert_eq!((info.data_offsets.1 + data) as u64, tensor.bytes.end);
    }
    Ok(())
}

fn factors() -> impl Strategy<Value = (usize, usize, usize, u32)> {
    (1usize..24, 1usize..24, 1usize..12, any::<u32>())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Config::parse(&bytes);
        let _ = Header::parse(&bytes, bytes.len() as u64 + 8);
        let _ = header_bytes(&bytes, u64::MAX);
        open(File::with_header(&bytes, &[]).bytes);
        open(bytes);
    }

    #[test]
    fn plausible_headers_never_panic_and_are_judged_as_the_crate_judges(
        header in headers(),
        data in 0usize..40,
    ) {
        let file = File::with_header(header.as_bytes(), &vec![0; data]);
        // The one difference: the crate lets the last of two tensors of one name stand.
        if !matches!(file.header(), Err(rankscope_adapter::FileError::Repeated { .. })) {
            same_verdict(&file)?;
        }
        open(file.bytes);
    }

    #[test]
    fn almost_sound_headers_are_judged_as_the_crate_judges((header, data) in almost_sound_headers()) {
        same_verdict(&File::with_header(header.as_bytes(), &vec![0; data]))?;
    }

    #[test]
    fn a_sound_file_with_one_byte_changed_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = Builder::default().pair("a.0").pair("a.1").file().bytes;
        let at = at.index(bytes.len());
        bytes[at] = byte;
        open(bytes);
    }

    #[test]
    fn any_name_can_be_parsed(name in any::<String>(), suffix in ".{0,12}") {
        let _ = parse(&name);
        let _ = parse(&format!("{name}.lora_A.{suffix}"));
        prop_assert_eq!(places(&[&name]).len(), 1);
    }

    #[test]
    fn any_config_of_plausible_values_can_be_parsed(r in any::<f64>(), key in any::<String>(), path in any::<String>()) {
        let value = serde_json::json!({"r": r, "rank_pattern": {key: 3}, "alpha_pattern": {"a": r}});
        let _ = Config::parse(value.to_string().as_bytes());
        let text = serde_json::json!({"r": 4, "rank_pattern": {path.clone(): 3}}).to_string();
        let config = Config::parse(text.as_bytes()).expect("a sound config");
        prop_assert!(config.setting(&path).is_ok_and(|setting| setting.is_some()));
    }

    #[test]
    fn the_spectrum_is_that_of_the_dense_product((rows, columns, rank, seed) in factors()) {
        let mut stream = rankscope_sim::random::NumpyStream::new(seed);
        let single = |matrix: DMatrix<f64>| matrix.map(|number| f64::from(number as f32));
        let up = single(stream.normal_matrix(rows, rank));
        let down = single(stream.normal_matrix(rank, columns));
        let by_rows = |matrix: &DMatrix<f64>| matrix.transpose().as_slice().to_vec();
        let file = Builder::default()
            .tensor("l.lora_A.weight", "F32", &[rank, columns], &by_rows(&down))
            .tensor("l.lora_B.weight", "F32", &[rows, rank], &by_rows(&up))
            .file();
        let report = file.reports(None).remove(0);
        let dense = Spectrum::of(&up * &down).expect("finite");
        let (ours, dense) = (report.spectrum.values(), dense.values());
        prop_assert_eq!(ours.len(), rank.min(rows).min(columns));
        for (ours, dense) in ours.iter().zip(dense) {
            prop_assert!((ours - dense).abs() <= ROUNDING * report.sigma_max());
        }
        let (stable, entropy) = (report.stable_rank().expect("not zero"), report.entropy_rank().expect("not zero"));
        let largest = report.layer.max_rank() as f64 * (1.0 + 1e-12);
        prop_assert!(1.0 - 1e-12 <= stable && stable <= entropy * (1.0 + 1e-12) && entropy <= largest);
        for rule in RankRule::ALL {
            let kept = report.kept(rule, Thresholds::default());
            prop_assert!((1..=report.layer.max_rank()).contains(&kept));
        }
    }
}
