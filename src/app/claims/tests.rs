//! Verdicts at the article's settings and at others.

use super::*;
use std::rc::Rc;

use rankscope_engine::supervisor::{EngineEvent, Ticket};
use rankscope_params::number::percent;
use rankscope_params::{LikeModel, LikeOptimizer, LikeRate, Params, query};
use rankscope_sim::simulate;
use rankscope_sim::training;

use crate::Reduce;
use crate::work::WorkAction;

fn runs() -> Transformer {
    Transformer::from_json(include_str!("../../../static/transformer.json")).unwrap()
}

/// What is found at a link's settings, with the runs or without.
fn found(query: &str, runs: Option<&Transformer>) -> Vec<Claim> {
    let (link, _) = query::read(query);
    let spectra = simulate(&link.params.update(), &mut |_| ()).unwrap();
    let steps = training::first_steps(&plan::of_claims(&link)).ok();
    let steps = steps.as_deref();
    let known = Known {
        steps,
        runs,
        learned: None,
    };
    claims(&link, &spectra, known)
}

fn verdicts(query: &str) -> Vec<(&'static str, Verdict)> {
    let claims = found(query, Some(&runs()));
    claims
        .iter()
        .map(|claim| (claim.id, claim.verdict))
        .collect()
}

fn of<'c>(claims: &'c [Claim], id: &str) -> &'c Claim {
    claims.iter().find(|claim| claim.id == id).unwrap()
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
        ("rank-8-facts", Verdict::Fails),
        ("alpha-2r", Verdict::Open),
        ("rslora-better", Verdict::Fails),
        ("spectrum-tells", Verdict::Fails),
        ("higher-rank", Verdict::Fails),
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
    for claim in claims(&link, &spectra, Known::default()) {
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
    let claims = found("", None);
    let dies = of(&claims, "signal-dies");
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

#[test]
fn each_statement_of_the_ledger_has_a_verdict_and_each_verdict_a_statement() {
    let ledger = ledger().unwrap();
    let stated: Vec<&str> = ledger.statements.iter().map(|said| &*said.id).collect();
    let claims = found("", None);
    let judged: Vec<&str> = claims.iter().map(|claim| claim.id).collect();
    assert_eq!(stated, judged);
    let cards = Card::all(ledger, claims, Like::default());
    assert_eq!(cards.len(), stated.len());
    let counts = tally(&cards);
    assert_eq!(
        counts.iter().map(|(_, count)| count).sum::<usize>(),
        cards.len()
    );
}

#[test]
fn what_only_a_training_can_tell_is_open_without_the_runs_and_says_so() {
    let claims = found("", None);
    for id in ["rank-8-facts", "rslora-better", "spectrum-tells"] {
        let claim = of(&claims, id);
        assert_eq!(claim.verdict, Verdict::Open, "{id}");
        assert!(claim.why.contains("not loaded"), "{}", claim.why);
    }
}

#[test]
fn what_a_matrix_of_less_than_eight_directions_cannot_show_is_said() {
    let claims = found("d=6", Some(&runs()));
    assert_eq!(of(&claims, "facts-energy").verdict, Verdict::Open);
    let facts = of(&claims, "rank-8-facts");
    // The runs have rank 8, whatever the simulation has.
    assert_eq!(facts.verdict, Verdict::Fails);
    assert!(facts.more[0].contains("no rank 8"), "{:?}", facts.more);
}

#[test]
fn the_numbers_of_what_people_repeat_are_those_of_the_runs_and_of_the_settings() {
    let claims = found("", Some(&runs()));
    let number = |id| of(&claims, id).number.as_ref().unwrap().number.as_str();
    assert_eq!(number("rank-8-facts"), percent(1.0));
    // α/r and α/√r at rank 64: 46 and 100 %, 96 and 3 %, 79 and 1 %.
    assert_eq!(number("rslora-better"), "1 of 3");
    assert_eq!(number("alpha-2r"), "γ = 2");
    assert_eq!(number("spectrum-tells"), "29 of 128");
    // The error at γ = 2 is 1 at every rank: what the rank holds is overshot by its own size.
    let twice = &of(&claims, "alpha-2r").more;
    assert!(twice[0].contains("then 1.000 at rank 4"), "{twice:?}");
    assert!(twice[1].contains("so α is 4 times r"), "{twice:?}");
    let hurts = &of(&claims, "higher-rank").more;
    assert!(hurts[0].contains("at rank 16 and"), "{hurts:?}");
    let zero = found(
        "style_max=0&style_min=0&noise=0&facts_max=0&facts_min=0",
        None,
    );
    assert_eq!(of(&zero, "alpha-2r").more.len(), 2);
    assert_eq!(of(&zero, "higher-rank").verdict, Verdict::Open);
}

#[test]
fn a_source_counts_where_its_conditions_are_the_readers_or_do_not_matter() {
    let ledger = ledger().unwrap();
    let counted = |like: Like| -> Vec<&str> {
        let sources = ledger.sources.iter();
        let counted = sources.filter(|source| like.counts(source));
        counted.map(|source| source.id.as_str()).collect()
    };
    assert_eq!(counted(Like::default()).len(), ledger.sources.len());
    let sgd = Like {
        optimizer: LikeOptimizer::Sgd,
        ..Like::default()
    };
    assert_eq!(counted(sgd), ["article", "rslora", "matrix"]);
    let adam = Like {
        optimizer: LikeOptimizer::Adam,
        rate: LikeRate::Tuned,
        model: LikeModel::Language,
    };
    assert_eq!(counted(adam), ["hu", "regret"]);
    let (link, _) =
        query::read("view=evidence&like_optimizer=adam&like_rate=tuned&like_model=language");
    assert_eq!(Like::of(&link.choices), adam);
    assert!(adam.is_set() && !Like::default().is_set());
    let cards = Card::all(ledger, found("", None), adam);
    let dies = cards.iter().find(|card| card.statement.id == "signal-dies");
    assert_eq!(dies.unwrap().sources(), (8, 2));
}

#[test]
fn a_statement_that_is_gone_is_told_from_none() {
    let ledger = ledger().unwrap();
    assert_eq!(Opened::of(ledger, ""), Opened::Nothing);
    assert_eq!(Opened::of(ledger, "gone"), Opened::Gone("gone".to_owned()));
    let opened = Opened::of(ledger, "alpha-2r");
    let is = |id: &str| opened.is(ledger.statement(id).unwrap());
    assert!(is("alpha-2r") && !is("signal-dies"));
    let link = statement(&query::read("alpha=8").0, "alpha-2r");
    assert_eq!(query::write(&link), "alpha=8&view=evidence&claim=alpha-2r");
}
