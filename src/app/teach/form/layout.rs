//! Which fields an exercise has, in the order in which students meet what they hold.

use serde_json::Value;

use super::super::path::{Path, Step};
use super::figures;
use super::{
    Field, FieldKind, GUESSES, Group, KINDS, KNOWN, RIGHT_GUESSES, field, length, optional,
};

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

struct Form<'v> {
    value: &'v Value,
    groups: Vec<Group>,
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
        let list = Path::new("figures");
        let entries = list.get(self.value).and_then(Value::as_array);
        for (index, figure) in entries.into_iter().flatten().enumerate() {
            let at = list.index(index);
            self.groups.push(Group {
                heading: format!("Figure {}", index + 1),
                fields: figures::fields(&at, figure),
                entry: Some((list.clone(), index)),
                grows: figures::grows(&at, figure),
            });
        }
        self.groups.push(Group {
            heading: String::new(),
            fields: Vec::new(),
            entry: None,
            grows: Some((list, "Add a figure")),
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
