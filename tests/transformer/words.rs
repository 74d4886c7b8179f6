//! Every number in the words, in the order they have it, worked out from the results.

use rankscope_app::claims::Verdict;
use rankscope_app::transformer::{Statement, Surprise, conditions, statements, words};

use crate::file::measured;
use crate::numerals::{both, directions, list, numerals, one, s, two, whole};
use crate::results::{Of, RANKS, Results, SEEDS, TASKS, mean, number, spread};

fn statement(id: &str) -> Statement {
    let all = statements(&measured());
    all.into_iter()
        .find(|statement| statement.id == id)
        .unwrap()
}

const STYLE: Of<'static> = Of {
    task: "style",
    ..Of::USUAL
};
const ROOT: Of<'static> = Of {
    scaling: "rslora",
    ..Of::USUAL
};

#[test]
fn of_style() {
    let results = Results::read();
    let null = &results.0["gaussian_null"];
    let random = |shape: &str| whole(number(&null[shape]["rank90"]));
    let adapter = |rank| both(results.accuracies(Of { rank, ..STYLE }));
    let said = statement("real-style");
    assert_eq!(
        numerals(&said.found),
        list(&[
            &s(90),
            &directions(&results, "style", 500),
            &s(128),
            &directions(&results, "facts", 500),
            &s(random("128x128")),
            &s(128),
            &s(128),
            &s(random("512x128")),
            &s(512),
            &s(128),
            &s(4),
            &both(results.cut("style", 4)),
            &s(0),
            &s(1),
            &both(results.cut("style", 128)),
            &s(2),
            &adapter(2),
            &s(8),
            &adapter(8),
        ])
    );
    let energies = results.energies("style", 500, 4);
    assert_eq!(
        numerals(&said.article),
        [s(4), s(one(mean(&energies))), s(one(spread(&energies)))].concat()
    );
    assert_eq!(numerals(&said.runs), ["0.001", "500", "14", "2"]);
    assert_eq!(said.verdict, Verdict::Partly);
}

#[test]
fn of_facts() {
    let results = Results::read();
    let root = |rank| results.accuracies(Of { rank, ..ROOT });
    let means: Vec<f64> = RANKS.iter().map(|&rank| mean(&root(rank))).collect();
    assert!(means.windows(2).all(|pair| pair[0] < pair[1]), "{means:?}");
    let gain = ["lora", "rslora"].into_iter().flat_map(|scaling| {
        let at = |seed, rank| {
            results
                .accuracy(Of {
                    scaling,
                    seed,
                    rank,
                    ..STYLE
                })
                .unwrap()
        };
        let past = |seed| [16, 32, 64].map(|rank| at(seed, rank) - at(seed, 8));
        SEEDS
            .iter()
            .flat_map(|&seed| past(seed))
            .collect::<Vec<_>>()
    });
    let gain = gain.fold(f64::NEG_INFINITY, f64::max);
    let longer = |rank| {
        both(results.accuracies(Of {
            rank,
            steps: 2000,
            ..Of::USUAL
        }))
    };
    let said = statement("real-facts");
    assert_eq!(
        numerals(&said.found),
        list(&[
            &both(root(1)),
            &s(0),
            &s(1),
            &s(1),
            &both(root(64)),
            &s(64),
            &s(one(gain)),
            &s(8),
            &s(2000),
            &s(500),
            &s(8),
            &longer(8),
            &s(one(results.accuracy(Of::USUAL).unwrap())),
            &s(8),
            &s(2),
            &longer(2),
        ])
    );
    assert_eq!(
        numerals(&said.article),
        list(&[&s(90), &directions(&results, "facts", 500), &s(128)])
    );
    assert_eq!(numerals(&said.runs), ["0.001", "500", "2", "2000", "0"]);
    assert_eq!(said.verdict, Verdict::Partly);
}

#[test]
fn of_the_falling_scale() {
    let results = Results::read();
    let at = |scaling, rate| {
        results.accuracies(Of {
            scaling,
            rank: 64,
            rate,
            ..Of::USUAL
        })
    };
    let (low, root, middle) = (
        at("lora", "0.001"),
        at("rslora", "0.001"),
        at("lora", "0.0025"),
    );
    let said = statement("real-falling-scale");
    assert_eq!(
        numerals(&said.found),
        list(&[
            &s("0.001"),
            &s(64),
            &both(low.clone()),
            &s(0),
            &s(1),
            &both(root.clone()),
            &results.slopes("lora"),
            &results.slopes("rslora"),
            &s("0.0025"),
            &s("2.5"),
            &both(middle.clone()),
            &s(64),
            &s(one(root[0] - low[0])),
            &s(one(root[0] - middle[0])),
        ])
    );
    assert_eq!(numerals(&said.runs), ["500", "2", "0.001", "0", "0.0025"]);
    assert_eq!(said.verdict, Verdict::Partly);
}

#[test]
fn of_the_root_scale() {
    let results = Results::read();
    let best = |scaling| {
        let above = RANKS.iter().filter(|&&rank| rank > 1);
        let of = |&rank: &usize| {
            results.accuracies(Of {
                scaling,
                rank,
                rate: "0.005",
                ..Of::USUAL
            })
        };
        above.flat_map(of).fold(0.0, f64::max)
    };
    let at = |task, rate| {
        results.accuracies(Of {
            task,
            rank: 64,
            rate,
            ..ROOT
        })
    };
    let said = statement("real-root-scale");
    assert_eq!(
        numerals(&said.found),
        list(&[
            &s("0.001"),
            &both(at("facts", "0.001")),
            &s(0),
            &s(1),
            &s(64),
            &s("0.005"),
            &s(1),
            &s(one(best("rslora"))),
            &s(one(best("lora"))),
            &s(64),
            &both(at("style", "0.005")),
            &s("0.0025"),
            &s(64),
            &both(at("facts", "0.0025")),
            &s(64),
            &s(128),
        ])
    );
    assert_eq!(numerals(&said.runs), ["500", "2", "0.001", "0"]);
    assert_eq!(said.verdict, Verdict::Partly);
    // "No run gave infinite numbers."
    let runs = results.0["runs"].as_object().unwrap();
    assert!(
        runs.iter()
            .filter(|(name, _)| name.contains("lora_"))
            .all(|(_, run)| run["diverged_at"].is_null())
    );
}

#[test]
fn of_an_adapters_own_spectrum() {
    let results = Results::read();
    let apart = |scaling| {
        let told = |rank: &&usize| {
            let [style, facts] = TASKS.map(|task| results.entropies(task, scaling, **rank));
            let gap = f64::max(
                facts[0].min(facts[1]) - style[0].max(style[1]),
                style[0].min(style[1]) - facts[0].max(facts[1]),
            );
            gap > (style[0] - style[1]).abs() && gap > (facts[0] - facts[1]).abs()
        };
        RANKS[1..].iter().filter(told).count()
    };
    let at = |task, scaling, rank| -> Vec<String> {
        results
            .entropies(task, scaling, rank)
            .into_iter()
            .map(two)
            .collect()
    };
    let said = statement("real-own-spectrum");
    assert_eq!(
        numerals(&said.found),
        list(&[
            &s(8),
            &at("style", "lora", 8),
            &at("facts", "lora", 8),
            &s(apart("lora")),
            &s(6),
            &s(apart("rslora")),
            &s(64),
            &at("style", "rslora", 64),
            &at("facts", "rslora", 64),
        ])
    );
    assert_eq!(numerals(&said.runs), ["0.001", "500", "14", "2"]);
    assert_eq!((apart("lora"), said.verdict), (0, Verdict::Partly));
}

#[test]
fn of_the_conditions() {
    let results = Results::read();
    let all = &results.0;
    let texts = conditions(&measured());
    let model = &all["model"];
    let expected = ["layers", "hidden", "heads", "intermediate"].map(|key| model[key].to_string());
    assert_eq!(numerals(&texts[0]), list(&[&expected, &s(&all["vocab"])]));
    let people = results.full("style", 0)["n_people"].to_string();
    assert_eq!(numerals(&texts[1]), [people.as_str(), "4", people.as_str()]);
    for library in ["peft", "torch", "transformers"] {
        let version = all["versions"][library].as_str().unwrap();
        assert!(texts[2].contains(version), "{}", texts[2]);
    }
    assert_eq!(
        numerals(&texts[2])[..5],
        ["14", "0.0003", "500", "64", "16"]
    );
    assert_eq!(numerals(&texts[3]), ["2", "0.001", "0.0025"]);
}

#[test]
fn of_the_headline() {
    let results = Results::read();
    let measured = measured();
    let found = Surprise::of(&measured).unwrap();
    assert_eq!(
        words::surprise(&found),
        "An adapter of rank\u{a0}8 learns what a cut to rank\u{a0}8 loses."
    );
    let percent = |values: Vec<f64>| whole(100.0 * mean(&values));
    let adapter = |scaling, steps| {
        percent(results.accuracies(Of {
            scaling,
            steps,
            rank: 8,
            ..Of::USUAL
        }))
    };
    let said = words::surprise_in_numbers(&found).join(" ");
    let expected = [
        "8".to_owned(),
        percent(results.cut("facts", 8)),
        "8".to_owned(),
        adapter("lora", 500),
        adapter("rslora", 500),
        "2000".to_owned(),
        adapter("lora", 2000),
    ];
    assert_eq!(numerals(&said), expected, "{said}");
    // Never more than the runs show.
    let cut = Surprise { cut: 0.9, ..found };
    assert!(words::surprise(&cut).contains("about as much"), "{cut:?}");
    let lost = Surprise {
        cut: 0.9,
        trained: [0.1, 0.2],
        ..found
    };
    assert!(words::surprise(&lost).starts_with("A cut to rank\u{a0}8 keeps"));
}
