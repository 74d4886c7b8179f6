use rankscope_lesson::{Exercise, course};

use super::*;

fn value(exercise: &Exercise) -> Value {
    serde_json::from_str(&exercise.to_json()).unwrap()
}

fn fields(value: &Value) -> Vec<Field> {
    form(value)
        .into_iter()
        .flat_map(|group| group.fields)
        .collect()
}

/// Every text, number and truth value of a JSON value, by its place.
fn leaves(value: &Value, at: &Path, found: &mut Vec<Path>) {
    match value {
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, entry)| leaves(entry, &at.key(key), found)),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .for_each(|(index, entry)| leaves(entry, &at.index(index), found)),
        _ => found.push(at.clone()),
    }
}

#[test]
fn a_course_exercise_that_is_typed_anew_field_by_field_is_the_same() {
    for exercise in course::exercises() {
        let mut changed = value(&exercise);
        for field in fields(&value(&exercise)) {
            let was = read(&changed, &field);
            // Something else first, so that what is written back is really written.
            write(&mut changed, &field, "777");
            assert_ne!(
                read(&changed, &field),
                was,
                "{}: {}",
                exercise.id,
                field.path
            );
            write(&mut changed, &field, &was);
        }
        let back = Exercise::read(&changed.to_string()).unwrap();
        assert_eq!(back, exercise, "{}", exercise.id);
    }
}

#[test]
fn everything_in_a_course_exercise_has_a_field() {
    for exercise in course::exercises() {
        let value = value(&exercise);
        let (mut all, fields) = (Vec::new(), fields(&value));
        leaves(&value, &Path::default(), &mut all);
        for leaf in all.iter().filter(|leaf| leaf.to_string() != "version") {
            let name = leaf.to_string();
            let within = |field: &Field| name.starts_with(&field.path.to_string());
            assert!(fields.iter().any(within), "{}: {name}", exercise.id);
        }
    }
}

#[test]
fn what_the_form_does_not_know_is_kept_and_shown() {
    let mut value = json!({ "title": "t", "later": { "a": [1, 2] } });
    let fields = fields(&value);
    let later = fields
        .iter()
        .find(|field| field.path.to_string() == "later");
    assert_eq!(read(&value, later.unwrap()), r#"{"a":[1,2]}"#);
    let title = fields
        .iter()
        .find(|field| field.path.to_string() == "title");
    write(&mut value, title.unwrap(), "another");
    assert_eq!(value["later"], json!({ "a": [1, 2] }));
}

#[test]
fn what_is_no_number_stays_as_it_was_typed() {
    let mut value = json!({ "answer": { "kind": "number", "tolerance": 1.5 } });
    let tolerance = field(Path::new("answer.tolerance"), "", "", FieldKind::Number);
    for (typed, kept) in [("0,5", json!("0,5")), ("0.5", json!(0.5)), ("", json!(""))] {
        write(&mut value, &tolerance, typed);
        assert_eq!(value["answer"]["tolerance"], kept);
        assert_eq!(read(&value, &tolerance), typed);
    }
    let values = field(Path::new("values"), "", "", FieldKind::Numbers);
    write(&mut value, &values, "1, 2.5 ,x");
    assert_eq!(read(&value, &values), "1, 2.5 ,x");
    write(&mut value, &values, "1, 2.5");
    assert_eq!(value["values"], json!([1, 2.5]));
}

#[test]
fn an_optional_field_that_is_emptied_is_left_out() {
    let mut value = json!({ "title": "t" });
    let before = value.clone();
    let goal = fields(&value)
        .into_iter()
        .find(|field| field.path.to_string() == "teacher.goal")
        .unwrap();
    write(&mut value, &goal, "See it");
    assert_eq!(value["teacher"], json!({ "goal": "See it" }));
    write(&mut value, &goal, " ");
    assert_eq!(value, before);
}

#[test]
fn lists_grow_and_shrink() {
    let mut value = json!({ "prediction": { "question": "q", "options": ["a"] } });
    let (hints, guesses) = (Path::new("hints"), Path::new("prediction.options"));
    add(&mut value, &hints);
    add(&mut value, &hints);
    take_out(&mut value, &hints, 0);
    assert_eq!(value["hints"], json!(["A hint"]));
    take_out(&mut value, &hints, 0);
    assert_eq!(value.get("hints"), None);
    add(&mut value, &Path::new(RIGHT_GUESSES));
    add(&mut value, &guesses);
    assert_eq!(value["prediction"]["options"], json!(["a", "An option"]));
    assert_eq!(length(&value, &Path::new(RIGHT_GUESSES)), 2);
    take_out(&mut value, &guesses, 0);
    assert_eq!(length(&value, &Path::new(RIGHT_GUESSES)), 1);
    take_out(&mut value, &guesses, 0);
    assert_eq!(value.get("prediction"), None);
}

#[test]
fn every_kind_of_answer_can_be_begun_from_any_other() {
    for exercise in course::exercises() {
        for (kind, _) in KINDS {
            let mut value = value(&exercise);
            // Feedback may name the number that another kind does not have.
            Path::new("feedback").remove(&mut value);
            switch_kind(&mut value, kind);
            let read = Exercise::read(&value.to_string()).unwrap();
            assert_eq!(read.answer.question(), exercise.answer.question());
            assert_eq!(value["answer"]["kind"], kind);
        }
    }
}

#[test]
fn a_figure_has_controls_and_changes_its_kind_without_losing_what_both_have() {
    let mut value = json!({
        "figures": [{ "figure": "spectrum", "show": ["style"], "points": true, "axis_max": 16 }]
    });
    let find = |value: &Value, place: &str| {
        let mut all = fields(value).into_iter();
        all.find(|field| field.path.to_string() == place).unwrap()
    };
    let log = find(&value, "figures[0].log");
    assert_eq!(
        (log.kind, read(&value, &log)),
        (FieldKind::Flag, String::new())
    );
    write(&mut value, &log, "true");
    assert_eq!(value["figures"][0]["log"], true);
    write(&mut value, &log, "");
    assert_eq!(value["figures"][0].get("log"), None);
    let kind = find(&value, "figures[0].figure");
    write(&mut value, &kind, "variance");
    assert_eq!(
        value["figures"][0],
        json!({ "figure": "variance", "show": ["style"], "points": true, "axis_max": 16 })
    );
    // Each kind can be begun from each other, and is read.
    for (kind_name, _) in FIGURES {
        write(&mut value, &kind, kind_name);
        let figure = value["figures"][0].to_string();
        let read = serde_json::from_str::<rankscope_lesson::Figure>(&figure);
        assert!(read.is_ok(), "{kind_name}: {figure}: {read:?}");
    }
    write(&mut value, &kind, "curves");
    add(&mut value, &Path::new("figures[0].curves"));
    let second = find(&value, "figures[0].curves[1].value");
    write(&mut value, &second, "rslora_scale(r_low)");
    assert_eq!(
        value["figures"][0]["curves"][1]["value"],
        "rslora_scale(r_low)"
    );
}
