//! What can be wrong with the page that is served, or with the browser it meets.

/// Something that is wrong with the page or the browser it meets.
#[derive(Clone, Copy)]
pub(super) enum Fault {
    /// A script that runs before everything of the page.
    Script(&'static str),
    /// The WebAssembly file is not there.
    WasmMissing,
    /// What is loaded after a first visit is not there.
    WholeMissing,
    /// WebAssembly comes with the media type of a host that does not know it.
    WasmAsBytes,
    /// In place of this file of measurements, that; or nothing.
    Measured(&'static str, Option<&'static str>),
}

/// A fault by the name of its script, or of several.
macro_rules! script {
    ($name:literal) => {
        script!($name, of $name)
    };
    ($name:literal, of $($script:literal),+) => {
        (
            $name,
            Fault::Script(concat!($(include_str!(concat!("../faults/", $script, ".js"))),+)),
        )
    };
}

/// What was measured of the pretrained model.
const PRETRAINED: &str = "pretrained.json";
/// The same, without a single run.
const HOLLOW_PRETRAINED: &str = r#"{
    "version": 1, "versions": {"torch": "", "transformers": "", "peft": ""},
    "model": {"parameters": 1, "trained_in_full": 1, "hidden": 1, "blocks": 1, "heads": 1, "key_value_heads": 1,
        "intermediate": 1, "vocabulary": 1},
    "settings": {"alpha": 1, "warmup": 1, "batch": {"facts": 1, "style": 1}, "bits_per_person": 1, "facts_each": 1,
        "values": [], "drift_questions": 1, "style_trained": 1, "style_held_out": 1},
    "prompts": {"statement": "", "question": "", "paraphrase": ""},
    "example": {"question": "", "base": "", "styled": ""},
    "noise": {"recall": 0, "unseen": 0, "strict": 0, "strict_between_runs": 0},
    "limits": {"models": 1, "bits_per_weight": 1, "tokens_per_value": 1, "manners": 1},
    "energy_ranks": [1], "modules": ["q_proj"],
    "gaussian": [{"rows": 1, "columns": 1, "energy": [1], "rank90": 1, "rank99": 1, "stable_rank": 1, "entropy_rank": 1}],
    "full": [], "lora": [], "not_run": []
}"#;
/// What was measured of the small transformer.
const TRANSFORMER: &str = "transformer.json";
/// The same, without a single run.
const HOLLOW: &str = r#"{
    "version": 1, "people": 1, "facts_each": 1, "batch": 1, "alpha": 1, "full_rate": 1,
    "model": {"hidden": 1, "blocks": 1, "heads": 1, "intermediate": 1, "vocabulary": 1},
    "versions": {"torch": "", "transformers": "", "peft": ""},
    "seeds": [], "ranks": [1], "layers": [], "gaussian": [], "full": [], "lora": []
}"#;
/// Measurements that end too early.
const CUT_SHORT: &str = "{\"version\": 1, \"model\": {";
/// Measurements of the next version.
const NEWER: &str = "{\"version\": 2}";
/// What begins and ends like this is asked for and, the first time, never comes.
const STALLED: &[(&str, &str)] = &[
    ("/fault/pretrained-stalled/", PRETRAINED),
    ("/fault/transformer-stalled/", TRANSFORMER),
    ("/fault/first-module-stalled/", ".wasm"),
    ("/fault/first-script-stalled/start-", ".js"),
    ("/fault/whole-stalled/full-", ".wasm"),
];

const FAULTS: &[(&str, Fault)] = &[
    script!("long-query"),
    script!("no-storage"),
    script!("no-wasm"),
    script!("no-worker"),
    script!("packaged"),
    script!("saves-data"),
    script!("first-module-stalled", of "hurry"),
    script!("first-script-stalled", of "hurry"),
    script!("pretrained-stalled", of "hurry"),
    script!("transformer-stalled", of "hurry"),
    script!("whole-stalled", of "hurry"),
    script!("watched-frames"),
    script!("watched-policy"),
    script!("one-core", of "one-core", "watched-worker"),
    script!("one-worker", of "two-cores", "one-worker"),
    script!("two-cores", of "two-cores", "watched-worker"),
    script!("watched-worker-and-jumping-clock", of "watched-worker", "jumping-clock"),
    script!("watched-worker-hurried", of "hurry", "two-cores", "watched-worker"),
    script!("watched-worker"),
    script!("worker-mute", of "hurry", "worker-mute"),
    script!("worker-silent", of "hurry", "worker-silent"),
    script!("worker-throws"),
    ("pretrained-missing", Fault::Measured(PRETRAINED, None)),
    (
        "pretrained-damaged",
        Fault::Measured(PRETRAINED, Some(CUT_SHORT)),
    ),
    ("pretrained-newer", Fault::Measured(PRETRAINED, Some(NEWER))),
    (
        "pretrained-empty",
        Fault::Measured(PRETRAINED, Some(HOLLOW_PRETRAINED)),
    ),
    ("transformer-missing", Fault::Measured(TRANSFORMER, None)),
    (
        "transformer-damaged",
        Fault::Measured(TRANSFORMER, Some(CUT_SHORT)),
    ),
    (
        "transformer-newer",
        Fault::Measured(TRANSFORMER, Some(NEWER)),
    ),
    (
        "transformer-empty",
        Fault::Measured(TRANSFORMER, Some(HOLLOW)),
    ),
    ("wasm-missing", Fault::WasmMissing),
    ("whole-missing", Fault::WholeMissing),
    ("wasm-as-bytes", Fault::WasmAsBytes),
];

/// The fault of this name.
pub(super) fn named(name: &str) -> Fault {
    let found = FAULTS.iter().find(|(known, _)| *known == name);
    found
        .unwrap_or_else(|| panic!("no fault is called {name}"))
        .1
}

/// Whether an address is one that is asked for in vain the first time.
pub(super) fn stalls(path: &str) -> bool {
    STALLED
        .iter()
        .any(|(begins, ends)| path.starts_with(begins) && path.ends_with(ends))
}
