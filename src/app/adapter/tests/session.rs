use rankscope_engine::supervisor::Fault;

use super::super::opening::Problem;
use super::super::samples::SAMPLES;
use super::super::state::Progress;
use super::super::words;
use super::*;

fn problem() -> Problem {
    Problem::unreadable("x")
}

#[test]
fn the_first_sample_is_opened_once() {
    let mut session = AdapterSession::new(2);
    let commands = session.handle(SessionEvent::Entered, 0.0);
    let sample = SAMPLES[0];
    assert_eq!(commands, [SessionCommand::Fetch { serial: 1, sample }]);
    session.handle(SessionEvent::Left, 1.0);
    assert_eq!(session.handle(SessionEvent::Entered, 2.0), []);
}

/// The view was left while the sample was fetched; what came then was lost, and nothing asked again.
#[test]
fn what_arrives_while_the_reader_is_elsewhere_is_there_on_return() {
    let mut session = AdapterSession::new(2);
    session.handle(SessionEvent::Entered, 0.0);
    session.handle(SessionEvent::Left, 1.0);
    assert_eq!(session.state().progress(), Progress::Reading);
    let arrived = SessionEvent::Weights(1, Ok(weights(&names(3))));
    let commands = session.handle(arrived, 2.0);
    let mut now = 2.0;
    answer_all(&mut session, commands, &mut now);
    session.handle(SessionEvent::Entered, now);
    assert_eq!(session.state().progress(), Progress::Ready);
    assert_eq!(session.state().done, 3);
}

#[test]
fn a_header_that_cannot_be_read_while_the_reader_is_elsewhere_is_said_on_return() {
    let mut session = AdapterSession::new(2);
    session.handle(SessionEvent::Entered, 0.0);
    session.handle(SessionEvent::Left, 1.0);
    session.handle(SessionEvent::Weights(1, Err(problem())), 2.0);
    session.handle(SessionEvent::Entered, 3.0);
    assert_eq!(session.state().progress(), Progress::Nothing);
    assert_eq!(session.state().problems, [problem()]);
}

/// A file that could not be read took away what was open.
#[test]
fn what_was_open_stays_open_when_another_file_cannot_be_read() {
    let (mut session, commands) = opened(&names(3));
    let mut now = 0.0;
    answer_all(&mut session, commands, &mut now);
    for name in ["bad.safetensors", "worse.safetensors"] {
        picks_weights(&mut session, name, now);
        let serial = session.state().serial;
        let commands = session.handle(SessionEvent::Weights(serial, Err(problem())), now);
        let state = session.state();
        assert_eq!(commands, []);
        assert_eq!((state.progress(), state.done), (Progress::Ready, 3));
        assert_eq!(state.name, "mine.safetensors");
        assert_eq!(state.problems, [problem()]);
        assert_eq!(
            words::refused(&state),
            Some("This file could not be read. What was open stays open.")
        );
    }
    // One that can be read takes its place, and what was wrong is not said any more.
    picks_weights(&mut session, "good.safetensors", now);
    let serial = session.state().serial;
    session.handle(SessionEvent::Weights(serial, Ok(weights(&names(2)))), now);
    let state = session.state();
    assert_eq!((state.layers(), words::refused(&state)), (2, None));
    assert!(state.problems.is_empty());
}

/// Another file was picked while the one before was still being read.
#[test]
fn a_file_that_cannot_be_read_falls_back_past_one_that_was_not_open_yet() {
    let (mut session, commands) = opened(&names(3));
    let mut now = 0.0;
    answer_all(&mut session, commands, &mut now);
    for name in ["slow.safetensors", "bad.safetensors"] {
        picks_weights(&mut session, name, now);
    }
    let serial = session.state().serial;
    session.handle(SessionEvent::Weights(serial, Err(problem())), now);
    assert_eq!(session.state().name, "mine.safetensors");
}

#[test]
fn what_arrives_of_an_older_file_is_dropped() {
    let (mut session, commands) = opened(&names(4));
    let old = session.state().serial;
    picks_weights(&mut session, "other.safetensors", 1.0);
    assert_eq!(
        session.handle(SessionEvent::Weights(old, Ok(weights(&names(9)))), 2.0),
        []
    );
    session.handle(SessionEvent::Weights(old, Err(problem())), 2.0);
    let mut now = 3.0;
    answer_all(&mut session, commands, &mut now);
    let state = session.state();
    assert_eq!((state.progress(), state.done), (Progress::Reading, 0));
    assert!(state.problems.is_empty() && state.name == "other.safetensors");
}

#[test]
fn a_config_that_comes_before_its_weights_waits_and_leaves_the_open_ones_alone() {
    let (mut session, commands) = opened(&names(3));
    let mut now = 0.0;
    answer_all(&mut session, commands, &mut now);
    let first: &[(&str, &[u8])] = &[("adapter_config.json", br#"{"r": 1, "lora_alpha": 4}"#)];
    picks(&mut session, first, now);
    assert_eq!(
        session.state().config.as_ref().unwrap().name,
        "adapter_config.json"
    );
    // A second one is of weights that are still to come.
    picks(&mut session, &[("other_config.json", br#"{"r": 8}"#)], now);
    let state = session.state();
    assert_eq!(state.config.as_ref().unwrap().name, "adapter_config.json");
    assert_eq!(state.waiting.as_ref().unwrap().name, "other_config.json");
    picks_weights(&mut session, "other.safetensors", now);
    let state = session.state();
    assert_eq!(state.config.as_ref().unwrap().name, "other_config.json");
    assert!(state.waiting.is_none());
}

#[test]
fn what_was_open_stays_open_and_one_thing_is_said_of_each_pick_that_is_none() {
    let (mut session, commands) = opened(&names(3));
    let mut now = 0.0;
    answer_all(&mut session, commands, &mut now);
    for name in ["one.zip", "two.zip"] {
        picks(&mut session, &[(name, b"PK\x03\x04")], now);
        let state = session.state();
        assert_eq!((state.progress(), state.done), (Progress::Ready, 3));
        assert_eq!(state.problems.len(), 1);
        assert!(state.problems[0].what.contains(name));
        assert!(words::refused(&state).is_some());
    }
    picks_weights(&mut session, "good.safetensors", now);
    assert!(session.state().problems.is_empty());
}

#[test]
fn a_sample_does_not_take_the_config_that_waits() {
    let mut session = AdapterSession::new(2);
    session.handle(SessionEvent::Entered, 0.0);
    picks(
        &mut session,
        &[("adapter_config.json", br#"{"r": 8}"#)],
        1.0,
    );
    session.handle(SessionEvent::SampleChosen(SAMPLES[1]), 2.0);
    assert!(session.state().config.is_none() && session.state().waiting.is_some());
    picks_weights(&mut session, "mine.safetensors", 3.0);
    assert!(session.state().config.is_some());
}

#[test]
fn what_was_picked_before_is_not_opened_after_what_was_picked_last() {
    let mut session = AdapterSession::new(2);
    let files = |name: &str| {
        vec![PickedFile {
            path: name.to_owned(),
            bytes: 100,
        }]
    };
    session.handle(SessionEvent::Picked(files("slow.safetensors")), 0.0);
    session.handle(SessionEvent::Picked(files("fast.safetensors")), 1.0);
    let looked = || {
        vec![LookedAt {
            file: 0,
            bytes: Some(safetensors()),
        }]
    };
    session.handle(SessionEvent::LookedAt(2, looked()), 2.0);
    session.handle(SessionEvent::LookedAt(1, looked()), 3.0);
    assert_eq!(session.state().name, "fast.safetensors");
}

#[test]
fn of_several_adapters_the_reader_chooses() {
    let mut session = AdapterSession::new(2);
    let weights = safetensors();
    let files: Vec<(&str, &[u8])> = vec![
        ("run/checkpoint-10/adapter_model.safetensors", &weights),
        (
            "run/checkpoint-10/adapter_config.json",
            br#"{"r": 1, "lora_alpha": 1}"#,
        ),
        ("run/checkpoint-20/adapter_model.safetensors", &weights),
        (
            "run/checkpoint-20/adapter_config.json",
            br#"{"r": 1, "lora_alpha": 2}"#,
        ),
    ];
    let commands = picks(&mut session, &files, 0.0);
    let read = |commands: &[SessionCommand]| {
        let files = commands.iter().find_map(|command| match command {
            SessionCommand::ReadWeights { files, .. } => Some(files.clone()),
            _ => None,
        });
        files.unwrap_or_default()
    };
    assert_eq!(read(&commands), [0]);
    assert_eq!(session.state().choices, ["checkpoint-10", "checkpoint-20"]);
    let commands = session.handle(SessionEvent::CandidateChosen(1), 1.0);
    assert_eq!(read(&commands), [2]);
    let state = session.state();
    assert_eq!((state.chosen, state.choices.len()), (1, 2));
    let setting = state.config().unwrap().setting("q_proj").unwrap().unwrap();
    assert_eq!(
        setting.rule,
        rankscope_adapter::ScaleRule::Alpha {
            alpha: 2.0,
            scaling: rankscope_sim::Scaling::Lora
        }
    );
    assert!(
        session
            .handle(SessionEvent::CandidateChosen(2), 2.0)
            .iter()
            .all(|command| matches!(command, SessionCommand::ReleaseWorkers))
    );
}

#[test]
fn a_stopped_analysis_goes_on_with_what_is_left() {
    let (mut session, commands) = opened(&names(100));
    let (worker, ticket, batch) = requests(commands).remove(0);
    let products = vec![Ok(product(2.0)); length(&batch)];
    let answered = SessionEvent::Answered {
        worker,
        ticket,
        outcome: Ok(products),
    };
    session.handle(answered, 1.0);
    session.handle(SessionEvent::Cancelled, 2.0);
    let state = session.state();
    assert_eq!(
        (state.progress(), state.done),
        (Progress::Stopped, length(&batch))
    );
    let commands = session.handle(SessionEvent::Resumed, 3.0);
    let mut now = 3.0;
    answer_all(&mut session, commands, &mut now);
    let state = session.state();
    assert_eq!((state.progress(), state.done), (Progress::Ready, 100));
    assert!(state.pending().is_empty());
}

#[test]
fn what_is_put_away_ends_with_everything_under_way() {
    let (mut session, commands) = opened(&names(100));
    let (worker, ticket, batch) = requests(commands).remove(0);
    let file = PickedFile {
        path: "adapter_model.safetensors".to_owned(),
        bytes: 100,
    };
    let looking = session.handle(SessionEvent::Picked(vec![file]), 1.0);
    let Some(SessionCommand::LookAt { pick, .. }) = looking.first() else {
        panic!("{looking:?}");
    };
    let (before, number, pick) = (session.revision(), session.state().serial, *pick);
    let commands = session.handle(SessionEvent::Closed, 2.0);
    let cancels = |worker| SessionCommand::Cancel { worker };
    assert!(commands.contains(&cancels(0)) && commands.contains(&cancels(1)));
    assert!(session.revision() > before);
    assert!(!session.is_current(worker, ticket));
    // What comes late opens nothing and analyses nothing.
    let looked_at = session.handle(SessionEvent::LookedAt(pick, Vec::new()), 3.0);
    assert_eq!(looked_at, []);
    let answered = SessionEvent::Answered {
        worker,
        ticket,
        outcome: Ok(vec![Ok(product(1.0)); length(&batch)]),
    };
    assert_eq!(session.handle(answered, 4.0), []);
    let state = session.state();
    assert!(state.serial == 0 && state.weights.is_none() && state.problems.is_empty());
    // The next file has a number that none had before.
    let begun = session.handle(SessionEvent::SampleChosen(SAMPLES[0]), 5.0);
    let [SessionCommand::Fetch { serial, .. }] = begun[..] else {
        panic!("{begun:?}");
    };
    assert!(serial > number);
}

#[test]
fn workers_that_do_not_start_end_the_analysis_with_the_reason() {
    let (mut session, commands) = opened(&names(100));
    let (worker, ticket, _) = requests(commands).remove(0);
    let fault = Fault::NotStarted("no".to_owned());
    let answered = SessionEvent::Answered {
        worker,
        ticket,
        outcome: Err(fault),
    };
    let commands = session.handle(answered, 1.0);
    assert_eq!(commands, [SessionCommand::Cancel { worker: 1 }]);
    assert_eq!(session.state().progress(), Progress::Stopped);
}

#[test]
fn workers_are_released_when_nobody_looks_and_nothing_is_left() {
    let (mut session, commands) = opened(&names(2));
    assert_eq!(session.handle(SessionEvent::Left, 1.0), []);
    let (worker, ticket, batch) = requests(commands).remove(0);
    let outcome = Ok(vec![Ok(product(1.0)); length(&batch)]);
    session.handle(
        SessionEvent::Answered {
            worker,
            ticket,
            outcome,
        },
        2.0,
    );
    let commands = session.handle(SessionEvent::Entered, 3.0);
    assert_eq!(commands, []);
    session.handle(SessionEvent::Cancelled, 4.0);
    let commands = session.handle(SessionEvent::Left, 5.0);
    assert_eq!(commands, [SessionCommand::ReleaseWorkers]);
}
