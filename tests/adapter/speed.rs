//! How long a large adapter takes. Not a check: `cargo test --release --test adapter -- --ignored
//! --nocapture` prints it.

use std::time::Instant;

use half::f16;
use rankscope_adapter::Report;
use rankscope_adapter::save::{Adapter, Carried, JobBatch, Options, Plan, Resize};
use rankscope_sim::random::NumpyStream;

use super::file::{Builder, File};
use super::saved::{make, plan, resized, with_own_ranks};

const MODULES: usize = 224;
const SIDE: usize = 4096;

/// The shapes of a 7B model's modules, `d × k`, with how many there are of each.
const SEVEN_BILLION: [(usize, usize, usize); 3] =
    [(4096, 4096, 128), (11008, 4096, 64), (4096, 11008, 32)];

/// One square module's pair, as F16.
fn module(rank: usize) -> File {
    pair(SIDE, SIDE, rank)
}

fn pair(rows: usize, columns: usize, rank: usize) -> File {
    let mut stream = NumpyStream::new(1);
    let mut numbers = |count: usize| -> Vec<f64> {
        let draw = || f16::from_f64(0.02 * stream.normal()).to_f64();
        std::iter::repeat_with(draw).take(count).collect()
    };
    Builder::default()
        .tensor(
            "l.lora_A.weight",
            "F16",
            &[rank, columns],
            &numbers(rank * columns),
        )
        .tensor(
            "l.lora_B.weight",
            "F16",
            &[rows, rank],
            &numbers(rows * rank),
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

#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stdout)]
fn the_modules_of_a_large_model_resized_and_written() {
    for (rank, kept) in [(64, 8), (16, 8), (256, 32)] {
        let mut seconds = 0.0;
        for (rows, columns, count) in SEVEN_BILLION {
            let file = pair(rows, columns, rank);
            let plan = plan(&file, None, &resized(Resize::Rank(kept))).unwrap();
            let begun = Instant::now();
            for job in plan.jobs() {
                make(&file, job).unwrap();
            }
            seconds += begun.elapsed().as_secs_f64() * count as f64;
        }
        println!("a 7B adapter of rank {rank} to {kept}: {seconds:.2} s on one thread");
    }
}

#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stdout)]
fn ten_thousand_layers_are_planned() {
    let numbers = [0.5, -1.0, 2.0, 1.5];
    let mut builder = Builder::default();
    for layer in 0..10_000 {
        let name = format!("base_model.model.model.layers.{layer}.mlp.up_proj");
        builder = builder
            .tensor(&format!("{name}.lora_A.weight"), "F32", &[2, 2], &numbers)
            .tensor(&format!("{name}.lora_B.weight"), "F32", &[2, 2], &numbers);
    }
    let file = builder.file();
    let reports = file.reports(None);
    let reports: Vec<&Report> = reports.iter().collect();
    let layout = file.layout().unwrap();
    for options in [Options::PORTABLE, with_own_ranks(resized(Resize::Rank(1)))] {
        let begun = Instant::now();
        let adapter = Adapter {
            reports: &reports,
            failed: &[],
            layout: &layout,
            config: None,
            carried: &Carried::default(),
        };
        let plan = Plan::new(&adapter, &options).unwrap();
        let planned = begun.elapsed();
        let batches = JobBatch::divide(plan.jobs()).len();
        println!("10 000 layers: planned in {planned:.1?}, {batches} batches");
    }
}
