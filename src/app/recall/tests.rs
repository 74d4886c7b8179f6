//! The view without a browser: runs that are followed, maps, tables, words.

use rankscope_engine::handle::handler;
use rankscope_engine::protocol::{Answer, Job, Reply, Request};
use rankscope_engine::supervisor::{EngineEvent, Fault, Ticket};
use rankscope_params::query;
use rankscope_sim::recall::{RecallConfig, RecallPlan};

use super::map::{CapacityMap, MapAction, SIZES};
use super::run::{RecallDemand, RecallRun, RecallRunAction, WORKERS};
use super::*;
use crate::Reduce;
use crate::state::Trouble;
use crate::train::run::RunStatus;
use rankscope_engine::Packed;

const SMALL: &str = "view=recall&facts=20&width=16&recall_steps=12&recall_ranks=1,4";

fn answered(job: Job) -> EngineEvent {
    let request = Request {
        id: 1,
        job: job.clone(),
        attached: vec![],
    };
    let ticking = std::cell::Cell::new(0.0);
    let mut handle = handler(move || ticking.replace(ticking.get() + 10.0));
    let Reply::Done { outcome, .. } = handle(&request, &mut |_| ()) else {
        panic!("no answer")
    };
    EngineEvent::Answered {
        ticket: Ticket { job, asked_at: 0.0 },
        outcome,
    }
}

fn started(link: &str) -> Rc<RecallRun> {
    let plans = plan::of_link(&query::read(link).0);
    Rc::new(RecallRun::default()).reduce(RecallRunAction::Start(plans))
}

/// Has a worker do what it is asked for once; false when there is nothing to do.
fn work(run: &mut Rc<RecallRun>, worker: usize) -> bool {
    let RecallDemand::Learn(chunk) = run.demand(worker) else {
        return false;
    };
    let event = answered(Job::Learn(Packed::of(&chunk)));
    *run = Rc::clone(run).reduce(RecallRunAction::Engine(worker, event));
    true
}

/// What these plans learn, to the end.
pub(crate) fn learned(plans: Vec<RecallPlan>) -> RecallResults {
    let mut run = Rc::new(RecallRun::default()).reduce(RecallRunAction::Start(plans));
    while (0..WORKERS).fold(false, |any, worker| work(&mut run, worker) | any) {}
    run.results().expect("results")
}

/// The run of a link, to its end.
pub(super) fn finished(link: &str) -> Rc<RecallRun> {
    let mut run = started(link);
    while (0..WORKERS).fold(false, |any, worker| work(&mut run, worker) | any) {}
    run
}

#[test]
fn two_workers_learn_beside_each_other_to_the_end() {
    let mut run = started(SMALL);
    assert_eq!(run.results(), None);
    assert!(work(&mut run, 0));
    assert_eq!(run.results(), None, "of one worker nothing is shown alone");
    assert!(work(&mut run, 1));
    assert!(run.results().is_some() && run.share() < 1.0);
    let made = |run: &RecallRun| run.results().map_or(0, |results| results.made());
    let first = made(&run);
    work(&mut run, 0);
    assert_eq!(made(&run), first, "one answer alone is not drawn");
    work(&mut run, 1);
    assert!(made(&run) > first);
    let before = made(&run);
    work(&mut run, 0);
    let RecallDemand::Learn(under_way) = run.demand(1) else {
        panic!("nothing to do")
    };
    let paused = Rc::clone(&run).reduce(RecallRunAction::Pause);
    let event = answered(Job::Learn(Packed::of(&under_way)));
    let paused = paused.reduce(RecallRunAction::Engine(1, event));
    assert!(made(&paused) > before, "what was under way is shown");
    let run = finished(SMALL);
    assert_eq!((run.status, run.share()), (RunStatus::Finished, 1.0));
    let results = run.results().expect("results");
    assert!(results.finished() && results.cut().is_some());
    assert_eq!(
        results.families().collect::<Vec<_>>(),
        [Family::Lora, Family::RsLora]
    );
}

#[test]
fn a_pause_is_a_request_that_is_not_made() {
    let mut run = started(SMALL);
    work(&mut run, 0);
    let paused = run.reduce(RecallRunAction::Pause);
    assert_eq!(paused.demand(0), RecallDemand::Drain);
    let resumed = paused.reduce(RecallRunAction::Resume);
    assert!(matches!(resumed.demand(0), RecallDemand::Learn(_)));
    let ended = resumed.reduce(RecallRunAction::Start(vec![]));
    assert_eq!(ended.demand(1), RecallDemand::Abort);
}

#[test]
fn the_run_before_is_shown_until_the_next_has_something() {
    let before = finished(SMALL);
    let shown = before.results();
    let plans = plan::of_link(&query::read(&format!("{SMALL}&seed=7")).0);
    let mut run = before.reduce(RecallRunAction::Start(plans));
    assert_eq!(run.results(), shown);
    work(&mut run, 0);
    work(&mut run, 1);
    let now = run.results().expect("results");
    assert_eq!(now.config().map(|config| config.seed), Some(7));
}

#[test]
fn an_engine_that_gives_up_is_said_and_can_be_tried_again() {
    let event = EngineEvent::WorkerFailed {
        fault: Fault::Silent,
        gave_up: true,
    };
    let run = started(SMALL).reduce(RecallRunAction::Engine(1, event));
    assert_eq!(run.trouble, Some(Trouble::GaveUp(Fault::Silent)));
    assert_eq!(run.reduce(RecallRunAction::Retry).trouble, None);
}

#[test]
fn a_plan_that_cannot_be_trained_says_why() {
    let mut plans = plan::of_link(&query::read(SMALL).0);
    plans[0].config.facts = 0;
    let run = Rc::new(RecallRun::default()).reduce(RecallRunAction::Start(plans));
    assert!(matches!(run.trouble, Some(Trouble::NoResult(_))));
    assert_eq!(run.status, RunStatus::Idle);
}

fn map_base() -> RecallConfig {
    map::base(&plan::config(&query::read(SMALL).0))
}

#[test]
fn a_map_is_shared_by_its_workers_cell_by_cell() {
    let start = MapAction::Start(Some(map_base()), 2);
    let mut map = Rc::new(CapacityMap::default()).reduce(start);
    let mut measured = 0;
    while map.is_running() {
        assert_ne!(map.job(0), map.job(1), "each cell is measured once");
        let worker = measured % 2;
        let worker = if map.job(worker).is_some() {
            worker
        } else {
            1 - worker
        };
        let event = answered(map.job(worker).expect("a cell"));
        map = map.reduce(MapAction::Engine(worker, event));
        measured += 1;
    }
    assert_eq!((measured, map.share()), (2 * SIZES.len(), 1.0));
    let plot = map.plot(2.0).expect("a figure");
    assert_eq!(plot.cells.len(), measured);
    assert!(map.capacities().len() <= 2);
}

#[test]
fn an_answer_to_an_older_map_changes_nothing_and_cancelling_ends_it() {
    let start = || MapAction::Start(Some(map_base()), 1);
    let map = Rc::new(CapacityMap::default()).reduce(start());
    let job = map.job(0).expect("a cell");
    let mut other = map_base();
    other.seed = 9;
    let later = map.reduce(MapAction::Start(Some(other), 1));
    let same = Rc::clone(&later).reduce(MapAction::Engine(0, answered(job)));
    assert!(Rc::ptr_eq(&later, &same));
    let ended = later.reduce(MapAction::Start(None, 1));
    assert_eq!(
        (ended.job(0), ended.is_running(), ended.plot(2.0)),
        (None, false, None)
    );
}

#[test]
fn a_map_stands_while_only_what_it_varies_changes() {
    let of = |link: &str| map::base(&plan::config(&query::read(link).0));
    let asked = of(SMALL);
    for same in ["&facts=99", "&task=style", "&true_rank=9"] {
        // The last of several counts.
        let link = format!("{SMALL}{same}");
        assert_eq!(
            map::wanted(&of(&link), Some(&asked)),
            Some(asked.clone()),
            "{same}"
        );
    }
    for other in ["&seed=1", "&alpha=3", "&recall_lr=0.1", "&optimizer=sgd"] {
        let link = format!("{SMALL}{other}");
        assert_eq!(map::wanted(&of(&link), Some(&asked)), None, "{other}");
    }
}

#[test]
fn the_table_has_every_rank_with_its_columns() {
    let run = finished(&format!("{SMALL}&task=style"));
    let rows = table::recall(&run.results().expect("results"));
    assert_eq!(rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 4]);
    for row in &rows {
        let columns: Vec<_> = row.cells.iter().map(|cell| cell.column).collect();
        assert_eq!(columns, table::RECALL_COLUMNS.map(|(column, _)| column));
        assert!(row.cells.iter().all(|cell| cell.value.is_some()), "{row:?}");
    }
    let running = started(SMALL);
    assert_eq!(
        running.results().map(|results| table::recall(&results)),
        None
    );
    let facts = finished(SMALL);
    let rows = table::recall(&facts.results().expect("results"));
    assert_eq!(
        (rows[0].cells[2].value, rows[0].cells[2].otherwise.as_str()),
        (None, "–")
    );
}

#[test]
fn a_run_that_diverges_is_said_in_its_place() {
    let run = finished(&format!("{SMALL}&optimizer=sgd&recall_lr=1000"));
    let results = run.results().expect("results");
    let rows = table::recall(&results);
    let said = rows.iter().flat_map(|row| &row.cells);
    assert!(
        said.clone()
            .any(|cell| cell.otherwise.starts_with("diverged at step ")),
        "{rows:?}"
    );
    let config = plan::config(&query::read(SMALL).0);
    let caption = words::caption(Some(&results), &config, None);
    assert!(
        caption.starts_with("No rank here is enough for 20 facts in 12 steps. Rank 4 "),
        "{caption}"
    );
}

#[test]
fn the_words_say_what_is_learned() {
    let config = |link: &str| plan::config(&query::read(link).0);
    let facts = words::subline(&config("view=recall"));
    assert!(
        facts.contains("an answer of its own, one of 64,") && facts.contains("r × 128 numbers"),
        "{facts}"
    );
    assert!(
        words::method(&config("view=recall"))
            .starts_with("Adam at learning rate 0.02, 400 steps, α 16, seed 42"),
        "{facts}"
    );
    let style = config("view=recall&task=style&width=16&true_rank=40");
    assert!(words::subline(&style).contains("one rule, here of rank 16, that answers every key."));
    let note = words::rule_note(40, &style).expect("a note");
    assert_eq!(
        note,
        "A rule of width 16 has at most rank 16: the true rank 40 counts as 16."
    );
    assert_eq!(words::rule_note(4, &config("view=recall&task=style")), None);
    assert_eq!(
        words::caption(None, &config("view=recall"), None),
        "400 steps. Press Run to start."
    );
}

#[test]
fn the_figures_of_facts_have_no_held_out_board_and_those_of_style_have() {
    let of = |link: &str| figures(&finished(link).results().expect("results"), None);
    assert_eq!(of(SMALL).held_out, None);
    let style = of(&format!("{SMALL}&task=style&rival=lora_root"));
    assert!(style.held_out.is_some());
    assert_eq!(style.rival, Family::LoraRoot);
}

#[test]
fn an_estimate_is_said_as_a_band_with_what_it_rests_on() {
    use calculator::{Adapted, BITS_PER_FACT, PRESETS, estimate};
    let map = CapacityMap::default();
    let of = |adapted| {
        let found = estimate(
            &PRESETS[0].shapes(),
            adapted,
            8,
            (BITS_PER_FACT, words::measured_bits(&map)),
        );
        (words::estimate(&found), words::rests_on(&map, adapted))
    };
    let (said, rests_on) = of(Adapted::All);
    assert_eq!(
        said,
        "21 million parameters hold 34.6 million to 41.9 million bits: about 1.15 million to 1.4 million facts."
    );
    assert!(
        rests_on.starts_with("From 1.65 bits per parameter"),
        "{rests_on}"
    );
    let nothing = estimate(&[], Adapted::All, 8, (30.0, 1.65));
    assert_eq!(words::estimate(&nothing), "No layer is adapted.");
    assert!(of(Adapted::Attention).1.contains("less than MLP layers"));
}

#[test]
fn what_the_engine_answers_amiss_changes_nothing() {
    let run = started(SMALL);
    let RecallDemand::Learn(chunk) = run.demand(0) else {
        panic!("nothing to do")
    };
    let event = EngineEvent::Answered {
        ticket: Ticket {
            job: Job::Learn(Packed::of(&chunk)),
            asked_at: 0.0,
        },
        outcome: Ok(Answer::FirstSteps(Packed::of(&vec![]))),
    };
    let same = Rc::clone(&run).reduce(RecallRunAction::Engine(0, event));
    assert!(Rc::ptr_eq(&run, &same));
}
