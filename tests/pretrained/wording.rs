//! The words say no more than was measured, other words where it were otherwise, and few numbers at a time.

use rankscope_app::pretrained::{statements, words};
use rankscope_chart::pretrained as figures;
use rankscope_sim::pretrained::{Findings, Pretrained};
use serde_json::{Value, json};

use crate::file::{measured, text};
use crate::prose::overloaded;
use crate::words::found;

#[test]
fn the_headline_never_says_more_than_the_runs() {
    let mut surprise = found().surprise;
    surprise.trained.value = 0.4;
    assert!(words::headline(&surprise).contains("does not learn it"));
    surprise.cut[0].value = 0.9;
    assert!(words::headline(&surprise).contains("does not learn."));
    surprise.trained.value = 1.0;
    assert!(words::headline(&surprise).contains("keeps what"));
}

#[test]
fn no_sentence_gives_more_results_than_can_be_compared() {
    let (measured, found) = (measured(), found());
    let mut texts: Vec<String> = words::headline_in_numbers(&found.surprise);
    texts.extend(
        statements(&found)
            .into_iter()
            .flat_map(|said| said.sentences),
    );
    texts.extend(
        words::limits(&measured, &found)
            .into_iter()
            .flat_map(|limit| limit.1),
    );
    texts.extend(words::noise(&measured));
    for figure in [
        figures::recalled(&measured),
        figures::cuts(&measured),
        figures::energy(&measured),
        figures::rates(&measured),
        figures::drift(&measured),
    ] {
        texts.push(figure.plot.summary.clone());
    }
    for text in texts {
        assert_eq!(overloaded(&text), [""; 0], "{text}");
    }
}

#[test]
fn other_measurements_lead_to_other_words() {
    let mut file: Value = serde_json::from_str(&text()).unwrap();
    for run in file["full"].as_array_mut().unwrap() {
        // As if a facts update were all there at every rank, and a style update of low rank.
        for cut in run["cuts"].as_array_mut().unwrap() {
            if let Some(recall) = cut["measured"].get_mut("recall") {
                *recall = json!(1);
            }
        }
        if run["task"] == "style" && run["spectrum"].is_object() {
            run["spectrum"]["mean"]["rank90"] = json!(8);
        }
    }
    for run in file["lora"].as_array_mut().unwrap() {
        if run["task"] == "facts" {
            run["measured"]["recall"] = json!(0.9);
            run["measured"]["drift"] = json!(2);
        }
    }
    let other = Pretrained::from_json(&file.to_string()).unwrap();
    let other = Findings::of(&other).unwrap();
    assert!(words::headline(&other.surprise).starts_with("A cut to rank 8 keeps"));
    let titles: Vec<&str> = statements(&other).iter().map(|said| said.title).collect();
    assert_eq!(
        titles,
        [
            "Of cutting, the article is not right here.",
            "The spectrum tells them apart.",
            "Of training, facts need rank here.",
            "The learning rate matters less than the scale.",
            "α/√r forgets no more than α/r.",
        ]
    );
}
