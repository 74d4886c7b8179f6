use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_engine::supervisor::Fault;

use super::super::pool::{AnalysisPool, PoolCommand};
use super::*;

fn started(count: usize) -> (AnalysisPool, Vec<PoolCommand>) {
    let mut pool = AnalysisPool::new(2);
    let commands = pool.start(sizes(count), (0..count).collect(), 0.0);
    (pool, commands)
}

/// The sizes of so many small layers.
fn sizes(count: usize) -> Vec<u64> {
    vec![16; count]
}

/// Worker, ticket and layers of each request.
fn asked(commands: &[PoolCommand]) -> Vec<(usize, u32, Vec<usize>)> {
    let request = |command: &PoolCommand| match command {
        PoolCommand::Analyse {
            worker,
            ticket,
            layers,
        } => Some((*worker, *ticket, layers.clone())),
        _ => None,
    };
    commands.iter().filter_map(request).collect()
}

fn delivered(commands: &[PoolCommand]) -> Vec<usize> {
    let results = |command: &PoolCommand| match command {
        PoolCommand::Deliver(results) => results.iter().map(|(layer, _)| *layer).collect(),
        _ => vec![],
    };
    commands.iter().flat_map(results).collect()
}

fn products(count: usize) -> Vec<Result<Product, LayerError>> {
    vec![Ok(product(1.0)); count]
}

#[test]
fn small_layers_travel_together_and_every_worker_gets_some() {
    let (_, commands) = started(1000);
    let batches = asked(&commands);
    assert_eq!(batches.len(), 2);
    assert_eq!(batches[0].2, (0..64).collect::<Vec<_>>());
    let (_, commands) = started(3);
    assert_eq!(asked(&commands).len(), 2);
}

/// With Cancel and Go on while the page read a piece of the file, the old answer came under the new layer.
#[test]
fn an_answer_to_an_earlier_ticket_is_not_stored_under_the_present_layers() {
    let (mut pool, commands) = started(4);
    let (worker, old, layers) = asked(&commands).remove(0);
    pool.stop();
    let again = pool.start(sizes(4), vec![3, 2, 1, 0], 1.0);
    let (same_worker, new, others) = asked(&again).remove(0);
    assert!(same_worker == worker && others != layers && new != old);
    assert_eq!(
        pool.answered(worker, old, Ok(products(layers.len())), 1000.0),
        []
    );
    assert!(pool.is_current(worker, new) && !pool.is_current(worker, old));
}

#[test]
fn a_batch_on_which_a_worker_fails_is_tried_layer_by_layer() {
    let (mut pool, commands) = started(40);
    let (worker, ticket, layers) = asked(&commands).remove(0);
    let mut commands = pool.answered(worker, ticket, Err(Fault::Silent), 1.0);
    let mut failed = Vec::new();
    for layer in &layers {
        let (_, ticket, alone) = asked(&commands).remove(0);
        assert_eq!(alone, [*layer]);
        // One of them is at fault.
        let outcome = if *layer == layers[1] {
            Err(Fault::Silent)
        } else {
            Ok(products(1))
        };
        commands = pool.answered(worker, ticket, outcome, 1.0);
    }
    for command in pool.stop() {
        if let PoolCommand::Deliver(results) = command {
            failed.extend(results.into_iter().filter(|(_, outcome)| outcome.is_err()));
        }
    }
    let failed: Vec<usize> = failed.into_iter().map(|(layer, _)| layer).collect();
    assert_eq!(failed, [layers[1]]);
}

#[test]
fn an_answer_of_another_length_is_no_answer() {
    let (mut pool, commands) = started(40);
    let (worker, ticket, layers) = asked(&commands).remove(0);
    let commands = pool.answered(worker, ticket, Ok(products(layers.len() + 1)), 1000.0);
    assert_eq!(delivered(&commands), [0; 0]);
    assert_eq!(asked(&commands)[0].2, [layers[0]]);
}

#[test]
fn results_are_delivered_together_and_the_last_at_once() {
    let (mut pool, commands) = started(256);
    let mut open = asked(&commands);
    let (worker, ticket, layers) = open.remove(0);
    let commands = pool.answered(worker, ticket, Ok(products(layers.len())), 10.0);
    assert_eq!(delivered(&commands), [0; 0]);
    // The first soon, the next after a pause.
    assert_eq!(pool.deadline(), Some(40.0));
    let delivery: Vec<_> = pool.deliver(40.0).into_iter().collect();
    assert_eq!(delivered(&delivery), layers);
    assert_eq!(pool.deadline(), None);
    open.extend(asked(&commands));
    let (worker, ticket, layers) = open.remove(0);
    let commands = pool.answered(worker, ticket, Ok(products(layers.len())), 50.0);
    assert_eq!(
        (delivered(&commands), pool.deadline()),
        (vec![], Some(340.0))
    );
    open.extend(asked(&commands));
    let mut last = Vec::new();
    while let Some((worker, ticket, layers)) = open.pop() {
        last = pool.answered(worker, ticket, Ok(products(layers.len())), 51.0);
        open.extend(asked(&last));
    }
    assert!(!delivered(&last).is_empty() && pool.deadline().is_none());
}

fn seeded() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(42),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(seeded())]

    /// Under any sequence of answers, failures, stops and new starts, a layer is delivered exactly once, and
    /// only under its own number.
    #[test]
    fn each_layer_is_delivered_exactly_once(
        count in 1_usize..200,
        steps in prop::collection::vec((0_u8..6, 0_usize..4), 0..60),
    ) {
        let mut pool = AnalysisPool::new(3);
        let mut commands = pool.start(sizes(count), (0..count).collect(), 0.0);
        let mut all = asked(&commands);
        let mut known = BTreeSet::new();
        let mut now = 0.0;
        let finish = [(0, 0)].repeat(4 * count);
        for (step, pick) in steps.into_iter().chain([(5, 0)]).chain(finish) {
            now += 40.0;
            commands = match (step, all.get(pick % all.len().max(1)).cloned()) {
                (4, _) => pool.stop(),
                (5, _) => {
                    let mut stopped = pool.stop();
                    known.extend(delivered(&stopped));
                    let left = (0..count).filter(|layer| !known.contains(layer)).collect();
                    stopped.clear();
                    all.clear();
                    pool.start(sizes(count), left, now)
                }
                (3, _) => pool.deliver(now).into_iter().collect(),
                (2, Some((worker, ticket, _))) => pool.answered(worker, ticket, Err(Fault::Silent), now),
                (_, Some((worker, ticket, layers))) => {
                    // Old tickets stay in the list, so some answers are late.
                    all.retain(|(_, other, _)| *other != ticket);
                    pool.answered(worker, ticket, Ok(products(layers.len())), now)
                }
                _ => vec![],
            };
            for layer in delivered(&commands) {
                prop_assert!(known.insert(layer), "{layer} twice");
            }
            all.extend(asked(&commands));
        }
        known.extend(delivered(&pool.stop()));
        prop_assert_eq!(known.len(), count);
    }
}
