//! Every number in the words of the section, against the results.

use rankscope_app::pretrained::{Statement, statements, words};
use rankscope_chart::pretrained as figures;
use rankscope_sim::pretrained::Findings;
use serde_json::Value;

use crate::file::measured;
use crate::numerals::numerals;
use crate::results::{Lora, Results, number};

const SEEDS: [u64; 2] = [0, 1];
const RATES: [&str; 3] = ["0.0003", "0.001", "0.003"];

pub(crate) fn found() -> Findings {
    Findings::of(&measured()).unwrap()
}

fn statement(id: &str) -> Statement {
    let all = statements(&found());
    let named = all.into_iter().find(|statement| statement.id == id);
    named.unwrap_or_else(|| panic!("nothing is said of {id}"))
}

/// In whole percent, halves upwards.
fn percent(share: f64) -> String {
    ((100.0 * share + 0.5 + 1e-9).floor() as u64).to_string()
}

#[allow(clippy::needless_pass_by_value)]
fn s(value: impl ToString) -> String {
    value.to_string()
}

fn of_seeds(value: impl Fn(u64) -> f64) -> Vec<String> {
    let mut all: Vec<String> = SEEDS.iter().map(|&seed| percent(value(seed))).collect();
    all.dedup();
    all
}

/// What is named after two numbers.
fn seeds() -> Vec<String> {
    SEEDS.map(s).to_vec()
}

fn list(parts: &[Vec<String>]) -> Vec<String> {
    parts.concat()
}

#[track_caller]
fn says(sentences: &[String], expected: &[Vec<String>]) {
    let text = sentences.join(" ");
    assert_eq!(numerals(&text), list(expected), "{text}");
}

#[test]
fn of_the_headline() {
    let results = Results::read();
    let found = found();
    assert_eq!(
        words::headline(&found.surprise),
        "What a cut to rank\u{a0}8 loses, an adapter of rank\u{a0}1 learns."
    );
    let all = Lora {
        steps: 600,
        people: 200,
        ..Lora::USUAL
    };
    says(
        &words::headline_in_numbers(&found.surprise),
        &[
            vec![s(400), s(8)],
            of_seeds(|seed| results.left(Some(200), seed, 8)),
            seeds(),
            vec![s(1)],
            of_seeds(|seed| results.left(Some(200), seed, 1)),
            vec![s(1), percent(results.recall(all)), s(0)],
        ],
    );
}

#[test]
fn of_what_a_cut_leaves() {
    let results = Results::read();
    let said = statement("pretrained-cutting");
    assert_eq!(said.title, "Of cutting, the article is right.");
    let left = |people, rank| of_seeds(|seed| results.left(people, seed, rank));
    says(
        &said.sentences,
        &[
            vec![s(8)],
            left(None, 8),
            seeds(),
            of_seeds(|seed| results.whole(None, seed)),
            left(Some(200), 8),
            seeds(),
            of_seeds(|seed| results.whole(Some(200), seed)),
        ],
    );
}

#[test]
fn of_the_spectrum() {
    let results = Results::read();
    let said = statement("pretrained-spectrum");
    assert!(said.title.contains("does not tell"), "{}", said.title);
    let mean = |people, seed| &results.cut(people, seed)["mean"];
    let energy = |people| of_seeds(|seed| number(&mean(people, seed)["E"]["8"]));
    let directions = |people| {
        let whole = |seed: &u64| format!("{:.0}", number(&mean(people, *seed)["rank90"]));
        SEEDS.iter().map(whole).collect::<Vec<_>>()
    };
    let random = results.random(|shape| number(&shape["rank90"]));
    says(
        &said.sentences,
        &[
            vec![s(8)],
            energy(None),
            seeds(),
            energy(Some(200)),
            vec![s(90)],
            directions(None),
            seeds(),
            directions(Some(200)),
            vec![format!("{random:.0}")],
        ],
    );
}

#[test]
fn of_training() {
    let results = Results::read();
    let said = statement("pretrained-training");
    assert!(said.title.contains("wrong here"), "{}", said.title);
    let fewer = of_seeds(|seed| {
        results.recall(Lora {
            seed,
            ..Lora::USUAL
        })
    });
    let all = Lora {
        steps: 600,
        people: 200,
        ..Lora::USUAL
    };
    says(
        &said.sentences,
        &[
            vec![s(1)],
            fewer,
            vec![s(200)],
            seeds(),
            vec![s(600), percent(results.recall(all)), s(400), s(0)],
        ],
    );
}

fn at(scaling: &'static str, rank: usize, rate: &'static str) -> Lora {
    Lora {
        scaling,
        rank,
        rate,
        ..Lora::USUAL
    }
}

#[test]
fn of_the_learning_rate() {
    let results = Results::read();
    let said = statement("pretrained-rate");
    assert!(said.title.contains("decides"), "{}", said.title);
    let mut expected = vec![s(64), s(200), s(0)];
    for rate in RATES {
        expected.push(s(rate));
        for scaling in ["std", "rs"] {
            expected.push(percent(results.recall(at(scaling, 64, rate))));
        }
    }
    let gamma = |rank| s(number(&results.lora(at("std", rank, "0.0003"))["gamma"]));
    let small = percent(results.recall(at("std", 1, "0.0003")));
    let rest = [s(1), small, s("0.0003"), gamma(1), s(64), gamma(64)];
    says(&said.sentences, &[expected, rest.to_vec()]);
}

#[test]
fn of_what_is_forgotten() {
    let results = Results::read();
    let said = statement("pretrained-step");
    assert!(said.title.contains("forgets more"), "{}", said.title);
    let two = |nats: f64| format!("{nats:.2}");
    let mut expected = vec![two(crate::results::drift(
        &results.cut(Some(100), 0)["cut"]["0"],
    ))];
    for rate in RATES {
        expected.extend([s(64), s(rate)]);
        for scaling in ["std", "rs"] {
            expected.push(two(results.drift(at(scaling, 64, rate))));
        }
    }
    expected.push(s(0));
    says(&said.sentences, &[expected]);
}

/// Steps until half of a batch is recalled before it is learnt.
fn half(run: &Value) -> String {
    let course = run["accuracy_by_10_steps"].as_array().unwrap();
    let reached = course.iter().position(|share| number(share) >= 0.5);
    s(10 * (reached.unwrap() + 1))
}

#[test]
fn of_the_limits() {
    let results = Results::read();
    let limits = words::limits(&measured(), &found());
    let why: Vec<String> = limits.iter().flat_map(|limit| limit.1.clone()).collect();
    let single = |rank| {
        let name = format!("lora_facts_r{rank}_std_lr0.003_s0_300steps_n100_onematrix");
        crate::results::share(&results.run(&name)["eval"])
    };
    let single = [1, 4, 16, 64].map(single);
    let least = single.iter().copied().fold(1.0, f64::min);
    let most = single.iter().copied().fold(0.0, f64::max);
    let parameters = number(&results.lora(Lora::USUAL)["trainable"]);
    let large = Lora {
        rank: 64,
        people: 200,
        ..Lora::USUAL
    };
    says(
        &why,
        &[
            vec![s(135), s(4)],
            vec![
                s(400),
                format!("{:.3}", 2400.0 / parameters),
                percent(least),
                percent(most),
                s(1),
                s(64),
            ],
            vec![
                half(results.full(Some(100), 0)),
                s(1),
                half(results.lora(Lora::USUAL)),
            ],
            vec![
                s(300),
                s(400),
                s(64),
                percent(results.recall(large)),
                s("0.001"),
                s(0),
            ],
            vec![s("0.003"), s(1), half(results.lora(at("std", 1, "0.003")))],
            vec![s(64), half(results.lora(at("std", 64, "0.003")))],
        ],
    );
}

#[test]
fn of_the_conditions() {
    let (results, measured, found) = (Results::read(), measured(), found());
    let all = &results.0;
    let text = words::conditions(&measured).join(" ");
    for expected in [
        &all["versions"]["torch"],
        &all["versions"]["peft"],
        &all["versions"]["transformers"],
        &all["facts"]["prompts"]["city"]["paraphrase"],
        &all["style"]["examples"][0]["styled"],
    ] {
        let expected = expected.as_str().unwrap();
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert_eq!(text.matches(" at 0.0").count(), measured.not_run.len());
    let head = words::headline_conditions(&measured, &found.surprise);
    let head: Vec<String> = head.into_iter().map(|(_, text)| text).collect();
    says(
        &head,
        &[
            // Of the model's name, of its weights and blocks.
            vec![s(2), s(135), s(135), s(30)],
            vec![s(200), s(64)],
            vec![s(210), s(300), s("0.0001"), s(600), s("0.001")],
            vec![s(5)],
        ],
    );
    says(&words::noise(&measured), &[vec![s(5), s(80), s(6)]]);
    says(
        &[words::note_recalled(&found)],
        &[vec![s("0.001"), s(400), s(1), s(600), s(64), s(300)]],
    );
}

#[test]
fn of_the_figures() {
    let results = Results::read();
    let measured = measured();
    let one = |share: f64| format!("{:.1}", 100.0 * share);
    let both = |value: &dyn Fn(u64) -> f64| SEEDS.map(|seed| one(value(seed))).to_vec();
    let said = figures::cuts(&measured).plot.summary.clone();
    says(
        &[said],
        &[
            vec![s(8)],
            both(&|seed| results.left(None, seed, 8)),
            seeds(),
            both(&|seed| results.whole(None, seed)),
            both(&|seed| results.left(Some(200), seed, 8)),
            vec![s(400)],
            both(&|seed| results.whole(Some(200), seed)),
        ],
    );
    let said = figures::drift(&measured).plot.summary.clone();
    let drift = |scaling, rate| format!("{:.2}", results.drift(at(scaling, 64, rate)));
    for rate in RATES {
        let (lora, rslora) = (drift("std", rate), drift("rs", rate));
        assert!(
            said.contains(&format!("At {rate}: LoRA {lora}, rsLoRA {rslora}.")),
            "{said}"
        );
    }
}
