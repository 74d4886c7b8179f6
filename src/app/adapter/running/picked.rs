//! The runtimes that a reader uses, as a link holds them: their ids, by commas.

use rankscope_adapter::runtimes::RUNTIMES;

/// The runtimes that were picked; all are shown where none was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    /// Their ids, in the order of the declarations.
    ids: Vec<&'static str>,
    /// What a link names that is no runtime here.
    unknown: Vec<String>,
}

impl Picked {
    /// What a link says.
    pub fn of_link(text: &str) -> Self {
        let names = text.split(',').map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let unknown = names.iter().filter(|name| !known().any(|id| id == **name));
        Self {
            ids: known().filter(|id| names.contains(id)).collect(),
            unknown: unknown.map(|name| (*name).to_owned()).collect(),
        }
    }

    /// As a link says it; empty where none was picked.
    pub fn in_link(&self) -> String {
        self.ids.join(",")
    }

    /// Without the runtime of this id, or with it if it was not picked.
    #[must_use]
    pub fn toggled(&self, id: &str) -> Self {
        Self {
            ids: known()
                .filter(|other| self.has(other) != (*other == id))
                .collect(),
            unknown: Vec::new(),
        }
    }

    /// Whether this runtime was picked.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(&id)
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many were.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// What the link names that is no runtime here.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }
}

/// The ids that there are, each once.
fn known() -> impl Iterator<Item = &'static str> {
    let newest = RUNTIMES.iter().filter(|runtime| runtime.current);
    newest.map(|runtime| runtime.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::{AdapterText, Input, SettingKey, query};

    #[test]
    fn a_link_keeps_the_pick_and_says_what_it_does_not_know() {
        let picked = Picked::of_link("vllm, nothing,peft,,vllm");
        assert_eq!(picked.in_link(), "peft,vllm");
        assert_eq!(picked.unknown(), ["nothing"]);
        assert_eq!(Picked::of_link(&picked.in_link()).in_link(), "peft,vllm");
        assert!(Picked::of_link(" ,").is_empty());
        let without = picked.toggled("peft");
        assert_eq!((without.in_link().as_str(), without.len()), ("vllm", 1));
        assert_eq!(without.toggled("vllm"), Picked::default());
    }

    #[test]
    fn a_link_holds_every_runtime_at_once() {
        let all = known().fold(Picked::default(), |picked, id| picked.toggled(id));
        let mut link = query::Link::default();
        let key = SettingKey::Adapter(AdapterText::Runtimes);
        assert_eq!(link.set(key, &Input::Text(all.in_link())), []);
        let (read, notices) = query::read(&query::write(&link));
        assert!(notices.is_empty(), "{notices:?}");
        assert_eq!(Picked::of_link(read.adapter(AdapterText::Runtimes)), all);
        assert_eq!(all.len(), known().count());
    }
}
