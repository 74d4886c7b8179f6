use rankscope_params::{Step, query};

use super::*;

fn spectra(link: &str) -> (Params, Spectra) {
    let params = query::read(link).0.params;
    let spectra = rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap();
    (params, spectra)
}

fn said(link: &str) -> String {
    let (params, spectra) = spectra(link);
    let rank = params.reading().rank_low;
    let Kept {
        style,
        joint,
        facts,
    } = kept(&spectra, rank);
    format!("{HEADLINE}{rank} keeps {style} {joint} {facts}.").replace('\u{202f}', " ")
}

#[test]
fn the_headline_says_simulated_and_the_article_s_numbers() {
    assert_eq!(
        said(""),
        "Of two simulated updates, rank 4 keeps 99.2 % of style but only 14.9 % of facts."
    );
    assert_eq!(
        said("r_low=48"),
        "Of two simulated updates, rank 48 keeps >99.9 % of style and 95.4 % of facts."
    );
    assert_eq!(
        said("r_low=64"),
        "Of two simulated updates, rank 64 keeps 100 % of style and 100 % of facts."
    );
    assert!(said("style_max=0&style_min=0&noise=0").contains("keeps nothing of style and "));
}

#[test]
fn what_is_stored_is_counted() {
    let size = |link: &str| {
        let params = query::read(link).0.params;
        super::size(&params, params.reading().rank_low).replace('\u{202f}', " ")
    };
    assert_eq!(size(""), "Rank 4 stores 512 numbers instead of 4 096.");
    assert_eq!(
        size("r_low=32"),
        "Rank 32 stores as many numbers as ΔW itself."
    );
    assert_eq!(
        size("r_low=48"),
        "Rank 48 stores more numbers than ΔW itself."
    );
    assert_eq!(
        size("r_low=64"),
        "Rank 64 keeps everything, in 8 192 numbers instead of 4 096."
    );
}

#[test]
fn the_lede_follows_the_settings() {
    let built = |link: &str| {
        let (params, spectra) = spectra(link);
        super::built(&params, Some(&spectra))
    };
    assert_eq!(
        built(""),
        "Style is built from 4 directions and a little noise, facts from all 64."
    );
    assert_eq!(
        built("true_rank=1&noise=0&d=32"),
        "Style is built from 1 direction, facts from all 32."
    );
    assert_eq!(
        built("style_max=0&style_min=0&noise=0"),
        "Style is zero: there is nothing to keep."
    );
}

#[test]
fn a_step_has_at_most_forty_five_words_and_one_thing_to_do() {
    for step in STORY {
        assert!(step.text.split_whitespace().count() <= 45, "{}", step.title);
        assert!(!step.action.is_empty() && !step.take_away.is_empty());
    }
    assert_eq!(number(Step::Product), "1 / 7");
    assert_eq!(number(Step::Recall), "6 / 7");
    assert_eq!(number(Step::Transformer), "7 / 7");
    assert_eq!(number(Step::Yours), "Your turn");
}

#[test]
fn the_captions_are_the_shares() {
    let (params, spectra) = spectra("");
    let captions = captions(Update::Facts, &params, &spectra.facts, 4);
    let text = captions.map(|[first, rest]| format!("{first}{rest}").replace('\u{202f}', " "));
    assert_eq!(
        text,
        ["Facts 64 directions", "14.9 % kept", "85.1 % missing"]
    );
}
