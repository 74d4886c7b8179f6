//! Verdicts at the article's settings and at others.

use super::*;
use std::rc::Rc;

use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_params::{Params, query};
use rankscope_sim::simulate;
use rankscope_sim::training;

use crate::Reduce;
use crate::work::WorkAction;

fn verdicts(query: &str) -> Vec<(&'static str, Verdict)> {
    let (link, _) = query::read(query);
    let spectra = simulate(&link.params.update(), &mut |_| ()).unwrap();
    let steps = training::first_steps(&plan::of_claims(&link)).ok();
    let claims = claims(&link, &spectra, steps.as_deref(), None);
    claims
        .iter()
        .map(|claim| (claim.id, claim.verdict))
        .collect()
}

#[test]
fn at_the_articles_settings_the_verdicts_are_those_of_the_design() {
    let expected = [
        ("style-energy", Verdict::Holds),
        ("facts-energy", Verdict::Holds),
        ("lora-reconstructs", Verdict::Fails),
        ("rslora-lowers", Verdict::Fails),
        ("scales-fall", Verdict::Holds),
        ("signal-dies", Verdict::Partly),
        ("low-and-high", Verdict::Assumed),
        (recall::ID, Verdict::Open),
    ];
    assert_eq!(verdicts(""), expected);
}

#[test]
fn other_settings_have_other_verdicts() {
    let noisy = verdicts("noise=0.5&alpha=4");
    assert_eq!(noisy[0].1, Verdict::Fails);
    assert_eq!(noisy[4].1, Verdict::Fails);
    assert_eq!(verdicts("alpha=4")[2].1, Verdict::Partly);
    let tiny = verdicts("d=3");
    assert_eq!((tiny[0].1, tiny[1].1), (Verdict::Open, Verdict::Open));
    let zero = verdicts("style_max=0&style_min=0&facts_max=0&facts_min=0&noise=0");
    assert_eq!((zero[3].1, zero[5].1), (Verdict::Open, Verdict::Open));
}

#[test]
fn each_check_leads_to_the_state_that_shows_it() {
    let (link, _) = query::read("view=claims&noise=0.2");
    let spectra = simulate(&link.params.update(), &mut |_| ()).unwrap();
    for claim in claims(&link, &spectra, None, None) {
        assert!(!claim.checks.is_empty());
        for Check {
            link: check,
            figure,
            ..
        } in claim.checks
        {
            // Each leads to an element: in another view, or further up in this one.
            let here = check.choices.view == link.choices.view;
            assert_eq!(here, figure == "transformer");
            assert_eq!(check.params.get(Key::Noise), 0.2);
            assert_eq!(query::read(&query::write(&check)), (check, vec![]));
        }
    }
}

#[test]
fn what_kills_the_signal_is_said_with_its_optimizer_and_learning_rate() {
    let (link, _) = query::read("");
    let spectra = simulate(&link.params.update(), &mut |_| ()).unwrap();
    let steps = training::first_steps(&plan::of_claims(&link)).unwrap();
    let claims = claims(&link, &spectra, Some(&steps), None);
    let dies = claims
        .iter()
        .find(|claim| claim.id == "signal-dies")
        .unwrap();
    assert!(
        dies.why.contains("SGD at one learning rate"),
        "{}",
        dies.why
    );
    let more = dies.more.join(" ");
    assert!(more.contains("(theory: 1/64)"), "{more}");
    assert!(more.contains("at every rank: × 1.0"), "{more}");
    assert!(more.contains("γ = α/r is 2 at every rank"), "{more}");
}

#[test]
fn first_steps_at_other_settings_judge_nothing() {
    let (link, _) = query::read("d=8&k=8");
    let job = first_steps_job(&link);
    let steps = training::first_steps(&plan::of_claims(&link)).unwrap();
    let ticket = Ticket {
        job: job.clone(),
        asked_at: 0.0,
    };
    let outcome = Ok(Answer::FirstSteps(Packed::of(&steps)));
    let work = Rc::new(Work::default())
        .reduce(WorkAction::Want(Some(job)))
        .reduce(WorkAction::Engine(EngineEvent::Answered {
            ticket,
            outcome,
        }));
    assert_eq!(first_steps(&link, &work), Some(steps));
    let (other, _) = query::read("d=8&k=8&noise=0.2");
    assert_eq!(first_steps(&other, &work), None);
}

#[test]
fn settings_that_are_not_the_articles_are_named() {
    assert_eq!(words::own_settings(&Params::default()), None);
    let (link, _) = query::read("r_low=8&seed=7");
    assert_eq!(words::own_settings(&link.params), None);
    let (link, _) = query::read("alpha=64&noise=0.2");
    let said = words::own_settings(&link.params).unwrap();
    assert!(said.contains("noise 0.01 → 0.2, α 16 → 64"), "{said}");
}
