//! What the page shows and computes after what can happen to it.

use super::*;
use rankscope_engine::protocol::Failure;
use rankscope_engine::supervisor::Ticket;
use rankscope_params::{Key, Kind, SETTINGS, Sheet, SigmaAxis, Step, Threshold, View, query};
use rankscope_sim::SimError;

fn set(key: SettingKey, input: Input, at_ms: f64) -> Action {
    Action::Change { key, input, at_ms }
}

fn text(key: SettingKey, text: &str, at_ms: f64) -> Action {
    set(key, Input::Text(text.to_owned()), at_ms)
}

fn state_after(actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    let start = Rc::new(State::open(query::read("")));
    actions.into_iter().fold(start, Reduce::reduce)
}

#[test]
fn every_setting_that_is_entered_or_reset_is_an_entry_of_the_history() {
    for row in &SETTINGS {
        let other = match row.kind {
            Kind::Choice(options) => options[1].name,
            Kind::State | Kind::Parameters => "",
            _ => "3",
        };
        let entered = state_after([text(row.key, other, 1.0)]);
        assert_eq!(entered.changes, 1, "{}", row.name);
        let reset = entered.reduce(set(row.key, Input::Default, 2.0));
        assert_eq!(reset.changes, 2, "{}", row.name);
    }
}

#[test]
fn the_sheet_closes_when_another_view_opens() {
    let shared = state_after([Action::choose(View::Train), Action::choose(Sheet::Share)]);
    assert_eq!(shared.link.choices.sheet, Sheet::Share);
    let chosen = Rc::clone(&shared).reduce(Action::choose(View::Adapter));
    assert_eq!(chosen.link.choices.sheet, Sheet::Closed);
    let same = Rc::clone(&shared).reduce(Action::choose(View::Train));
    assert_eq!(same.link.choices.sheet, Sheet::Share);
    let mut link = shared.link.clone();
    link.choices.view = View::Explore;
    let followed = Rc::clone(&shared).reduce(Action::Follow(link.clone()));
    assert_eq!(followed.link.choices.sheet, Sheet::Closed);
    // An entry of the history is opened as it was.
    let opened = shared.reduce(Action::Open(link, vec![]));
    assert_eq!(opened.link.choices.sheet, Sheet::Share);
}

#[test]
fn a_slider_of_any_setting_is_one_change_once_it_is_let_go() {
    let sliders = SETTINGS.iter().filter_map(|row| match &row.kind {
        Kind::Number(numeric) if numeric.slider => Some((row, numeric)),
        _ => None,
    });
    for (row, numeric) in sliders {
        let first = numeric.position(numeric.smallest);
        let drag = [first, first + numeric.step, first + 2.0 * numeric.step];
        let drag = drag.map(|position| set(row.key, Input::Position(position), 1.0));
        let dragged = state_after(drag);
        assert_eq!(dragged.changes, 0, "{}", row.name);
        assert!(!dragged.link.value(row.key).is_default(), "{}", row.name);
        assert_eq!(dragged.reduce(Action::Commit).changes, 1, "{}", row.name);
    }
}

#[test]
fn a_threshold_of_the_rank_rules_is_a_change_of_the_link() {
    let key = SettingKey::Threshold(Threshold::Keep);
    let state = state_after([set(key, Input::Position(0.5), 1.0), Action::Commit]);
    assert_eq!(
        (query::write(&state.link).as_str(), state.changes),
        ("view=start&keep=0.5", 1)
    );
}

#[test]
fn only_a_parameter_asks_for_an_answer_that_is_timed() {
    let state = state_after([text(SettingKey::TrainingRanks, "3", 7.0)]);
    assert_eq!(state.input_at, 0.0);
    let state = state.reduce(text(Key::Noise.into(), "0.2", 8.0));
    assert_eq!(state.input_at, 8.0);
}

#[test]
fn a_choice_leaves_every_other_choice_as_it_is() {
    let state = state_after([
        Action::choose(SigmaAxis::Log),
        Action::choose(rankscope_params::View::Train),
    ]);
    assert_eq!(query::write(&state.link), "view=train&sigma_axis=log");
}

#[test]
fn what_a_link_was_told_stays_until_another_value_is_given() {
    let start = Rc::new(State::open(query::read("alpha=-3")));
    let chosen = start.reduce(Action::choose(SigmaAxis::Log));
    assert_eq!(chosen.notices.len(), 1);
    let changed = chosen.reduce(text(SettingKey::TrainingRanks, "3", 1.0));
    assert_eq!(changed.notices, []);
}

#[test]
fn what_is_typed_and_cannot_be_taken_is_said() {
    let state = state_after([text(Key::Noise.into(), "much", 1.0)]);
    assert_eq!(state.link.params, Params::default());
    assert_eq!(state.notices.len(), 1);
}

#[test]
fn a_reset_takes_back_one_parameter_and_a_full_reset_all() {
    let state = state_after([
        text(Key::Noise.into(), "0.5", 1.0),
        text(Key::Alpha.into(), "64", 2.0),
        set(Key::Noise.into(), Input::Default, 3.0),
    ]);
    assert_eq!(query::write(&state.link), "alpha=64&view=start");
    let state = state.reduce(Action::ResetAll { at_ms: 4.0 });
    assert_eq!(query::write(&state.link), "");
}

fn slide(key: Key, value: f64, at_ms: f64) -> Action {
    set(key.into(), Input::Position(value), at_ms)
}

fn outcome_of(params: &Params, asked_at: f64, outcome: Result<Answer, Failure>) -> Action {
    let job = Job::Simulate(params.update());
    Action::Engine(EngineEvent::Answered {
        ticket: Ticket { job, asked_at },
        outcome,
    })
}

fn answered(params: &Params, asked_at: f64) -> Action {
    let spectra = rankscope_sim::simulate(&params.update(), &mut |_| ()).unwrap();
    outcome_of(params, asked_at, Ok(Answer::Simulated(spectra)))
}

#[test]
fn a_page_is_ready_when_what_it_shows_answers_what_was_asked() {
    let params = Params::default();
    let mut state = state_after([]);
    assert_eq!(state.phase(), Phase::Starting);
    assert_eq!(state.wanted(), Some(params.update()));
    state = state.reduce(answered(&params, 1.0));
    assert_eq!((state.phase(), state.wanted()), (Phase::Ready, None));
    state = state.reduce(slide(Key::Noise, 0.2, 2.0));
    let (noisy, _) = params.with(Key::Noise, 0.2);
    assert_eq!(state.phase(), Phase::Computing);
    assert_eq!(state.wanted(), Some(noisy.update()));
    state = state.reduce(answered(&noisy, 2.0));
    assert_eq!(
        (state.phase(), state.answered_input),
        (Phase::Ready, Some(2.0))
    );
}

#[test]
fn alpha_and_the_inspected_ranks_are_answered_at_once() {
    for (at, key) in [(2.0, Key::Alpha), (3.0, Key::RankLow), (4.0, Key::RankHigh)] {
        let state = state_after([answered(&Params::default(), 1.0), text(key.into(), "7", at)]);
        assert_eq!(
            (state.phase(), state.answered_input),
            (Phase::Ready, Some(at))
        );
    }
}

#[test]
fn what_is_shown_is_not_computed_again_when_the_reader_comes_back_to_it() {
    let shown = [
        answered(&Params::default(), 1.0),
        text(Key::Rows.into(), "1024", 2.0),
    ];
    let cancelled = state_after(shown.clone()).reduce(Action::Cancel(3.0));
    assert_eq!(
        (cancelled.phase(), cancelled.wanted()),
        (Phase::Ready, None)
    );
    assert_eq!(cancelled.answered_input, Some(3.0));
    let back = state_after(shown).reduce(text(Key::Rows.into(), "64", 4.0));
    assert_eq!((back.phase(), back.wanted()), (Phase::Ready, None));
    assert_eq!(back.answered_input, Some(4.0));
}

#[test]
fn a_failure_for_older_settings_is_not_shown_for_the_present_ones() {
    let old = Params::default();
    let (new, _) = old.with(Key::Noise, 0.2);
    let failure = Failure::Simulation(SimError::NotFinite);
    let state = state_after([
        slide(Key::Noise, 0.2, 1.0),
        outcome_of(&old, 0.0, Err(failure.clone())),
    ]);
    assert_eq!((state.phase(), &state.trouble), (Phase::Starting, &None));
    let state = state.reduce(outcome_of(&new, 1.0, Err(failure)));
    assert_eq!(state.phase(), Phase::Failed);
    let state = state.reduce(answered(&new, 1.0));
    assert_eq!((state.phase(), &state.trouble), (Phase::Ready, &None));
}

#[test]
fn an_action_that_changes_nothing_keeps_the_very_same_state() {
    let state = state_after([]);
    let same = Rc::clone(&state).reduce(Action::DismissNotices);
    assert!(Rc::ptr_eq(&state, &same));
}

#[test]
fn what_was_tried_in_a_step_of_the_story_is_taken_back_on_leaving_it() {
    let state = Rc::new(State::open(query::read("view=start&alpha=8")));
    let at = |state: Rc<State>, step| state.reduce(Action::Step(step));
    let set = |state: Rc<State>, key: Key, value: &str| {
        state.reduce(Action::Change {
            key: key.into(),
            input: Input::Text(value.to_owned()),
            at_ms: 0.0,
        })
    };
    let style = set(at(state, Step::Style), Key::Noise, "0.3");
    assert_eq!(style.link.params.get(Key::Noise), 0.3);
    // The same step again changes nothing.
    assert_eq!(at(Rc::clone(&style), Step::Style), style);
    let facts = at(style, Step::Facts);
    assert_eq!(facts.link.params.get(Key::Noise), 0.01);
    let scale = set(at(facts, Step::Scale), Key::Alpha, "64");
    let training = at(scale, Step::Training);
    assert_eq!(
        training.link.params.get(Key::Alpha),
        8.0,
        "what the link said"
    );
    let opened = Rc::new(State::open(query::read("view=start&step=4&alpha=64")));
    let left = at(opened, Step::Training);
    assert_eq!(
        left.link.params.get(Key::Alpha),
        64.0,
        "a link is as it was sent"
    );
}

#[test]
fn an_exercise_gives_back_the_settings_it_found() {
    let state = Rc::new(State::open(query::read("view=exercises&alpha=32&r_low=12")));
    let own = state.link.params;
    let prepared = Params::default().with(Key::Rows, 32.0).0;
    let open = |state: Rc<State>| state.reduce(Action::Exercise("elbow".to_owned(), prepared, 1.0));
    let opened = open(Rc::clone(&state));
    assert_eq!(opened.link.params, prepared);
    let closed = Rc::clone(&opened).reduce(Action::Exercise(String::new(), prepared, 2.0));
    assert_eq!((closed.link.params, &*closed.link.exercise), (own, ""));
    let elsewhere = opened.reduce(Action::choose(View::Explore));
    assert_eq!(
        (elsewhere.link.params, &*elsewhere.link.exercise),
        (own, "")
    );
    // One that a link has opened found nothing.
    let linked = Rc::new(State::open(query::read("view=exercises&id=elbow&d=32")));
    let elsewhere = linked.reduce(Action::choose(View::Explore));
    assert_eq!(elsewhere.link.params, Params::default());
}

#[test]
fn what_was_tried_in_the_story_is_not_taken_to_another_view() {
    let state = Rc::new(State::open(query::read("view=start&alpha=8")));
    let there = state
        .reduce(Action::Step(Step::Scale))
        .reduce(Action::Change {
            key: Key::Alpha.into(),
            input: Input::Text("64".to_owned()),
            at_ms: 0.0,
        });
    let evidence = there.reduce(Action::choose(View::Evidence));
    assert_eq!(evidence.link.params.get(Key::Alpha), 8.0);
    assert_eq!(evidence.link.choices.step, Step::Top);
}

#[test]
fn what_the_page_around_sets_is_said_of_the_figure_that_is_there() {
    let set = |opened: &str, query: &str| {
        let state = Rc::new(State::open(query::read(opened)));
        let state = state.reduce(Action::Set(query.to_owned()));
        (query::write(&state.link), state.notices.len())
    };
    let recall = "embed=recall&controls=alpha";
    for (query, expected) in [
        (
            "optimizer=sgd",
            "view=recall&optimizer=sgd&embed=recall&controls=alpha",
        ),
        (
            "facts=64",
            "view=recall&facts=64&embed=recall&controls=alpha",
        ),
        (
            "view=explore&embed=page",
            "view=recall&embed=recall&controls=alpha",
        ),
    ] {
        let (written, notices) = set(recall, query);
        let sorted = |query: &str| {
            let mut pairs: Vec<_> = query.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(&written), sorted(expected), "{query}");
        assert_eq!(notices, 0);
    }
    assert_eq!(set("embed=error", "alpha=4").0, "alpha=4&embed=error");
    assert_eq!(set("embed=error", "alpha=x").1, 1);
}
