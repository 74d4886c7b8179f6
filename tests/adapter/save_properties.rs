//! What holds of everything that is saved, whatever the shapes, the scale and the numbers.

use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rankscope_adapter::save::{Options, Ranks, Resize};
use rankscope_adapter::{Config, RankRule, Thresholds};
use rankscope_sim::random::NumpyStream;
use serde_json::json;

use super::file::{Builder, File};
use super::saved::{resized, save, with_own_ranks};

fn quick() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(42);
    }
    config
}

/// A pair in a file, and how its scale is said.
#[derive(Clone, Debug)]
struct Pair {
    shape: (usize, usize, usize),
    alpha: f64,
    dtype: &'static str,
    written_by: &'static str,
    seed: u32,
}

fn pairs() -> impl Strategy<Value = Pair> {
    let shape = (1usize..20, 1usize..20, 1usize..9);
    let dtype = prop::sample::select(vec!["F64", "F32", "BF16"]);
    let written_by = prop::sample::select(vec!["peft", "rslora", "mlx", "kohya"]);
    let parts = (shape, -20.0f64..20.0, dtype, written_by, any::<u32>());
    parts.prop_map(|(shape, alpha, dtype, written_by, seed)| Pair {
        shape,
        alpha,
        dtype,
        written_by,
        seed,
    })
}

impl Pair {
    fn gamma(&self) -> f64 {
        let rank = self.shape.2 as f64;
        match self.written_by {
            "rslora" => self.alpha / rank.sqrt(),
            "mlx" => self.alpha,
            _ => self.alpha / rank,
        }
    }

    fn config(&self) -> Option<Config> {
        let (rank, alpha) = (self.shape.2, self.alpha);
        let rslora = self.written_by == "rslora";
        let fields = match self.written_by {
            "kohya" => return None,
            "mlx" => json!({"lora_parameters": {"rank": rank, "scale": alpha}}),
            _ => json!({"r": rank, "lora_alpha": alpha, "use_rslora": rslora}),
        };
        Some(Config::parse(fields.to_string().as_bytes()).unwrap())
    }

    /// The file of these factors, and what the format holds of them.
    fn file(&self, up: &DMatrix<f64>, down: &DMatrix<f64>) -> (File, DMatrix<f64>, DMatrix<f64>) {
        let rounded = |number: f64| match self.dtype {
            "F32" => f64::from(number as f32),
            "BF16" => half::bf16::from_f64(number).to_f64(),
            _ => number,
        };
        let (up, down) = (up.map(rounded), down.map(rounded));
        let by_rows = |matrix: &DMatrix<f64>| matrix.transpose().as_slice().to_vec();
        let shape = |matrix: &DMatrix<f64>| [matrix.nrows(), matrix.ncols()];
        let add = |builder: Builder, name: &str, matrix: &DMatrix<f64>| {
            builder.tensor(name, self.dtype, &shape(matrix), &by_rows(matrix))
        };
        let builder = Builder::default();
        let builder = match self.written_by {
            "mlx" => {
                let builder = add(builder, "a.0.q.lora_a", &down.transpose());
                add(builder, "a.0.q.lora_b", &up.transpose())
            }
            "kohya" => {
                let builder = builder.tensor("a.0.q.alpha", "F64", &[], &[self.alpha]);
                let builder = add(builder, "a.0.q.lora_down.weight", &down);
                add(builder, "a.0.q.lora_up.weight", &up)
            }
            _ => {
                let builder = add(builder, "base_model.model.a.0.q.lora_A.weight", &down);
                add(builder, "base_model.model.a.0.q.lora_B.weight", &up)
            }
        };
        (builder.file(), up, down)
    }

    fn factors(&self) -> (DMatrix<f64>, DMatrix<f64>) {
        let (rows, columns, rank) = self.shape;
        let mut stream = NumpyStream::new(self.seed);
        (
            stream.normal_matrix(rows, rank),
            stream.normal_matrix(rank, columns),
        )
    }

    /// Half the distance between two neighbouring numbers, relative to them.
    fn unit(&self) -> f64 {
        match self.dtype {
            "F32" => f64::from(f32::EPSILON) / 2.0,
            "BF16" => 1.0 / 256.0,
            _ => f64::EPSILON / 2.0,
        }
    }
}

fn ways() -> impl Strategy<Value = Resize> {
    let rules = prop::sample::select(RankRule::ALL.to_vec());
    prop_oneof![
        (1usize..10).prop_map(Resize::Rank),
        rules.prop_map(|rule| Resize::Rule(rule, Thresholds::default())),
        (40u64..400).prop_map(Resize::Budget),
    ]
}

proptest! {
    #![proptest_config(quick())]

    #[test]
    fn the_portable_form_holds_the_same_update(pair in pairs(), padding in 0usize..5) {
        let (up, down) = pair.factors();
        let (file, up, down) = pair.file(&up, &down);
        let options = Options { ranks: Ranks::One(Some(pair.shape.2 + padding)), ..Options::PORTABLE };
        let saved = save(&file, pair.config().as_ref(), &options).unwrap();
        let update = &up * &down * pair.gamma();
        let (_, new_up, new_down) = saved.factors().remove(0);
        prop_assert_eq!(new_down.nrows(), pair.shape.2 + padding);
        let lost = (&new_up * &new_down - &update).norm() / update.norm();
        // Each number of γB is rounded once, and A is what it was.
        let most = pair.unit() * pair.gamma().abs() * up.norm() * down.norm() / update.norm();
        prop_assert!(lost <= most + 1e-14, "{lost:e} {most:e}");
        let measured = saved.written.rounding[0].unwrap_or_default();
        prop_assert!((lost - measured).abs() <= 1e-3 * lost + 1e-13, "{lost:e} {measured:e}");
        let report = saved.reports().remove(0);
        prop_assert_eq!(report.scale.gamma, 1.0);
    }

    #[test]
    fn a_resized_form_has_the_first_singular_values_and_balanced_factors(
        pair in pairs(),
        resize in ways(),
        true_rank in 1usize..9,
        scale in prop::sample::select(vec![1.0, 1e-12, 1e12]),
    ) {
        let pair = Pair { dtype: "F64", ..pair };
        let (mut up, down) = pair.factors();
        // Directions that repeat others, so that the product has a lower rank.
        for column in true_rank..pair.shape.2 {
            let other = up.column(column % true_rank).into_owned();
            up.set_column(column, &other);
        }
        up *= scale;
        let (file, up, down) = pair.file(&up, &down);
        let config = pair.config();
        let source = file.reports(config.as_ref()).remove(0);
        let saved = save(&file, config.as_ref(), &with_own_ranks(resized(resize))).unwrap();
        let after = saved.reports().remove(0);
        let rounding = 1e-13 * source.sigma_max();
        for (value, expected) in after.spectrum.values().iter().zip(source.spectrum.values()) {
            prop_assert!((value - expected).abs() <= rounding, "{value:e} {expected:e}");
        }
        let update = &up * &down * pair.gamma();
        let (_, new_up, new_down) = saved.factors().remove(0);
        let error = (&new_up * &new_down - &update).norm() / update.norm();
        let certified = saved.plan.certificate().error.unwrap();
        prop_assert!((error - certified).abs() <= 1e-7 && error.powi(2) - certified.powi(2) <= 1e-12);
        let (tall, wide) = (new_up.norm(), new_down.norm());
        prop_assert!((tall - wide).abs() <= 1e-12 * tall, "balanced: {tall:e} {wide:e}");
    }
}
