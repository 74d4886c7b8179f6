use std::rc::Rc;

use rankscope_adapter::compare::{Angles, CompareError, Comparison};
use rankscope_adapter::{LayerError, Product};
use rankscope_engine::supervisor::Fault;
use rankscope_sim::Spectrum;

use super::super::super::opening::{Opening, Problem};
use super::super::super::state::{
    AdapterAction, AdapterState, AnalysisFailure, Begin, Origin, Outcome,
};
use super::super::rows::{CompareColumn, rows};
use super::super::session::{CompareCommand, CompareSession};
use crate::Reduce;

/// An adapter with these layers open, each of them analysed as far as it says.
pub(super) fn adapter(serial: u32, layers: &[(&str, [usize; 2])]) -> Rc<AdapterState> {
    let mut entries = serde_json::Map::new();
    let mut begin = 0;
    for (path, [rows, columns]) in layers {
        for (factor, shape) in [("A", [1, *columns]), ("B", [*rows, 1])] {
            let end = begin + 4 * shape[0] * shape[1];
            let entry = serde_json::json!({
                "dtype": "F32", "shape": shape, "data_offsets": [begin, end],
            });
            entries.insert(format!("{path}.lora_{factor}.weight"), entry);
            begin = end;
        }
    }
    let header = serde_json::to_vec(&entries).unwrap();
    let bytes = 8 + header.len() as u64 + begin as u64;
    let weights = Opening::new("test.safetensors", &[bytes], None).weights(&[header], None);
    let opened = Rc::new(AdapterState::default())
        .reduce(AdapterAction::Begin(Begin {
            serial,
            name: format!("{serial}.safetensors"),
            origin: Origin::Own,
            ..Begin::default()
        }))
        .reduce(AdapterAction::Weights(serial, weights));
    let product = || -> Outcome {
        Ok(Rc::new(Product {
            spectrum: Spectrum::from(vec![1.0]),
            alpha: None,
            direction_count: None,
        }))
    };
    let results = (0..layers.len()).map(|layer| (layer, product())).collect();
    opened.reduce(AdapterAction::Analysed(serial, results))
}

pub(super) fn squares<'p>(paths: &[&'p str]) -> Vec<(&'p str, [usize; 2])> {
    paths.iter().map(|path| (*path, [2, 2])).collect()
}

/// Two updates of norm 1 and 2 at this cosine.
pub(super) fn comparison(cosine: f64) -> Comparison {
    let angle = |degrees: f64| -> Option<Angles> {
        let text = format!("[{}]", f64::to_radians(degrees));
        Some(serde_json::from_str(&text).unwrap())
    };
    Comparison {
        norms: [1.0, 2.0],
        ranks: [1, 1],
        cosine: Some(cosine),
        sine: Some((1.0 - cosine * cosine).sqrt()),
        rounding: 1e-7,
        angle_rows: angle(30.0),
        angle_columns: angle(60.0),
        shared: Some([0.25, 0.75]),
        crossed: Some(3.0),
        sum: Spectrum::from(vec![3.0, 0.0]),
    }
}

type Asked = Vec<(usize, u32, usize)>;

/// Worker, ticket and how many pairs of each request.
fn asked(commands: &[CompareCommand]) -> Asked {
    let request = |command: &CompareCommand| match command {
        CompareCommand::Compare {
            worker,
            ticket,
            batch,
            ..
        } => Some((*worker, *ticket, batch.comparisons(&[], &mut |_| ()).len())),
        _ => None,
    };
    commands.iter().filter_map(request).collect()
}

fn answers(count: usize) -> Vec<Result<Comparison, CompareError>> {
    (0..count).map(|_| Ok(comparison(0.5))).collect()
}

/// Answers every request, until nothing is left.
pub(super) fn answer_all(session: &mut CompareSession, commands: &[CompareCommand]) {
    let mut open = asked(commands);
    let mut now = 1000.0;
    while let Some((worker, ticket, count)) = open.pop() {
        now += 1000.0;
        open.extend(asked(&session.answered(
            worker,
            ticket,
            Ok(answers(count)),
            now,
        )));
    }
}

const ONES: [f64; 2] = [1.0, 1.0];

#[test]
fn pairs_are_compared_when_both_are_analysed() {
    let first = adapter(1, &squares(&["base_model.model.a", "b", "c"]));
    let second = adapter(1, &squares(&["c", "a", "d"]));
    let mut session = CompareSession::new(2);
    let empty = AdapterState::default();
    assert_eq!(session.changed([&first, &empty], ONES, 0.0), []);
    assert!(!session.state().is_open());
    let commands = session.changed([&first, &second], ONES, 0.0);
    assert_eq!(
        asked(&commands)
            .iter()
            .map(|(.., count)| count)
            .sum::<usize>(),
        2
    );
    let state = session.state();
    // By their places among the sorted names.
    assert_eq!(state.pairing.pairs, [(1, 0), (2, 1)]);
    assert_eq!(state.progress(), (0, 2));
    // Nothing has changed, so nothing is to be done.
    assert_eq!(session.changed([&first, &second], ONES, 0.0), []);
    answer_all(&mut session, &commands);
    assert_eq!(session.state().progress(), (2, 2));
    let rows = rows(&session.state(), &first);
    let paths: Vec<&str> = rows.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(paths, ["base_model.model.a", "c"]);
}

#[test]
fn the_files_follow_each_other_behind_the_firsts_last_layer() {
    let (first, second) = (adapter(4, &squares(&["a"])), adapter(7, &squares(&["a"])));
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &second], ONES, 0.0);
    let [CompareCommand::Compare { source, batch, .. }, ..] = commands.as_slice() else {
        panic!("{commands:?}");
    };
    assert_eq!(source.serials, [4, 7]);
    let ends = batch.ranges().iter().map(|range| range.end);
    let begins: Vec<u64> = batch.ranges().iter().map(|range| range.start).collect();
    // The first's bytes end where the second's file begins, header and all.
    assert!(begins.iter().any(|begin| *begin > source.second_begins));
    assert!(ends.min() == Some(source.second_begins));
}

#[test]
fn another_weight_compares_again_and_keeps_what_does_not_depend_on_it() {
    let (first, second) = (adapter(1, &squares(&["a"])), adapter(1, &squares(&["a"])));
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &second], ONES, 0.0);
    answer_all(&mut session, &commands);
    let value = |session: &CompareSession, column| {
        let rows = rows(&session.state(), &first);
        let measured = rows[0].measured.clone().unwrap().unwrap();
        measured.cell(column).value
    };
    assert_eq!(value(&session, CompareColumn::RankOfSum), Some(1.0));
    let commands = session.changed([&first, &second], [1.0, -0.5], 0.0);
    assert_eq!(asked(&commands).len(), 1);
    assert_eq!(value(&session, CompareColumn::RankOfSum), None);
    assert_eq!(value(&session, CompareColumn::Cosine), Some(0.5));
    answer_all(&mut session, &commands);
    assert_eq!(value(&session, CompareColumn::RankOfSum), Some(1.0));
}

#[test]
fn another_file_begins_anew_and_a_late_answer_is_dropped() {
    let first = adapter(1, &squares(&["a"]));
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &adapter(1, &squares(&["a"]))], ONES, 0.0);
    let (worker, late, _) = asked(&commands)[0];
    let other = adapter(2, &squares(&["a"]));
    let commands = session.changed([&first, &other], ONES, 0.0);
    assert_eq!(session.state().serial, 2);
    assert_eq!(session.answered(worker, late, Ok(answers(1)), 9000.0), []);
    assert_eq!(session.state().progress(), (0, 1));
    answer_all(&mut session, &commands);
    assert_eq!(session.state().progress(), (1, 1));
    // One that is not there any more leaves nothing.
    let reading = Rc::new(AdapterState::default());
    assert_eq!(
        session.changed([&first, &reading], ONES, 0.0),
        [CompareCommand::ReleaseWorkers]
    );
    assert!(session.state().found.is_empty() && !session.state().is_open());
}

#[test]
fn a_layer_that_was_not_analysed_is_not_compared_and_says_why() {
    let first = adapter(1, &squares(&["a", "b"]));
    let second = {
        let broken = adapter(1, &squares(&["a", "b"]));
        let mut state = Rc::unwrap_or_clone(broken);
        let tensor = "a.lora_A.weight".to_owned();
        let failure: Outcome = Err(AnalysisFailure::Layer(LayerError::NotFinite { tensor }));
        state.deliveries.push(Rc::from([(0, failure)]));
        Rc::new(state)
    };
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &second], ONES, 0.0);
    assert_eq!(
        asked(&commands)
            .iter()
            .map(|(.., count)| count)
            .sum::<usize>(),
        1
    );
    answer_all(&mut session, &commands);
    let rows = rows(&session.state(), &first);
    let why = rows[0].measured.clone().unwrap().unwrap_err();
    assert!(
        why.contains("second adapter") && why.contains("not a number"),
        "{why}"
    );
    assert!(rows[1].measured.as_ref().unwrap().is_ok());
}

#[test]
fn workers_that_do_not_start_end_it_until_the_reader_tries_again() {
    let (first, second) = (adapter(1, &squares(&["a"])), adapter(1, &squares(&["a"])));
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &second], ONES, 0.0);
    let (worker, ticket, _) = asked(&commands)[0];
    let fault = Fault::NotStarted("blocked".to_owned());
    session.answered(worker, ticket, Err(fault.clone()), 1.0);
    assert_eq!(session.state().stopped, Some(fault));
    let commands = session.retry(2.0);
    assert_eq!(session.state().stopped, None);
    answer_all(&mut session, &commands);
    assert_eq!(session.state().progress(), (1, 1));
}

/// The first adapter is another state: what happens to the second cannot reach it.
#[test]
fn a_second_that_cannot_be_read_leaves_what_was_compared() {
    let first = adapter(1, &squares(&["a"]));
    let second = adapter(1, &squares(&["a"]));
    let mut session = CompareSession::new(1);
    let commands = session.changed([&first, &second], ONES, 0.0);
    answer_all(&mut session, &commands);
    let refused = Problem::unreadable("other.safetensors");
    let begun = second.reduce(AdapterAction::Begin(Begin {
        serial: 2,
        ..Begin::default()
    }));
    session.changed([&first, &begun], ONES, 0.0);
    let second = begun.reduce(AdapterAction::Weights(2, Err(refused)));
    assert_eq!((second.serial, second.refused), (1, true));
    let commands = session.changed([&first, &second], ONES, 0.0);
    answer_all(&mut session, &commands);
    assert_eq!(session.state().progress(), (1, 1));
}
