use rankscope_adapter::Thresholds;
use rankscope_adapter::runtimes::{Kind, RUNTIMES, Runtime};

use super::super::derived::Derivation;
use super::super::running::{Concerned, Line, Picked, Running, words};
use super::super::state::{AdapterAction, AdapterState, NamedConfig, Origin, Outcome};
use super::*;
use crate::Reduce;

/// A file of these layers of rank 1, all analysed, with this config.
fn running(paths: &[String], config: &str) -> Running {
    running_of_rank(paths, 1, config)
}

fn running_of_rank(paths: &[String], rank: u64, config: &str) -> Running {
    let state = Rc::new(AdapterState::default());
    let weights = weights_of_rank(paths, rank);
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights)));
    let bytes = Some(config.as_bytes().to_vec());
    let config = NamedConfig::of("adapter_config.json", Origin::Own, bytes);
    let state = state.reduce(AdapterAction::Config(0, config));
    let results = (0..paths.len()).map(|layer| (layer, Ok(Rc::new(product(1.0)))));
    let results: Vec<(usize, Outcome)> = results.collect();
    let state = state.reduce(AdapterAction::Analysed(0, results));
    let derived = Derivation::default().of(&state, Thresholds::default());
    Running::of(&state, &derived.rows).unwrap()
}

fn attention(count: usize) -> Vec<String> {
    let name = |layer| format!("base_model.model.model.layers.{layer}.self_attn.q_proj");
    (0..count).map(name).collect()
}

fn line<'l, 'r>(lines: &'l [Line<'r>], id: &str) -> &'l Line<'r> {
    let found = lines.iter().find(|line| line.verdict.runtime.id == id);
    found.unwrap_or_else(|| panic!("{id}"))
}

const PLAIN: &str = r#"{"r": 1, "lora_alpha": 2}"#;
const PATTERN: &str =
    r#"{"r": 1, "lora_alpha": 2, "alpha_pattern": {"layers.1.self_attn.q_proj": 8}}"#;
const OFF: &str = r#"{"r": 1, "lora_alpha": 0}"#;

#[test]
fn each_runtime_has_one_line_and_the_worst_comes_first() {
    let running = running(&attention(3), PATTERN);
    let lines = running.lines(&Picked::default());
    let mut ids: Vec<&str> = lines.iter().map(|line| line.verdict.runtime.id).collect();
    assert_eq!(lines[0].verdict.kind, Kind::Weak);
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
    // What makes images is not offered to a language model.
    assert!(!ids.contains(&"comfyui") && ids.contains(&"vllm"));
    let peft = line(&lines, "peft").verdict;
    assert_eq!(
        (peft.kind, words::what(peft).as_str()),
        (Kind::Right, "as trained")
    );
}

#[test]
fn the_layers_concerned_are_those_of_the_pattern() {
    let running = running(&attention(3), PATTERN);
    let lines = running.lines(&Picked::default());
    let cpp = line(&lines, "llama-cpp").verdict;
    assert_eq!((cpp.least, cpp.most), (Some(0.25), Some(1.0)));
    assert_eq!(words::what(cpp), "weaker by a factor of up to 4");
    let concerned = running.concerned(cpp);
    assert_eq!(concerned, Concerned::Some(vec![1]));
    assert_eq!(
        words::concerned(&concerned, running.layers()),
        "1 of 3 layers"
    );
    assert_eq!(
        running.concerned(line(&lines, "peft").verdict),
        Concerned::All
    );
    // vLLM 0.31 took one α for all layers.
    let earlier = &line(&lines, "vllm").earlier;
    let said: Vec<String> = earlier
        .iter()
        .map(|verdict| words::earlier(verdict))
        .collect();
    assert!(
        said.contains(&"0.30 and 0.31: weaker by a factor of up to 4.".to_owned()),
        "{said:?}"
    );
}

#[test]
fn a_plain_adapter_is_told_to_be_right_and_the_option_of_openvino_is_no_bad_news() {
    let running = running(&attention(2), PLAIN);
    let said = running.headline(&Picked::default()).unwrap();
    assert!(
        !said.is_bad() && said.text.ends_with("as it was trained."),
        "{said:?}"
    );
    assert!(running.remedies(&Picked::default()).is_empty());
    let lines = running.lines(&Picked::default());
    let openvino = line(&lines, "openvino-genai").verdict;
    assert_eq!((openvino.kind, openvino.least), (Kind::Weak, Some(0.5)));
    assert!(openvino.reason.contains("give it 2"), "{}", openvino.reason);
}

#[test]
fn an_alpha_of_zero_is_bad_news() {
    let running = running(&attention(2), OFF);
    let said = running.headline(&Picked::default()).unwrap();
    assert!(
        said.is_bad() && said.text.contains("although its α is 0"),
        "{said:?}"
    );
    let lines = running.lines(&Picked::default());
    let cpp = line(&lines, "llama-cpp").verdict;
    assert_eq!(
        (words::factor(cpp.most).as_str(), words::what(cpp).as_str()),
        ("∞", "turned on, although α is 0")
    );
}

/// The advice was false for a rank that only `rank_pattern` gives: most runtimes then divide by `r`.
#[test]
fn the_config_is_advised_only_where_that_makes_every_reader_right() {
    let advised = |config| {
        let running = running_of_rank(&attention(2), 4, config);
        let remedies = running.remedies(&Picked::default());
        let remedies: Vec<String> = remedies.into_iter().map(str::to_owned).collect();
        assert!(remedies.iter().any(|remedy| remedy == words::PORTABLE));
        remedies
            .into_iter()
            .find(|remedy| remedy.contains("lora_alpha"))
    };
    let plain = advised(r#"{"r": 4, "lora_alpha": 2, "use_rslora": true}"#).unwrap();
    assert!(plain.contains("`lora_alpha` = 4 "), "{plain}");
    let pattern = r#"{"r": 16, "rank_pattern": {".*": 4}, "lora_alpha": 2, "use_rslora": true}"#;
    assert_eq!(advised(pattern), None);
}

#[test]
fn a_pick_shows_what_was_picked_and_nothing_else() {
    let running = running(&attention(2), PATTERN);
    let picked = Picked::of_link("vllm,comfyui");
    let lines = running.lines(&picked);
    assert_eq!(lines.len(), 2);
    assert_eq!(line(&lines, "comfyui").verdict.kind, Kind::Refuses);
    assert_eq!(
        running.headline(&picked).unwrap().text,
        "vLLM runs this adapter as it was trained."
    );
    assert!(
        running
            .offered(&picked)
            .iter()
            .any(|runtime| runtime.id == "comfyui")
    );
    assert!(running.remedies(&picked).is_empty());
}

#[test]
fn every_runtime_has_its_verdict_whatever_the_file() {
    for config in [PLAIN, PATTERN, OFF] {
        let running = running(&attention(1), config);
        let current = RUNTIMES.iter().filter(|runtime| runtime.current);
        let ids: Vec<&str> = current.map(|runtime: &Runtime| runtime.id).collect();
        let picked = Picked::of_link(&ids.join(","));
        let lines = running.lines(&picked);
        assert_eq!(lines.len(), ids.len());
        for line in lines {
            assert!(!words::what(line.verdict).is_empty() && !line.verdict.reason.is_empty());
        }
    }
}

/// Layers alike are judged once: a long file took as many verdicts as it has layers, for each runtime.
#[test]
#[expect(clippy::print_stdout)]
fn the_verdicts_on_nine_thousand_layers_are_quick() {
    let paths = experts(24, 128);
    assert_eq!(paths.len(), 9216);
    let state = Rc::new(AdapterState::default());
    let state = state.reduce(AdapterAction::Weights(0, Ok(weights(&paths))));
    let config = Some(PLAIN.as_bytes().to_vec());
    let config = NamedConfig::of("adapter_config.json", Origin::Own, config);
    let state = state.reduce(AdapterAction::Config(0, config));
    let results = (0..paths.len()).map(|layer| (layer, Ok(Rc::new(product(1.0)))));
    let results: Vec<(usize, Outcome)> = results.collect();
    let state = state.reduce(AdapterAction::Analysed(0, results));
    let derived = caught_up(&mut Derivation::default(), &state);
    let begun = std::time::Instant::now();
    let running = Running::of(&state, &derived.rows).unwrap();
    let lines = running.lines(&Picked::default()).len();
    let milliseconds = 1e3 * begun.elapsed().as_secs_f64();
    println!(
        "{lines} verdicts on {} layers: {milliseconds:.1} ms",
        paths.len()
    );
    let judged = running.lines(&Picked::of_link("peft"))[0]
        .verdict
        .groups
        .len();
    // Gate and up of an expert are one group, down the other.
    assert_eq!((running.layers(), judged), (paths.len(), 2));
}
