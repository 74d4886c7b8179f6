//! An exercise as a form: fields over its JSON, each a place with a label.
//!
//! Form and text edit one value. A field changes its own place and nothing else, and what the form has
//! no field for is shown as JSON: so an exercise that goes through the form loses nothing.

use serde_json::{Value, json};

use super::path::{Path, Step};

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub path: Path,
    pub label: String,
    /// What stands beneath it; empty for nothing.
    pub help: &'static str,
    pub kind: FieldKind,
    /// Whether it is left out where it is empty.
    pub optional: bool,
}

/// What a field takes, always as text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldKind {
    /// One line.
    Line,
    /// Markdown, several lines.
    Text,
    /// An expression or a condition.
    Formula,
    /// A number.
    Number,
    /// Numbers by commas.
    Numbers,
    /// Names by commas, of parameters where the page offers them.
    Names,
    /// One of a few: names and labels.
    OneOf(&'static [(&'static str, &'static str)]),
    /// Yes or no.
    Flag,
    /// Anything else, as JSON.
    Json,
}

/// Fields under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub heading: String,
    pub fields: Vec<Field>,
    /// The list that the group is one entry of, with the entry's place, so that it can be taken out.
    pub entry: Option<(Path, usize)>,
    /// The list that grows here, and what its button says.
    pub grows: Option<(Path, &'static str)>,
}

/// The kinds of answers.
pub const KINDS: [(&str, &str); 3] = [
    ("number", "a number"),
    ("choice", "one of some options"),
    ("goal", "a state to reach with the controls"),
];

const GUESSES: &str = "prediction.options";
/// When each guess turns out right; as many as there are guesses, or none.
const RIGHT_GUESSES: &str = "prediction.right_when";

/// Every key of an exercise that the form has fields for.
const KNOWN: [&str; 16] = [
    "version",
    "id",
    "title",
    "prompt",
    "parameters",
    "vary",
    "controls",
    "figures",
    "readings",
    "prediction",
    "answer",
    "hints",
    "worked",
    "feedback",
    "explanation",
    "teacher",
];

/// The form of an exercise: what students read first, in their order.
pub fn form(value: &Value) -> Vec<Group> {
    let mut form = Form {
        value,
        groups: Vec::new(),
    };
    form.what_it_is();
    form.setup();
    form.figures();
    form.guess();
    form.answer();
    form.help();
    form.for_the_teacher();
    form.rest();
    form.groups
}

/// What stands in a field.
pub fn read(value: &Value, field: &Field) -> String {
    field
        .path
        .get(value)
        .map_or_else(String::new, |found| written(found, field.kind))
}

/// Puts a text into a field. What does not fit the field stays as text, so that nothing typed is lost:
/// reading the exercise then says what belongs there.
pub fn write(value: &mut Value, field: &Field, text: &str) {
    if text == read(value, field) {
        return;
    }
    if text.trim().is_empty() && field.optional {
        field.path.remove(value);
    } else {
        field.path.set(value, parsed(text, field.kind));
    }
}

/// Adds an entry to a list, ready to be filled in. Conditions of guesses come for all guesses at once.
pub fn add(value: &mut Value, list: &Path) {
    let place = list.to_string();
    let conditions = Path::new(RIGHT_GUESSES);
    let guesses = length(value, &Path::new(GUESSES));
    if place == RIGHT_GUESSES {
        let all = vec![template(&place); guesses];
        return list.set(value, Value::Array(all));
    }
    if place == GUESSES && length(value, &conditions) == guesses && guesses > 0 {
        push(value, &conditions, template(RIGHT_GUESSES));
    }
    push(value, list, template(&place));
}

fn length(value: &Value, list: &Path) -> usize {
    list.get(value)
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

fn push(value: &mut Value, list: &Path, entry: Value) {
    match list.get(value).cloned() {
        Some(Value::Array(mut entries)) => {
            entries.push(entry);
            list.set(value, Value::Array(entries));
        }
        _ => list.set(value, Value::Array(vec![entry])),
    }
}

/// Takes an entry out of a list, and the list with its last entry.
pub fn take_out(value: &mut Value, list: &Path, index: usize) {
    let is_guess = list.to_string() == GUESSES;
    list.index(index).remove(value);
    if is_guess {
        Path::new(RIGHT_GUESSES).index(index).remove(value);
    }
    if list.get(value).is_some() && length(value, list) == 0 {
        // A guess without options is no guess.
        if is_guess {
            Path::new("prediction").remove(value);
        } else {
            list.remove(value);
        }
    }
}

/// Another kind of answer to the same question.
pub fn switch_kind(value: &mut Value, kind: &str) {
    let answer = Path::new("answer");
    let question = answer.key("question").get(value).cloned();
    let question = question.unwrap_or_else(|| json!("What is …?"));
    let tolerance = answer.key("tolerance").get(value).cloned();
    let tolerance = tolerance.unwrap_or_else(|| json!(0.01));
    let new = match kind {
        "choice" => {
            json!({ "kind": kind, "question": question, "options": [template("answer.options"), template("answer.options")] })
        }
        "goal" => {
            json!({ "kind": kind, "question": question, "reach": "lora_scale(r_low) = 1", "tolerance": tolerance })
        }
        _ => {
            json!({ "kind": "number", "question": question, "quantity": "lora_scale(r_low)", "tolerance": tolerance })
        }
    };
    answer.set(value, new);
}

fn template(list: &str) -> Value {
    match list {
        "answer.options" => json!({ "text": "An option", "right_when": "alpha > 0" }),
        GUESSES => json!("An option"),
        RIGHT_GUESSES => json!("alpha > 0"),
        "feedback" => json!({ "when": "answer > 0", "say": "What is said then." }),
        "readings" => json!({ "label": "A reading", "value": "lora_scale(r_low)" }),
        "vary" => json!({ "parameter": "alpha", "values": [8, 16] }),
        "figures" => json!({ "figure": "scaling" }),
        "hints" => json!("A hint"),
        _ => json!({}),
    }
}

fn written(found: &Value, kind: FieldKind) -> String {
    match (kind, found) {
        (FieldKind::Json, _) => found.to_string(),
        (_, Value::String(text)) => text.clone(),
        (FieldKind::Numbers | FieldKind::Names, Value::Array(entries)) => {
            let entries = entries.iter().map(|entry| {
                entry
                    .as_str()
                    .map_or_else(|| entry.to_string(), str::to_owned)
            });
            entries.collect::<Vec<_>>().join(", ")
        }
        _ => found.to_string(),
    }
}

fn parsed(text: &str, kind: FieldKind) -> Value {
    // What is no number, or no JSON, stays as it was typed.
    let as_typed = || Value::String(text.to_owned());
    let number = |text: &str| {
        serde_json::from_str(text.trim())
            .ok()
            .filter(Value::is_number)
    };
    match kind {
        FieldKind::Line | FieldKind::Text | FieldKind::Formula | FieldKind::OneOf(_) => as_typed(),
        FieldKind::Number => number(text).unwrap_or_else(as_typed),
        FieldKind::Flag => json!(text == "true"),
        FieldKind::Json => serde_json::from_str(text).unwrap_or_else(|_| as_typed()),
        FieldKind::Numbers => {
            let parts: Option<Vec<_>> = entries(text).map(number).collect();
            parts.map_or_else(as_typed, Value::Array)
        }
        FieldKind::Names => entries(text).map(|part| json!(part)).collect(),
    }
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

struct Form<'v> {
    value: &'v Value,
    groups: Vec<Group>,
}

fn field(path: Path, label: &str, help: &'static str, kind: FieldKind) -> Field {
    Field {
        path,
        label: label.to_owned(),
        help,
        kind,
        optional: false,
    }
}

fn optional(path: Path, label: &str, help: &'static str, kind: FieldKind) -> Field {
    Field {
        optional: true,
        ..field(path, label, help, kind)
    }
}

impl Form<'_> {
    fn group(&mut self, heading: &str, fields: Vec<Field>) {
        self.groups.push(Group {
            heading: heading.to_owned(),
            fields,
            entry: None,
            grows: None,
        });
    }

    /// A list: a group for each entry, then what adds one.
    fn list(
        &mut self,
        place: &str,
        heading: &str,
        button: &'static str,
        fields: impl Fn(&Path, &Value) -> Vec<Field>,
    ) {
        let list = Path::new(place);
        let entries = list.get(self.value).and_then(Value::as_array);
        for (index, entry) in entries.into_iter().flatten().enumerate() {
            self.groups.push(Group {
                heading: format!("{heading} {}", index + 1),
                fields: fields(&list.index(index), entry),
                entry: Some((list.clone(), index)),
                grows: None,
            });
        }
        self.groups.push(Group {
            heading: String::new(),
            fields: Vec::new(),
            entry: None,
            grows: Some((list, button)),
        });
    }

    fn what_it_is(&mut self) {
        self.group(
            "The exercise",
            vec![
                field(Path::new("title"), "Title", "", FieldKind::Line),
                field(
                    Path::new("id"),
                    "Short name",
                    "Small letters, digits and hyphens. Progress is kept under it, so leave it as it is \
                     once students have begun.",
                    FieldKind::Line,
                ),
                field(
                    Path::new("prompt"),
                    "What it is about",
                    "Markdown. A {formula} in braces is replaced by its value.",
                    FieldKind::Text,
                ),
            ],
        );
    }

    fn setup(&mut self) {
        self.group(
            "Start and controls",
            vec![
                optional(
                    Path::new("parameters"),
                    "Starts from",
                    "As in an address: alpha=8&noise=0.1. Set sliders in Explore and copy what follows the “?”.",
                    FieldKind::Line,
                ),
                optional(
                    Path::new("controls.visible"),
                    "Controls to move",
                    "",
                    FieldKind::Names,
                ),
                optional(
                    Path::new("controls.locked"),
                    "Values shown but fixed",
                    "",
                    FieldKind::Names,
                ),
            ],
        );
        if let Some(own) = Path::new("controls.own").get(self.value) {
            let count = own.as_array().map_or(0, Vec::len);
            let fields = (0..count).map(|index| {
                let label = format!("Control of its own {}", index + 1);
                let path = Path::new("controls.own").index(index);
                field(path, &label, "", FieldKind::Json)
            });
            let fields = fields.collect();
            self.group("Controls of its own", fields);
        }
        self.list(
            "vary",
            "Different for every student",
            "Let another value differ",
            |at, _| {
                vec![
                    field(at.key("parameter"), "Which", "", FieldKind::Line),
                    field(
                        at.key("values"),
                        "Values, by commas",
                        "A student’s name picks one.",
                        FieldKind::Numbers,
                    ),
                ]
            },
        );
    }

    fn figures(&mut self) {
        self.list("figures", "Figure", "Add a figure", |at, _| {
            vec![field(
                at.clone(),
                "As JSON",
                "exercises.md lists the figures.",
                FieldKind::Json,
            )]
        });
        self.list("readings", "Live number", "Add a live number", |at, _| {
            vec![
                field(at.key("label"), "Label", "", FieldKind::Line),
                field(at.key("value"), "Formula", "", FieldKind::Formula),
            ]
        });
    }

    fn guess(&mut self) {
        if Path::new("prediction").get(self.value).is_some() {
            self.group(
                "Guess before the controls open",
                vec![field(
                    Path::new("prediction.question"),
                    "Question",
                    "It is not graded.",
                    FieldKind::Text,
                )],
            );
        }
        let conditions = Path::new(RIGHT_GUESSES);
        let known = length(self.value, &conditions);
        self.list(GUESSES, "Guess", "Add an option to guess", |at, _| {
            let mut fields = vec![field(at.clone(), "Text", "", FieldKind::Line)];
            if let Some(Step::Index(index)) = at.steps().last()
                && *index < known
            {
                fields.push(field(
                    conditions.index(*index),
                    "It comes true when",
                    "A condition; students read afterwards whether they guessed right.",
                    FieldKind::Formula,
                ));
            }
            fields
        });
        if known == 0 && length(self.value, &Path::new(GUESSES)) > 0 {
            self.groups.push(Group {
                heading: String::new(),
                fields: Vec::new(),
                entry: None,
                grows: Some((conditions, "Say when each guess comes true")),
            });
        }
    }

    fn answer(&mut self) {
        let kind = Path::new("answer.kind").get(self.value);
        let kind = kind.and_then(Value::as_str).unwrap_or_default().to_owned();
        let at = Path::new("answer");
        let mut fields = vec![
            field(
                at.key("kind"),
                "What is answered",
                "",
                FieldKind::OneOf(&KINDS),
            ),
            field(at.key("question"), "Question", "", FieldKind::Text),
        ];
        match kind.as_str() {
            "number" => fields.push(field(
                at.key("quantity"),
                "The right number, as a formula",
                "It is worked out for each student’s own numbers.",
                FieldKind::Formula,
            )),
            "goal" => fields.push(field(
                at.key("reach"),
                "Reached when",
                "A condition that must not hold at the start.",
                FieldKind::Formula,
            )),
            _ => {}
        }
        if kind != "choice" {
            fields.push(field(
                at.key("tolerance"),
                "May be off by",
                "In the unit of the answer.",
                FieldKind::Number,
            ));
        }
        for (key, label, help) in [
            ("unit", "Unit", "“%” lets students answer “10 %” or “0.1”."),
            (
                "drag",
                "Answered by dragging",
                "The parameter that is dragged on the figure.",
            ),
        ] {
            if kind == "number" || at.key(key).get(self.value).is_some() {
                fields.push(optional(at.key(key), label, help, FieldKind::Line));
            }
        }
        self.group("The answer", fields);
        if kind == "choice" {
            self.list("answer.options", "Option", "Add an option", |at, _| {
                vec![
                    field(at.key("text"), "Text", "", FieldKind::Line),
                    field(
                        at.key("right_when"),
                        "It is right when",
                        "For every student exactly one option may be right.",
                        FieldKind::Formula,
                    ),
                    optional(
                        at.key("feedback"),
                        "Said when it is picked and wrong",
                        "",
                        FieldKind::Text,
                    ),
                ]
            });
        }
    }

    fn help(&mut self) {
        self.list(
            "feedback",
            "Said to a wrong answer",
            "Answer another mistake",
            |at, _| {
                vec![
                    field(
                        at.key("when"),
                        "When",
                        "The first that holds is said. “answer” is the number given.",
                        FieldKind::Formula,
                    ),
                    field(at.key("say"), "Say", "", FieldKind::Text),
                ]
            },
        );
        self.list("hints", "Hint", "Add a hint", |at, _| {
            vec![field(at.clone(), "Text", "", FieldKind::Text)]
        });
        self.group(
            "Once it is solved",
            vec![
                optional(
                    Path::new("worked"),
                    "Worked answer",
                    "The last hint: it takes a student who is stuck all the way.",
                    FieldKind::Text,
                ),
                field(
                    Path::new("explanation"),
                    "Explanation",
                    "At most 40 words are read.",
                    FieldKind::Text,
                ),
            ],
        );
    }

    fn for_the_teacher(&mut self) {
        let at = Path::new("teacher");
        self.group(
            "For the teacher, not shown to students",
            vec![
                optional(at.key("goal"), "Goal", "", FieldKind::Line),
                optional(at.key("minutes"), "Minutes", "", FieldKind::Number),
                optional(
                    at.key("misconception"),
                    "What students often think",
                    "",
                    FieldKind::Text,
                ),
                optional(at.key("discuss"), "To discuss", "", FieldKind::Text),
            ],
        );
    }

    /// What the form has no field for.
    fn rest(&mut self) {
        let Some(entries) = self.value.as_object() else {
            return;
        };
        let unknown = entries.keys().filter(|key| !KNOWN.contains(&key.as_str()));
        let fields: Vec<_> = unknown
            .map(|key| optional(Path::default().key(key), key, "", FieldKind::Json))
            .collect();
        if !fields.is_empty() {
            self.group("Other parts, as JSON", fields);
        }
    }
}

#[cfg(test)]
mod tests {
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
}
