//! What an expression is worth, and what it needs.

use super::function::Function;
use super::{Call, EvalContext, Node, Word};
use crate::measure::{FinalRun, Trainings};
use crate::recall::{FinalCut, FinalRecall};
use crate::sample;
use rankscope_params::{Params, Task, Update};
use rankscope_sim::training::Optimizer;
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
        Node::Own(name) => context.own(name)?,
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

/// Adds what an expression needs to be trained. Of a choice, only what is chosen.
pub(super) fn trainings(node: &Node, context: &EvalContext<'_>, into: &mut Trainings) {
    let Node::Call(call) = node else {
        for part in parts(node) {
            trainings(part, context, into);
        }
        return;
    };
    if call.function == Function::Choose {
        if let Some(index) = call.numbers.first() {
            trainings(index, context, into);
        }
        if let Some(chosen) = chosen(call, context) {
            trainings(chosen, context, into);
        }
        return;
    }
    match call.function {
        Function::TrainingError | Function::Diverged => {
            into.add_run(run(call, context));
        }
        Function::Recall | Function::RecallWith | Function::HeldOut => {
            into.add_recall(recall(call, context));
        }
        Function::RecallCut | Function::EnergyCut => into.add_cut(cut(call, context)),
        _ => {}
    }
    for part in &call.numbers {
        trainings(part, context, into);
    }
}

/// The names that have to be the exercise's own, each with what it stands for.
pub(super) fn own_names(node: &Node) -> Vec<(&str, &'static str)> {
    let mut names = match node {
        Node::Own(name) => vec![(name.as_str(), "a parameter or a function")],
        Node::Call(call) => {
            let words = call.words.iter().filter_map(|word| match word {
                Word::Own(kind, name) => Some((name.as_str(), kind.options())),
                _ => None,
            });
            words.collect()
        }
        _ => vec![],
    };
    names.extend(parts(node).into_iter().flat_map(own_names));
    names
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
                | Function::Round
                | Function::Choose
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
        Node::Number(_) | Node::Answer | Node::Parameter(_) | Node::Own(_) | Node::MaxRank => {
            vec![]
        }
        Node::Negated(inner) => vec![inner],
        Node::Sum(left, right)
        | Node::Difference(left, right)
        | Node::Product(left, right)
        | Node::Quotient(left, right) => vec![left, right],
        Node::Call(call) => call.numbers.iter().collect(),
    }
}

fn result(call: &Call, context: &EvalContext<'_>) -> Option<f64> {
    let number = |index: usize| number(call, index, context);
    let rank = || rank(number(0)?, context.params);
    let alpha = context.params.reading().alpha;
    let spectrum = || Some(spectrum(update(call, context)?, &context.measured?.spectra));
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
        Function::ScaleError => spectrum()?.error(rank()?, number(1)?),
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
        Function::Diverged => {
            let diverged = context.diverged(&run(call, context)?)?;
            Some(f64::from(u8::from(diverged)))
        }
        Function::Recall | Function::RecallWith => {
            Some(context.recalled(&recall(call, context)?)?.learned)
        }
        Function::HeldOut => context.recalled(&recall(call, context)?)?.held_out,
        Function::RecallCut => Some(context.cut(&cut(call, context)?)?.recall),
        Function::EnergyCut => Some(context.cut(&cut(call, context)?)?.energy),
        Function::AdapterEnergy => sample::energy(update(call, context)?, rank()?),
        Function::AdapterEntropyRank => Some(sample::entropy_rank(update(call, context)?)?.mean),
        Function::AdapterEntropySpread => {
            Some(sample::entropy_rank(update(call, context)?)?.spread)
        }
        Function::LayerEntropyRank => {
            sample::layer_entropy_rank(update(call, context)?, whole(number(0)?)?)
        }
        Function::LayerPairs => Some(sample::pairs()?.count as f64),
        Function::LayerPairsMore => Some(sample::pairs()?.more as f64),
        Function::LayerPairsError => Some(sample::pairs()?.error),
        Function::Sqrt => Some(number(0)?.sqrt()),
        Function::Abs => Some(number(0)?.abs()),
        Function::Round => {
            let power = 10_f64.powi(i32::try_from(whole(number(1)?)?).ok()?);
            Some((number(0)? * power).round() / power)
        }
        Function::Choose => value(chosen(call, context)?, context),
    }
}

fn number(call: &Call, index: usize, context: &EvalContext<'_>) -> Option<f64> {
    value(call.numbers.get(index)?, context)
}

/// A number that can be left out; nothing where it is given and undefined.
fn optional(
    call: &Call,
    index: usize,
    context: &EvalContext<'_>,
    otherwise: impl FnOnce() -> f64,
) -> Option<f64> {
    match call.numbers.get(index) {
        Some(given) => value(given, context),
        None => Some(otherwise()),
    }
}

/// Which of the expressions of a choice it is.
fn chosen<'c>(call: &'c Call, context: &EvalContext<'_>) -> Option<&'c Node> {
    let place = whole(number(call, 0, context)?)?;
    call.numbers.get(place + 1)
}

fn run(call: &Call, context: &EvalContext<'_>) -> Option<FinalRun> {
    let optimizer = optimizer(call, context)?;
    Some(FinalRun {
        which: update(call, context)?,
        scaling: scaling(call, context)?,
        optimizer,
        rank: rank(number(call, 0, context)?, context.params)?,
        steps: whole(number(call, 1, context)?)?,
        learning_rate: optional(call, 2, context, || optimizer.default_learning_rate())?,
        alpha: optional(call, 3, context, || context.params.reading().alpha)?,
    })
}

fn recall(call: &Call, context: &EvalContext<'_>) -> Option<FinalRecall> {
    let (scaling, optimizer) = match call.function {
        Function::RecallWith => (scaling(call, context)?, optimizer(call, context)?),
        _ => (Scaling::Lora, Optimizer::Adam),
    };
    Some(FinalRecall {
        task: task(call, context)?,
        scaling,
        optimizer,
        facts: whole(number(call, 0, context)?)?,
        rank: rank(number(call, 1, context)?, context.params)?,
        learning_rate: optional(call, 2, context, || optimizer.default_recall_rate())?,
        alpha: optional(call, 3, context, || context.params.reading().alpha)?,
    })
}

fn cut(call: &Call, context: &EvalContext<'_>) -> Option<FinalCut> {
    Some(FinalCut {
        task: task(call, context)?,
        facts: whole(number(call, 0, context)?)?,
        rank: rank(number(call, 1, context)?, context.params)?,
    })
}

fn task(call: &Call, context: &EvalContext<'_>) -> Option<Task> {
    if call.function == Function::HeldOut {
        return Some(Task::Style);
    }
    Some(match update(call, context)? {
        Update::Style => Task::Style,
        Update::Facts => Task::Facts,
    })
}

/// The word at a place, the exercise's own names replaced by what they stand for.
fn word(call: &Call, place: usize, context: &EvalContext<'_>) -> Option<Word> {
    match call.words.get(place)? {
        Word::Own(kind, name) => kind.at(whole(context.own(name)?)?),
        word => Some(word.clone()),
    }
}

fn update(call: &Call, context: &EvalContext<'_>) -> Option<Update> {
    match word(call, 0, context)? {
        Word::Update(update) => Some(update),
        _ => None,
    }
}

fn scaling(call: &Call, context: &EvalContext<'_>) -> Option<Scaling> {
    match word(call, 1, context)? {
        Word::Scaling(scaling) => Some(scaling),
        _ => None,
    }
}

fn optimizer(call: &Call, context: &EvalContext<'_>) -> Option<Optimizer> {
    match word(call, 2, context)? {
        Word::Optimizer(optimizer) => Some(optimizer),
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
