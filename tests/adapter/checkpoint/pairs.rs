//! Tensors find their partners, and what has none is said.

use rankscope_adapter::checkpoint::{Aim, Exchanged, Kind, Plan, Side, TELLING};
use rankscope_adapter::header_bytes;

use super::{Pair, checkpoint, layer};
use crate::file::{Builder, File};

const NUMBERS: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];

fn paths(base: &[&str], tuned: &[&str]) -> Vec<String> {
    let file = |names: &[&str]| {
        let file = names.iter().fold(Builder::default(), |file, name| {
            file.tensor(name, "F32", &[2, 3], &NUMBERS)
        });
        file.file()
    };
    let pair = Pair::of(&file(base), &file(tuned)).unwrap();
    pair.plan
        .matrices
        .iter()
        .map(|matrix| matrix.parameter.path.clone())
        .collect()
}

#[test]
fn prefixes_and_wrappers_make_no_difference() {
    let base = ["model.layers.0.q.weight", "model.layers.1.q.weight"];
    for tuned in [
        ["layers.1.q.weight", "layers.0.q.weight"],
        [
            "module.model.layers.0.q.weight",
            "module.model.layers.1.q.weight",
        ],
        [
            "_orig_mod.model.layers.0.q.weight",
            "model.layers.1._fsdp_wrapped_module.q.weight",
        ],
        [
            "base_model.model.model.layers.0.q.base_layer.weight",
            "language_model.model.layers.1.q.weight",
        ],
        [
            "model.language_model.layers.0.q.weight",
            "model.language_model.layers.1.q.weight",
        ],
    ] {
        assert_eq!(
            paths(&base, &tuned),
            ["model.layers.0.q", "model.layers.1.q"],
            "{tuned:?}"
        );
    }
}

#[test]
fn a_name_that_two_tensors_could_have_pairs_neither() {
    let base = ["a.q.weight", "model.b.q.weight"];
    let tuned = [
        "a.q.weight",
        "language_model.b.q.weight",
        "transformer.b.q.weight",
    ];
    assert_eq!(paths(&base, &tuned), ["a.q"]);
}

#[test]
fn what_has_no_partner_is_said_and_what_is_tied_is_not_missing() {
    let embedding =
        |file: Builder| file.tensor("model.embed_tokens.weight", "F32", &[2, 3], &NUMBERS);
    let base = embedding(Builder::default())
        .tensor("lm_head.weight", "F32", &[2, 3], &NUMBERS)
        .tensor("old.weight", "F32", &[2, 3], &NUMBERS);
    let tuned = embedding(Builder::default()).tensor("new.weight", "F32", &[2, 3], &NUMBERS);
    let pair = Pair::of(&base.file(), &tuned.file()).unwrap();
    let said: Vec<_> = pair
        .plan
        .unpaired
        .iter()
        .map(|unpaired| (unpaired.side, &*unpaired.name, unpaired.tied_to.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            (
                Side::Base,
                "lm_head.weight",
                Some("model.embed_tokens.weight")
            ),
            (Side::Tuned, "new.weight", None),
            (Side::Base, "old.weight", None),
        ]
    );
    let remarks = pair.plan.remarks().join("\n");
    for part in [
        "tied it to model.embed_tokens.weight",
        "base checkpoint alone: old.weight",
        "tuned checkpoint alone: new.weight",
    ] {
        assert!(remarks.contains(part), "{remarks}");
    }
}

#[test]
fn a_grown_vocabulary_is_compared_on_what_both_have() {
    let name = "model.embed_tokens.weight";
    let base = layer(name, "F32", &[2, 3], &NUMBERS);
    let tuned = layer(
        name,
        "F32",
        &[3, 3],
        &[1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 8.0, 8.0, 8.0],
    );
    let pair = Pair::of(&base, &tuned).unwrap();
    assert!(pair.plan.matrices[0].is_cut && pair.plan.exchanged.is_none());
    assert_eq!(pair.analysis("model.embed_tokens").frobenius, 1.0);
    let exchanged = Pair::of(&tuned, &base).unwrap();
    assert_eq!(exchanged.plan.exchanged, Some(Exchanged::Vocabulary));
    assert!(exchanged.plan.remarks().join(" ").contains("exchanged"));
    assert_eq!(exchanged.analysis("model.embed_tokens").frobenius, 1.0);
    // More columns: the rows are longer, and no number is taken from the next.
    let wide = layer(
        name,
        "F32",
        &[2, 4],
        &[1.0, 2.0, 3.0, 9.0, 4.0, 5.0, 6.0, 9.0],
    );
    assert_eq!(
        Pair::of(&base, &wide)
            .unwrap()
            .analysis("model.embed_tokens")
            .changed,
        0
    );
}

#[test]
fn experts_in_one_tensor_are_matrices_of_their_own() {
    let numbers: Vec<f64> = (0..12).map(f64::from).collect();
    let mut other = numbers.clone();
    other[7] += 2.0;
    let name = "model.layers.0.mlp.experts.gate_up_proj";
    let pair = Pair::of(
        &layer(name, "F32", &[2, 2, 3], &numbers),
        &layer(name, "F32", &[2, 2, 3], &other),
    )
    .unwrap();
    let found: Vec<(String, f64)> = pair
        .found()
        .into_iter()
        .map(|(matrix, analysis)| (matrix.parameter.path.clone(), analysis.frobenius))
        .collect();
    assert_eq!(
        found,
        [(format!("{name}[0]"), 0.0), (format!("{name}[1]"), 2.0)]
    );
}

#[test]
fn eight_bits_are_multiplied_by_what_stands_beside_them() {
    let file = |scale: f64| {
        Builder::default()
            .tensor("q.weight", "F8_E4M3", &[2, 2], &[1.0, 0.0, 0.0, 1.0])
            .tensor("q.weight_scale_inv", "F32", &[1, 1], &[scale])
            .file()
    };
    let pair = Pair::of(&file(0.5), &file(2.0)).unwrap();
    assert_eq!(pair.plan.matrices.len(), 1);
    let analysis = pair.analysis("q");
    assert_eq!((analysis.base_norm, analysis.changed), (0.5_f64.sqrt(), 2));
    let values = analysis.values.unwrap().values;
    assert!(values.iter().all(|value| (value - 1.5).abs() < 1e-14) && values.len() == 2);
    // The bytes are equal; what they are multiplied by is not.
    assert!(
        !pair
            .done(pair.matrix("q"), Aim::Norms)
            .unwrap()
            .analysis
            .is_equal_to_the_bit
    );
}

#[test]
fn the_first_dozen_are_spread_over_kinds_and_depth() {
    let kinds = [
        "self_attn.q_proj",
        "self_attn.o_proj",
        "mlp.up_proj",
        "mlp.down_proj",
    ];
    let mut file = Builder::default().tensor("model.embed_tokens.weight", "F32", &[2, 3], &NUMBERS);
    for block in 0..30 {
        for kind in kinds {
            file = file.tensor(
                &format!("model.layers.{block}.{kind}.weight"),
                "F32",
                &[2, 3],
                &NUMBERS,
            );
        }
        file = file.tensor(
            &format!("model.layers.{block}.norm.weight"),
            "F32",
            &[3],
            &NUMBERS[..3],
        );
    }
    let file = file.file();
    let plan = Pair::of(&file, &file).unwrap().plan;
    let order = plan.order();
    let path = |index: &usize| plan.matrices[*index].parameter.path.as_str();
    let first: Vec<&str> = order.iter().take(TELLING).map(path).collect();
    for kind in kinds {
        assert_eq!(
            first.iter().filter(|path| path.ends_with(kind)).count(),
            3,
            "{first:?}"
        );
    }
    let block = |path: &&str| path.split('.').nth(2).unwrap().parse::<usize>().unwrap();
    for third in [0..10, 10..20, 20..30] {
        let inside = first
            .iter()
            .filter(|path| third.contains(&block(path)))
            .count();
        assert!(inside >= 3, "{first:?}");
    }
    let mut all = order.clone();
    all.sort_unstable();
    assert_eq!(all, plan.spectral());
    assert_eq!(path(order.last().unwrap()), "model.embed_tokens");
    assert!(
        plan.matrices
            .iter()
            .any(|matrix| matrix.parameter.kind == Kind::Vector)
    );
}

#[test]
fn parts_of_a_checkpoint_are_read_as_one_and_a_missing_one_is_told() {
    let (first, second) = (
        layer("a.weight", "F32", &[2, 3], &NUMBERS),
        layer("b.weight", "F32", &[2, 3], &NUMBERS),
    );
    let part = |name: &'static str, file: &'static File| {
        let range = header_bytes(&file.bytes, file.bytes.len() as u64).unwrap();
        rankscope_adapter::checkpoint::Part {
            name,
            header: file.read(&range),
            bytes: file.bytes.len() as u64,
        }
    };
    let (first, second): (&'static File, &'static File) =
        (Box::leak(Box::new(first)), Box::leak(Box::new(second)));
    let parts = [
        part("m-00001-of-00002.safetensors", first),
        part("m-00002-of-00002.safetensors", second),
    ];
    let whole = rankscope_adapter::checkpoint::Checkpoint::read(Side::Base, &parts, None).unwrap();
    assert_eq!((whole.tensors.len(), whole.missing.len()), (2, 0));
    let half =
        rankscope_adapter::checkpoint::Checkpoint::read(Side::Tuned, &parts[..1], None).unwrap();
    assert_eq!(half.missing, ["m-00002-of-00002.safetensors"]);
    let plan = Plan::new(&whole, &half).unwrap();
    assert_eq!(plan.matrices.len(), 1);
    assert!(
        plan.remarks()[0].contains("m-00002-of-00002.safetensors is missing"),
        "{:?}",
        plan.remarks()
    );
    let indexed = checkpoint(
        Side::Base,
        "x",
        first,
        Some(br#"{"weight_map": {"a": "x", "b": "y"}}"#),
    )
    .unwrap();
    assert_eq!(indexed.missing, ["y"]);
}
