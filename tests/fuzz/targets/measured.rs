//! Files of recorded runs and of statements, which the page fetches from where it was published: any text is one
//! or is refused with a reason, and what is taken can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rankscope_app::claims::Ledger;
use rankscope_sim::pretrained::{self, Pretrained};
use rankscope_sim::transformer::{self, Transformer};

fuzz_target!(|text: &str| {
    match Transformer::from_json(text) {
        Ok(measured) => drop(transformer::Findings::of(&measured)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match Pretrained::from_json(text) {
        Ok(measured) => assert!(pretrained::Findings::of(&measured).is_some()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Err(error) = Ledger::from_json(text) {
        assert!(!error.to_string().is_empty());
    }
});
