//! One request in, its replies out: all the worker does, without the worker.

use super::protocol::{Answer, Job, Reply, Request};
use crate::sim::{self, truncation};

/// Does a request, telling how far it is, and returns the last reply.
pub type Handle = fn(&Request, &mut dyn FnMut(Reply)) -> Reply;

/// Does any request.
pub fn handle(request: &Request, progress: &mut dyn FnMut(Reply)) -> Reply {
    let id = request.id;
    let mut told = |share| progress(Reply::Progress { id, share });
    let outcome = match &request.job {
        Job::Simulate(_) => return handle_first_visit(request, progress),
        Job::Truncate {
            params,
            update,
            rank,
        } => truncation::truncate(params, *update, *rank, &mut told).map(Answer::Truncated),
        Job::Measure(measurement) => measurement.take(&mut told).map(Answer::Measured),
    };
    Reply::Done { id, outcome }
}

/// Does what the first visit to Explore asks for, and links nothing else.
pub fn handle_first_visit(request: &Request, progress: &mut dyn FnMut(Reply)) -> Reply {
    let id = request.id;
    let mut told = |share| progress(Reply::Progress { id, share });
    match &request.job {
        Job::Simulate(params) => Reply::Done {
            id,
            outcome: sim::simulate(params, &mut told).map(Answer::Simulated),
        },
        Job::Truncate { .. } | Job::Measure(_) => Reply::NotUnderstood,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Params;
    use crate::sim::SimError;

    fn request(true_rank: usize) -> Request {
        let mut params = Params::default().update();
        params.true_rank = true_rank;
        Request {
            id: 3,
            job: Job::Simulate(params),
        }
    }

    #[test]
    fn an_answer_carries_its_request_and_progress_comes_before_it() {
        let mut shares = Vec::new();
        let reply = handle(&request(4), &mut |reply| match reply {
            Reply::Progress { id: 3, share } => shares.push(share),
            other => panic!("{other:?}"),
        });
        assert!(matches!(
            reply,
            Reply::Done {
                id: 3,
                outcome: Ok(_)
            }
        ));
        assert!(
            shares.is_sorted() && shares.last() == Some(&1.0),
            "{shares:?}"
        );
    }

    #[test]
    fn parameters_that_contradict_each_other_are_answered_with_the_reason() {
        for true_rank in [0, 65] {
            let Reply::Done { outcome, .. } = handle(&request(true_rank), &mut |_| ()) else {
                panic!("no answer");
            };
            assert!(matches!(outcome, Err(SimError::Shape { .. })));
        }
    }
}
