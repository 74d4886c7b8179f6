//! Saving as the browser drives it: workers that make real bytes, and a disk that is a list of them.

mod browser;
mod offer;
mod options;
mod session;

use std::rc::Rc;

use rankscope_adapter::save::{Adapter, Carried, Options, Plan, Writer};
use rankscope_adapter::{Layer, Report, Tensor};

use super::super::opening::{Opening, Weights};
use super::options::Form;
use super::session::Ask;

/// A file of pairs, and what is known of it.
struct Source {
    weights: Rc<Weights>,
    bytes: Vec<u8>,
    reports: Vec<Report>,
}

impl Source {
    /// So many pairs of rank 2 and size 3 × 2.
    fn of(pairs: usize) -> Self {
        let mut entries = serde_json::Map::new();
        let mut numbers: Vec<f32> = Vec::new();
        for layer in 0..pairs {
            for (factor, shape) in [("A", [2, 2]), ("B", [3, 2])] {
                let begin = 4 * numbers.len();
                let count = shape[0] * shape[1];
                numbers.extend((0..count).map(|i| (layer % 7 + i * i) as f32 - 3.5));
                let entry = serde_json::json!({
                    "dtype": "F32", "shape": shape, "data_offsets": [begin, 4 * numbers.len()],
                });
                entries.insert(format!("model.{layer}.q.lora_{factor}.weight"), entry);
            }
        }
        let header = serde_json::to_vec(&entries).unwrap();
        let data: Vec<u8> = numbers.into_iter().flat_map(f32::to_le_bytes).collect();
        let length = (header.len() as u64).to_le_bytes();
        let bytes = [&length, &header[..], &data].concat();
        let opening = Opening::new("test.safetensors", &[bytes.len() as u64], None);
        let weights = opening.weights(&[header], None).unwrap();
        let report = |layer: &Layer| {
            let read = |tensor: &Tensor| slice(&bytes, tensor);
            Report::new(layer, &layer.product(&read).unwrap(), None).unwrap()
        };
        let reports = weights.layout.layers.iter().map(report).collect();
        Self {
            weights: Rc::new(weights),
            reports,
            bytes,
        }
    }

    fn plan(&self, options: &Options) -> Rc<Plan> {
        let reports: Vec<&Report> = self.reports.iter().collect();
        let adapter = Adapter {
            reports: &reports,
            failed: &[],
            layout: &self.weights.layout,
            config: None,
            carried: &Carried::default(),
        };
        Rc::new(Plan::new(&adapter, options).unwrap())
    }

    fn ask(&self) -> Ask {
        Ask {
            form: Form::Portable,
            plan: self.plan(&Options::PORTABLE),
            name: "a.zip".to_owned(),
        }
    }

    /// The whole file, layer by layer.
    fn saved(&self, plan: &Plan) -> Vec<u8> {
        let (mut writer, mut bytes) = Writer::begin(plan);
        for job in plan.jobs() {
            let read = |tensor: &Tensor| slice(&self.bytes, tensor);
            let made = job.make(&read, &mut |_| ()).unwrap();
            bytes.extend(writer.layer(made).unwrap());
        }
        bytes.extend(writer.finish().unwrap().0);
        bytes
    }
}

fn slice<'b>(bytes: &'b [u8], tensor: &Tensor) -> &'b [u8] {
    &bytes[tensor.bytes.start as usize..tensor.bytes.end as usize]
}
