//! The view's sections, and the measurements they rest on: each file is fetched once, when the view first
//! opens.

use yew::{Html, Properties, component, html};

use super::ledger::LedgerView;
use super::load::use_measurements;
use super::pretrained::PretrainedView;
use super::transformer::TransformerView;
use crate::store::Dispatch;
use rankscope_app::measured::Loading;
use rankscope_app::state::State;
use rankscope_sim::pretrained::Pretrained;
use rankscope_sim::transformer::Transformer;

/// Properties of [`Sections`].
#[derive(Properties, PartialEq)]
pub(super) struct SectionsProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// The pretrained model, the ledger, some of whose verdicts rest on the small transformer, and that one.
#[component]
pub(super) fn Sections(props: &SectionsProps) -> Html {
    let SectionsProps { state, dispatch } = props;
    let (pretrained, retry_pretrained) = use_measurements::<Pretrained>();
    let (transformer, retry_transformer) = use_measurements::<Transformer>();
    html! {
        <>
            <PretrainedView
                theme={state.link.choices.theme}
                loading={(**pretrained).clone()}
                retry={retry_pretrained}
            />
            <LedgerView
                state={state.clone()}
                dispatch={dispatch.clone()}
                runs={transformer.measurements().cloned()}
                settled={!matches!(**pretrained, Loading::Requested)}
            />
            <TransformerView
                state={state.clone()}
                dispatch={dispatch.clone()}
                loading={(**transformer).clone()}
                retry={retry_transformer}
            />
        </>
    }
}
