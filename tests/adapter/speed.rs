//! How long a large adapter takes. Not a check: `cargo test --release --test adapter -- --ignored
//! --nocapture` prints it.

use std::time::Instant;

use half::f16;
use rankscope_sim::random::NumpyStream;

use super::file::{Builder, File};

const MODULES: usize = 224;
const SIDE: usize = 4096;

/// One module's pair, as F16.
fn module(rank: usize) -> File {
    let mut stream = NumpyStream::new(1);
    let mut numbers = |count: usize| -> Vec<f64> {
        let draw = || f16::from_f64(0.02 * stream.normal()).to_f64();
        std::iter::repeat_with(draw).take(count).collect()
    };
    Builder::default()
        .tensor(
            "l.lora_A.weight",
            "F16",
            &[rank, SIDE],
            &numbers(rank * SIDE),
        )
        .tensor(
            "l.lora_B.weight",
            "F16",
            &[SIDE, rank],
            &numbers(SIDE * rank),
        )
        .file()
}

#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stdout)]
fn the_modules_of_a_large_model_one_after_another() {
    for rank in [16, 64, 256] {
        let file = module(rank);
        let layer = file.layout().unwrap().layers.remove(0);
        let begun = Instant::now();
        for _ in 0..MODULES {
            file.product(&layer).unwrap();
        }
        let seconds = begun.elapsed().as_secs_f64();
        println!("{MODULES} modules of {SIDE} × {SIDE}, rank {rank}: {seconds:.2} s on one thread");
    }
}
