//! A LoRA cut out of what two checkpoints differ by.

use std::collections::HashMap;
use std::rc::Rc;

use rankscope_adapter::Dtype;
use rankscope_adapter::checkpoint::{CutBatch, Extraction, Matrix, Plan};
use rankscope_adapter::save::{self, Carried, JobBatch, Pause, Ranks, Resize};

use super::rows::found;
use super::shared::Shared;
use super::state::{CheckpointState, Progress};
use crate::adapter::opening::Problem;
use crate::adapter::saving::offer::within_memory;
use crate::adapter::saving::words::refusal;

/// Formats that a LoRA is written in.
pub const FORMATS: [Dtype; 3] = [Dtype::F32, Dtype::BF16, Dtype::F16];

/// What would be written.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The plan, or why nothing is written.
    pub plan: Result<Rc<save::Plan>, Problem>,
    /// What changed and is not held, in words.
    pub not_held: Vec<String>,
}

/// What would be cut out of what is known: of a whole checkpoint when all of it is, of a part when the analysis was
/// stopped. None while it is under way, or where nothing is open. It pauses after every few
/// layers.
pub async fn offer(
    state: &CheckpointState,
    resize: Resize,
    dtype: Dtype,
    piecewise: bool,
    pause: &Pause<'_>,
) -> Option<Offer> {
    if !matches!(state.progress(), Progress::Ready | Progress::Stopped) {
        return None;
    }
    let extraction = Extraction::with_pauses(found(&state.rows), pause).await;
    let not_held = extraction
        .not_held()
        .iter()
        .map(super::words::not_held)
        .collect();
    let plan = if extraction.is_empty() {
        Err(Problem {
            what: "No linear layer and no convolution changed: there is nothing to cut.".to_owned(),
            advice: "",
        })
    } else {
        planned(state, &extraction, (resize, dtype), piecewise, pause).await
    };
    Some(Offer { plan, not_held })
}

async fn planned(
    state: &CheckpointState,
    extraction: &Extraction,
    (resize, dtype): (Resize, Dtype),
    piecewise: bool,
    pause: &Pause<'_>,
) -> Result<Rc<save::Plan>, Problem> {
    let [base, _] = &state.sides;
    let config = serde_json::json!({ "r": 1, "base_model_name_or_path": base.name });
    let carried = Carried::of(config.to_string().as_bytes());
    let plan = extraction
        .plan_with_pauses(resize, Ranks::Own, dtype, &carried, pause)
        .await
        .map_err(crate::adapter::saving::offer::Refusal::Save);
    let plan = plan.and_then(|plan| within_memory(plan, piecewise));
    plan.map_err(|why| {
        let (what, advice) = refusal(&why);
        Problem { what, advice }
    })
}

/// The matrices that a LoRA is cut from, by their names.
#[derive(Debug)]
pub struct Cuts {
    plan: Shared<Plan>,
    by_path: HashMap<String, usize>,
}

impl Cuts {
    /// Those of a plan.
    pub fn of(plan: &Shared<Plan>) -> Self {
        let all = plan.matrices.iter().enumerate();
        let path = |(index, matrix): (usize, &Matrix)| (matrix.parameter.path.clone(), index);
        Self {
            by_path: all.map(path).collect(),
            plan: plan.clone(),
        }
    }

    /// What a worker is asked for in place of this batch; none where a layer is not one of these matrices.
    pub fn batch(&self, batch: &JobBatch) -> Option<CutBatch> {
        let cut = |job: &save::Job| {
            let index = self.by_path.get(job.wanted().0)?;
            Some((job.clone(), self.plan.matrices.get(*index)?.clone()))
        };
        let cuts: Option<Vec<_>> = batch.jobs().iter().map(cut).collect();
        cuts.map(CutBatch::of)
    }
}
