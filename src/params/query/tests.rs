//! Links and what is said to them, in tables.

use super::*;
use crate::SigmaAxis;

fn values(query: &str) -> Params {
    read(query).0.params
}

fn said(query: &str) -> String {
    let notices: Vec<_> = read(query).1.iter().map(ToString::to_string).collect();
    notices.join("\n")
}

#[test]
fn an_empty_query_is_the_default_state_with_nothing_to_say() {
    let mut start = Link::default();
    start.choices.view = View::Start;
    assert_eq!(read(""), (start.clone(), vec![]));
    assert_eq!(read("?"), (start.clone(), vec![]));
    assert_eq!(write(&start), "");
    start.params = values("alpha=8");
    assert_eq!(write(&start), "alpha=8&view=start");
}

#[test]
fn a_query_with_anything_in_it_opens_explore_unless_it_names_a_view() {
    for query in [
        "alpha=16",
        "embed=scaling",
        "nothing=1",
        "view=",
        "view=nothing",
    ] {
        assert_eq!(read(query).0.choices.view, View::Explore, "{query}");
    }
    assert_eq!(read("view=claims").0.choices.view, View::Evidence);
    assert_eq!(write(&Link::default()), "view=explore");
    assert_eq!(read("view=explore"), (Link::default(), vec![]));
}

#[test]
fn a_number_out_of_range_goes_to_the_nearest_end_and_is_said() {
    assert_eq!(values("d=99999").get(Key::Rows), 1024.0);
    assert_eq!(values("alpha=-3").get(Key::Alpha), 0.25);
    assert_eq!(values("seed=1e99").get(Key::Seed), 4_294_967_295.0);
    assert_eq!(values("noise=1e999").get(Key::Noise), 1.0);
    for query in ["d=99999", "alpha=-3", "seed=1e99", "noise=1e999"] {
        assert_eq!(read(query).1.len(), 1, "{query}: {}", said(query));
    }
}

#[test]
fn a_fraction_of_a_row_is_rounded_and_said() {
    assert_eq!(values("d=12.5").get(Key::Rows), 13.0);
    assert!(said("d=12.5").contains("Whole numbers only"));
}

#[test]
fn what_is_no_number_is_left_and_said() {
    for query in ["noise=abc", "noise=", "noise=NaN", "noise=0x1"] {
        assert_eq!(values(query), Params::default(), "{query}");
        assert!(said(query).contains("is not a number"), "{query}");
    }
}

#[test]
fn a_shape_bounds_the_ranks_whatever_the_order() {
    assert_eq!(values("true_rank=60&d=8").get(Key::TrueRank), 8.0);
    assert_eq!(said("true_rank=60&d=8"), said("d=8&true_rank=60"));
    assert!(said("d=8&true_rank=60").contains("true rank: 60 is now 8"));
}

#[test]
fn a_default_that_the_shape_lowers_was_never_given_and_is_not_said() {
    assert_eq!(values("d=8").get(Key::RankHigh), 8.0);
    assert_eq!(said("d=8"), "");
    assert_eq!(write(&read("d=8").0), "d=8");
}

#[test]
fn a_parameter_is_given_however_its_name_is_written() {
    for query in ["seed=42", "?d=8&seed=1", "s%65ed=5"] {
        assert!(gives(query, Key::Seed), "{query}");
    }
    for query in ["", "d=8", "xseed=1", "pin_a=seed%3D1"] {
        assert!(!gives(query, Key::Seed), "{query}");
    }
}

#[test]
fn unknown_names_are_listed_and_then_counted() {
    let text = said("a=1&b=2&c=3&d=64&e=5&f=6");
    assert!(
        text.contains("“a”") && text.contains("2 more unknown"),
        "{text}"
    );
}

#[test]
fn the_last_of_two_counts() {
    assert_eq!(values("d=8&d=16").get(Key::Rows), 16.0);
    assert!(said("d=8&d=16&d=16").contains("more than once"));
}

#[test]
fn a_hundred_kilobytes_are_cut_between_two_pairs() {
    let long = format!("d=8&{}", "x=1&".repeat(25_000));
    assert_eq!(values(&long).get(Key::Rows), 8.0);
    assert!(said(&long).contains("100004 bytes long"), "{}", said(&long));
    assert_eq!(values(&"9".repeat(100_000)), Params::default());
}

#[test]
fn the_axis_of_the_spectrum_is_a_choice() {
    let (link, notices) = read("sigma_axis=log");
    assert_eq!(
        (link.choices.sigma_axis, notices.len()),
        (SigmaAxis::Log, 0)
    );
    assert_eq!(write(&link), "sigma_axis=log");
    assert!(said("sigma_axis=cubic").contains("“cubic” is not on offer"));
}

#[test]
fn the_thresholds_of_the_rank_rules_are_in_the_link() {
    let (link, notices) = read("ratio=20&keep=0.95");
    assert_eq!(notices, []);
    assert_eq!(write(&link), "keep=0.95&ratio=20");
    assert!(said("keep=2").contains("share to keep: 2 is now 1"));
    assert_eq!(write(&read("keep=0.9").0), "view=explore");
}

#[test]
fn a_training_run_is_in_the_link_and_its_defaults_are_not() {
    let query = "view=train&optimizer=adam&run=1&lr=0.01&steps=200&ranks=2%2C4%2C8";
    assert_eq!(write(&read(query).0), query);
    assert_eq!(
        write(&read("optimizer=adam&lr=0.001&steps=500").0),
        "optimizer=adam"
    );
    assert_eq!(
        write(&read("update=facts&ranks=2,4,8,16,32,64").0),
        "view=explore"
    );
    assert!(said("lr=0&optimizer=adam").contains("learning rate η: 0 is now 0.000001"));
    assert!(said("ranks=99&d=8").contains("ranks: “99” is now 8"));
    assert!(said("run=2").contains("not on offer"));
}

#[test]
fn a_pinned_state_is_a_query_inside_the_query() {
    let mut link = read("alpha=8&pin_b=noise%3D0.2%26d%3D32").0;
    let pinned: Vec<_> = link.pins.iter().collect();
    assert_eq!(pinned, [(1, &values("noise=0.2&d=32"))]);
    assert_eq!(write(&link), "alpha=8&pin_b=d%3D32%26noise%3D0.2");
    link.pins.unpin(1);
    assert_eq!(write(&link), "alpha=8");
    assert_eq!(write(&read("pin_a=").0), "pin_a=");
}

#[test]
fn an_exercise_is_named_by_its_id() {
    let link = read("view=exercises&id=elbow").0;
    assert_eq!(link.exercise, "elbow");
    assert_eq!(write(&link), "view=exercises&id=elbow");
    assert!(said("id=a%20b").contains("“a b” is not on offer"));
}

#[test]
fn a_statement_is_named_by_its_id_and_belongs_to_evidence() {
    let query = "view=evidence&like_optimizer=adam&like_rate=tuned&claim=signal-dies";
    let (link, notices) = read(query);
    assert_eq!((link.claim.as_str(), notices), ("signal-dies", vec![]));
    assert_eq!(write(&link), query);
    let left = link.in_view(View::Train);
    assert_eq!(write(&left), "view=train");
    assert!(said("claim=a%20b").contains("“a b” is not on offer"));
}

#[test]
fn what_is_wrong_inside_a_pinned_state_is_said_too() {
    assert!(said("pin_a=noise%3D7").contains("noise: 7 is now 1"));
    assert!(said("pin_a=pin_b%3D").contains("“pin_b” is no parameter"));
}

#[test]
fn the_controls_of_an_embedded_figure_are_a_list_of_parameters() {
    let (link, notices) = read("embed=scaling&controls=r_high,alpha,alpha");
    assert_eq!(link.controls, [Key::Alpha, Key::RankHigh]);
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(write(&link), "embed=scaling&controls=alpha%2Cr_high");
    assert!(said("controls=alpha,constructor").contains("“constructor” is no parameter"));
}
