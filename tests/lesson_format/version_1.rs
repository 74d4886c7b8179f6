//! Exercises of version 1 are still read.

use rankscope_lesson::Exercise;

#[test]
fn exercises_of_version_1_are_read_with_their_charts_as_figures() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exercises-v1");
    let mut figures = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let old: serde_json::Value = serde_json::from_str(&text).unwrap();
        let read = Exercise::from_json(&text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.version, 2);
        let new: serde_json::Value = serde_json::from_str(&read.to_json()).unwrap();
        let kinds: Vec<_> = read
            .figures
            .iter()
            .map(|figure| {
                let figure = serde_json::to_value(figure).unwrap();
                figure["figure"].clone()
            })
            .collect();
        assert_eq!(serde_json::Value::from(kinds.clone()), old["charts"]);
        figures.extend(kinds.iter().map(ToString::to_string));
        // All else is as it was.
        for (field, value) in old.as_object().unwrap() {
            if !["version", "charts"].contains(&field.as_str()) {
                assert_eq!(in_reals(&new[field]), in_reals(value), "{field}");
            }
        }
        assert_eq!(Exercise::from_json(&read.to_json()), Ok(read));
    }
    assert_eq!(figures.len(), 7, "{figures:?}");
}

/// A value with every number as a real one: 8 and 8.0 are one.
fn in_reals(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) => serde_json::json!(number.as_f64()),
        serde_json::Value::Array(items) => items.iter().map(in_reals).collect(),
        serde_json::Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), in_reals(value)))
            .collect(),
        other => other.clone(),
    }
}
