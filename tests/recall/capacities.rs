//! How many facts an adapter holds.

use rankscope_params::Task;
use rankscope_sim::recall::RecallConfig;
use rankscope_sim::recall::capacity::{Capacity, capacity, measure, plateau};

use crate::experiments::Experiment;
use crate::{near, oracle};

#[test]
fn capacities_are_numpys_to_five_per_cent() {
    let all: Vec<Experiment> = oracle::load("recall");
    let mut compared = 0;
    for experiment in &all {
        let (Some(sizes), Some(grid)) = (&experiment.sizes, &experiment.right) else {
            continue;
        };
        let expected = experiment.capacities.as_ref().expect("capacities");
        for (number, (&rank, numpy)) in experiment.ranks.iter().zip(expected).enumerate() {
            let cell = |(&facts, right): (&usize, &Vec<usize>)| {
                let config = RecallConfig {
                    facts,
                    ..experiment.config()
                };
                let cell = measure(&config, rank, &mut |_| ()).expect("a cell");
                assert!(near(cell.right.expect("a finished run"), right[number]));
                cell
            };
            let cells: Vec<_> = sizes.iter().zip(grid).map(cell).collect();
            let ours = capacity(&cells, experiment.settings.width);
            assert_eq!(ours.is_some(), numpy.is_some(), "rank {rank}");
            if let Some((ours, numpy)) = ours.zip(*numpy) {
                assert!((ours.facts / numpy.0 - 1.0).abs() < 0.05);
                assert!((ours.bits / numpy.1 - 1.0).abs() < 0.05);
                compared += 1;
            }
        }
    }
    assert!(compared >= 4, "only {compared} capacities were compared");
}

/// The published numbers of the default experiment.
#[test]
fn twice_the_rank_holds_twice_the_facts() {
    let cell = |facts: usize, rank: usize| {
        let config = RecallConfig {
            facts,
            ..RecallConfig::new(Task::Facts)
        };
        measure(&config, rank, &mut |_| ()).expect("a cell")
    };
    let published = [(4, 144.8, 1.697), (8, 285.1, 1.670)];
    let capacities = published.map(|(rank, facts, bits)| {
        let cells = [128, 256, 512].map(|facts| cell(facts, rank));
        let found = capacity(&cells, 64).expect("a capacity");
        assert!(
            (found.facts / facts - 1.0).abs() < 0.05,
            "rank {rank}: {found:?}"
        );
        assert!((found.bits / bits - 1.0).abs() < 0.05);
        found
    });
    let [four, eight]: [Capacity; 2] = capacities;
    assert!((eight.facts / four.facts - 2.0).abs() < 0.1);
    let plateau = plateau(&capacities).expect("a plateau");
    assert_eq!((plateau.first, plateau.last), (4, 8));
}
