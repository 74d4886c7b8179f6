//! A LoRA cut out of the difference: what it would be, and its file.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::{
    Event, Html, MouseEvent, Properties, TargetCast, component, html, use_memo, use_state_eq,
};

use super::super::saving::offered::use_worked_out;
use super::super::saving::{progress, session as saving};
use super::session::joined;
use crate::browser::sink::writes_piecewise;
use crate::store::Dispatch;
use crate::widgets::control::control;
use crate::widgets::switch::switch;
use rankscope_adapter::checkpoint::CUT_IS_NOT_TRAINED;
use rankscope_adapter::{Dtype, Thresholds};
use rankscope_app::adapter::saving::offer::file_name;
use rankscope_app::adapter::saving::options::{Form, resize};
use rankscope_app::adapter::saving::session::Ask;
use rankscope_app::adapter::saving::words::offered;
use rankscope_app::checkpoints::lora::{Cuts, FORMATS, Offer, offer};
use rankscope_app::checkpoints::state::CheckpointState;
use rankscope_app::checkpoints::words;
use rankscope_app::state::State;
use rankscope_params::{Link, Resize, ResizeNumber};

/// Properties of [`Lora`].
#[derive(Properties, PartialEq)]
pub(super) struct LoraProps {
    pub(super) state: Rc<CheckpointState>,
    pub(super) link: Link,
    pub(super) thresholds: Thresholds,
    pub(super) dispatch: Dispatch<State>,
}

/// The section.
#[component]
pub(super) fn Lora(props: &LoraProps) -> Html {
    let LoraProps {
        state,
        link,
        thresholds,
        dispatch,
    } = props;
    let dtype = use_state_eq(|| Dtype::F32);
    let piecewise = *use_memo((), |()| writes_piecewise());
    let wanted = resize(link, *thresholds);
    let made = use_worked_out(
        (Rc::clone(state), wanted, *dtype),
        1,
        move |(state, wanted, dtype), pause| async move {
            offer(&state, wanted, dtype, piecewise, &*pause).await
        },
    );
    let made = made.flatten();
    let saving = saving::use_saving();
    let busy = saving.is_busy();
    let set_format = {
        let dtype = dtype.clone();
        move |event: Event| {
            let field: HtmlSelectElement = event.target_unchecked_into();
            let found = FORMATS.into_iter().find(|one| one.name() == field.value());
            if let Some(found) = found {
                dtype.set(found);
            }
        }
    };
    let made = made.as_ref();
    let plan = made
        .and_then(|offer| offer.plan.as_ref().ok())
        .map(Rc::clone);
    let source = state.plan().cloned();
    let save = {
        let (plan, source) = (plan.clone(), source.clone());
        let (of, [_, tuned]) = (
            state.sides.each_ref().map(|side| side.serial),
            state.sides.each_ref().map(|side| side.name.clone()),
        );
        move |_: MouseEvent| {
            let ready = plan.clone().zip(source.clone()).filter(|_| !busy);
            if let Some((plan, source)) = ready {
                let form = Form::Cut;
                let name = file_name(&tuned, form, &plan);
                match joined(of) {
                    Some(file) => {
                        let cuts = Rc::new(Cuts::of(&source));
                        saving::save_cut(&file, cuts, Ask { form, plan, name });
                    }
                    None => log::error!("a LoRA is cut from checkpoints that are not open"),
                }
            }
        }
    };
    let number = |key: ResizeNumber| control(key.into(), link.value(key.into()), dispatch);
    let not_held = made.map_or(&[][..], |offer| offer.not_held.as_slice());
    html! {
        <section id="adapter-save" class="card" aria-labelledby="heading-save" data-save={saving.name()}>
            <h2 id="heading-save">{ words::LORA }</h2>
            <p class="how-to-read">{ words::LORA_NOTE }</p>
            <p id="checkpoint-cut">{ CUT_IS_NOT_TRAINED }</p>
            { switch(link.choices.resize, dispatch) }
            if link.choices.resize == Resize::Budget {
                { number(ResizeNumber::Budget) }
            } else if link.choices.resize == Resize::Rank {
                { number(ResizeNumber::Rank) }
            }
            <label class="checkpoint-choice">
                { words::FORMAT }
                <select id="save-precision" onchange={set_format}>
                    { for FORMATS.map(|one| html! {
                        <option value={one.name()} selected={one == *dtype}>{ one.name() }</option>
                    }) }
                </select>
            </label>
            if let Some(Offer { plan, .. }) = made {
                if let Ok(plan) = plan {
                    <p id="offer-cut">{ offered(Form::Cut, plan) }</p>
                } else if let Err(problem) = plan {
                    <p id="offer-cut" class="save-problem">
                        <span>{ problem.what.clone() }</span>{ " " }<span>{ problem.advice }</span>
                    </p>
                }
            }
            if source.is_some() {
                <button id="save-cut" type="button" class="main" disabled={plan.is_none()}
                    aria-disabled={busy.to_string()} onclick={save}
                >
                    { words::SAVE }
                </button>
            } else {
                <p class="how-to-read">{ words::REPORT_HAS_NO_WEIGHTS }</p>
            }
            if !not_held.is_empty() {
                <div id="checkpoint-not-held" class="save-unfolded">
                    <b>{ words::NOT_HELD }</b>
                    <ul>{ for not_held.iter().map(|one| html! { <li>{ one.clone() }</li> }) }</ul>
                </div>
            }
            if saving.form() == Some(Form::Cut) {
                { progress(&saving) }
            }
        </section>
    }
}
