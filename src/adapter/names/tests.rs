use super::*;

fn of(layer: &str, role: Role, naming: Naming) -> Part<'_> {
    Part::Of {
        layer,
        adapter: "",
        role,
        naming,
    }
}

#[test]
fn each_convention_names_its_layer_and_factor() {
    use Naming::{Diffusers, Kohya, Peft};
    use Role::{Alpha, Down, Up};
    let q = "base_model.model.model.layers.0.self_attn.q_proj";
    let te = "lora_te_text_model_encoder_layers_0_mlp_fc1";
    let to_q = "unet.mid_block.attn1.to_q";
    let cases = [
        (format!("{q}.lora_A.weight"), of(q, Down, Peft)),
        (format!("{q}.lora_B.weight"), of(q, Up, Peft)),
        (format!("{q}.lora_embedding_A"), of(q, Down, Peft)),
        (format!("{q}.lora_embedding_B"), of(q, Up, Peft)),
        (format!("{te}.lora_down.weight"), of(te, Down, Kohya)),
        (format!("{te}.lora_up.weight"), of(te, Up, Kohya)),
        (format!("{te}.alpha"), of(te, Alpha, Kohya)),
        (format!("{to_q}.lora_A.weight"), of(to_q, Down, Diffusers)),
        (format!("{to_q}.lora_B.weight"), of(to_q, Up, Diffusers)),
        (
            format!("{to_q}.lora.down.weight"),
            of(to_q, Down, Diffusers),
        ),
        (
            format!("{to_q}.lora_linear_layer.up.weight"),
            of(to_q, Up, Diffusers),
        ),
        (format!("{to_q}_lora.up.weight"), of(to_q, Up, Diffusers)),
        (
            "blocks.0.processor.proj_lora1.down.weight".to_owned(),
            of("blocks.0.processor.proj_lora1", Down, Diffusers),
        ),
    ];
    for (name, part) in &cases {
        assert_eq!(parse(name), *part, "{name}");
    }
}

#[test]
fn other_products_have_roles_of_their_own() {
    use Operand::{First, Second};
    let cases = [
        ("l.lora_magnitude_vector.weight", Role::Magnitude),
        ("l.dora_scale", Role::Magnitude),
        ("l.hada_w1_a", Role::HadamardUp(First)),
        ("l.lokr_w2_b", Role::KroneckerDown(Second)),
        ("l.lokr_w1", Role::KroneckerWhole(First)),
        ("l.lora_E", Role::Diagonal),
        ("l.lora_mid.weight", Role::Core),
    ];
    for (name, role) in cases {
        let parsed = parse(name);
        let of_it = matches!(parsed, Part::Of { layer: "l", role: found, .. } if found == role);
        assert!(of_it, "{name}: {parsed:?}");
    }
}

#[test]
fn other_writers_have_names_of_their_own() {
    use Naming::{LlamaCpp, Mlx, NeMo, NoAlpha, Peft};
    use Role::{Down, Up};
    let cases = [
        ("model.layers.0.q.lora_a", "model.layers.0.q", Down, Mlx),
        (
            "layers.0.attn.q_proj.lora_b.weight",
            "layers.0.attn.q_proj",
            Up,
            Peft,
        ),
        (
            "m.linear_qkv.adapter.linear_in.weight",
            "m.linear_qkv.adapter",
            Down,
            NeMo,
        ),
        (
            "input_blocks.1.1.to_q.down",
            "input_blocks.1.1.to_q",
            Down,
            NoAlpha,
        ),
        ("unet:12:up", "unet:12", Up, NoAlpha),
        ("blk.0.attn_q.weight.lora_a", "blk.0.attn_q", Down, LlamaCpp),
        (
            "model.layers.0.q.lora_A.weight",
            "model.layers.0.q",
            Down,
            Peft,
        ),
    ];
    for (name, layer, role, naming) in cases {
        assert_eq!(parse(name), of(layer, role, naming), "{name}");
    }
}

#[test]
fn an_adapters_name_stands_after_the_marker() {
    let adapter = |name: &'static str| match parse(name) {
        Part::Of { adapter, .. } => adapter,
        _ => panic!("{name}"),
    };
    assert_eq!(adapter("l.lora_A.second.weight"), "second");
    assert_eq!(adapter("l.lora_A.weight"), "");
    assert_eq!(adapter("l.lora_embedding_A.default"), "default");
}

#[test]
fn another_method_is_known_by_its_tensors() {
    let cases = [
        ("l.ia3_l", Method::Ia3),
        ("l.on_input", Method::Ia3),
        ("l.oft_blocks", Method::Oft),
        ("l.vera_lambda_b", Method::Vera),
        ("l.diff", Method::FullDifference),
    ];
    for (name, method) in cases {
        assert_eq!(parse(name), Part::Foreign { layer: "l", method }, "{name}");
    }
    let classifier = "base_model.internal_xlora_classifier.layers.0.weight";
    assert!(matches!(
        parse(classifier),
        Part::Foreign {
            method: Method::XLora,
            ..
        }
    ));
}

#[test]
fn what_wrappers_leave_in_a_name_is_looked_through() {
    let path = "model.layers.0.q";
    for wrapped in [
        "_orig_mod.base_model.model.model.layers.0.q",
        "base_model.model._fsdp_wrapped_module.model.layers.0.q",
        "module.base_model.model.model.layers.0._checkpoint_wrapped_module.q",
        "base_model.model.base_model.model.model.layers.0.q",
        "module._orig_mod.module.base_model.model.model.layers.0.q",
    ] {
        assert_eq!(module_path(wrapped), path, "{wrapped}");
        assert!(is_pefts(wrapped), "{wrapped}");
    }
}

#[test]
fn a_tensor_of_no_update_is_left_alone() {
    for name in [
        "",
        ".",
        "weight",
        "model.layers.0.mlp.down_proj.weight",
        "model.encoder.down.0.weight",
        "base_model.model.l.lora_B.bias",
        "base_model.model.l.lora_B.default.bias",
        "base_model.model.l.lora_A.weight_scale",
        "base_model.model.classifier.weight",
        "model.different.weight",
    ] {
        assert_eq!(parse(name), Part::Other, "{name}");
    }
}

#[test]
fn patterns_match_the_path_that_the_model_knows() {
    assert_eq!(
        module_path("base_model.model.model.layers.0.q"),
        "model.layers.0.q"
    );
    assert_eq!(module_path("unet.to_q"), "unet.to_q");
}
