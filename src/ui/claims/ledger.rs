//! The ledger: every statement as a card, what of the literature counts, and the card that a link opens.

use std::rc::Rc;

use yew::{Html, Properties, classes, component, html, use_effect_with, use_memo};

use super::card::{CardContext, card_view};
use super::load::use_measurements;
use crate::browser::reveal;
use crate::recall::run::use_recall_run;
use crate::store::Dispatch;
use crate::widgets::problem::problem;
use crate::widgets::switch::switch;
use crate::work::use_work;
use rankscope_app::claims::words::literature as words;
use rankscope_app::claims::{self, Card, Known, Ledger, Like, Opened, tally};
use rankscope_app::state::{Phase, State};
use rankscope_app::trouble::capitalized;
use rankscope_params::Choices;
use rankscope_sim::transformer::Transformer;

/// Properties of [`LedgerView`].
#[derive(Properties, PartialEq)]
pub(super) struct LedgerProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
    /// The runs of a small transformer, once they are loaded.
    pub(super) runs: Option<Rc<Transformer>>,
    /// Whether what stands above it has come, so that it no longer moves.
    #[prop_or(true)]
    pub(super) settled: bool,
    /// Whether the statement that the link opens stands alone, in somebody else's page.
    #[prop_or_default]
    pub(super) alone: bool,
}

/// Every statement with its verdict, or one.
#[component]
pub(super) fn LedgerView(props: &LedgerProps) -> Html {
    let State { link, shown, .. } = &props.state;
    let measuring = use_work(Some(claims::first_steps_job(link)));
    let learning = use_recall_run(claims::recall::plans(link));
    let ready = props.state.phase() == Phase::Ready;
    let found = use_memo(
        (
            link.clone(),
            shown.clone(),
            measuring.snapshot(),
            props.runs.clone(),
            learning.run.results(),
        ),
        |(link, shown, work, runs, learned)| {
            let spectra = &shown.as_ref()?.spectra;
            let steps = claims::first_steps(link, work);
            let known = Known {
                steps: steps.as_deref(),
                runs: runs.as_deref(),
                learned: learned.as_ref(),
            };
            Some(claims::claims(link, spectra, known))
        },
    );
    let found = (*found).as_ref().filter(|_| ready);
    // A card that a link opens comes into sight once it is there.
    use_effect_with(
        (
            link.claim.clone(),
            found.is_some() && props.settled,
            props.alone,
        ),
        |(claim, there, alone)| {
            if *there && !*alone && !claim.is_empty() {
                reveal::reveal(&format!("claim-{claim}"));
            }
        },
    );
    let ledger = match claims::ledger() {
        Ok(ledger) => ledger,
        Err(error) => {
            return html! { <p id="ledger-problem" role="alert">{ format!("{}.", capitalized(&error.to_string())) }</p> };
        }
    };
    // What cannot be measured at these settings is said by the claim itself.
    let unmeasured = measuring
        .trouble
        .as_ref()
        .filter(|trouble| trouble.can_retry());
    let cards = found.map(|found| Card::all(ledger, found.clone(), Like::of(&link.choices)));
    html! {
        <>
            { problem("claims", unmeasured, &measuring.retry) }
            { problem("claims-recall", learning.run.trouble.as_ref(), &learning.retry) }
            { ledger_section(props, ledger, cards.as_deref()) }
        </>
    }
}

fn ledger_section(
    props: &LedgerProps,
    ledger: &'static Ledger,
    cards: Option<&[Card<'static>]>,
) -> Html {
    let link = &props.state.link;
    let opened = Opened::of(ledger, &link.claim);
    let context = CardContext {
        ledger,
        link,
        dispatch: &props.dispatch,
        filtered: Like::of(&link.choices).is_set(),
    };
    let shown = |card: &&Card<'_>| !props.alone || opened.is(card.statement);
    let view = |card: &Card<'_>| card_view(card, opened.is(card.statement), context);
    let gone = match &opened {
        Opened::Gone(id) => Some(words::gone(id)),
        Opened::Nothing if props.alone => Some(words::gone("")),
        Opened::Nothing | Opened::This(_) => None,
    };
    html! {
        <section id="ledger" aria-labelledby="heading-ledger">
            <h2 id="heading-ledger" class={classes!(props.alone.then_some("unseen"))}>{ words::ALL }</h2>
            if !props.alone {
                { tally_view(cards.unwrap_or_default()) }
                { like(link.choices, props) }
            }
            if let Some(gone) = gone {
                <p id="claim-gone" class="own-settings" role="alert">{ gone }</p>
            }
            if let Some(cards) = cards {
                <ol id="claims">{ for cards.iter().filter(shown).map(view) }</ol>
            }
        </section>
    }
}

/// How many statements have which verdict.
fn tally_view(cards: &[Card<'_>]) -> Html {
    let chip = |(verdict, count): (claims::Verdict, usize)| {
        html! { <li class={classes!("verdict", verdict.class())}>{ words::counted(verdict, count) }</li> }
    };
    html! { <ul id="tally" role="list">{ for tally(cards).into_iter().map(chip) }</ul> }
}

/// The reader's own setting.
fn like(choices: Choices, props: &LedgerProps) -> Html {
    let labelled = |label: &'static str, buttons: Html| {
        html! { <div class="labelled"><span aria-hidden="true">{ label }</span>{ buttons }</div> }
    };
    let dispatch = &props.dispatch;
    html! {
        <div id="like">
            <p>{ words::LIKE }</p>
            { labelled(words::OPTIMIZER, switch(choices.like_optimizer, dispatch)) }
            { labelled(words::RATE, switch(choices.like_rate, dispatch)) }
            { labelled(words::MODEL, switch(choices.like_model, dispatch)) }
        </div>
    }
}

/// Properties of [`OneStatement`].
#[derive(Properties, PartialEq)]
pub(super) struct OneStatementProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The statement of the link, alone: for somebody else's page.
#[component]
pub(super) fn OneStatement(props: &OneStatementProps) -> Html {
    let (loading, _) = use_measurements::<Transformer>();
    html! {
        <LedgerView
            state={props.state.clone()}
            dispatch={props.dispatch.clone()}
            runs={loading.measurements().cloned()}
            alone=true
        />
    }
}
