//! Cards to take away.

use rankscope_app::claims::export::{bibtex, json};
use rankscope_app::claims::{Claim, Known, claims};
use rankscope_app::start::words::ARTICLE_ADDRESS;
use rankscope_params::query;
use rankscope_sim::simulate;
use serde_json::Value;

use crate::of_the_page;

const ADDRESS: &str = "https://example.org/rankscope/?view=evidence&claim=signal-dies";

fn found(id: &str) -> Claim {
    let (link, _) = query::read("view=evidence");
    let spectra = simulate(&link.params.update(), &mut |_| ()).unwrap();
    let all = claims(&link, &spectra, Known::default());
    all.into_iter().find(|claim| claim.id == id).unwrap()
}

#[test]
fn a_card_as_json_has_its_verdict_its_sources_and_its_settings() {
    let ledger = of_the_page();
    for statement in &ledger.statements {
        let claim = found(&statement.id);
        let text = json(ledger, statement, &claim, ADDRESS);
        let card: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(card["id"], *statement.id);
        assert_eq!(card["says"], *statement.says);
        assert_eq!(card["verdict"], claim.verdict.name());
        assert_eq!(card["address"], ADDRESS);
        let sources = card["sources"].as_array().unwrap();
        let referred = card["for"].as_array().unwrap().iter();
        for evidence in referred.chain(card["against"].as_array().unwrap()) {
            assert!(
                sources
                    .iter()
                    .any(|source| source["id"] == evidence["source"])
            );
        }
    }
}

#[test]
fn sources_are_exported_as_bibtex_each_once_and_our_own_runs_are_not() {
    let ledger = of_the_page();
    let text = bibtex(ledger, ledger.statement("signal-dies").unwrap());
    assert_eq!(text.matches("@misc{").count(), 5, "{text}");
    assert!(!text.contains("pretrained"), "{text}");
    for part in [
        "@misc{mua,\n",
        "  author = {{Chen} and {Villar} and {Hayou}},\n",
        "  author = {{Schulman} and others},\n",
        "  doi = {10.64434/tml.20250929},\n",
        "  eprint = {2602.06204},\n",
        "  note = {Abstract read},\n",
        "  year = {2026},\n",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(text.contains(ARTICLE_ADDRESS));
    // Every brace that opens closes, so that a bibliography can be compiled.
    for statement in &ledger.statements {
        let text = bibtex(ledger, statement);
        assert_eq!(text.matches('{').count(), text.matches('}').count());
    }
}
