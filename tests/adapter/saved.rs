//! An adapter saved as a page saves it, and read back by the format's own library.

use nalgebra::DMatrix;
use rankscope_adapter::save::{
    Adapter, Carried, Job, Options, Plan, Precision, Ranks, Resize, SaveError, Writer, Written,
};
use rankscope_adapter::{Config, LeftOut, Report};
use safetensors::SafeTensors;
use safetensors::tensor::TensorView;

use super::file::{Builder, File};

/// What was saved.
pub(crate) struct Saved {
    /// All of it: an archive with PEFT's names, else the weights.
    pub(crate) bytes: Vec<u8>,
    /// The weights.
    pub(crate) weights: File,
    pub(crate) plan: Plan,
    pub(crate) written: Written,
}

/// The plan for a file.
pub(crate) fn plan(
    file: &File,
    config: Option<&Config>,
    options: &Options,
) -> Result<Plan, SaveError> {
    let layout = file.layout().unwrap().with_experts(config);
    let (mut reports, mut failed) = (Vec::new(), Vec::new());
    for layer in &layout.layers {
        match file.product(layer) {
            Ok(product) => reports.push(Report::new(layer, &product, config).unwrap()),
            Err(error) => failed.push(LeftOut {
                path: layer.path.clone(),
                error,
            }),
        }
    }
    let reports: Vec<&Report> = reports.iter().collect();
    let adapter = Adapter {
        reports: &reports,
        failed: &failed,
        layout: &layout,
        config,
        carried: &Carried::default(),
    };
    Plan::new(&adapter, options)
}

/// Saves a file, layer by layer.
pub(crate) fn save(
    file: &File,
    config: Option<&Config>,
    options: &Options,
) -> Result<Saved, SaveError> {
    let plan = plan(file, config, options)?;
    let (mut writer, mut bytes) = Writer::begin(&plan);
    for job in plan.jobs() {
        bytes.extend(writer.layer(make(file, job)?)?);
    }
    let (last, written) = writer.finish()?;
    let end = bytes.len();
    let begin = end - plan.weights_bytes() as usize;
    let weights = File {
        bytes: bytes[begin..end].to_vec(),
    };
    bytes.extend(last);
    Ok(Saved {
        bytes,
        weights,
        plan,
        written,
    })
}

pub(crate) fn make(file: &File, job: &Job) -> Result<rankscope_adapter::save::Made, SaveError> {
    let mut shares = Vec::new();
    let made = job.make(&|tensor| file.read(&tensor.bytes), &mut |share| {
        shares.push(share);
    });
    if made.is_ok() {
        assert!(
            shares.is_sorted() && shares.last() == Some(&1.0),
            "{shares:?}"
        );
    }
    made
}

/// Resized, with PEFT's names, in the source's format.
pub(crate) fn resized(resize: Resize) -> Options {
    Options {
        resize: Some(resize),
        ..Options::PORTABLE
    }
}

/// Each layer with a rank of its own.
pub(crate) fn with_own_ranks(options: Options) -> Options {
    Options {
        ranks: Ranks::Own,
        ..options
    }
}

pub(crate) fn single(options: Options) -> Options {
    Options {
        precision: Precision::Single,
        ..options
    }
}

impl Saved {
    /// B' and A' of each layer, by the source's name of it, as the library reads them.
    pub(crate) fn factors(&self) -> Vec<(String, DMatrix<f64>, DMatrix<f64>)> {
        let library = SafeTensors::deserialize(&self.weights.bytes).unwrap();
        let header = self.weights.header().unwrap();
        let names = header.tensors.iter().map(|tensor| tensor.name.as_str());
        let names: Vec<&str> = names.filter(|name| name.contains(".lora_")).collect();
        let layers = self.plan.jobs().iter().zip(names.chunks_exact(2));
        let read = |name: &str| matrix(&library.tensor(name).unwrap());
        layers
            .map(|(job, names)| (job.layer.path.clone(), read(names[1]), read(names[0])))
            .collect()
    }

    /// What it says of itself when it is opened.
    pub(crate) fn reports(&self) -> Vec<Report> {
        let config = self.plan.config();
        let config = config.map(|text| Config::parse(text.as_bytes()).unwrap());
        self.weights.reports(config.as_ref())
    }
}

/// A tensor's numbers, all but its first side as columns.
fn matrix(tensor: &TensorView<'_>) -> DMatrix<f64> {
    let numbers = numbers(tensor);
    let rows = tensor.shape()[0];
    DMatrix::from_row_slice(rows, numbers.len() / rows, &numbers)
}

fn numbers(tensor: &TensorView<'_>) -> Vec<f64> {
    use half::{bf16, f16};
    let data = tensor.data();
    let halves = |number: fn(u16) -> f64| {
        let pairs = data.as_chunks::<2>().0.iter();
        pairs
            .map(|pair| number(u16::from_le_bytes(*pair)))
            .collect()
    };
    match tensor.dtype() {
        safetensors::Dtype::F64 => {
            let chunks = data.as_chunks::<8>().0.iter();
            chunks.map(|bytes| f64::from_le_bytes(*bytes)).collect()
        }
        safetensors::Dtype::F32 => {
            let chunks = data.as_chunks::<4>().0.iter();
            chunks
                .map(|bytes| f64::from(f32::from_le_bytes(*bytes)))
                .collect()
        }
        safetensors::Dtype::F16 => halves(|bits| f16::from_bits(bits).to_f64()),
        safetensors::Dtype::BF16 => halves(|bits| bf16::from_bits(bits).to_f64()),
        other => panic!("{other:?}"),
    }
}

/// The same numbers in 64 bits.
pub(crate) fn doubled(file: &File) -> File {
    let library = SafeTensors::deserialize(&file.bytes).unwrap();
    let mut builder = Builder::default();
    for (name, tensor) in library.iter() {
        builder = builder.tensor(name, "F64", tensor.shape(), &numbers(&tensor));
    }
    builder.file()
}
