//! What one folder of those that were picked holds.

use std::collections::{BTreeMap, BTreeSet};

use super::super::opening::Problem;
use super::{Candidate, Found, MOST_LOOKED_AT, PickedFile, is_everyones};
use rankscope_adapter::shard;

/// What one folder holds.
#[derive(Default)]
pub(super) struct Folder<'f> {
    weights: Vec<(usize, &'f str)>,
    configs: Vec<usize>,
    index: Option<&'f BTreeSet<String>>,
}

impl<'f> Folder<'f> {
    pub(super) fn take(&mut self, index: usize, file: &'f PickedFile, what: &'f Found) {
        match what {
            Found::Weights => self.weights.push((index, file.name())),
            // Of several the one that is named as such comes first.
            Found::Config(Ok(_)) if file.name().starts_with("adapter_config") => {
                self.configs.insert(0, index);
            }
            Found::Config(Ok(_)) => self.configs.push(index),
            Found::Index(shards) => self.index = Some(shards),
            _ => {}
        }
    }

    /// Its adapters: shards together, every other file of weights its own.
    pub(super) fn candidates(&self, problems: &mut Vec<Problem>) -> Vec<Candidate> {
        let mut shards: BTreeMap<&str, Vec<(u32, u32, usize)>> = BTreeMap::new();
        let mut single: Vec<(usize, &str)> = Vec::new();
        for &(index, name) in &self.weights {
            match shard(name) {
                Some((stem, number, of)) => {
                    shards.entry(stem).or_default().push((number, of, index));
                }
                None => single.push((index, name)),
            }
        }
        let config = self.configs.first().copied();
        // Named as an adapter, a file is one. The model beside it then is not what was meant.
        let named = |(_, name): &(usize, &str)| is_everyones(name);
        if single.iter().any(named) {
            single.retain(|(_, name)| !is_models(name));
            shards.retain(|stem, _| !is_models(stem));
        }
        single.sort_by_key(|(_, name)| (!named(&(0, name)), *name));
        let mut candidates: Vec<Candidate> = single
            .iter()
            .map(|&(index, name)| Candidate {
                name: name.to_owned(),
                weights: vec![index],
                config,
            })
            .collect();
        for (stem, mut parts) in shards {
            parts.sort_unstable();
            let of = parts.first().map_or(0, |&(_, of, _)| of);
            self.tell_missing(stem, of, &parts, problems);
            candidates.push(Candidate {
                name: stem.to_owned(),
                weights: parts.into_iter().map(|(_, _, index)| index).collect(),
                config,
            });
        }
        candidates
    }

    /// Shards that an index or the others' names announce, and that are not there.
    fn tell_missing(
        &self,
        stem: &str,
        of: u32,
        parts: &[(u32, u32, usize)],
        problems: &mut Vec<Problem>,
    ) {
        let there: BTreeSet<u32> = parts.iter().map(|&(number, _, _)| number).collect();
        let by_name = (1..=of.min(MOST_LOOKED_AT as u32)).filter(|number| !there.contains(number));
        let missing: Vec<String> = match self.index {
            Some(index) => {
                let here = |file: &&String| self.weights.iter().any(|(_, name)| name == file);
                index.iter().filter(|file| !here(file)).cloned().collect()
            }
            None => by_name
                .map(|number| format!("{stem}-{number:05}-of-{of:05}"))
                .collect(),
        };
        if !missing.is_empty() {
            problems.push(Problem::shards_missing(stem, &missing));
        }
    }
}

/// Whether a model's weights are named like this, by transformers, diffusers or Meta.
fn is_models(name: &str) -> bool {
    let beginnings = [
        "model",
        "pytorch_model",
        "diffusion_pytorch_model",
        "consolidated",
    ];
    let rest = beginnings
        .iter()
        .find_map(|beginning| name.strip_prefix(beginning));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}
