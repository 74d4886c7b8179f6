use std::rc::Rc;

use super::stops::MOST_STOPS;
use super::*;
use crate::Reduce;
use rankscope_chart::{Stroke, Tone};
use rankscope_engine::protocol::{Answer, Job};
use rankscope_lesson::{Exercise, ExpectedAnswer, Findings, Measurement, Name, Present, Student};
use rankscope_params::{Key, SettingKey};
use rankscope_sim::training::Family;

/// Everything there is to draw, in one exercise.
const ALL: &str = r#"{ "version": 2, "id": "all", "title": "t", "prompt": "p", "parameters": "d=16&k=16&r_low=2",
    "vary": [{ "parameter": "n", "values": [24] }],
    "controls": { "visible": ["r_low"], "own": [
        { "name": "r", "label": "rank r", "values": [1, 2, 4], "start": 2 },
        { "name": "eta", "label": "learning rate", "values": [0.002, 0.008] },
        { "name": "gamma", "label": "scale", "values": [0, 0.5, 1, 1.5, 2], "start": 1 }] },
    "figures": [
        { "figure": "spectrum", "show": ["style"], "points": true, "axis_max": 8 },
        { "figure": "variance", "show": ["facts"] },
        { "figure": "variance", "show": ["style"] },
        { "figure": "scale_error", "rank": "r_low", "update": "facts", "scale": "gamma", "drag": "gamma" },
        { "figure": "curves", "over": { "parameter": "r", "values": [1, 2, 4] },
          "curves": [{ "label": "seen", "value": "100 * recall(style, n, r)" },
                     { "label": "new", "value": "100 * held_out(n, r)" }],
          "lines": [{ "label": "enough", "value": "90" }],
          "x_label": "rank r", "y_label": "answered right, in %" },
        { "figure": "curves", "over": { "parameter": "eta", "values": [0.002, 0.008] },
          "curves": [{ "label": "LoRA", "value": "training_error(facts, lora, sgd, 2, 20, eta)" },
                     { "label": "rsLoRA", "value": "training_error(facts, rslora, sgd, 2, 20, eta)" }],
          "x_label": "learning rate", "y_label": "error" },
        { "figure": "map", "columns": { "parameter": "r", "values": [1, 2, 4] },
          "rows": { "parameter": "n", "values": [16, 24] }, "value": "100 * recall(facts, n, r)",
          "x_label": "rank r", "y_label": "facts", "value_label": "answered right, in %", "enough": 90 },
        { "figure": "bars", "bars": [{ "label": "trained", "value": "rslora_scale(r_low)" },
                                      { "label": "applied", "value": "lora_scale(r_low)" }] }
    ],
    "answer": { "kind": "number", "question": "q", "quantity": "4", "tolerance": 0, "drag": "r" },
    "explanation": "e" }"#;

fn all() -> (Exercise, Present) {
    let exercise = Exercise::read(ALL).unwrap();
    let start = exercise.start(&exercise.prepared(&Student::default()));
    (exercise, start)
}

fn name(name: &str) -> Name {
    Name::try_from(name.to_owned()).unwrap()
}

/// Measures what is next, as the engine does.
fn measures(collection: &Rc<Collection>) -> Option<Rc<Collection>> {
    let job = collection.job()?;
    let Job::Measure(packed) = &job else {
        panic!("{job:?}")
    };
    let measured = packed.open().unwrap().take(&mut |_| ()).unwrap();
    let answer = Answer::Measured(rankscope_engine::Packed::of(&measured));
    let found = answered(&(job, answer)).unwrap();
    Some(Rc::clone(collection).reduce(found))
}

fn wanting(wanted: Vec<Measurement>) -> Rc<Collection> {
    Rc::new(Collection::default()).reduce(CollectionAction::Want(wanted))
}

#[test]
fn figures_of_one_kind_have_names_of_their_own() {
    let (exercise, _) = all();
    let mut names: Vec<_> = named(&exercise).iter().map(|named| named.name).collect();
    assert_eq!(names[1..3], ["variance", "variance-2"]);
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn everything_is_measured_once_and_one_after_the_other() {
    let (exercise, start) = all();
    let wanted = exercise.figure_measurements(&start);
    let mut collection = wanting(wanted.clone());
    let mut rounds = 0;
    while let Some(next) = measures(&collection) {
        assert!(next.progress().0 > collection.progress().0);
        collection = next;
        rounds += 1;
        assert!(rounds <= wanted.len());
    }
    assert_eq!(collection.progress(), (wanted.len(), wanted.len()));
    // Another state of what is drawn along an axis needs nothing new.
    let moved = exercise.with(&start, &name("r"), 4.0);
    let collection =
        collection.reduce(CollectionAction::Want(exercise.figure_measurements(&moved)));
    assert_eq!(collection.job(), None);
}

#[test]
fn what_is_wanted_last_is_measured_next() {
    let (exercise, start) = all();
    let before = wanting(exercise.figure_measurements(&start));
    let elsewhere = start.params.with(Key::Seed, 7.0).0;
    let urgent = exercise.live_measurement(&exercise.start(&elsewhere));
    let collection = before.reduce(CollectionAction::Want(vec![urgent.clone()]));
    let Some(Job::Measure(packed)) = collection.job() else {
        panic!("{:?}", collection.job())
    };
    assert_eq!(packed.open(), Some(urgent));
}

#[test]
fn a_figure_shows_what_is_known_of_it() {
    let (exercise, start) = all();
    let draw = |found: &Findings| -> Vec<Option<FigurePlot>> {
        let of = |figure| {
            let moved = target(&exercise, figure, &start, "");
            plot(&exercise, figure, &start, (found, None), moved.as_ref())
        };
        exercise.figures.iter().map(of).collect()
    };
    let nothing = draw(&Findings::default());
    // Before there are singular values there is nothing of Explore's to draw; what needs none is there.
    assert!(nothing[0].is_none());
    let Some(FigurePlot::Plot(bars)) = &nothing[7] else {
        panic!("{:?}", nothing[7])
    };
    assert!(bars.summary.contains("trained"), "{}", bars.summary);
    let mut collection = wanting(exercise.figure_measurements(&start));
    let dots = |drawn: &[Option<FigurePlot>]| -> usize {
        let count = |plot: &Option<FigurePlot>| match plot {
            Some(FigurePlot::Plot(plot)) => {
                plot.curves.iter().map(|curve| curve.points.len()).sum()
            }
            Some(FigurePlot::Map(map)) => map.drawn.cells.len(),
            None => 0,
        };
        drawn.iter().map(count).sum()
    };
    let mut before = dots(&nothing);
    while let Some(next) = measures(&collection) {
        collection = next;
        let now = dots(&draw(collection.found()));
        assert!(now >= before);
        before = now;
    }
    let full = draw(collection.found());
    assert!(full.iter().all(Option::is_some));
    let Some(FigurePlot::Map(map)) = &full[6] else {
        panic!()
    };
    assert_eq!(map.drawn.cells.len(), 6);
    let marked: Vec<_> = map.drawn.cells.iter().filter(|cell| cell.marked).collect();
    assert_eq!((marked.len(), marked[0].at), (1, (2.0, 24.0)));
    let Some(FigurePlot::Plot(curves)) = &full[4] else {
        panic!()
    };
    assert_eq!(
        (curves.inspected.as_slice(), curves.rules.len()),
        (&[2][..], 1)
    );
    // The two look apart.
    assert!(curves.curves[0].stroke != curves.curves[1].stroke);
    assert!(curves.curves.iter().all(|curve| curve.tone == Tone::Style));
    let Some(FigurePlot::Plot(rates)) = &full[5] else {
        panic!()
    };
    let strokes: Vec<_> = rates.curves.iter().map(|curve| curve.stroke).collect();
    assert_eq!(strokes, [Stroke::Solid, Stroke::Dashed]);
    let Some(FigurePlot::Plot(scale)) = &full[3] else {
        panic!()
    };
    assert_eq!(scale.inspected, [100]);
}

#[test]
fn a_mark_stands_where_its_control_does_and_leads_it_from_stop_to_stop() {
    let (exercise, start) = all();
    let of = |number: usize, at: &Present| target(&exercise, &exercise.figures[number], at, "");
    let spectrum = of(0, &start).unwrap();
    assert_eq!(spectrum.name, Name::Parameter(Key::RankLow));
    assert_eq!(
        (spectrum.mark.here, spectrum.mark.places.len()),
        (Some(2), 8)
    );
    let (key, _) = spectrum.input(5.0).unwrap();
    assert_eq!(key, Key::RankLow);
    let scale = of(3, &start).unwrap();
    assert_eq!(scale.mark.places, [0, 50, 100, 150, 200]);
    assert_eq!((scale.mark.here, scale.value(150)), (Some(100), Some(1.5)));
    assert_eq!(scale.input(1.5), None);
    // Values that are not whole are numbered.
    let rates = of(5, &exercise.with(&start, &name("eta"), 0.008)).unwrap();
    assert_eq!(
        (rates.mark.places.as_slice(), rates.mark.here),
        (&[1, 2][..], Some(2))
    );
    assert_eq!(rates.value(1), Some(0.002));
    let map = of(6, &start).unwrap();
    assert_eq!((map.mark.here, map.value(3)), (Some(2), Some(4.0)));
    // Nothing is moved in bars.
    assert_eq!(of(7, &start), None);
}

#[test]
fn a_mark_that_is_no_control_is_the_answer_that_is_typed() {
    let text = ALL.replace("\"visible\": [\"r_low\"]", "\"visible\": []");
    let text = text.replace("\"drag\": \"r\"", "\"drag\": \"r_low\"");
    let exercise = Exercise::read(&text).unwrap();
    let start = exercise.start(&exercise.prepared(&Student::default()));
    let of = |typed: &str| target(&exercise, &exercise.figures[0], &start, typed).unwrap();
    assert_eq!((of("").mark.here, of("5").mark.here), (None, Some(5)));
    assert!(!of("").is_control && of("").input(5.0).is_none());
}

#[test]
fn the_figure_of_training_shows_the_runs_of_the_readings_at_their_rate() {
    let text = r#"{ "version": 2, "id": "live", "title": "t", "prompt": "p", "parameters": "d=16&k=16",
        "controls": { "own": [{ "name": "eta", "label": "rate", "values": [0.002, 0.064] }] },
        "figures": [{ "figure": "training", "log": true }],
        "readings": [
            { "label": "4", "value": "training_error(facts, lora, sgd, 4, 50, eta)" },
            { "label": "8", "value": "training_error(facts, lora, sgd, 8, 50, eta)" },
            { "label": "both", "value": "training_error(facts, rslora, sgd, 8, 50, eta, 4)" }],
        "answer": { "kind": "number", "question": "q", "quantity": "4", "tolerance": 0 }, "explanation": "e" }"#;
    let exercise = Exercise::read(text).unwrap();
    let start = exercise.start(&exercise.prepared(&Student::default()));
    let at = exercise.with(&start, &name("eta"), 0.064);
    let plans = training_plans(&exercise, &at);
    let shown: Vec<_> = plans
        .iter()
        .map(|plan| {
            let config = &plan.config;
            (
                config.learning_rate,
                config.alpha,
                config.ranks.clone(),
                plan.families.clone(),
            )
        })
        .collect();
    let lora = (0.064, 16.0, vec![4, 8], vec![Family::Lora]);
    let other = (0.064, 4.0, vec![8], vec![Family::RsLora]);
    assert_eq!(shown, [lora, other]);
    // Of several ranks there is no one floor.
    assert_eq!(lowest_error(&plans, None), None);
}

#[test]
fn layers_open_as_they_are_looked_at() {
    let mut layers = Rc::new(OpenLayers::default());
    assert_eq!((layers.open(), layers.next(3)), (&[1][..], Some(2)));
    layers = layers.reduce(LayerAction::LookAt(3));
    assert_eq!((layers.looked_at(), layers.next(3)), (3, Some(2)));
    layers = layers.reduce(LayerAction::LookAt(1));
    assert_eq!((layers.open(), layers.looked_at()), (&[1, 3][..], 1));
    layers = layers.reduce(LayerAction::OpenAll(3));
    assert_eq!(layers.next(3), None);
}

/// The track of a slider on a phone of 390 pixels, and what a finger needs of it.
const TRACK: f64 = 326.0;
const FINGER: f64 = 24.0;

fn goal(reach: &str, parameters: &str, key: &str, tolerance: f64) -> Exercise {
    let text = format!(
        r#"{{ "version": 2, "id": "goal", "title": "t", "prompt": "p", "parameters": "{parameters}",
        "controls": {{ "visible": ["{key}"] }},
        "answer": {{ "kind": "goal", "question": "q", "reach": "{reach}", "tolerance": {tolerance} }},
        "explanation": "e" }}"#
    );
    Exercise::read(&text).unwrap()
}

#[test]
fn a_goal_is_as_wide_as_a_finger_on_its_slider() {
    for (reach, parameters, key, tolerance) in [
        (
            "lora_error(style, r_low) = 1 and lora_scale(r_low) > 1",
            "alpha=64",
            Key::Alpha,
            0.05,
        ),
        (
            "lora_error(facts, r_low) <= 1.01 * floor(facts, r_low)",
            "alpha=64&r_low=12",
            Key::Alpha,
            0.0,
        ),
        (
            "smallest_rank(style, 0.9) <= true_rank",
            "noise=0.15",
            Key::Noise,
            0.0,
        ),
    ] {
        for student in ["Ada", "Minh", "Ana"] {
            let SettingKey::Param(_) = key.into() else {
                panic!()
            };
            let exercise = goal(reach, parameters, key.declaration().name, tolerance);
            let start = exercise.start(&exercise.prepared(&Student::new(student)));
            let mut found = Findings::default();
            let measures = |at: &Present, found: &mut Findings| {
                let wanted = exercise.live_measurement(at);
                if let Some(missing) = found.missing(&wanted) {
                    found.add(&missing, missing.take(&mut |_| ()).unwrap());
                }
                found.measured(&wanted).unwrap()
            };
            measures(&start, &mut found);
            let stops = slider_stops(&exercise, key, (&start, &start), &found).unwrap();
            assert!(stops.len() <= MOST_STOPS, "{stops:?}");
            assert!(stops.is_sorted() && stops.len() > 4, "{stops:?}");
            assert!(TRACK / (stops.len() - 1) as f64 >= FINGER);
            let ExpectedAnswer::Goal {
                reach, tolerance, ..
            } = &exercise.answer
            else {
                panic!()
            };
            let holds = |stop: &&f64| {
                let at = exercise.with(&start, &Name::Parameter(key), **stop);
                let measured = measures(&at, &mut found.clone());
                reach.holds(&exercise.context(&at).with_measured(&measured), *tolerance)
            };
            assert!(
                stops.iter().any(|stop| holds(&stop)),
                "{student}: {stops:?}"
            );
        }
    }
}

#[test]
fn only_a_goal_has_stops() {
    let (exercise, start) = all();
    let stops = slider_stops(
        &exercise,
        Key::RankLow,
        (&start, &start),
        &Findings::default(),
    );
    assert_eq!(stops, None);
}
