//! A report opens as what was found, and nothing else does.

use rankscope_adapter::checkpoint::report::schema;
use rankscope_adapter::checkpoint::{Analysis, DeltaColumn, Failed, Matrix, Report, ReportError};
use serde_json::Value;

use super::numpy::fixture;
use crate::bless::file_holds;

fn report() -> (Report, Vec<Analysis>) {
    let pair = fixture();
    let found = pair.found();
    let all: Vec<(&Matrix, &Analysis)> = found
        .iter()
        .map(|(matrix, analysis)| (*matrix, analysis))
        .collect();
    let failed = Failed {
        layer: "x".to_owned(),
        error: "why".to_owned(),
        advice: "what to do".to_owned(),
    };
    let report = Report::of(["base", "tuned"], &pair.plan, &all, vec![failed]);
    (
        report,
        found.into_iter().map(|(_, analysis)| analysis).collect(),
    )
}

#[test]
fn a_report_is_read_as_it_was_written() {
    let (report, found) = report();
    let read = Report::parse(report.json().as_bytes()).unwrap();
    assert_eq!(read, report);
    assert_eq!(read.verdict, "changed");
    for (layer, analysis) in read.layers.iter().zip(&found) {
        let (parameter, opened) = layer.found();
        assert_eq!(parameter.path, layer.layer);
        assert_eq!(&opened, analysis);
        for column in DeltaColumn::ALL {
            assert_eq!(column.value(&opened), column.value(analysis));
        }
    }
}

#[test]
fn the_schema_is_that_of_the_types() {
    let text = format!("{:#}\n", schema());
    file_holds(
        concat!(env!("CARGO_MANIFEST_DIR"), "/docs/delta.schema.json"),
        &text,
    );
}

#[test]
fn what_is_no_report_is_declined() {
    let not_one =
        |bytes: &[u8]| matches!(Report::parse(bytes), Err(ReportError::NotAReport { .. }));
    for bytes in [
        &b""[..],
        b"{}",
        b"[]",
        br#"{"format": "other", "version": 1}"#,
        b"\xFF",
    ] {
        assert!(not_one(bytes), "{bytes:?}");
    }
    let later = br#"{"format": "rankscope delta", "version": 2}"#;
    assert_eq!(
        Report::parse(later),
        Err(ReportError::Version { version: 2 })
    );
}

#[test]
fn a_layer_that_contradicts_itself_is_declined() {
    let (report, _) = report();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut value = serde_json::to_value(&report).unwrap();
        let layers = value["layers"].as_array_mut().unwrap();
        let with_values = layers.iter_mut().find(|layer| layer["values"].is_array());
        change(with_values.unwrap());
        Report::parse(value.to_string().as_bytes())
    };
    assert!(changed(&|_| ()).is_ok());
    // Digits are read to an ulp.
    let nudged = changed(&|layer| {
        let first = layer["values"][0].as_f64().unwrap();
        layer["values"][1] = first.next_up().into();
    });
    assert!(nudged.is_ok());
    let changes: [&dyn Fn(&mut Value); 9] = [
        &|layer| layer["rows"] = 0.into(),
        &|layer| layer["changed"] = u64::MAX.into(),
        &|layer| layer["floor"] = (-1.0).into(),
        &|layer| layer["values"][0] = 0.0.into(),
        &|layer| layer["values"] = Value::Array(Vec::new()),
        &|layer| {
            layer["bounds"] =
                serde_json::json!({"least": [], "most": [], "beyond": 0.0, "residual": 0.0});
        },
        // Energies that are not those of the norm.
        &|layer| layer["frobenius"] = 1e-3.into(),
        &|layer| layer["frobenius"] = 1e200.into(),
        // A bound on the wrong side of its value, which once ended the page.
        &|layer| {
            let values = layer["values"].as_array().unwrap().clone();
            let mut least = values.clone();
            least[1] = (2.0 * values[1].as_f64().unwrap()).into();
            layer["bounds"] = serde_json::json!({
                "least": least, "most": values, "beyond": 0.0, "residual": 0.0
            });
        },
    ];
    for (place, change) in changes.into_iter().enumerate() {
        assert!(
            matches!(changed(change), Err(ReportError::Contradiction { .. })),
            "{place}"
        );
    }
}
