//! `rankscope adapter`, `runtimes`, `portable` and `resize`.

use crate::{Folder, fixture, json_of, rankscope, text};

#[test]
fn runtimes_ends_with_one_where_a_named_one_would_not_run_it_as_trained() {
    let adapter = fixture("adapters/patterns");
    let named = |names: &str| text(&rankscope(&["runtimes", &adapter, "--for", names]));
    assert_eq!(named("vllm,peft").0, Some(0));
    let (code, out, _) = named("vllm,llama-cpp");
    assert_eq!(code, Some(1));
    assert!(out.contains("llama-cpp") && out.contains("strong"), "{out}");
    let (code, _, err) = named("nobody");
    assert_eq!(code, Some(2));
    assert!(
        err.contains("known are") && err.contains("llama-cpp"),
        "{err}"
    );
    // Without a name nothing is asked for.
    assert_eq!(rankscope(&["runtimes", &adapter]).status.code(), Some(0));
}

#[test]
fn an_adapter_is_shown_and_written_portable_and_resized() {
    let adapter = fixture("adapters/patterns");
    let (code, out, err) = text(&rankscope(&["adapter", &adapter]));
    assert_eq!(code, Some(0), "{err}");
    assert!(out.lines().next().unwrap().contains("gamma"), "{out}");
    let folder = Folder::new("written");
    for (name, arguments) in [
        ("portable", vec![]),
        ("resize", vec!["--rank", "2"]),
        ("resize", vec!["--rule", "sv_fro", "--keep", "0.8"]),
    ] {
        let to = folder.join(&format!("{name}{}", arguments.len()));
        let mut all = vec![name, &adapter, "--out", &to];
        all.extend(&arguments);
        let (code, out, err) = text(&rankscope(&all));
        assert_eq!(code, Some(0), "{name}: {out}{err}");
        let written = json_of(&["adapter", &to, "--json"]);
        let layers = written["layers"].as_array().unwrap();
        assert!(
            !layers.is_empty() && layers.iter().all(|layer| layer["gamma"] == 1),
            "{name}"
        );
    }
}
