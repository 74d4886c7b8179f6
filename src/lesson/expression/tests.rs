use super::*;
use crate::Measurement;
use rankscope_params::Params;

fn worth(text: &str) -> Option<f64> {
    let params = Params::default();
    let expression = Expression::read(text).unwrap_or_else(|error| panic!("{error}"));
    let mut trainings = Trainings::default();
    let context = EvalContext::bare(&params);
    expression.trainings(&context, &mut trainings);
    let measurement = Measurement {
        update: params.update(),
        trainings,
    };
    let measured = measurement.take(&mut |_| ()).unwrap();
    expression.value(&context.with_measured(&measured))
}

fn parse_error(text: &str) -> ParseError {
    Condition::read(text).unwrap_err()
}

#[test]
fn quantities_are_those_of_the_page() {
    let near = |text, expected: f64| {
        let value = worth(text).unwrap();
        assert!((value - expected).abs() < 5e-4, "{text} is {value}");
    };
    near("energy(facts, 8)", 0.283_393);
    near("lora_error(style, 2)", 6.608);
    near("rslora_error(facts, 2 * 8)", 2.251);
    near("floor(facts, r_high)", 0.438);
    near("sigma(style, 1)", 4.994_811);
    near("smallest_rank(style, 0.99)", 4.0);
    near("lora_scale(8) + 2 * 3 - 4 / (1 + 1)", 6.0);
    near("lora_alpha(16)", 64.0);
    near("-sqrt(abs(-m))", -8.0);
}

#[test]
fn numbers_are_written_as_everywhere_on_the_page() {
    for (text, value) in [
        ("1e-5", 1e-5),
        ("4.2e−4", 4.2e-4),
        ("2E+3", 2e3),
        ("1e3", 1e3),
        (".5", 0.5),
        ("3e-1-1", 0.3 - 1.0),
        ("1e-5*alpha", 1e-5 * 16.0),
    ] {
        assert_eq!(worth(text), Some(value), "{text}");
    }
    for text in ["1e", "1e - 5", "1e-", "1e-alpha", "2ex", "."] {
        let error = Expression::read(text).unwrap_err();
        assert!(error.reason.contains("no number"), "{error}");
    }
}

#[test]
fn training_is_the_real_one() {
    let collapsed = worth("training_error(facts, lora, sgd, 64, 100)").unwrap();
    let kept = worth("training_error(facts, rslora, sgd, 64, 100)").unwrap();
    assert!(collapsed > 0.95 && kept < 0.8, "{collapsed} {kept}");
}

#[test]
fn what_is_undefined_has_no_value() {
    for text in [
        "energy(style, 65)",
        "energy(style, 0)",
        "energy(style, 1.5)",
        "1 / 0",
        "sqrt(-1)",
        "answer",
        "smallest_rank(style, 2)",
    ] {
        assert_eq!(worth(text), None, "{text}");
    }
}

#[test]
fn a_misread_says_where_and_why() {
    let error = parse_error("energy(style, Rank) > 1");
    assert_eq!(error.place, 15, "{error}");
    assert!(error.reason.contains("“Rank” is neither"), "{error}");
    let error = parse_error("energy(noise, 4) > 1");
    assert!(error.reason.contains("style or facts"), "{error}");
    assert!(parse_error("alpha").reason.contains("a comparison"));
    assert!(parse_error("alpha > ").reason.contains("is missing"));
    assert!(
        parse_error("alpha > 1 or 2")
            .reason
            .contains("nothing more")
    );
    assert!(parse_error("1.2.3 > 1").reason.contains("no number"));
    // A function that does not exist is named, with those that do.
    for (text, place) in [("1 < lora_scal(4)", 5), ("alpha (2) > 1", 1)] {
        let error = parse_error(text);
        assert_eq!(error.place, place, "{error}");
        assert!(error.reason.contains("no function “"), "{error}");
        assert!(error.reason.contains("lora_scale, rslora_scale"), "{error}");
    }
}

#[test]
fn deep_or_long_text_is_declined_before_it_can_fill_the_stack() {
    for text in [
        "(".repeat(200),
        "-".repeat(200),
        "1+".repeat(149) + "1",
        "1*".repeat(149) + "1",
        "9".repeat(100_000),
    ] {
        assert!(Expression::read(&text).is_err());
    }
}

#[test]
fn equal_means_within_the_tolerance() {
    let params = Params::default();
    let context = EvalContext::bare(&params).with_answer(16.4);
    let condition = Condition::read("answer = alpha and answer >= 16").unwrap();
    assert!(condition.holds(&context, 0.5));
    assert!(!condition.holds(&context, 0.1));
    assert!(!condition.holds(&EvalContext::bare(&params), 0.5));
}
