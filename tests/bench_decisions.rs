//! What the benchmark decides of its numbers: whether the machine was busy, how a ratio spreads, what is worse than
//! recorded, and how the recordings are drawn. The measurements themselves want a browser: `tests/bench/`.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be, and `==` between numbers means every digit.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

#[path = "bench/busy.rs"]
mod busy;
#[path = "bench/history.rs"]
mod history;
#[path = "bench/picture.rs"]
#[allow(dead_code, reason = "the benchmark's own")]
mod picture;
#[path = "bench/series.rs"]
#[allow(dead_code, reason = "not every number of a series concerns a decision")]
mod series;

use std::collections::BTreeMap;

use busy::{Process, Ticks, family, is_busy, of_machine, of_process, others};
use history::{Entry, add, compare, read, write};
use series::{Series, Spread};

const RECORDED: &str = include_str!("bench/history.json");

#[test]
fn the_machines_ticks_are_those_of_all_processors_without_their_guests() {
    let stat = "cpu  100 10 30 1000 50 2 3 5 7 0\ncpu0 1 2 3 4 5 6 7 8 9 0\nintr 5\n";
    assert_eq!(of_machine(stat), Some([1200, 150]));
    assert_eq!(of_machine("cpu 1 2 3\n"), None);
    assert_eq!(of_machine("intr 5\n"), None);
}

#[test]
fn a_process_may_be_called_anything() {
    let stat = "42 (a) b (c)) S 7 41 40 0 -1 4194304 1 2 3 4 11 13 17 19 20 0 1 0 5";
    let process = Process {
        id: 42,
        parent: 7,
        group: 41,
        ticks: 60,
    };
    assert_eq!(of_process(stat), Some(process));
    assert_eq!(of_process("42 (a) S 7"), None);
    assert_eq!(of_process(""), None);
}

fn process(id: u32, parent: u32, group: u32, ticks: u64) -> Process {
    Process {
        id,
        parent,
        group,
        ticks,
    }
}

fn ids(processes: &[Process]) -> Vec<u32> {
    processes.iter().map(|process| process.id).collect()
}

#[test]
fn a_family_is_whoever_was_started_however_far_down() {
    let all = [
        process(1, 0, 1, 1000),
        process(5, 9, 5, 4),
        process(7, 1, 7, 1),
        process(9, 7, 9, 2),
        process(8, 1, 8, 500),
    ];
    assert_eq!(ids(&family(&all, 7)), [5, 7, 9]);
    assert_eq!(ids(&family(&all, 5)), [5]);
    // As the first process of a container may be told.
    assert_eq!(ids(&family(&[process(0, 0, 0, 3)], 0)), [0]);
}

#[test]
fn a_process_whose_parent_has_ended_belongs_to_its_group() {
    let all = [
        process(1, 0, 1, 1000),
        process(7, 1, 4, 1),
        process(8, 7, 4, 2),
        process(9, 1, 4, 4),
        process(10, 9, 10, 8),
        process(11, 1, 11, 500),
    ];
    assert_eq!(ids(&family(&all, 7)), [7, 8, 9, 10]);
    assert!(family(&all, 12).is_empty());
}

#[test]
fn what_a_process_leaves_behind_is_counted_once() {
    let at = |busy, own: &[Process]| Ticks {
        all: 2 * busy,
        busy,
        own: own.to_vec(),
    };
    let first = process(7, 1, 7, 10);
    let before = at(100, &[first, process(8, 7, 7, 30), process(9, 1, 7, 40)]);
    // The one left 35 to its parent. The other's parent had ended: its 40 are gone, and were not of this round.
    let after = at(200, &[process(7, 1, 7, 50), process(10, 7, 7, 95)]);
    assert_eq!(others(&before, &after), 0.0);
    assert_eq!(others(&before, &at(200, &[process(7, 1, 7, 110)])), 0.15);
}

fn ticks(all: u64, busy: u64, own: u64) -> Ticks {
    let own = vec![process(7, 1, 7, own)];
    Ticks { all, busy, own }
}

#[test]
fn own_work_is_no_disturbance_and_that_of_others_is() {
    let before = ticks(1000, 500, 200);
    assert_eq!(others(&before, &ticks(1200, 700, 400)), 0.0);
    assert!(!is_busy(&before, &ticks(1200, 700, 400)));
    assert_eq!(others(&before, &ticks(1200, 700, 300)), 0.5);
    assert!(is_busy(&before, &ticks(1200, 700, 300)));
    // A daemon's tick in a short round is none either.
    assert!(!is_busy(&before, &ticks(1004, 503, 200)));
    assert!(is_busy(&before, &ticks(1010, 508, 200)));
    // Nothing has passed; and a process has gone with its ticks.
    assert!(!is_busy(&before, &before));
    assert!(!is_busy(&before, &ticks(1200, 510, 150)));
}

#[test]
fn a_ratio_is_of_one_round_and_so_does_not_feel_a_slow_one() {
    let ours = Series::new(vec![1.0, 10.0, 2.0, 1.0]);
    let theirs = Series::new(vec![2.0, 20.0, 4.0]);
    let ratios = ours.against(&theirs);
    assert_eq!(
        ratios.spread(),
        Spread {
            median: 0.5,
            quartiles: [0.5, 0.5]
        }
    );
    assert_eq!(ratios.count(), 3);
}

#[test]
fn a_spread_is_the_middle_half_and_of_few_numbers_all() {
    let many = Series::new((1..=9).rev().map(f64::from).collect());
    assert_eq!(
        many.spread(),
        Spread {
            median: 5.0,
            quartiles: [3.0, 7.0]
        }
    );
    let few = Series::new(vec![3.0, 1.0, 2.0]);
    assert_eq!(
        few.spread(),
        Spread {
            median: 2.0,
            quartiles: [1.0, 3.0]
        }
    );
    assert_eq!(few.spread().to_string(), "2.00 (1.00–3.00)");
    assert_eq!(Spread::of_one(0.5).to_string(), "0.500");
}

fn spread(median: f64, low: f64, high: f64) -> Spread {
    Spread {
        median,
        quartiles: [low, high],
    }
}

fn entry(date: &str, ratios: &[(&str, Spread)]) -> Entry {
    let ratios = ratios
        .iter()
        .map(|(name, ratio)| ((*name).to_owned(), *ratio));
    Entry {
        date: date.into(),
        machine: "two cores".into(),
        ratios: ratios.collect(),
    }
}

#[test]
fn the_history_is_read_as_it_was_written() {
    let entries = vec![
        entry(
            "2026-01-01",
            &[
                ("a, \"b\"", Spread::of_one(0.123)),
                ("c", spread(12.0, 11.5, 13.0)),
            ],
        ),
        entry("2026-01-02", &[]),
    ];
    assert_eq!(read(&write(&entries)), Ok(entries));
    let recorded = read(RECORDED).unwrap();
    assert_eq!(write(&recorded), RECORDED);
    assert!(recorded.is_sorted_by_key(|entry| entry.date.clone()));
}

#[test]
fn what_is_no_history_is_said() {
    for (text, says) in [
        ("[", "EOF"),
        ("[{}]", "no ratios"),
        (r#"[{ "ratios": {} }]"#, "no date"),
        (
            r#"[{ "date": "", "machine": "", "ratios": { "a": [1, 2] } }]"#,
            "a is neither",
        ),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn a_second_recording_of_a_day_takes_up_what_was_measured_anew() {
    let mut entries = vec![entry(
        "1",
        &[("a", Spread::of_one(1.0)), ("b", Spread::of_one(2.0))],
    )];
    add(&mut entries, entry("1", &[("b", Spread::of_one(3.0))]));
    assert_eq!(
        entries,
        [entry(
            "1",
            &[("a", Spread::of_one(1.0)), ("b", Spread::of_one(3.0))]
        )]
    );
    add(&mut entries, entry("2", &[("b", Spread::of_one(4.0))]));
    assert_eq!(entries.len(), 2);
}

#[test]
fn worse_is_more_than_the_rounds_differ_by() {
    let entries = [
        entry(
            "1",
            &[("a", spread(1.0, 0.9, 1.3)), ("b", Spread::of_one(1.0))],
        ),
        entry("2", &[("b", Spread::of_one(2.0))]),
    ];
    let worse =
        |name: &str, now: Spread| compare(&entries, &BTreeMap::from([(name.to_owned(), now)]));
    assert_eq!(worse("a", spread(1.1, 1.05, 1.2)), [""; 0], "little");
    assert_eq!(
        worse("a", spread(1.4, 1.2, 1.5)),
        [""; 0],
        "the spreads meet"
    );
    assert_eq!(
        worse("a", spread(1.4, 1.35, 1.5)),
        ["a: 1.40 (1.35–1.50), recorded 1.00 (0.900–1.30), worse by 40 %"]
    );
    // Against the newest that there is of it.
    assert_eq!(worse("b", Spread::of_one(2.1)), [""; 0]);
    assert_eq!(worse("b", Spread::of_one(3.0)).len(), 1);
    assert_eq!(
        worse("c", Spread::of_one(1.0)),
        ["c: not recorded, run with --record"]
    );
}

#[test]
fn the_picture_has_a_panel_for_each_thing_and_a_line_for_each_ratio_to_numpy() {
    let entries = [
        entry(
            "2026-01-01",
            &[
                ("x, 1, NumPy", Spread::of_one(0.5)),
                ("x, 2, NumPy, QR", Spread::of_one(4.0)),
                ("x, 1, other", Spread::of_one(1.0)),
            ],
        ),
        entry(
            "2026-01-02",
            &[
                ("x, 1, NumPy", spread(0.25, 0.2, 0.3)),
                ("<y>, NumPy", Spread::of_one(1.0)),
            ],
        ),
    ];
    let svg = picture::draw(&entries);
    assert_eq!(svg.matches("class=\"head\"").count(), 2);
    assert_eq!(svg.matches("class=\"line\"").count(), 3);
    assert_eq!(svg.matches("<circle").count(), 4);
    for part in [
        "0.25 1",
        "4.00 2, QR",
        "&lt;y>",
        "2026-01-01",
        "2026-01-02",
        "prefers-color-scheme: dark",
    ] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    assert!(!svg.contains("NaN"));
    // What is drawn is inside.
    let places = svg
        .split("cy=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap());
    assert!(places.clone().count() == 4 && places.clone().all(|y| (34.0..=164.0).contains(&y)));
}

#[test]
fn names_of_lines_that_meet_can_be_read() {
    let names = picture::apart(vec![
        (100.0, "a".into()),
        (100.0, "b".into()),
        (101.0, "c".into()),
        (400.0, "d".into()),
    ]);
    assert!(
        names.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 12.0),
        "{names:?}"
    );
    assert!(names.iter().all(|(y, _)| *y <= 190.0), "{names:?}");
}

#[test]
fn the_committed_picture_is_of_what_is_recorded() {
    let picture = include_str!("../docs/benchmarks.svg");
    let drawn = picture::draw(&read(RECORDED).unwrap());
    assert!(
        picture == drawn,
        "draw it: cargo test --test bench -- --draw"
    );
}
