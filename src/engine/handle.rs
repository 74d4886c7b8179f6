//! One request in, its replies out: all the worker does, without the worker.

use super::protocol::{Answer, Garbled, Job, Packed, Reply, Request};
use crate::adapter::Layer;
use crate::lesson::Measurement;
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
        Job::Measure(measurement) => match measurement.unpack::<Measurement>() {
            Ok(wanted) => wanted
                .take(&mut told)
                .map(|measured| Answer::Measured(Packed::of(&measured))),
            Err(Garbled) => return Reply::NotUnderstood,
        },
        Job::Analyse(layer) => match analyse(layer, &request.attached, &mut told) {
            Ok(product) => Ok(Answer::Analysed(product)),
            Err(Garbled) => return Reply::NotUnderstood,
        },
    };
    Reply::Done { id, outcome }
}

/// The product of a layer's pair, or why there is none.
fn analyse(
    layer: &Packed,
    attached: &[Vec<u8>],
    told: &mut dyn FnMut(f64),
) -> Result<Packed, Garbled> {
    let layer: Layer = layer.unpack()?;
    let mut pieces = attached.iter().map(Vec::as_slice);
    // A piece that could not be read is as good as an empty one: the layer says that it is short.
    let mut next = || pieces.next().unwrap_or_default();
    let (down, up, alpha) = (next(), next(), next());
    Ok(Packed::of(&layer.product_told(down, up, alpha, told)))
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
        Job::Truncate { .. } | Job::Analyse(_) | Job::Measure(_) => Reply::NotUnderstood,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::names::Naming;
    use crate::adapter::{Dtype, LayerError, Product, Tensor};
    use crate::params::Params;
    use crate::sim::SimError;

    fn request(true_rank: usize) -> Request {
        let mut params = Params::default().update();
        params.true_rank = true_rank;
        Request {
            id: 3,
            job: Job::Simulate(params),
            attached: vec![],
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

    /// B = [[3], [0]] and A = [[0, 2]], which multiply to a matrix with the singular value 6.
    fn layer() -> (Layer, Vec<Vec<u8>>) {
        let tensor = |name: &str, shape: [u64; 2], begin: u64| Tensor {
            name: name.to_owned(),
            dtype: Dtype::F32,
            shape: shape.to_vec(),
            bytes: begin..begin + 8,
        };
        let layer = Layer {
            path: "layer".to_owned(),
            naming: Naming::Peft,
            down: tensor("a", [1, 2], 0),
            up: tensor("b", [2, 1], 8),
            alpha: None,
            rank: 1,
            rows: 2,
            columns: 2,
        };
        let bytes = |numbers: [f32; 2]| numbers.map(f32::to_le_bytes).concat();
        (layer, vec![bytes([0.0, 2.0]), bytes([3.0, 0.0])])
    }

    fn product(attached: Vec<Vec<u8>>) -> Result<Product, LayerError> {
        let request = Request {
            id: 3,
            job: Job::Analyse(Packed::of(&layer().0)),
            attached,
        };
        match handle(&request, &mut |_| ()) {
            Reply::Done {
                outcome: Ok(Answer::Analysed(product)),
                ..
            } => product.unpack().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_layer_is_analysed_from_the_pieces_that_come_with_it() {
        assert_eq!(product(layer().1).unwrap().spectrum.values(), [6.0]);
    }

    #[test]
    fn a_layer_without_its_pieces_says_that_they_are_short() {
        assert!(matches!(product(vec![]), Err(LayerError::ShortRead { .. })));
    }
}
