//! A file that is not what it should be is told, by what is wrong with it.

use rankscope_app::measured::advice;
use rankscope_sim::measurements::MeasurementsError;
use rankscope_sim::pretrained::{Pretrained, VERSION};
use serde_json::{Value, json};

use crate::file::text;

fn read(change: impl FnOnce(&mut Value)) -> MeasurementsError {
    let mut file: Value = serde_json::from_str(&text()).unwrap();
    change(&mut file);
    match Pretrained::from_json(&file.to_string()) {
        Err(error) => error,
        Ok(_) => panic!("it was read"),
    }
}

#[test]
fn what_is_no_json_or_another_file_is_told_with_its_place() {
    let half = text().split_at(text().len() / 2).0.to_owned();
    let foreign = include_str!("../../static/transformer.json");
    for text in ["", "<!doctype html><p>not here</p>", "[]", &half, foreign] {
        let error = Pretrained::from_json(text).unwrap_err();
        assert!(
            matches!(error, MeasurementsError::Unreadable { .. }),
            "{error}"
        );
        assert!(!advice(&error).is_empty());
    }
}

#[test]
fn another_version_is_named_before_anything_new_in_it() {
    let error = read(|file| {
        file["version"] = json!(2);
        file["new"] = json!("field");
    });
    let (found, known) = (2, VERSION);
    assert_eq!(error, MeasurementsError::UnknownVersion { found, known });
    assert!(advice(&error).contains("reload"));
}

#[test]
fn fields_of_another_kind_or_name_are_told() {
    let changes: [fn(&mut Value); 5] = [
        |file| file["new"] = json!(1),
        |file| file["lora"][0]["task"] = json!("poetry"),
        |file| file["lora"][0]["rank"] = json!(-1),
        |file| file["full"][0]["measured"]["new"] = json!(1),
        |file| file["not_run"][0]["scaling"] = json!("both"),
    ];
    for change in changes {
        let error = read(change);
        assert!(
            matches!(error, MeasurementsError::Unreadable { .. }),
            "{error}"
        );
    }
}

#[test]
fn values_that_cannot_be_are_told() {
    let changes: [fn(&mut Value); 12] = [
        |file| file["energy_ranks"] = json!([2, 1, 4, 8, 16, 32, 64, 128, 256]),
        |file| file["energy_ranks"] = json!([1]),
        |file| file["noise"]["recall"] = json!(5),
        |file| file["gaussian"] = json!([]),
        |file| file["gaussian"][0]["energy"][0] = json!(1.5),
        |file| file["modules"][0] = json!("router"),
        |file| file["full"][0]["spectrum"]["mean"]["energy"] = json!([0.5]),
        |file| file["full"][0]["spectrum"]["rank90"] = json!([]),
        |file| file["full"][0]["measured"]["strict"] = json!(1.2),
        |file| file["full"][0]["cuts"][0]["rank"] = json!(9),
        |file| file["full"][0]["people"] = json!(100),
        |file| file["lora"][0]["gamma"] = json!(0),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let error = read(change);
        assert!(
            matches!(error, MeasurementsError::Contradiction { .. }),
            "change {number}: {error}"
        );
    }
}

/// Whether a run is the one that is taken away.
type Gone = fn(&Value) -> bool;

#[test]
fn runs_that_something_is_said_of_must_be_there() {
    let without = |file: &mut Value, list: &str, gone: fn(&Value) -> bool| {
        file[list].as_array_mut().unwrap().retain(|run| !gone(run));
    };
    let lists: [(&str, Gone); 6] = [
        ("full", |_| true),
        ("lora", |_| true),
        ("full", |run| run["task"] == "style"),
        ("lora", |run| run["steps"] == 600),
        ("lora", |run| run["matrices"] == 1),
        ("lora", |run| {
            run["rate"] == 0.003 && run["scaling"] == "rslora"
        }),
    ];
    for (list, gone) in lists {
        let error = read(|file| without(file, list, gone));
        assert_eq!(error, MeasurementsError::Incomplete, "{list}");
    }
}
