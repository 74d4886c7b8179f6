//! The weighted sum of both: its weights, what would be written, and a button that saves it.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::{Event, Html, MouseEvent, Properties, TargetCast, component, hook, html, use_state_eq};

use super::super::saving::offered::{Open, offered, unfolded, use_worked_out};
use super::super::saving::progress;
use super::super::saving::session::{save_from, use_saving};
use super::{CompareProps, session};
use crate::browser::sink::writes_piecewise;
use crate::store::Dispatch;
use crate::widgets::control::control;
use rankscope_adapter::Thresholds;
use rankscope_adapter::save::Options;
use rankscope_app::adapter::compare::offer::{Beside, offer};
use rankscope_app::adapter::compare::overall::Overall;
use rankscope_app::adapter::compare::state::{BothFiles, CompareState};
use rankscope_app::adapter::compare::words;
use rankscope_app::adapter::saving::offer::{Offer, file_name};
use rankscope_app::adapter::saving::options::{FileChoices, Form, resize};
use rankscope_app::adapter::saving::session::Ask;
use rankscope_app::state::State;
use rankscope_params::{Link, MergeWeight};

/// Properties of [`Merged`].
#[derive(Properties, PartialEq)]
struct MergedProps {
    first: Open,
    second: Open,
    compared: Compared,
    overall: Overall,
    link: Link,
    thresholds: Thresholds,
    dispatch: Dispatch<State>,
}

/// What is compared. Two are equal when nothing has changed between them.
#[derive(Clone)]
struct Compared(Rc<CompareState>);

impl PartialEq for Compared {
    fn eq(&self, other: &Self) -> bool {
        (self.0.serial, self.0.version) == (other.0.serial, other.0.version)
    }
}

/// The part for these two.
pub(super) fn merged(
    props: &CompareProps,
    second: &Open,
    compared: &Rc<CompareState>,
    overall: &Overall,
) -> Html {
    html! {
        <Merged
            first={props.first.clone()}
            second={second.clone()}
            compared={Compared(Rc::clone(compared))}
            overall={overall.clone()}
            link={props.link.clone()}
            thresholds={props.thresholds}
            dispatch={props.dispatch.clone()}
        />
    }
}

#[component]
fn Merged(props: &MergedProps) -> Html {
    let truncates = use_state_eq(|| false);
    let rows = &props.first.derived.rows;
    let form = if *truncates {
        Form::Resized
    } else {
        Form::Portable
    };
    let resize = resize(&props.link, props.thresholds);
    let options = FileChoices::default().options(form, rows, resize);
    let offer = use_offer(props, options);
    let plan = offer
        .as_ref()
        .and_then(|offer| offer.as_ref().ok())
        .map(Rc::clone);
    let saving = use_saving();
    let disabled = plan.is_none();
    // Kept for the keyboard while a file is written.
    let busy = saving.is_busy();
    let toggle = {
        let truncates = truncates.clone();
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            truncates.set(field.checked());
        }
    };
    let save = {
        let (first, second) = (
            Rc::clone(&props.first.state),
            Rc::clone(&props.second.state),
        );
        move |_: MouseEvent| {
            let source = BothFiles::of(&first, &second).and_then(session::both);
            if let Some((plan, source)) = plan.clone().zip(source).filter(|_| !busy) {
                let form = Form::Merged;
                let name = file_name(&first.name, form, &plan);
                save_from(&source, Ask { form, plan, name });
            }
        }
    };
    let weight = |weight: MergeWeight| {
        control(
            weight.into(),
            props.link.value(weight.into()),
            &props.dispatch,
        )
    };
    html! {
        <div id="adapter-merged" role="group" aria-labelledby="heading-merged">
            <h3 id="heading-merged" class="wide">{ words::MERGE }</h3>
            <p class="wide how-to-read">{ words::MERGE_NOTE }</p>
            { for MergeWeight::ALL.map(weight) }
            <p class="wide">
                <label for="merge-truncates">
                    <input id="merge-truncates" type="checkbox" checked={*truncates} onchange={toggle} />
                    { " " }{ words::TRUNCATE }
                </label>
            </p>
            <div class="wide">
                { offered(Form::Merged, offer.as_ref()) }
                { unfolded("merged-unfolded", offer.as_ref()) }
            </div>
            <p class="wide">
                <button id="save-merged" type="button" class="main" {disabled}
                    aria-disabled={busy.to_string()} onclick={save}
                >
                    { words::SAVE_MERGED }
                </button>
            </p>
            if saving.form() == Some(Form::Merged) {
                <div class="wide">{ progress(&saving) }</div>
            }
            <p id="compare-apart" class="wide how-to-read">{ words::apart(&props.overall) }</p>
        </div>
    }
}

/// What would be written; none until it is worked out.
#[hook]
fn use_offer(props: &MergedProps, options: Options) -> Option<Offer> {
    let adapters = [props.first.clone(), props.second.clone()];
    let basis = (adapters, props.compared.clone(), options);
    use_worked_out(
        basis,
        1,
        |(adapters, compared, options), pause| async move {
            let both = adapters.map(|open| Beside {
                state: open.state,
                derived: open.derived,
            });
            offer(&both, &compared.0, &options, writes_piecewise(), &*pause).await
        },
    )
}
