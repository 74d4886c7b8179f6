//! Two files read as one: compared and added as a page does it.

use rankscope_adapter::compare::{CompareError, Comparison, Pair, PairBatch, Pairing};
use rankscope_adapter::save::{Adapter, Carried, Merge, Merged, Options, Plan, SaveError, Writer};
use rankscope_adapter::{Config, Report};

use super::file::File;
use super::saved::{Saved, make};

/// Two files read as one, analysed.
pub(crate) struct Both {
    file: File,
    second_begins: u64,
    reports: [Vec<Report>; 2],
    pub(crate) pairing: Pairing,
}

impl Both {
    pub(crate) fn of(first: &File, second: &File, configs: [Option<&Config>; 2]) -> Self {
        let reports = [first.reports(configs[0]), second.reports(configs[1])];
        let layers = |reports: &[Report]| -> Vec<_> {
            reports.iter().map(|report| report.layer.clone()).collect()
        };
        Self {
            file: File {
                bytes: [first.bytes.clone(), second.bytes.clone()].concat(),
            },
            second_begins: first.bytes.len() as u64,
            pairing: Pairing::of(&layers(&reports[0]), &layers(&reports[1])),
            reports,
        }
    }

    pub(crate) fn report(&self, (first, second): (usize, usize)) -> [&Report; 2] {
        [&self.reports[0][first], &self.reports[1][second]]
    }

    /// Every pair, compared as a worker does it.
    pub(crate) fn compared(&self, weights: [f64; 2]) -> Vec<Result<Comparison, CompareError>> {
        let pair = |indices: &(usize, usize)| {
            let [first, second] = self.report(*indices);
            let second_layer = second.layer.clone().moved(self.second_begins);
            Pair {
                layers: [first.layer.clone(), second_layer],
                factors: [
                    weights[0] * first.scale.gamma,
                    weights[1] * second.scale.gamma,
                ],
            }
        };
        let batch = PairBatch::of(self.pairing.pairs.iter().map(pair).collect());
        let pieces = batch.ranges().iter().map(|range| self.file.read(range));
        let pieces: Vec<Vec<u8>> = pieces.map(<[u8]>::to_vec).collect();
        let mut shares = Vec::new();
        let found = batch.comparisons(&pieces, &mut |share| shares.push(share));
        assert!(shares.is_sorted(), "{shares:?}");
        found
    }

    /// The plan for the weighted sum, of everything that either has.
    pub(crate) fn plan(&self, weights: [f64; 2], options: &Options) -> Result<Plan, SaveError> {
        let compared = self.compared(weights);
        let mut layers: Vec<Merged<'_>> = Vec::new();
        for (indices, compared) in self.pairing.pairs.iter().zip(&compared) {
            let [first, second] = self.report(*indices);
            let sum = compared.as_ref().ok().map(|compared| &compared.sum);
            layers.push(Merged::Both { first, second, sum });
        }
        for indices in &self.pairing.shapes_differ {
            let [first, second] = self.report(*indices);
            layers.push(Merged::Both {
                first,
                second,
                sum: None,
            });
        }
        let only = |side: usize, indices: &[usize]| -> Vec<&Report> {
            indices
                .iter()
                .map(|index| &self.reports[side][*index])
                .collect()
        };
        layers.extend(
            only(0, &self.pairing.only_first)
                .into_iter()
                .map(Merged::First),
        );
        layers.extend(
            only(1, &self.pairing.only_second)
                .into_iter()
                .map(Merged::Second),
        );
        let references = [0, 1].map(|side: usize| self.reports[side].iter().collect::<Vec<_>>());
        let layouts = [0, 1].map(|_| self.file_layout());
        let carried = Carried::default();
        let adapter = |side: usize| Adapter {
            reports: &references[side],
            failed: &[],
            layout: &layouts[side],
            config: None,
            carried: &carried,
        };
        let merge = Merge {
            first: adapter(0),
            second: adapter(1),
            weights,
            second_begins: self.second_begins,
            layers: &layers,
        };
        Plan::merged(&merge, options)
    }

    /// Its layers and what it leaves out do not matter here.
    fn file_layout(&self) -> rankscope_adapter::Layout {
        let bytes = self.file.bytes[..self.second_begins as usize].to_vec();
        File { bytes }.layout().unwrap()
    }

    pub(crate) fn merged(&self, weights: [f64; 2], options: &Options) -> Result<Saved, SaveError> {
        let plan = self.plan(weights, options)?;
        let (mut writer, mut bytes) = Writer::begin(&plan);
        for job in plan.jobs() {
            bytes.extend(writer.layer(make(&self.file, job)?)?);
        }
        let (last, written) = writer.finish()?;
        let end = bytes.len();
        let weights = bytes[end - plan.weights_bytes() as usize..].to_vec();
        bytes.extend(last);
        Ok(Saved {
            bytes,
            weights: File { bytes: weights },
            plan,
            written,
        })
    }
}
