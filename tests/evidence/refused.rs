//! What the ledger refuses, and that the comparison with the literature would notice.

use rankscope_app::claims::ledger::{Evidence, Ledger, LedgerError, Reading, Source};

use crate::held::violations;
use crate::literature::Literature;
use crate::{of_the_page, text};

/// The ledger with one thing changed.
fn changed(change: impl FnOnce(&mut Ledger)) -> Vec<String> {
    let mut ledger = of_the_page().clone();
    change(&mut ledger);
    violations(&ledger, &Literature::read())
}

fn evidence_of<'l>(ledger: &'l mut Ledger, source: &str) -> &'l mut Evidence {
    let statements = ledger.statements.iter_mut();
    let mut all = statements.flat_map(|said| said.supporting.iter_mut().chain(&mut said.against));
    all.find(|evidence| evidence.source == source && evidence.quote.is_some())
        .unwrap()
}

#[test]
fn a_word_of_a_quote_or_a_number_that_differs_is_noticed() {
    let quote = changed(|ledger| {
        evidence_of(ledger, "hu").quote = Some("Dividing by r makes it stable".to_owned());
    });
    assert_eq!(quote.len(), 1, "{quote:?}");
    let number = changed(|ledger| evidence_of(ledger, "regret").found.push_str(" So at 513."));
    assert!(number[0].contains("no 513 was read"), "{number:?}");
    let year = changed(|ledger| ledger.sources[0].year += 1);
    assert_eq!(year.len(), 1, "{year:?}");
}

#[test]
fn what_is_known_second_hand_or_from_memory_is_refused() {
    let literature = Literature::read();
    let unread = literature
        .sections()
        .iter()
        .filter(|section| "SR".contains(section.mark));
    let unread: Vec<&str> = unread.map(|section| section.id.as_str()).collect();
    assert!(
        unread.contains(&"lora-bits") && unread.contains(&"alpha-habits"),
        "{unread:?}"
    );
    for id in unread {
        for read in [Reading::Primary, Reading::Abstract, Reading::Measured] {
            let found = changed(|ledger| {
                let source = ledger.sources[0].clone();
                ledger.sources.push(Source {
                    id: id.to_owned(),
                    read,
                    ..source
                });
            });
            assert!(
                found.iter().any(|said| said.contains("was read as")),
                "{id}: {found:?}"
            );
        }
    }
    // A paragraph that was read in another way than the rest of its section.
    let retold = changed(|ledger| {
        evidence_of(ledger, "rslora")
            .found
            .push_str(" AdamW at 5e-5.");
    });
    assert!(retold[0].contains("no 5e-5 was read"), "{retold:?}");
}

#[test]
fn our_own_runs_are_not_quoted() {
    let found = changed(|ledger| {
        let evidence = evidence_of(ledger, "hu");
        evidence.source = "tiny".to_owned();
        evidence.quote = Some("One toy model: no law.".to_owned());
    });
    assert!(
        found.iter().any(|said| said.contains("may not be quoted")),
        "{found:?}"
    );
}

#[test]
fn a_file_that_is_not_sound_is_refused_with_what_is_wrong() {
    let read = |from: &str, to: &str| {
        let text = text();
        assert!(text.contains(from), "{from}");
        Ledger::from_json(&text.replacen(from, to, 1))
    };
    assert_eq!(
        read("\"version\": 1", "\"version\": 2"),
        Err(LedgerError::UnknownVersion(2))
    );
    assert_eq!(
        read("\"id\": \"hu\"", "\"id\": \"rslora\""),
        Err(LedgerError::BadId("rslora".to_owned()))
    );
    assert_eq!(
        read("\"id\": \"hu\"", "\"id\": \"Hu 2023\""),
        Err(LedgerError::BadId("Hu 2023".to_owned()))
    );
    assert_eq!(
        read(
            "https://github.com/microsoft",
            "javascript://github.com/microsoft"
        ),
        Err(LedgerError::BadLink("hu".to_owned()))
    );
    assert_eq!(
        read("\"source\": \"hu\"", "\"source\": \"hoo\""),
        Err(LedgerError::UnknownSource(
            "signal-dies".to_owned(),
            "hoo".to_owned()
        ))
    );
    for (from, to) in [
        ("\"read\": \"primary\"", "\"read\": \"second-hand\""),
        ("\"change\"", "\"changes\""),
    ] {
        assert!(
            matches!(read(from, to), Err(LedgerError::Unreadable(_))),
            "{to}"
        );
    }
    let text = text();
    let mut half = text.len() / 2;
    while !text.is_char_boundary(half) {
        half += 1;
    }
    assert!(matches!(
        Ledger::from_json(&text[..half]),
        Err(LedgerError::Unreadable(_))
    ));
}
