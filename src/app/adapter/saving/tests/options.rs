use rankscope_adapter::save::{Names, Ranks, Resize};
use rankscope_adapter::{LARGEST_RANK, RankRule, Thresholds};
use rankscope_params::{LARGEST_RESIZED_RANK, Link, query};

use super::super::super::rows::Rows;
use super::super::options::{FileChoices, Form, NameChoice, ranks_taken, reading_patterns, resize};

fn resizes(link: &str) -> Resize {
    let (link, notices) = query::read(link);
    assert_eq!(notices, [], "{link:?}");
    resize(&link, Thresholds::default())
}

#[test]
fn a_link_says_what_is_resized_to() {
    let rule = |rule| Resize::Rule(rule, Thresholds::default());
    assert_eq!(resizes(""), Resize::Rank(8));
    assert_eq!(resizes("resize=rank&resize_rank=3"), Resize::Rank(3));
    assert_eq!(
        resizes("resize=budget&resize_budget=5000"),
        Resize::Budget(5000)
    );
    assert_eq!(resizes("resize=peft"), rule(RankRule::Peft));
    assert_eq!(resizes("resize=sv_fro"), rule(RankRule::SvFro));
    assert_eq!(
        resizes("resize=sv_cumulative"),
        rule(RankRule::SvCumulative)
    );
    assert_eq!(resizes("resize=sv_ratio"), rule(RankRule::SvRatio));
    assert_eq!(resizes("resize=entropy"), rule(RankRule::Entropy));
}

#[test]
fn what_is_out_of_range_is_moved_and_said() {
    let moved = |link: &str| {
        let (link, notices) = query::read(link);
        assert_eq!(notices.len(), 1, "{notices:?}");
        resize(&link, Thresholds::default())
    };
    assert_eq!(moved("resize_rank=0"), Resize::Rank(1));
    assert_eq!(moved("resize_rank=1e9"), Resize::Rank(LARGEST_RANK));
    assert_eq!(moved("resize=budget&resize_budget=-5"), Resize::Budget(1));
    assert_eq!(LARGEST_RESIZED_RANK, LARGEST_RANK as f64);
    assert_eq!(
        resize(&Link::default(), Thresholds::default()),
        Resize::Rank(8)
    );
}

#[test]
fn a_resized_file_has_one_rank_unless_layers_may_have_their_own() {
    let rows = Rows::default();
    let options = |choices: &FileChoices| choices.options(Form::Resized, &rows, Resize::Rank(2));
    let mut choices = FileChoices::default();
    assert_eq!(options(&choices).ranks, Ranks::One(None));
    choices.own_ranks = true;
    assert_eq!(options(&choices).ranks, Ranks::Own);
    choices.own_ranks = false;
    choices.names = Some(NameChoice::Kohya);
    choices.model = Some("unet");
    assert_eq!(options(&choices).ranks, Ranks::Own);
    let model = Some("unet".to_owned());
    assert_eq!(options(&choices).names, Names::Kohya { model });
    choices.portable_rank = Some(16);
    let portable = choices.options(Form::Portable, &rows, Resize::Rank(2));
    assert_eq!(
        (portable.resize, portable.ranks),
        (None, Ranks::One(Some(16)))
    );
}

#[test]
fn runtimes_say_which_ranks_they_take() {
    let vllm = ranks_taken().into_iter().find(|limit| limit.id == "vllm");
    assert_eq!(vllm.unwrap().rank, 16);
    let patterns: Vec<&str> = reading_patterns()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert!(
        patterns.contains(&"PEFT") && !patterns.contains(&"SGLang"),
        "{patterns:?}"
    );
}
