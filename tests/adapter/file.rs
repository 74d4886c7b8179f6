//! Files to read: the fixtures, and any that a test makes up.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use half::{bf16, f16};
use rankscope_adapter::{
    Config, FileError, Header, Layer, LayerError, Layout, Product, Report, header_bytes,
};
use serde_json::{Value, json};

/// A file, read by ranges as a page does.
pub(crate) struct File {
    pub(crate) bytes: Vec<u8>,
}

/// Where a fixture's file is: the samples are the page's own.
pub(crate) fn path(adapter: &str, file: &str) -> PathBuf {
    let root = env!("CARGO_MANIFEST_DIR");
    let sample = PathBuf::from(format!("{root}/static/adapters/{adapter}/{file}"));
    if sample.exists() {
        sample
    } else {
        PathBuf::from(format!("{root}/tests/fixtures/adapters/{adapter}/{file}"))
    }
}

impl File {
    /// The weights of a fixture.
    pub(crate) fn of(adapter: &str) -> Self {
        let path = path(adapter, "adapter_model.safetensors");
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{adapter}: {error}"));
        Self { bytes }
    }

    /// A file of this header and data.
    pub(crate) fn with_header(header: &[u8], data: &[u8]) -> Self {
        let length = (header.len() as u64).to_le_bytes();
        Self {
            bytes: [&length, header, data].concat(),
        }
    }

    pub(crate) fn read(&self, range: &Range<u64>) -> &[u8] {
        &self.bytes[range.start as usize..range.end as usize]
    }

    pub(crate) fn header(&self) -> Result<Header, FileError> {
        let length = self.bytes.len() as u64;
        let range = header_bytes(&self.bytes[..self.bytes.len().min(512)], length)?;
        Header::parse(self.read(&range), length)
    }

    pub(crate) fn layout(&self) -> Result<Layout, FileError> {
        Layout::of(&self.header()?, None)
    }

    pub(crate) fn product(&self, layer: &Layer) -> Result<Product, LayerError> {
        layer.product(&|tensor| self.read(&tensor.bytes))
    }

    /// Every layer, analysed.
    pub(crate) fn reports(&self, config: Option<&Config>) -> Vec<Report> {
        let layout = self.layout().unwrap();
        let report = |layer: &Layer| {
            let product = self.product(layer).unwrap();
            Report::new(layer, &product, config).unwrap()
        };
        layout.layers.iter().map(report).collect()
    }

    /// What is wrong with its only layer.
    pub(crate) fn layer_error(&self) -> LayerError {
        let layout = self.layout().unwrap();
        match layout.left_out.as_slice() {
            [left] => left.error.clone(),
            [] => self.product(&layout.layers[0]).unwrap_err(),
            several => panic!("{several:?}"),
        }
    }
}

/// A fixture's config.
pub(crate) fn config(adapter: &str) -> Config {
    let path = path(adapter, "adapter_config.json");
    Config::parse(&std::fs::read(path).unwrap()).unwrap()
}

/// A file that a test makes up, tensor by tensor.
#[derive(Default)]
pub(crate) struct Builder {
    header: BTreeMap<String, Value>,
    data: Vec<u8>,
}

impl Builder {
    /// Adds a tensor of these numbers.
    pub(crate) fn tensor(
        mut self,
        name: &str,
        dtype: &str,
        shape: &[usize],
        numbers: &[f64],
    ) -> Self {
        let begin = self.data.len();
        for &number in numbers {
            match dtype {
                "F32" => self.data.extend((number as f32).to_le_bytes()),
                "F16" => self.data.extend(f16::from_f64(number).to_le_bytes()),
                "BF16" => self.data.extend(bf16::from_f64(number).to_le_bytes()),
                "F64" => self.data.extend(number.to_le_bytes()),
                // 1.0 is 0x38 in the four bits of exponent, with a bias of 7.
                "F8_E4M3" => self.data.push(if number == 1.0 { 0x38 } else { 0 }),
                "I8" => self.data.push(number as i8 as u8),
                "C64" => self.data.extend([0; 8]),
                other => panic!("{other}"),
            }
        }
        let offsets = [begin, self.data.len()];
        let entry = json!({"dtype": dtype, "shape": shape, "data_offsets": offsets});
        self.header.insert(name.to_owned(), entry);
        self
    }

    /// Adds a tensor of ones.
    pub(crate) fn ones(self, name: &str, shape: &[usize]) -> Self {
        let numbers = vec![1.0; shape.iter().product()];
        self.tensor(name, "F32", shape, &numbers)
    }

    /// Adds a sound pair of ones, of rank 2.
    pub(crate) fn pair(self, layer: &str) -> Self {
        self.ones(&format!("{layer}.lora_A.weight"), &[2, 5])
            .ones(&format!("{layer}.lora_B.weight"), &[3, 2])
    }

    pub(crate) fn file(self) -> File {
        let header = serde_json::to_vec(&self.header).unwrap();
        File::with_header(&header, &self.data)
    }
}
