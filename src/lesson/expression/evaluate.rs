//! What an expression is worth, and what it needs.

use super::function::Function;
use super::{Call, EvalContext, Node, Word};
use crate::measure::{FinalRun, Trainings};
use crate::recall::FinalRecall;
use crate::sample;
use rankscope_params::{Params, Task, Update};
use rankscope_sim::{Scaling, Spectra, Spectrum};

/// How far a rank may be from a whole number: what the rounding of `r * 2 / 2` leaves.
const WHOLE: f64 = 1e-9;
/// What an energy may be short of the share asked for and still have it: rounding of sums.
const SHORT: f64 = 1e-12;

/// The value of an expression; none where it is undefined.
pub(super) fn value(node: &Node, context: &EvalContext<'_>) -> Option<f64> {
    let of = |node: &Node| value(node, context);
    let value = match node {
        Node::Number(number) => *number,
        Node::Answer => context.answer?,
        Node::Parameter(key) => context.params.get(*key),
        Node::MaxRank => context.params.max_rank() as f64,
        Node::Negated(inner) => -of(inner)?,
        Node::Sum(left, right) => of(left)? + of(right)?,
        Node::Difference(left, right) => of(left)? - of(right)?,
        Node::Product(left, right) => of(left)? * of(right)?,
        Node::Quotient(left, right) => of(left)? / of(right)?,
        Node::Call(call) => result(call, context)?,
    };
    value.is_finite().then_some(value)
}

/// Adds what an expression needs to be trained.
pub(super) fn trainings(node: &Node, params: &Params, into: &mut Trainings) {
    if let Node::Call(call) = node {
        let context = EvalContext::bare(params);
        if let Some(run) = run(call, &context) {
            into.add_run(run);
        }
        if let Some(recall) = recall(call, &context) {
            into.add_recall(recall);
        }
    }
    for part in parts(node) {
        trainings(part, params, into);
    }
}

/// Whether an expression needs more than parameters.
pub(super) fn needs_results(node: &Node) -> bool {
    let own = match node {
        Node::Call(call) => !matches!(
            call.function,
            Function::LoraScale
                | Function::RsLoraScale
                | Function::LoraAlpha
                | Function::Sqrt
                | Function::Abs
        ),
        _ => false,
    };
    own || parts(node).into_iter().any(needs_results)
}

/// Whether an expression names the student's answer.
pub(super) fn names_answer(node: &Node) -> bool {
    *node == Node::Answer || parts(node).into_iter().any(names_answer)
}

fn parts(node: &Node) -> Vec<&Node> {
    match node {
        Node::Number(_) | Node::Answer | Node::Parameter(_) | Node::MaxRank => vec![],
        Node::Negated(inner) => vec![inner],
        Node::Sum(left, right)
        | Node::Difference(left, right)
        | Node::Product(left, right)
        | Node::Quotient(left, right) => vec![left, right],
        Node::Call(call) => call.numbers.iter().collect(),
    }
}

fn result(call: &Call, context: &EvalContext<'_>) -> Option<f64> {
    let number = |index: usize| value(call.numbers.get(index)?, context);
    let rank = || rank(number(0)?, context.params);
    let alpha = context.params.reading().alpha;
    let spectrum = || Some(spectrum(update(call)?, &context.measured?.spectra));
    let error = |scaling: Scaling| {
        let rank = rank()?;
        spectrum()?.error(rank, scaling.factor(alpha, rank))
    };
    match call.function {
        Function::Sigma => spectrum()?.values().get(rank()?.checked_sub(1)?).copied(),
        Function::Energy => spectrum()?.energy(rank()?),
        Function::Floor => spectrum()?.floor(rank()?),
        Function::LoraError => error(Scaling::Lora),
        Function::RsLoraError => error(Scaling::RsLora),
        Function::LoraScale => Some(Scaling::Lora.factor(alpha, rank()?)),
        Function::RsLoraScale => Some(Scaling::RsLora.factor(alpha, rank()?)),
        Function::LoraAlpha => Some(Scaling::RsLora.lora_alpha(alpha, rank()?)),
        Function::SmallestRank => {
            let (spectrum, share) = (spectrum()?, number(0)? - SHORT);
            let enough = |rank: &usize| spectrum.energy(*rank).is_some_and(|kept| kept >= share);
            let rank = (1..=spectrum.max_rank()).find(enough)?;
            Some(rank as f64)
        }
        Function::TrainingError => context.final_error(&run(call, context)?),
        Function::Recall => Some(context.recalled(&recall(call, context)?)?.learned),
        Function::HeldOut => context.recalled(&recall(call, context)?)?.held_out,
        Function::AdapterEnergy => sample::energy(update(call)?, rank()?),
        Function::AdapterEntropyRank => Some(sample::entropy_rank(update(call)?)?.mean),
        Function::AdapterEntropySpread => Some(sample::entropy_rank(update(call)?)?.spread),
        Function::Sqrt => Some(number(0)?.sqrt()),
        Function::Abs => Some(number(0)?.abs()),
    }
}

fn run(call: &Call, context: &EvalContext<'_>) -> Option<FinalRun> {
    let [
        Word::Update(which),
        Word::Scaling(scaling),
        Word::Optimizer(optimizer),
    ] = call.words[..]
    else {
        return None;
    };
    let number = |index: usize| value(call.numbers.get(index)?, context);
    Some(FinalRun {
        which,
        scaling,
        optimizer,
        rank: rank(number(0)?, context.params)?,
        steps: whole(number(1)?)?,
    })
}

fn recall(call: &Call, context: &EvalContext<'_>) -> Option<FinalRecall> {
    let task = match call.function {
        Function::Recall => match update(call)? {
            Update::Style => Task::Style,
            Update::Facts => Task::Facts,
        },
        Function::HeldOut => Task::Style,
        _ => return None,
    };
    let number = |index: usize| value(call.numbers.get(index)?, context);
    Some(FinalRecall {
        task,
        facts: whole(number(0)?)?,
        rank: rank(number(1)?, context.params)?,
    })
}

fn update(call: &Call) -> Option<Update> {
    match call.words.first()? {
        Word::Update(update) => Some(*update),
        _ => None,
    }
}

fn spectrum(update: Update, spectra: &Spectra) -> &Spectrum {
    match update {
        Update::Style => &spectra.style,
        Update::Facts => &spectra.facts,
    }
}

/// A rank the matrix has.
fn rank(number: f64, params: &Params) -> Option<usize> {
    whole(number).filter(|rank| (1..=params.max_rank()).contains(rank))
}

fn whole(number: f64) -> Option<usize> {
    let nearest = number.round();
    ((number - nearest).abs() <= WHOLE && nearest >= 0.0).then_some(nearest as usize)
}
