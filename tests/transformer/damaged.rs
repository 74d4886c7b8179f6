//! A file that is not what it should be is told, by what is wrong with it.

use rankscope_app::measured::advice;
use rankscope_sim::measurements::MeasurementsError;
use rankscope_sim::transformer::{Transformer, VERSION};
use serde_json::{Value, json};

use crate::file::text;

fn read(change: impl FnOnce(&mut Value)) -> MeasurementsError {
    let mut file: Value = serde_json::from_str(&text()).unwrap();
    change(&mut file);
    match Transformer::from_json(&file.to_string()) {
        Err(error) => error,
        Ok(_) => panic!("it was read"),
    }
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let half = text().split_at(text().len() / 2).0.to_owned();
    for text in ["", "<!doctype html><p>not here</p>", "[]", &half] {
        let error = Transformer::from_json(text).unwrap_err();
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
    let changes: [fn(&mut Value); 4] = [
        |file| file["new"] = json!(1),
        |file| file["lora"][0]["task"] = json!("poetry"),
        |file| file["lora"][0]["rank"] = json!(-1),
        |file| file["full"][0]["checkpoints"][0]["energy"] = json!("all of it"),
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
    let changes: [fn(&mut Value); 8] = [
        |file| file["ranks"] = json!([2, 1, 4, 8, 16, 32, 64]),
        |file| file["ranks"] = json!([]),
        |file| file["full"][0]["checkpoints"][0]["energy"][0][0] = json!(1.5),
        |file| file["full"][0]["checkpoints"][0]["energy"][0] = json!([0.5]),
        |file| file["full"][0]["checkpoints"][0]["rank90"] = json!([1]),
        |file| file["full"][0]["truncated"][0]["accuracy"] = json!(-0.1),
        |file| file["lora"][0]["gradient"] = json!(0),
        |file| file["lora"][0]["rank"] = json!(3),
    ];
    for change in changes {
        let error = read(change);
        assert!(
            matches!(error, MeasurementsError::Contradiction { .. }),
            "{error}"
        );
    }
}

#[test]
fn runs_that_something_is_said_of_must_be_there() {
    let changes: [fn(&mut Value); 3] = [
        |file| file["lora"] = json!([]),
        |file| file["full"] = json!([]),
        |file| {
            file["lora"]
                .as_array_mut()
                .unwrap()
                .retain(|run| run["steps"] == 500);
        },
    ];
    for change in changes {
        assert_eq!(read(change), MeasurementsError::Incomplete);
    }
}
