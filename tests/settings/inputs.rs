//! What settings are set to and links hold: what readers do, and what they do not.

use proptest::prelude::*;
use rankscope_params::number::Format;
use rankscope_params::query::{self, Link};
use rankscope_params::{Declaration, Input, Key, Kind, Numeric, Params, SETTINGS};

pub(crate) fn keys() -> impl Strategy<Value = Key> {
    prop::sample::select(Key::ALL.to_vec())
}

/// Any double there is, and those people ask for.
pub(crate) fn numbers() -> impl Strategy<Value = f64> {
    let special = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        -0.0,
        0.5,
    ];
    prop_oneof![
        any::<f64>(),
        -10.0..2000.0,
        0.0..1.5,
        (0i32..70).prop_map(f64::from),
        prop::sample::select(special.to_vec()),
    ]
}

/// The state after some moves, as a reader makes them: ranks asked for are remembered.
pub(crate) fn params() -> impl Strategy<Value = Params> {
    prop::collection::vec((keys(), numbers()), 0..25).prop_map(|moves| {
        let start = Params::default();
        moves
            .into_iter()
            .fold(start, |params, (key, value)| params.with(key, value).0)
    })
}

fn rows() -> impl Strategy<Value = &'static Declaration> {
    prop::sample::select(SETTINGS.each_ref().to_vec())
}

/// The numbers that can be set.
pub(crate) fn numerics() -> Vec<(&'static Declaration, &'static Numeric)> {
    let numeric = |row: &'static Declaration| match &row.kind {
        Kind::Number(numeric) => Some((row, numeric)),
        _ => None,
    };
    SETTINGS.iter().filter_map(numeric).collect()
}

/// What a control may give for a setting.
fn inputs(row: &'static Declaration) -> BoxedStrategy<Input> {
    let text = match row.kind {
        Kind::Number(_) | Kind::Ranks(_) => texts().boxed(),
        Kind::Choice(options) => {
            let options = prop::sample::select(options.to_vec());
            options.prop_map(|option| option.name.to_owned()).boxed()
        }
        Kind::State => params()
            .prop_map(|params| {
                query::write(&Link {
                    params,
                    ..Link::default()
                })
            })
            .boxed(),
        Kind::Parameters => prop::collection::vec(keys(), 0..5)
            .prop_map(|keys| {
                keys.iter()
                    .map(|key| key.declaration().name)
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .boxed(),
        Kind::Id => "[a-z0-9-]{0,12}".boxed(),
        Kind::Text => "[ -~äσ]{0,40}".boxed(),
    };
    prop_oneof![
        4 => text.prop_map(Input::Text),
        1 => numbers().prop_map(Input::Position),
        1 => Just(Input::Default),
    ]
    .boxed()
}

/// The state after some settings were changed, as a reader changes them. The optimizer comes before
/// the learning rate, as it does in a link: one that was given is the default of another optimizer.
pub(crate) fn links() -> impl Strategy<Value = Link> {
    let change = rows().prop_flat_map(|row| inputs(row).prop_map(|input| (row.key, input)));
    prop::collection::vec(change, 0..25).prop_map(|mut changes| {
        changes.sort_by_key(|(key, _)| SETTINGS.iter().position(|row| row.key == *key));
        let mut link = Link::default();
        for (key, input) in changes {
            link.set(key, &input);
        }
        link
    })
}

/// What readers type, and what they do not.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        numbers().prop_map(|number| number.to_string()),
        prop::collection::vec(0usize..80, 0..20)
            .prop_map(|ranks| format!("{ranks:?}").replace(['[', ']'], "")),
        ".*",
    ]
}

/// Names a link may hold, and some it may not.
fn names() -> impl Strategy<Value = String> {
    let known = rows().prop_map(|row| row.name.to_owned());
    let others = [
        "",
        "D",
        "d ",
        "α",
        "constructor",
        "__proto__",
        "view",
        "%64",
        "%FF",
    ];
    let others = prop::sample::select(others.to_vec()).prop_map(str::to_owned);
    prop_oneof![10 => known, 2 => others, 1 => any::<String>()]
}

/// Values that have broken somebody's parser.
fn values() -> impl Strategy<Value = String> {
    let nasty = [
        "",
        " ",
        "NaN",
        "-nan",
        "inf",
        "-Infinity",
        "1e999",
        "-1e999",
        "1e-999",
        "-0",
        "0x10",
        "1_000",
        "1,5",
        "+5",
        " 5 ",
        "5;6",
        "5%",
        "%",
        "%2",
        "%00",
        "%FF%FE",
        "+",
        "１２",
        "٣",
        "−3",
        "1e",
        ".",
        ".5",
        "5.",
        "4294967295",
        "4294967296",
        "18446744073709551616",
        "9007199254740993",
        "log",
        "linear",
        "LOG",
        "<script>alert(1)</script>",
        "\u{202e}5",
        "=",
        "a=b",
        "0.1",
        "12.5",
        "null",
        "true",
    ];
    let nasty = prop::sample::select(nasty.to_vec()).prop_map(str::to_owned);
    let long = (1usize..3000).prop_map(|digits| "9".repeat(digits));
    prop_oneof![
        4 => numbers().prop_map(|number| number.to_string()),
        4 => nasty,
        1 => long,
        1 => any::<String>(),
    ]
}

/// Pairs joined as in a link: some percent-encoded as they should be, some raw.
pub(crate) fn queries() -> impl Strategy<Value = String> {
    let pair = (names(), values(), any::<bool>()).prop_map(|(name, value, encoded)| {
        if encoded {
            let mut pair = form_urlencoded::Serializer::new(String::new());
            pair.append_pair(&name, &value).finish()
        } else {
            format!("{name}={value}")
        }
    });
    let joined = prop::collection::vec(pair, 0..20)
        .prop_map(|pairs| pairs.join("&"))
        .boxed();
    let marked = joined.clone().prop_map(|query| format!("?{query}"));
    // Longer than is read, and cut at any place of a pair.
    let long = (joined.clone(), 0usize..40).prop_map(|(query, padding)| {
        format!(
            "{}&{}",
            "é".repeat(padding),
            format!("{query}&").repeat(600)
        )
    });
    prop_oneof![8 => joined, 4 => marked, 4 => any::<String>(), 1 => long]
}

/// A state in which no setting is at its default.
pub(crate) fn every_setting() -> impl Strategy<Value = Link> {
    let other = |row: &'static Declaration| {
        let input = inputs(row);
        (Just(row), prop::collection::vec(input, 1..4))
    };
    let changes: Vec<_> = SETTINGS.iter().map(other).collect();
    changes.prop_map(|changes| {
        let mut link = Link::default();
        for (row, inputs) in changes {
            for input in inputs {
                link.set(row.key, &input);
            }
            if link.value(row.key).is_default() {
                link.set(row.key, &Input::Text(another(row, &link)));
            }
        }
        link
    })
}

/// A text that is not the default of a setting.
fn another(row: &Declaration, link: &Link) -> String {
    match row.kind {
        Kind::Number(numeric) => {
            let default = numeric.default(link.training_context());
            let other = [numeric.smallest, numeric.largest(link.params.max_rank())];
            let other = other.into_iter().find(|value| *value != default);
            Format::Exact.write(other.unwrap_or(default))
        }
        Kind::Choice(options) => options[1].name.to_owned(),
        Kind::Ranks(_) => "1".to_owned(),
        Kind::State => String::new(),
        Kind::Parameters => "alpha".to_owned(),
        Kind::Id | Kind::Text => "elbow".to_owned(),
    }
}
