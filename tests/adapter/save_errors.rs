//! What is told before, or while, something is saved.

use rankscope_adapter::save::{
    Made, Names, Options, Ranks, Resize, SaveError, UnfoldedKind, Unnamed, Writer,
};
use rankscope_adapter::{Config, Dtype, LayerError};

use super::file::{Builder, File};
use super::saved::{plan, resized, save};

#[test]
fn what_cannot_be_named_is_told_before() {
    let unnamed = |file: &File, config: Option<&Config>, names: Names| {
        let options = Options {
            names,
            ..Options::PORTABLE
        };
        plan(file, config, &options).unwrap_err()
    };
    let flat = unnamed(&File::of("kohya"), None, Names::Peft);
    let reason = Unnamed::Flat;
    assert!(matches!(flat, SaveError::Unnamed { reason: said, .. } if said == reason));
    let two = Builder::default()
        .pair("unet.a.q")
        .pair("text_encoder.a.q")
        .file();
    let models = ["text_encoder", "unet"].map(str::to_owned).to_vec();
    assert_eq!(
        unnamed(&two, None, Names::Peft),
        SaveError::SeveralModels { models }
    );
    let alike = Builder::default()
        .pair("a.q")
        .pair("base_model.model.a.q")
        .file();
    let name = "base_model.model.a.q.lora_A.weight".to_owned();
    assert_eq!(
        unnamed(&alike, None, Names::Peft),
        SaveError::SameName { name }
    );
}

#[test]
fn what_cannot_be_folded_is_listed_before() {
    let text = br#"{"r": 2, "modules_to_save": ["lm_head"], "trainable_token_indices": [1],
        "bias": "all", "init_lora_weights": "pissa"}"#;
    let config = Config::parse(text).unwrap();
    let file = Builder::default()
        .pair("base_model.model.a.q")
        .pair("base_model.model.a.k")
        .ones("base_model.model.a.k.lora_magnitude_vector", &[3])
        .pair("base_model.model.a.experts")
        .ones("base_model.model.a.q.bias", &[3])
        .file();
    let plan = plan(&file, Some(&config), &Options::PORTABLE).unwrap();
    let kinds: Vec<UnfoldedKind> = plan
        .unfolded()
        .iter()
        .map(|unfolded| unfolded.kind)
        .collect();
    let expected = [
        UnfoldedKind::Dora,
        UnfoldedKind::Experts,
        UnfoldedKind::SavedModules,
        UnfoldedKind::TokenDeltas,
        UnfoldedKind::Biases,
        UnfoldedKind::Start,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(plan.jobs().len(), 1);
    let unknown = super::saved::plan(&file, None, &Options::PORTABLE).unwrap();
    let kinds = unknown.unfolded().iter().map(|unfolded| unfolded.kind);
    assert!(
        kinds
            .into_iter()
            .any(|kind| kind == UnfoldedKind::UnknownScale)
    );
}

#[test]
fn nothing_is_planned_of_what_is_damaged_or_asked_for_wrongly() {
    let error = |file: &File, options: &Options| plan(file, None, options).unwrap_err();
    let nan = Builder::default()
        .pair("a.q")
        .ones("a.k.lora_A.weight", &[2, 5])
        .tensor("a.k.lora_B.weight", "F32", &[3, 2], &[f64::NAN; 6])
        .file();
    let of_layer = error(&nan, &Options::PORTABLE);
    assert!(
        matches!(of_layer, SaveError::Layer { path, error: LayerError::NotFinite { .. } } if path == "a.k")
    );

    let file = Builder::default().pair("a.q").pair("a.k").file();
    let rank = |rank| Options {
        ranks: Ranks::One(Some(rank)),
        ..Options::PORTABLE
    };
    assert_eq!(error(&file, &resized(Resize::Rank(0))), SaveError::ZeroRank);
    assert_eq!(error(&file, &rank(0)), SaveError::ZeroRank);
    let (small, needed) = (1, 2);
    assert_eq!(
        error(&file, &rank(1)),
        SaveError::RankTooSmall {
            rank: small,
            needed
        }
    );
    assert!(matches!(
        error(&file, &rank(1 << 20)),
        SaveError::RankTooLarge { .. }
    ));
    let (budget, least) = (15, 16);
    let spread = error(&file, &resized(Resize::Budget(budget)));
    assert_eq!(spread, SaveError::BudgetTooSmall { budget, least });
    let loha = error(&File::of("loha"), &Options::PORTABLE);
    assert_eq!(loha, SaveError::NothingLeft);
}

#[test]
fn a_number_too_large_for_the_format_and_missing_layers_are_no_file() {
    let file = Builder::default()
        .tensor("a.q.lora_A.weight", "F16", &[1, 2], &[1.0, 1.0])
        .tensor("a.q.lora_B.weight", "F16", &[2, 1], &[6e4, 1.0])
        .file();
    let config = Config::parse(br#"{"r": 1, "lora_alpha": 2}"#).unwrap();
    let too_large = save(&file, Some(&config), &Options::PORTABLE).err();
    assert!(matches!(
        too_large,
        Some(SaveError::TooLargeFor {
            dtype: Dtype::F16,
            ..
        })
    ));
    let saved = save(&file, Some(&config), &resized(Resize::Rank(1))).unwrap();
    assert!(
        saved.written.error.unwrap() < 1e-3,
        "balanced factors have room"
    );

    let (writer, _) = Writer::begin(&saved.plan);
    assert!(matches!(writer.finish(), Err(SaveError::Bytes { .. })));
    let (mut writer, _) = Writer::begin(&saved.plan);
    let short = Made {
        bytes: vec![0; 3],
        rounding: None,
    };
    assert!(matches!(writer.layer(short), Err(SaveError::Bytes { .. })));
}
