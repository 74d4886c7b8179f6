//! One request in, its replies out: all the worker does, without the worker.

use super::protocol::{Answer, Failure, Job, Reply, Request};
use super::{InParts, Packed, teaching};
use rankscope_adapter::checkpoint::{Laid, Read, ReadReport, Report};
use rankscope_adapter::save::{MadeBatch, SaveError};
use rankscope_adapter::{Config, Contents};
use rankscope_lesson::{Exercise, Measurement};
use rankscope_sim::recall::{self, RecallSession, capacity};
use rankscope_sim::training::{self, Session, TrainingConfig};
use rankscope_sim::{Simulator, directions, truncation};

/// Time that the worker trains between two answers: curves are seen to grow more than ten times a
/// second, and as often the page may ask for something else, or for nothing.
const CHUNK_MS: f64 = 40.0;
/// The same of learning, after its first answer: the page draws its boards at each, which takes it a quarter of
/// this, and meanwhile the worker waits.
const LEARNING_CHUNK_MS: f64 = 120.0;

/// What does any request. It keeps the training under way, so that the next request goes on from
/// there. `clock` counts milliseconds.
pub fn handler(clock: impl Fn() -> f64) -> impl FnMut(&Request, &mut dyn FnMut(Reply)) -> Reply {
    let mut session: Option<Session> = None;
    let mut recalling: Option<RecallSession> = None;
    let mut start = start_handler();
    move |request, progress| {
        let id = request.id;
        let mut report = |share| progress(Reply::Progress { id, share });
        let outcome = match &request.job {
            Job::Simulate(_) | Job::SimulateOne { .. } | Job::Directions(_) => {
                return start(request, progress);
            }
            Job::Truncate {
                params,
                update,
                rank,
            } => truncation::truncate(params, *update, *rank, &mut report)
                .map(Answer::Truncated)
                .map_err(Into::into),
            Job::ReadHeader { .. } | Job::ReadCheckpoints(_) | Job::ReadReport => {
                let Some(answer) = read(request) else {
                    return Reply::Malformed;
                };
                Ok(answer)
            }
            Job::Analyse(_) | Job::Compare(_) | Job::Write(_) => {
                let Some(answer) = of_layers(request, &mut report) else {
                    return Reply::Malformed;
                };
                Ok(answer)
            }
            // These read what comes with them: see `reading_handler`.
            Job::AnalyseMatrices(_) | Job::Cut(_) => return Reply::Malformed,
            Job::Measure(packed) => {
                let Some(wanted) = packed.open() else {
                    return Reply::Malformed;
                };
                measured(&wanted, &mut report)
            }
            Job::TryOut(packed) => {
                let Some(texts) = packed.open() else {
                    return Reply::Malformed;
                };
                Ok(tried_out(&texts, &mut report))
            }
            Job::RightAnswers(_) | Job::Warn(_) | Job::Explain(_) | Job::Judge(_) => {
                let Some(answer) = teaching::answer(&request.job, &mut report) else {
                    return Reply::Malformed;
                };
                Ok(answer)
            }
            Job::FirstSteps(packed) => {
                let Some(config) = packed.open() else {
                    return Reply::Malformed;
                };
                first_steps(&config)
            }
            Job::Train(packed) => {
                let Some(chunk) = packed.open() else {
                    return Reply::Malformed;
                };
                let mut go_on = within(&clock, CHUNK_MS);
                training::train(&mut session, &chunk, &mut || report(0.0), &mut go_on)
                    .map(|growth| Answer::Trained(Packed::of(&growth)))
                    .map_err(Into::into)
            }
            Job::Learn(packed) => {
                let Some(chunk) = packed.open() else {
                    return Reply::Malformed;
                };
                let most = if chunk.from == 0 {
                    CHUNK_MS
                } else {
                    LEARNING_CHUNK_MS
                };
                let mut go_on = within(&clock, most);
                recall::learn(&mut recalling, &chunk, &mut || report(0.0), &mut go_on)
                    .map(|growth| Answer::Learned(Packed::of(&growth)))
                    .map_err(Into::into)
            }
            Job::MeasureRecall(packed) => {
                let Some(asked) = packed.open() else {
                    return Reply::Malformed;
                };
                capacity::measure(&asked.config, asked.rank, &mut report)
                    .map(|cell| Answer::RecallMeasured(Packed::of(&cell)))
                    .map_err(Into::into)
            }
        };
        Reply::Done { id, outcome }
    }
}

/// What comes of layers whose bytes are with the request; none where it cannot be read.
fn of_layers(request: &Request, report: &mut dyn FnMut(f64)) -> Option<Answer> {
    let attached = &request.attached;
    Some(match &request.job {
        Job::Analyse(packed) => {
            Answer::Analysed(Packed::of(&packed.open()?.products(attached, report)))
        }
        Job::Compare(packed) => {
            Answer::Compared(Packed::of(&packed.open()?.comparisons(attached, report)))
        }
        Job::Write(packed) => written(packed.open()?.make(attached, report)),
        _ => return None,
    })
}

fn measured(wanted: &Measurement, report: &mut dyn FnMut(f64)) -> Result<Answer, Failure> {
    let measured = wanted.take(report)?;
    Ok(Answer::Measured(Packed::of(&measured)))
}

fn first_steps(config: &TrainingConfig) -> Result<Answer, Failure> {
    let steps = training::first_steps(config)?;
    Ok(Answer::FirstSteps(Packed::of(&steps)))
}

/// As [`handler`], and does what reads pieces of files while it works: `read` gives the bytes of a range of one of
/// the pieces that came beside the message.
pub fn reading_handler(
    clock: impl Fn() -> f64,
) -> impl FnMut(&Request, &Read<'_>, &mut dyn FnMut(Reply)) -> Reply {
    let mut others = handler(clock);
    move |request, read, progress| {
        let id = request.id;
        let outcome = match &request.job {
            Job::AnalyseMatrices(packed) => {
                let Some(batch) = packed.open() else {
                    return Reply::Malformed;
                };
                let found =
                    batch.analysed(read, &mut |share| progress(Reply::Progress { id, share }));
                Answer::MatricesAnalysed(Packed::of(&found))
            }
            Job::Cut(packed) => {
                let Some(batch) = packed.open() else {
                    return Reply::Malformed;
                };
                written(batch.made(read, &mut |share| progress(Reply::Progress { id, share })))
            }
            _ => return others(request, progress),
        };
        Reply::Done {
            id,
            outcome: Ok(outcome),
        }
    }
}

/// Whether so many milliseconds have not passed yet since it was first asked.
fn within(clock: &impl Fn() -> f64, most: f64) -> impl FnMut() -> bool {
    let mut began = None;
    move || clock() - *began.get_or_insert_with(clock) < most
}

/// What a trial of the exercises that these texts are has shown.
fn tried_out(texts: &[String], report: &mut dyn FnMut(f64)) -> Answer {
    let read = texts.iter().map(|text| Exercise::read(text));
    let read: Result<Vec<_>, _> = read.collect();
    let tried = read.and_then(|exercises| rankscope_lesson::try_out(&exercises, report));
    Answer::TriedOut(Packed::of(&tried))
}

/// What the attached headers, or report, say; none where it is not what was asked for.
fn read(request: &Request) -> Option<Answer> {
    match &request.job {
        Job::ReadHeader { shards, adapter } => contents(request, shards, adapter.as_deref()),
        Job::ReadCheckpoints(packed) => {
            let laid = Laid::read(&packed.open()?, &request.attached);
            let laid = laid.map(|laid| laid.map(InParts::of));
            Some(Answer::CheckpointsRead(Packed::of(&laid)))
        }
        Job::ReadReport => {
            let read = Report::parse(&request.attached.concat());
            let read = read.map(|report| InParts::of(ReadReport::from(report)));
            Some(Answer::ReportRead(Packed::of(&read)))
        }
        _ => None,
    }
}

/// What the attached headers of these shards say, with the config behind them; none where headers are missing.
fn contents(request: &Request, shards: &[u64], adapter: Option<&str>) -> Option<Answer> {
    let (headers, config) = request.attached.split_at_checked(shards.len())?;
    let sizes = shards.iter().copied();
    let files: Vec<(&[u8], u64)> = headers.iter().map(Vec::as_slice).zip(sizes).collect();
    // One that cannot be read says so where it was opened.
    let config = config.first().and_then(|bytes| Config::parse(bytes).ok());
    let contents = Contents::read(&files, adapter, config.as_ref());
    Some(Answer::Contents(Packed::of(&contents.map(InParts::of))))
}

fn written(made: Result<MadeBatch, SaveError>) -> Answer {
    let (receipts, bytes) = match made {
        Ok(MadeBatch { bytes, receipts }) => (Ok(receipts), bytes),
        Err(error) => (Err(error), Vec::new()),
    };
    Answer::Written {
        receipts: Packed::of(&receipts),
        bytes,
    }
}

/// Does what Start asks for, and links nothing else.
pub fn start_handler() -> impl FnMut(&Request, &mut dyn FnMut(Reply)) -> Reply {
    let mut explore = explore_handler();
    move |request, progress| {
        let id = request.id;
        match &request.job {
            Job::Directions(params) => {
                let mut report = |share| progress(Reply::Progress { id, share });
                let outcome = directions::directions(params, &mut report);
                let outcome = outcome.map(Answer::Directions).map_err(Into::into);
                Reply::Done { id, outcome }
            }
            _ => explore(request, progress),
        }
    }
}

/// Does what Explore asks for, its larger parts closed, and links nothing else. What a simulation shares
/// with the last one is kept.
pub fn explore_handler() -> impl FnMut(&Request, &mut dyn FnMut(Reply)) -> Reply {
    let mut simulator = Simulator::default();
    move |request, progress| {
        let id = request.id;
        let mut report = |share| progress(Reply::Progress { id, share });
        let outcome = match &request.job {
            Job::Simulate(params) => simulator
                .simulate(params, &mut report)
                .map(Answer::Simulated),
            Job::SimulateOne { params, update } => simulator
                .simulate_one(params, *update, &mut report)
                .map(Answer::SimulatedOne),
            _ => return Reply::Malformed,
        };
        Reply::Done {
            id,
            outcome: outcome.map_err(Into::into),
        }
    }
}

#[cfg(test)]
mod tests;
