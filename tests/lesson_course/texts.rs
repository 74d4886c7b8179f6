//! What an exercise says: short, complete, and in no number but the engine's.

use rankscope_lesson::{EvalContext, Exercise, States, course, fill};

use crate::{CLASS, everyone, exercise, measured, start};

/// Words of an explanation.
const MOST_WORDS: usize = 40;
/// Numbers of a sentence.
const MOST_NUMBERS: usize = 2;

#[test]
fn explanations_are_short_and_no_sentence_is_full_of_numbers() {
    everyone(&[""], |exercise, student, what| {
        let mut states = States::new(exercise, student);
        let at = states.accepted()[0];
        let found = states.measured(&at).unwrap();
        let context = exercise.context(&at).with_measured(&found);
        let said = fill(&exercise.explanation, &context);
        let words = said.split_whitespace().count();
        assert!(words <= MOST_WORDS, "{what}: {words} words: {said}");
        let mut texts = vec![said, fill(&exercise.prompt, &context)];
        texts.push(fill(exercise.worked.as_deref().unwrap(), &context));
        texts.extend(exercise.hints.iter().map(|hint| fill(hint, &context)));
        texts.extend(
            exercise
                .feedback
                .iter()
                .map(|said| fill(&said.say, &context)),
        );
        texts.push(fill(exercise.answer.question(), &context));
        for sentence in texts.iter().flat_map(|text| sentences(text)) {
            let numbers = numbers(&sentence).len();
            // “d × k” is one size, not two numbers to keep in mind.
            let numbers = numbers - sentence.matches(" × ").count();
            assert!(
                numbers <= MOST_NUMBERS,
                "{what}: {numbers} numbers: {sentence}"
            );
        }
    });
}

#[test]
fn a_number_that_is_written_out_stands_in_what_the_engine_is_asked() {
    for exercise in course::exercises() {
        let mut texts = vec![exercise.prompt.clone(), exercise.explanation.clone()];
        texts.extend(exercise.worked.clone());
        texts.extend(exercise.hints.clone());
        texts.extend(exercise.feedback.iter().map(|said| said.say.clone()));
        texts.push(exercise.answer.question().to_owned());
        let asked = asked(&exercise);
        for text in texts {
            for number in numbers(&without_places(&text)) {
                let known = asked.iter().any(|asked| (asked - number).abs() < 1e-9);
                assert!(known, "{}: {number} in “{text}”", exercise.id);
            }
        }
    }
}

/// The numbers in an exercise's own settings, expressions and conditions, also as percentages, and those
/// of the engine that texts may tell.
fn asked(exercise: &Exercise) -> Vec<f64> {
    let json: serde_json::Value = serde_json::from_str(&exercise.to_json()).unwrap();
    let of = |json: &serde_json::Value, fields: &[&str]| -> Vec<String> {
        fields.iter().map(|field| json[field].to_string()).collect()
    };
    let settings = [
        "parameters",
        "vary",
        "controls",
        "figures",
        "readings",
        "claims",
    ];
    let mut said = of(&json, &settings);
    said.extend(of(
        &json["answer"],
        &["quantity", "reach", "tolerance", "options"],
    ));
    said.extend(exercise.feedback.iter().map(|said| said.when.to_string()));
    let said = said.join(" ");
    let mut asked = numbers(&said);
    asked.extend(asked.clone().iter().map(|number| 100.0 * number));
    let recall = rankscope_sim::recall::RecallConfig::new(rankscope_params::Task::Facts);
    asked.push(recall.steps as f64);
    asked.push(rankscope_sim::recall::HELD_OUT as f64);
    // The scale at which an adapter is as it was made, without one, and the error then; α = 2r.
    asked.extend([0.0, 1.0, 2.0]);
    asked
}

fn without_places(text: &str) -> String {
    let mut plain = String::new();
    for (index, part) in text.split(['{', '}']).enumerate() {
        if index % 2 == 0 {
            plain += part;
        }
    }
    plain
}

/// The numbers in a text; not those in formulas such as 2r or 1/√r.
fn numbers(text: &str) -> Vec<f64> {
    let separate =
        |letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '/' | '√' | '_'));
    let words = text.split(separate);
    let trimmed = words.map(|word| word.trim_matches('.'));
    trimmed.filter_map(|word| word.parse().ok()).collect()
}

fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        let last = sentences.last_mut().unwrap();
        *last += word;
        last.push(' ');
        if word.ends_with(['.', '?', '!', ';', ':']) {
            sentences.push(String::new());
        }
    }
    sentences
}

#[test]
fn what_is_said_before_an_answer_is_complete_without_the_engine() {
    everyone(&CLASS, |exercise, student, what| {
        let at = exercise.start(&exercise.prepared(student));
        let context = exercise.context(&at);
        let mut said = vec![exercise.prompt.as_str(), exercise.answer.question()];
        said.extend(exercise.hints.iter().map(String::as_str));
        for text in said {
            let text = fill(text, &context);
            assert!(
                !text.contains("undefined") && !text.contains('{'),
                "{what}: {text}"
            );
        }
    });
}

/// What the second exercise says of ranks near the full size of the map.
#[test]
fn near_the_full_map_more_rank_adds_less_room() {
    let mut exercise = exercise("twice-the-rank");
    // 32 facts for each rank, 32 again, and 16 at the full rank.
    let text = "{recall(facts, 512, 16)} {recall(facts, 1024, 32)} {recall(facts, 1024, 64)}";
    exercise.explanation = text.to_owned();
    let at = start(&exercise, "");
    let found = measured(&exercise, &at);
    let said = fill(text, &exercise.context(&at).with_measured(&found));
    let shares: Vec<f64> = said
        .split(' ')
        .map(|share| share.parse().unwrap())
        .collect();
    assert!(
        shares[0] >= 0.9 && shares[1] < 0.9 && shares[2] < 0.9,
        "{shares:?}"
    );
}

#[test]
fn bare_contexts_know_no_name_of_an_exercise() {
    let exercise = exercise("collapse-or-slow");
    let at = start(&exercise, "");
    assert_eq!(fill("{eta}", &exercise.context(&at)), "0.002");
    assert_eq!(fill("{eta}", &EvalContext::bare(&at.params)), "undefined");
}
