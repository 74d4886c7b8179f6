//! Every link of the time before the settings had one table opens the state it opened then.
//!
//! `fixtures/old_links.json` holds those states by name and value; `fixtures/old_links.rs` made it.
#![cfg(not(target_arch = "wasm32"))]
// Tests stop at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use rankscope_params::query::{self, Link};
use rankscope_params::{Kind, Notice, Params, SETTINGS, SettingKey, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

#[derive(Deserialize)]
struct OldLink {
    link: String,
    /// The link that was written of the state.
    written: String,
    /// What each notice was about.
    notices: Vec<String>,
    /// Each value that is not that of the first entry, the default.
    state: Map<String, Json>,
}

fn old_links() -> Vec<OldLink> {
    serde_json::from_str(include_str!("fixtures/old_links.json")).expect("old_links.json")
}

fn about(notice: &Notice) -> String {
    match notice {
        Notice::Unreadable { key, .. } | Notice::Moved { key, .. } => {
            key.declaration().name.to_owned()
        }
        Notice::UnknownKey { name } => format!("unknown {name}"),
        Notice::MoreUnknownKeys { count } => format!("{count} more unknown"),
        Notice::Repeated { key } => format!("repeated {}", key.declaration().name),
        Notice::TooLong { bytes, read } => format!("{read} of {bytes} bytes"),
        Notice::Told { words } => words.clone(),
    }
}

fn parameters(params: &Params) -> Json {
    let rows = SETTINGS.iter().filter_map(|row| match row.key {
        SettingKey::Param(key) => Some((row.name.to_owned(), json!(params.get(key)))),
        _ => None,
    });
    Json::Object(rows.collect())
}

fn state(link: &Link) -> Map<String, Json> {
    let value = |key: SettingKey| match (key, link.value(key)) {
        (SettingKey::Pin(slot), _) => {
            let pinned = link.pins.iter().find(|(taken, _)| *taken == slot as usize);
            pinned.map_or(Json::Null, |(_, params)| parameters(params))
        }
        (SettingKey::Controls, _) => {
            let names = link.controls.iter().map(|key| key.declaration().name);
            json!(names.collect::<Vec<_>>())
        }
        (_, Value::Number { value, .. }) => json!(value),
        (_, Value::Choice { chosen, .. }) => json!(chosen),
        (_, Value::Ranks { ranks, .. }) => json!(ranks),
        (_, Value::Text(text)) => json!(text.unwrap_or_default()),
    };
    let rows = SETTINGS
        .iter()
        .map(|row| (row.name.to_owned(), value(row.key)));
    rows.collect()
}

/// Numbers by value, whether they were written as whole or not.
fn same(a: &Json, b: &Json) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// What a value of that time is called now; a bare address opens Start since then.
fn now_called(link: &str, name: &str, value: &Json) -> Json {
    match (name, value.as_str()) {
        ("view", _) if link.trim_start_matches('?').is_empty() => json!("start"),
        ("view", Some("claims")) => json!("evidence"),
        _ => value.clone(),
    }
}

#[test]
fn every_old_link_opens_the_state_it_opened() {
    let links = old_links();
    let usual = &links[0].state;
    for old in &links {
        let (link, notices) = query::read(&old.link);
        let now = state(&link);
        for (name, default) in usual {
            let expected = old.state.get(name).unwrap_or(default);
            let expected = now_called(&old.link, name, expected);
            let value = &now[name];
            assert!(
                same(value, &expected),
                "{}: {name} is {value}, not {expected}",
                old.link
            );
        }
        let about: Vec<_> = notices.iter().map(about).collect();
        assert_eq!(about, old.notices, "{}: {notices:?}", old.link);

        // Written with nothing, a state of Explore at its defaults would be Start now.
        let written = old.written.replace("view=claims", "view=evidence");
        let written = if written.is_empty() && !old.link.trim_start_matches('?').is_empty() {
            "view=explore".to_owned()
        } else {
            written
        };
        assert_eq!(
            query::read(&written),
            (link.clone(), vec![]),
            "{}",
            old.link
        );
        let now = query::write(&link);
        assert!(
            now == written || now.len() < written.len(),
            "{}: {now} is written, not {written}",
            old.link,
        );
    }
}

#[test]
fn the_old_links_hold_every_key_and_every_option_of_their_time() {
    let links = old_links();
    for name in links[0].state.keys() {
        let row = SETTINGS.iter().find(|row| row.name == name).expect(name);
        let given = |value: &str| {
            let pair = format!("{name}={value}");
            links.iter().any(|old| old.link.contains(&pair))
        };
        assert!(given(""), "{name}");
        if let Kind::Choice(options) = row.kind {
            let old = options.iter().filter(|option| given(option.name));
            assert!(given(options[0].name) && old.count() > 1, "{name}");
        }
    }
}
