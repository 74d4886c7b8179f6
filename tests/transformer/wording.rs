//! Other measurements lead to other words, and no sentence has more numbers than can be compared.

use rankscope_app::claims::Verdict;
use rankscope_app::transformer::{Surprise, statements, words};
use rankscope_sim::transformer::Transformer;
use serde_json::{Value, json};

use crate::file::{measured, text};
use crate::prose::overloaded;

#[test]
fn other_measurements_lead_to_other_words_and_verdicts() {
    let mut file: Value = serde_json::from_str(&text()).unwrap();
    for run in file["lora"].as_array_mut().unwrap() {
        // As if α/r at rank 64 recalled everything, at every rate.
        if run["task"] == "facts" && run["rank"] == 64 {
            run["accuracy"] = json!(1);
        }
    }
    let other = Transformer::from_json(&file.to_string()).unwrap();
    let all = statements(&other);
    let falling = all
        .iter()
        .find(|statement| statement.id == "real-falling-scale")
        .unwrap();
    assert_eq!(falling.verdict, Verdict::Fails);
    assert!(
        falling
            .found
            .contains("The gap goes from 0.0 to 0.0 points"),
        "{}",
        falling.found
    );
    let root = all
        .iter()
        .find(|statement| statement.id == "real-root-scale")
        .unwrap();
    assert_eq!(root.verdict, Verdict::Holds);
}

#[test]
fn no_sentence_gives_more_results_than_can_be_compared() {
    let measured = measured();
    let found = Surprise::of(&measured).unwrap();
    let mut texts = words::surprise_in_numbers(&found);
    for said in statements(&measured) {
        texts.extend([said.why, said.found, said.article, said.runs]);
    }
    let overloaded: Vec<String> = texts.iter().flat_map(|text| overloaded(text)).collect();
    assert_eq!(overloaded, [""; 0]);
}
